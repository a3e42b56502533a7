"""Web pages: decodes their bytes."""

from __future__ import annotations

from regkit.notations.html.grammar import HTML_CHARSET
from regkit.notations.text.encodings import reads_as_chinese
from regkit.notations.text.reading import decode

# In bytes: like browsers, look for the declared encoding only at the beginning of the file.
_HEAD = 16 * 1024
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
}  # fmt: skip


def decode_page(data: bytes, charset: str | None = None) -> str:
    """The page in the encoding that is known or that it declares, otherwise in the one that its bytes fit."""
    declared = HTML_CHARSET.search(data[:_HEAD].decode("latin-1"))
    names = (charset, declared["encoding"] if declared else None)
    encoding = next((_ENCODINGS[name.lower()] for name in names if name and name.lower() in _ENCODINGS), None)
    if encoding is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            # Many pages are saved in another encoding than the one that they declare.
            return decode(data)
        if encoding == "utf-8" or reads_as_chinese(text):
            return text
    return decode(data)
