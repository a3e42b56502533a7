"""Make docs/images/comparison.png, the picture at the top of the READMEs. Usage: picture.py

It shows the first page of a comparison table (修改对照表) of the fictional regulation in examples/. Needs LibreOffice,
pdftoppm (Debian's poppler-utils) and the fonts Noto Serif CJK SC and Noto Sans CJK SC (fonts-noto-cjk).
"""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "examples" / "yunting-community-markets"
PICTURE = ROOT / "docs" / "images" / "comparison.png"
DOTS_PER_INCH = "130"
MARGIN = 30
# Few systems have the fonts of Word, and the substitutes that LibreOffice chooses may draw punctuation in the style of another country.
FONTS = """<?xml version="1.0"?>
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <alias binding="same"><family>宋体</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>
  <alias binding="same"><family>黑体</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>
"""


def main() -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        table, page = Path(folder, "table.docx"), Path(folder, "page")
        old, new = TEXTS / "2020-03-27.txt", TEXTS / "2024-06-28.txt"
        run("regkit", "diff", old, new, "--mode", "仅修改", "--remarks", "-o", table)
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(FONTS, "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(fonts)
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, table)
        run("pdftoppm", "-singlefile", "-gray", "-r", DOTS_PER_INCH, table.with_suffix(".pdf"), page)
        PICTURE.write_bytes(png(trimmed(rows_of(page.with_suffix(".pgm").read_bytes()))))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size:,} bytes")


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def rows_of(pgm: bytes) -> list[bytes]:
    """The rows of a PGM picture in greys, as pdftoppm writes it: one byte per pixel."""
    _magic, width, height, _white, points = pgm.split(maxsplit=4)
    return [points[row * int(width) :][: int(width)] for row in range(int(height))]


def trimmed(rows: list[bytes]) -> list[bytes]:
    """The picture with at most MARGIN white pixels left on each side."""
    white = 255
    inked = [number for number, row in enumerate(rows) if min(row) < white]
    columns = [number for number, column in enumerate(zip(*rows, strict=True)) if min(column) < white]
    top, bottom = max(inked[0] - MARGIN, 0), inked[-1] + MARGIN
    left, right = max(columns[0] - MARGIN, 0), columns[-1] + MARGIN
    return [row[left:right] for row in rows[top:bottom]]


def png(rows: list[bytes]) -> bytes:
    """A PNG with sixteen greys, which suffices for black text on white and is half the size of one with 256."""
    lines = b"".join(b"\0" + packed(row) for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in chunks)


def packed(row: bytes) -> bytes:
    """A row with two pixels per byte, of which only the upper four bits are kept."""
    even = row + b"\xff" * (len(row) % 2)
    return bytes((even[position] & 0xF0) | (even[position + 1] >> 4) for position in range(0, len(even), 2))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    main()
