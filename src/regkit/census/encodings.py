"""Decoding for the census, by the bytes themselves and not, as the readers do, by what comes out."""

from __future__ import annotations

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMES = {
    b"gb2312": "gb18030", b"gbk": "gb18030", b"gb18030": "gb18030", b"x-gbk": "gb18030", b"gb_2312-80": "gb18030",
    b"big5": "big5hkscs", b"big5-hkscs": "big5hkscs", b"x-x-big5": "big5hkscs", b"utf-8": "utf-8",
}  # fmt: skip
# In bytes: how much of a file is looked at.
_HEAD = 16 * 1024
_SAMPLE = 64 * 1024
# In Big5 the usual characters have these first bytes; in GB2312 four of ten have later ones, and in GBK earlier ones.
_FIRST_OF_BIG5, _LAST_OF_BIG5 = 0xA1, 0xC6
_FIRST_IN_UTF_16, _LAST_IN_UTF_16 = 0x4E, 0x9F
# Only a byte of ASCII can be the second of a pair in Big5 and hardly ever in GB2312.
_ASCII = 0x80
_MOST_OF_ALL = 0.97
_ENOUGH = 0.15


def decode_strictly(data: bytes) -> str:
    """Bytes as text in the first encoding of Chinese text that has all of them. Raises UnicodeError if there is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    if b"\0" in data:
        return data.decode("utf-16-be" if _high_bytes(data[::2]) > _high_bytes(data[1::2]) else "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        first, second = ("big5hkscs", "gb18030") if _is_big5(data) else ("gb18030", "big5hkscs")
    try:
        return data.decode(first)
    except UnicodeDecodeError:
        return data.decode(second)


def decode_page(data: bytes, charset: str | None = None) -> str:
    """A web page as text, in the encoding that is known or that it declares, unless its bytes are in another one."""
    declared = charset.encode("ascii", "replace").lower() if charset else _declared(data)
    encoding = _NAMES.get(declared, "")
    is_marked = data.startswith(tuple(mark for mark, _ in _MARKS))
    if not is_marked and (encoding == "big5hkscs" or (encoding == "gb18030" and not _is_big5(data))):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            pass
    return decode_strictly(data)


def _declared(data: bytes) -> bytes:
    """The encoding that a page declares, found without a parser."""
    head = data[:_HEAD].lower()
    for tag, word in ((b"<meta", b"charset="), (b"<?xml", b"encoding=")):
        for declaration in head.split(tag)[1:]:
            before, found, after = declaration.partition(b">")[0].replace(b" ", b"").partition(word)
            if found and b"<" not in before:
                return after.lstrip(b"\"'").split(b'"')[0].split(b"'")[0].split(b";")[0].split(b"/")[0]
    return b""


def _high_bytes(data: bytes) -> int:
    """How many bytes are the high ones of ASCII or of Chinese characters in UTF-16."""
    return sum(byte == 0 or _FIRST_IN_UTF_16 <= byte <= _LAST_IN_UTF_16 for byte in data[:_SAMPLE])


def _is_big5(data: bytes) -> bool:
    """Whether pairs of bytes are distributed as in Big5."""
    pairs = in_range = with_ascii = 0
    sample = iter(data[:_SAMPLE])
    for byte in sample:
        if byte >= _ASCII:
            pairs += 1
            in_range += _FIRST_OF_BIG5 <= byte <= _LAST_OF_BIG5
            with_ascii += next(sample, 0) < _ASCII
    return pairs > 0 and in_range >= pairs * _MOST_OF_ALL and with_ascii >= pairs * _ENOUGH
