"""The files of the search: blocks of texts, shards of postings, and the manifest that says where what is.

They are scripts that call one function, for a page that was opened from a disk may load nothing else. The names of
blocks and shards hold a digest of what is in them, so a new manifest never meets old files that a browser kept.
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
"""About how many bytes a file has: what a query loads is mostly files of which it needs a small part."""


@dataclass(frozen=True)
class SearchUnit:
    """What is found as one: an article, or the like. The anchor "" is the page itself, whose title then is the page's."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class SearchPage:
    """A page of the site; `path` is its address below the root of the site, `work` tells which pages tell of the same law.

    `boost` is what its hits are multiplied with when they are ranked.
    """

    path: str
    title: str
    boost: float
    units: Sequence[SearchUnit]
    work: str


def search_files(pages: Iterable[SearchPage]) -> Iterator[tuple[str, bytes]]:
    """The files of the index: the path below the root of the site, and what is in it.

    `pages` is read once, as the files are written. A unit that an earlier page of the same work has word for word is
    not taken in again, so of the pages of a work the version in force goes first.
    """
    postings = Postings()
    manifest = _SearchManifest()
    known: set[bytes] = set()
    block: list[tuple[str, str, str]] = []
    size = unit = 0
    for page in pages:
        units = [one for one in _in_order(page) if _is_new(page.work, one, known)]
        manifest.add(page, unit, own=bool(units) and not units[0].anchor)
        for one in units:
            if size >= _BLOCK:
                yield manifest.file("blocks", unit - len(block), block)
                block, size = [], 0
            postings.add(unit, compact(one.title), compact(one.text))
            block.append((one.anchor, one.title, one.text))
            size += sum(len(text.encode("utf-8", "replace")) for text in block[-1])
            unit += 1
    if block:
        yield manifest.file("blocks", unit - len(block), block)
    for shard in _shards(postings.entries()):
        yield manifest.file("shards", next(iter(shard)), shard)
    yield manifest.finished(unit)


def _in_order(page: SearchPage) -> Iterator[SearchUnit]:
    """The units of a page, itself first, if there is more to tell of it than its title."""
    own = [unit for unit in page.units if not unit.anchor]
    lines = [line for unit in own for line in (unit.title, unit.text) if line not in ("", page.title)]
    if lines:
        yield SearchUnit("", "", "\n".join(lines))
    yield from (unit for unit in page.units if unit.anchor)


def _is_new(work: str, unit: SearchUnit, known: set[bytes]) -> bool:
    said = json.dumps((work, unit.title, unit.text)).encode()
    digest = hashlib.blake2b(said, digest_size=16).digest()
    if digest in known:
        return False
    known.add(digest)
    return True


def _shards(entries: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    shard: dict[str, str] = {}
    size = 0
    for gram, units in entries:
        # A long list is not put with others, which then would be as dear as it is.
        if shard and size + len(units) > _SHARD:
            yield shard
            shard, size = {}, 0
        shard[gram] = units
        size += len(units) + len(gram.encode("utf-8", "replace")) + 6
    if shard:
        yield shard


class _SearchManifest:
    """What a page must know before it can look anything up."""

    def __init__(self) -> None:
        self._pages: list[SearchPage] = []
        self._firsts: list[int] = []
        self._own: list[int] = []
        self._files: dict[str, list[tuple[str, Any]]] = {"blocks": [], "shards": []}

    def add(self, page: SearchPage, first: int, *, own: bool) -> None:
        """A page whose units begin with number `first`, which is the page itself if `own`."""
        self._pages.append(SearchPage(page.path, page.title, page.boost, (), page.work))
        self._firsts.append(first)
        self._own.append(int(own))

    def file(self, kind: str, first: int | str, content: Any) -> tuple[str, bytes]:
        """A block or shard as a file; `first` is the first unit or gram in it."""
        files, literal = self._files[kind], _literal(content)
        name = f"{kind[0]}{len(files)}-{hashlib.blake2b(literal, digest_size=5).hexdigest()}"
        files.append((name, first))
        return _script(name, literal)

    def finished(self, units: int) -> tuple[str, bytes]:
        """The manifest itself, when all units are in."""
        content = {
            "units": units,
            "paths": _front_coded([page.path for page in self._pages]),
            "titles": _front_coded([page.title for page in self._pages]),
            "boosts": [page.boost for page in self._pages],
            "firsts": self._firsts,
            "own": self._own,
            **self._files,
        }
        digest = hashlib.blake2b(_literal(content), digest_size=8).hexdigest()
        return _script("manifest", _literal({"digest": digest, **content}))


def _front_coded(texts: list[str]) -> list[tuple[int, str]]:
    """Each text as how much of the one before it begins with, in UTF-16 code units, and what follows."""
    coded = []
    before = ""
    for text in texts:
        same = [a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, text, strict=False))]
        units = len("".join(same).encode("utf-16-le", "surrogatepass")) // 2
        coded.append((units, text[len(same) :]))
        before = text
    return coded


def _script(name: str, literal: bytes) -> tuple[str, bytes]:
    return f"{FOLDER}/{name}.js", b'regkitSearch.take("%s", %s);\n' % (name.encode(), literal)


def _literal(value: Any) -> bytes:
    """A value as JavaScript, in which no text is anything but data, whatever it says and wherever it is put."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    # Half characters, which UTF-8 does not know, become escapes that JavaScript reads as them.
    return text.encode("utf-8", "backslashreplace")
