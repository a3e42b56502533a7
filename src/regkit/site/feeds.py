"""The Atom feed of new versions (RFC 4287)."""

from __future__ import annotations

from datetime import date

from lxml import etree

from regkit.library import Version, Work, describe
from regkit.site.addresses import FEED, HOME, version_path
from regkit.site.catalogue import Catalogue
from regkit.site.linked_data import eli_of

_ATOM = "http://www.w3.org/2005/Atom"
# The feed has at most this many entries.
_MOST = 100


def feed(catalogue: Catalogue) -> bytes:
    """The Atom feed of the hundred newest versions of laws, the newest first.

    If the address of the site is not known, the links are relative to the feed.
    """
    base = catalogue.site_url or ""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    versions = sorted(
        ((version.dated, work, version) for work in catalogue.laws for version in work.versions),
        key=lambda entry: (entry[0], entry[1].id),
        reverse=True,
    )[:_MOST]
    _add(root, "id", base or f"urn:regkit:site:{catalogue.site_name}")
    _add(root, "title", f"{catalogue.site_name}：新版本")
    _add(root, "updated", _moment(versions[0][0] if versions else catalogue.today))
    _link(root, "self", base + FEED)
    _link(root, "alternate", base + HOME)
    _add(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", catalogue.site_name)
    for dated, work, version in versions:
        _entry(root, catalogue, work, version, dated, base)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(
    root: etree._Element, catalogue: Catalogue, work: Work, version: Version, dated: date, base: str
) -> None:
    """Add the entry of a version to the feed."""
    entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
    _add(entry, "id", f"urn:regkit:{eli_of(work, version)}")
    _add(entry, "title", f"{work.title_of(version)}（{describe(version)}）")
    _add(entry, "updated", _moment(dated))
    _link(entry, "alternate", base + version_path(work, version))
    status = work.status_of(version, catalogue.today).status.value
    absent = "" if version.statute else "；文本未收录"
    by = f"；{version.facts.adopted_by}" if version.facts.adopted_by else ""
    _add(entry, "summary", f"{status}{by}{absent}")


def _add(parent: etree._Element, name: str, text: str) -> None:
    """Add an element with a text."""
    # XML does not allow control characters.
    clean = "".join(character if character.isprintable() else " " for character in text)
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = clean


def _link(parent: etree._Element, rel: str, href: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}link", rel=rel, href=href)


def _moment(day: date) -> str:
    """The beginning of a day in China, as Atom writes it (RFC 3339)."""
    return f"{day}T00:00:00+08:00"
