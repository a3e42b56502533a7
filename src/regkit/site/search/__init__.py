"""The search of the site: an index in many small scripts, so that a page loads only those that a query needs."""

from regkit.site.search.files import SearchPage, SearchUnit, search_files

__all__ = ["SearchPage", "SearchUnit", "search_files"]
