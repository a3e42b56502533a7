"""The census of a Word file: the text of every part of the package, by the XML parser of the standard library."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from regkit.census.excerpts import Census, Excerpt, census_of

# Elements of any namespace whose text is words; all other text in a part is white space.
_WORDS = frozenset(("t", "delText", "instrText", "delInstrText"))
_PICTURES = frozenset(("pic", "imagedata", "object", "chart", "altChunk"))
_PARTS = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


def count_word(data: bytes) -> Census:
    """The words and pictures of all parts. Raises zipfile.BadZipFile or expat.ExpatError for a damaged file."""
    excerpts: list[Excerpt] = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            folder, _, file = name.rpartition("/")
            part = _PARTS.get(file.removesuffix(".xml").rstrip("0123456789"))
            if part is not None and folder == "word":
                excerpts += _excerpts_of(package.read(name), part)
    return census_of(excerpts, "用 Python 标准库的 zipfile 和 expat 清点")


def _excerpts_of(xml: bytes, part: str) -> list[Excerpt]:
    excerpts: list[Excerpt] = []
    words: list[str] = []
    depth = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        local = name.rpartition(":")[2]
        if local in _PICTURES:
            excerpts.append(Excerpt(part=part))
        depth += local in _WORDS

    def end(name: str) -> None:
        nonlocal depth
        if name.rpartition(":")[2] in _WORDS:
            depth -= 1
            excerpts.append(Excerpt(text="".join(words) or " ", part=part))
            words.clear()

    def data(text: str) -> None:
        if depth:
            words.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.Parse(xml, True)
    return excerpts
