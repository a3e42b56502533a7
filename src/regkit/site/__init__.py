"""The site: turns works and a day into pages and files, which any site generator can publish."""

from regkit.site import material
from regkit.site.addresses import ACTORS, ALL_WORKS, CITED_ACTS, EXAMPLES, GLOSSARY, HOME
from regkit.site.building import site_items
from regkit.site.catalogue import Catalogue, checksum_of
from regkit.site.finding import search_pages
from regkit.site.pages import THE_DAY, Layout, PageHeading, SiteFile, SiteItem, SitePage
from regkit.site.search import search_files
from regkit.site.styles import Used, only_used
from regkit.site.templates import OWN, Templates

__all__ = [
    "ACTORS",
    "ALL_WORKS",
    "CITED_ACTS",
    "EXAMPLES",
    "GLOSSARY",
    "HOME",
    "OWN",
    "THE_DAY",
    "Catalogue",
    "Layout",
    "PageHeading",
    "SiteFile",
    "SiteItem",
    "SitePage",
    "Templates",
    "Used",
    "checksum_of",
    "material",
    "only_used",
    "search_files",
    "search_pages",
    "site_items",
]
