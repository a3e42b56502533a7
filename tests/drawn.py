"""Draws PDF files by hand, with Chinese words, so that a test says exactly what stands where on a page."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from tests.hostile import pdf, stream

WIDTH, HEIGHT = 595, 842
_FONTS = (
    b"/Font << /F << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [<<"
    b" /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe)"
    b" /Ordering (GB1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
    b" /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>] >>"
    b" /L << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
)


def words(x: float, y: float, text: str, size: float = 12, *, turn: str = "1 0 0 1", extra: str = "") -> str:
    """The operators that show a text; `turn` begins its matrix, `extra` are operators before it."""
    font, encoding = ("L", "ascii") if text.isascii() else ("F", "utf-16-be")
    shown = text.encode(encoding).hex()
    return f"q BT /{font} {size} Tf {extra} {turn} {x} {y} Tm <{shown}> Tj ET Q\n"


def lines(x: float, y: float, texts: Iterable[str], size: float = 12, pitch: float = 20) -> str:
    """The operators that show texts below each other."""
    return "".join(words(x, y - pitch * row, text, size) for row, text in enumerate(texts))


def line(x: float, y: float, width: float, height: float = 0.7, colour: str = "0 g") -> str:
    """The operators that fill a rectangle, such as a rule."""
    return f"q {colour} {x} {y} {width} {height} re f Q\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """The operators that draw the rules of a table at these positions."""
    level = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S " for y in ys)
    return level + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S " for x in xs) + "\n"


def picture(x: float, y: float, width: float, height: float) -> str:
    """The operators that show a picture."""
    return f"q {width} 0 0 {height} {x} {y} cm /I Do Q\n"


def document(
    *contents: str, rotate: Sequence[int] = (), boxes: Sequence[str] = (), comment: str = ""
) -> bytes:
    """A PDF whose pages are drawn by these operators, each turned by `rotate`, with the box that `boxes` gives and a comment."""
    note = ("\ufeff" + comment).encode("utf-16-be").hex()
    shown = (
        f"/Annots [<< /Type /Annot /Subtype /Text /Rect [9 9 29 29] /Contents <{note}> >>]" if comment else ""
    )
    pixels = zlib.compress(bytes(range(256)) * 3)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< %s /XObject << /I 4 0 R >> >>" % _FONTS,
        4: stream(
            pixels,
            b"/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode",
        ),
    }
    kids = []
    for index, content in enumerate(contents):
        page = 5 + 2 * index
        kids.append(f"{page} 0 R")
        turned = f"/Rotate {rotate[index]}" if index < len(rotate) else ""
        box = boxes[index] if index < len(boxes) else f"0 0 {WIDTH} {HEIGHT}"
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {turned} {shown} /Resources 3 0 R /Contents {page + 1} 0 R >>"
        ).encode()
        objects[page + 1] = stream(content.encode("ascii"))
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return pdf(objects)


def meaning(codes: Sequence[int | None]) -> bytes:
    """A PDF with a glyph for each of these characters, as its font says; the font does not say what None is."""
    known = [f"<{index:04x}> <{code:04x}>" for index, code in enumerate(codes, 1) if code]
    table = f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(known)} beginbfchar {' '.join(known)} endbfchar"
    shown = "".join(f"{index:04x}" for index in range(1, len(codes) + 1))
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            4: stream(f"BT /F 12 Tf 72 700 Td <{shown}> Tj ET".encode()),
            5: b"<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
            6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Some /DW 1000 /FontDescriptor 8 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            7: stream(f"begincmap /CMapType 2 def {table} endcmap".encode()),
            8: b"<< /Type /FontDescriptor /FontName /Some /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0"
            b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        }
    )
