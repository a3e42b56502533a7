"""Writes the files of the search: blocks of texts, shards of postings, and a manifest that lists them.

They are scripts that call a function, because a page opened from a disk can load nothing else. The names of blocks and shards contain
a digest of their content, so that a new manifest never refers to old files in the cache of a browser.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from regkit.site.search.folding import compact
from regkit.site.search.postings import Postings

FOLDER = "assets/search"
_BLOCK = _SHARD = 32 * 1024
"""The approximate size of a file in bytes. It is small because a query needs only a small part of each file that it loads."""


@dataclass(frozen=True)
class SearchUnit:
    """A unit that a search finds as a whole, such as an article. The unit of the page itself has the anchor ""."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class SearchPage:
    """A page of the site with its units.

    `path` is relative to the root of the site. The scores of its hits are multiplied by `boost`. `work` identifies the work, so that
    units repeated in several versions of one work are found once.
    """

    path: str
    title: str
    boost: float
    units: Sequence[SearchUnit]
    work: str


def search_files(pages: Iterable[SearchPage]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index: the path relative to the root of the site, and the content.

    `pages` is iterated once, while files are yielded. A unit that an earlier page of the same work has word for word is left out, so
    the version in force should be the first page of a work.
    """
    postings = Postings()
    manifest = _SearchManifest()
    known: set[bytes] = set()
    block: list[tuple[str, str, str]] = []
    size = number = 0
    for page in pages:
        units = [unit for unit in _in_order(page) if _is_new(page.work, unit, known)]
        manifest.add(page, number, has_page_unit=bool(units) and not units[0].anchor)
        for unit in units:
            if size >= _BLOCK:
                yield manifest.file("blocks", number - len(block), block)
                block, size = [], 0
            postings.add(number, compact(unit.title), compact(unit.text))
            block.append((unit.anchor, unit.title, unit.text))
            size += sum(len(text.encode("utf-8", "replace")) for text in block[-1])
            number += 1
    if block:
        yield manifest.file("blocks", number - len(block), block)
    for shard in _shards(postings.entries()):
        yield manifest.file("shards", next(iter(shard)), shard)
    yield manifest.finished(number)


def _in_order(page: SearchPage) -> Iterator[SearchUnit]:
    """Yield the units of a page: first one for the page itself, if it has any words besides its title, then the others."""
    page_units = [unit for unit in page.units if not unit.anchor]
    lines = [line for unit in page_units for line in (unit.title, unit.text) if line not in ("", page.title)]
    if lines:
        yield SearchUnit("", "", "\n".join(lines))
    yield from (unit for unit in page.units if unit.anchor)


def _is_new(work: str, unit: SearchUnit, known: set[bytes]) -> bool:
    """Whether no earlier unit of the same work has the same words; adds the digest of the unit to `known`."""
    words = json.dumps((work, unit.title, unit.text)).encode()
    digest = hashlib.blake2b(words, digest_size=16).digest()
    if digest in known:
        return False
    known.add(digest)
    return True


def _shards(entries: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the grams and their units in shards of about _SHARD bytes."""
    shard: dict[str, str] = {}
    size = 0
    for gram, units in entries:
        # A long list gets a shard of its own, so that short lists stay quick to load.
        if shard and size + len(units) > _SHARD:
            yield shard
            shard, size = {}, 0
        shard[gram] = units
        size += len(units) + len(gram.encode("utf-8", "replace")) + 6
    if shard:
        yield shard


class _SearchManifest:
    """The manifest, which a page loads before it can look anything up: the pages, and the names of all other files."""

    def __init__(self) -> None:
        self._pages: list[SearchPage] = []
        self._firsts: list[int] = []
        self._has_page_unit: list[int] = []
        self._files: dict[str, list[tuple[str, Any]]] = {"blocks": [], "shards": []}

    def add(self, page: SearchPage, first: int, *, has_page_unit: bool) -> None:
        """Add a page whose units begin with number `first`; if `has_page_unit`, that unit is the page itself."""
        self._pages.append(SearchPage(page.path, page.title, page.boost, (), page.work))
        self._firsts.append(first)
        self._has_page_unit.append(int(has_page_unit))

    def file(self, kind: str, first: int | str, content: Any) -> tuple[str, bytes]:
        """Add a block or a shard, and return its path and content; `first` is the number of its first unit, or its first gram."""
        files, literal = self._files[kind], _literal(content)
        name = f"{kind[0]}{len(files)}-{hashlib.blake2b(literal, digest_size=5).hexdigest()}"
        files.append((name, first))
        return _script(name, literal)

    def finished(self, units: int) -> tuple[str, bytes]:
        """The path and content of the manifest; called when all files were added. `units` is the number of all units."""
        content = {
            "units": units,
            "paths": _front_coded([page.path for page in self._pages]),
            "titles": _front_coded([page.title for page in self._pages]),
            "boosts": [page.boost for page in self._pages],
            "firsts": self._firsts,
            "own": self._has_page_unit,
            **self._files,
        }
        digest = hashlib.blake2b(_literal(content), digest_size=8).hexdigest()
        return _script("manifest", _literal({"digest": digest, **content}))


def _front_coded(texts: list[str]) -> list[tuple[int, str]]:
    """Each text as the length of the beginning that it shares with the text before it, in UTF-16 code units, and the rest."""
    coded = []
    before = ""
    for text in texts:
        same = [a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, text, strict=False))]
        units = len("".join(same).encode("utf-16-le", "surrogatepass")) // 2
        coded.append((units, text[len(same) :]))
        before = text
    return coded


def _script(name: str, literal: bytes) -> tuple[str, bytes]:
    """The path and content of a script that passes a value to the search."""
    return f"{FOLDER}/{name}.js", b'regkitSearch.take("%s", %s);\n' % (name.encode(), literal)


def _literal(value: Any) -> bytes:
    """A value as a JavaScript literal. No text in it can end the literal, the script element or the line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    # UTF-8 cannot encode lone surrogates; they become escapes, which JavaScript reads as the same characters.
    return text.encode("utf-8", "backslashreplace")
