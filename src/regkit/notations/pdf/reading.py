"""PDF: the lines that its pages print, and how they are read as text."""

from __future__ import annotations

import ctypes
import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

import msgspec
import pypdfium2
from pypdfium2 import raw

from regkit.codes import ErrorCode, ProblemCode
from regkit.errors import UnreadableFileError
from regkit.notations.pdf.paragraphs import PrintedLine, paragraphs_of
from regkit.notations.source import BREAK, HIDDEN, IMAGE, PAGE_EDGES, RADICALS, Flow, ReadingBudget, Source
from regkit.text.whitespace import without_whitespace

MOST_PAGES = 3000
_DAMAGED = "PDF 文件已损坏或不完整，读不出来；请重新取得文件，或者用 Word 打开后另存为 .docx 再读。"
_LOCKED = "PDF 文件设有打开密码；请取消密码后再读。"
# Fonts show some characters by those of the radicals that look the same.
_RADICALS = range(0x2E80, 0x2FE0)
_LIGATURES = range(0xFB00, 0xFB07)
# In parts of the size of a character: less than this is no blank, more is one of full width, or several.
_NO_BLANK, _FULL_BLANK = 0.2, 0.7
# Between a Chinese character and a letter or digit programs put a quarter by themselves.
_OF_ITSELF = 0.4
# Letters that are so far apart are spaced on purpose.
_SPACED = 0.12


class _Glyph(msgspec.Struct, gc=False):
    """A character on a page, in points from the left and from the bottom."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


def from_pdf(data: bytes) -> Source:
    """The text of a PDF: cut lines are joined to natural paragraphs, page numbers and running heads left out.

    Raises UnreadableFileError, in one Chinese sentence, for what is no PDF, is damaged or locked, prints no text (a scan), or
    is larger than MOST_PAGES and Budget allow.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise UnreadableFileError(
            _LOCKED if locked else _DAMAGED,
            code=ErrorCode.FILE_PASSWORD if locked else ErrorCode.FILE_DAMAGED,
        ) from None
    try:
        return _read(document)
    finally:
        document.close()


def characters_of(data: bytes) -> Counter[str]:
    """How often each character is printed in a PDF, blanks not counted, the edges of pages too. Raises UnreadableFileError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED) from None
    budget = ReadingBudget()
    try:
        pages = [_glyphs_of(page, budget)[0] for page in document]
    finally:
        document.close()
    return Counter(without_whitespace(_whole("".join(glyph.text for page in pages for glyph in page))))


def _read(document: pypdfium2.PdfDocument) -> Source:
    if len(document) > MOST_PAGES:
        raise UnreadableFileError(
            f"PDF 文件超过 {MOST_PAGES} 页的上限；请确认它是一件法规的文本。", code=ErrorCode.FILE_TOO_LARGE
        )
    flow = Flow(ReadingBudget())
    lines: list[PrintedLine] = []
    codes: dict[int, set[ProblemCode]] = {}
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED) from None
        glyphs, codes[number] = _glyphs_of(page, flow.budget)
        lines += _lines_of(glyphs, number)
        page.close()
    paragraphs, edges = paragraphs_of(lines)
    for index, paragraph in enumerate(paragraphs):
        told = codes.pop(paragraph.page, set())
        told |= ({PAGE_EDGES} if edges and not index else set()) | ({BREAK} if paragraph.unsure else set())
        for code in sorted(told):
            flow.remark(code)
        flow.write(paragraph.text)
        flow.end_line()
    return flow.source()


def _glyphs_of(page: pypdfium2.PdfPage, budget: ReadingBudget) -> tuple[list[_Glyph], set[ProblemCode]]:
    """The characters of a page that a reader sees upright, once each; and what else there was."""
    width, height = page.get_size()
    text = page.get_textpage()
    found: list[_Glyph] = []
    codes: set[ProblemCode] = set()
    seen: set[tuple[str, float, int, int]] = set()
    count = text.count_chars()
    budget.spend(count)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    box = raw.FS_RECTF()
    for index in range(count):
        sign = chr(raw.FPDFText_GetUnicode(text.raw, index) or 0)
        if sign in "\0\r\n\ufffe\uffff" or raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        raw.FPDFText_GetLooseCharBox(text.raw, index, box)
        inside = -1 <= box.left <= width + 1 and -1 <= box.bottom <= height + 1
        upright = abs(raw.FPDFText_GetCharAngle(text.raw, index)) < 0.05
        if not (inside and upright):
            codes |= {HIDDEN} if sign.strip() else set()
            continue
        code = ord(sign)
        if code in _RADICALS or code in _LIGATURES:
            plain = unicodedata.normalize("NFKC", sign)
            codes |= {RADICALS} if plain != sign and code in _RADICALS else set()
            sign = plain
        size = max(raw.FPDFText_GetFontSize(text.raw, index), box.top - box.bottom, 1.0)
        # Bold letters are sometimes the same letters printed twice.
        key = (sign, round(size, 1), round(box.left / (0.2 * size)), round(box.bottom / (0.2 * size)))
        if key not in seen:
            seen.add(key)
            found.append(_Glyph(sign, box.left, box.right, box.bottom, size))
    text.close()
    if not found and any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects(max_depth=2)):
        codes.add(IMAGE)
    return found, codes


def _lines_of(glyphs: Sequence[_Glyph], page: int) -> Iterator[PrintedLine]:
    """The lines of a page from top to bottom; those of a left column before those of a right one."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: -each.bottom):
        if rows and rows[-1][0].bottom - glyph.bottom < 0.5 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda each: each.left)
    gutter = _gutter(rows)
    if gutter is None:
        yield from (_line(row, page, 0) for row in rows if _shows(row))
        return
    for column in (1, 2):
        for row in rows:
            part = [each for each in row if (each.left < gutter) == (column == 1)]
            if _shows(part):
                yield _line(part, page, column)


def _shows(row: Sequence[_Glyph]) -> bool:
    return any(each.text.strip() for each in row)


def _gutter(rows: Sequence[Sequence[_Glyph]]) -> float | None:
    """Where the right column of a page in two columns begins: most rows have a wide gap there."""
    starts: Counter[int] = Counter()
    for row in rows:
        for before, after in itertools.pairwise(row):
            if after.left - before.right > 1.5 * after.size:
                starts[round(after.left / 6)] += 1
                break
    if not starts or len(rows) < 8:
        return None
    start, times = starts.most_common(1)[0]
    near = times + starts[start - 1] + starts[start + 1]
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    if near * 2 < len(rows) or not 0.3 < (start * 6 - left) / (right - left) < 0.7:
        return None
    return start * 6 - 9.0


def _line(row: Sequence[_Glyph], page: int, column: int) -> PrintedLine:
    row = list(row)
    while row and not row[0].text.strip():
        row = row[1:]
    while row and not row[-1].text.strip():
        row = row[:-1]
    size = Counter(round(each.size, 1) for each in row).most_common(1)[0][0]
    # Where letters are spaced, the space between two of them is no blank.
    gaps = [(after.left - before.right) / size for before, after in itertools.pairwise(row)]
    alike = [
        gap
        for (before, after), gap in zip(itertools.pairwise(row), gaps, strict=True)
        if not (before.text.isascii() or after.text.isascii())
    ]
    usual = median(alike) if len(alike) > 4 and median(alike) > _SPACED else 0.0
    parts = [row[0].text]
    for (before, after), gap in zip(itertools.pairwise(row), gaps, strict=True):
        parts += [_blank(before, after, gap - usual), after.text]
    return PrintedLine(
        _whole("".join(parts)),
        row[0].left,
        row[-1].right,
        min(each.bottom for each in row),
        size,
        page,
        column,
    )


def _whole(text: str) -> str:
    """Rare characters come in two halves where the system has only short ones."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _blank(before: _Glyph, after: _Glyph, gap: float) -> str:
    """What stands between two characters: nothing, a blank, or blanks of full width, which fonts do not print.

    `gap` is what is between them in parts of their size.
    """
    if before.text.isspace() or after.text.isspace():
        return ""
    if gap > _FULL_BLANK:
        return "\u3000" * max(1, round(gap))
    mixed = before.text.isascii() != after.text.isascii()
    return " " if gap > (_OF_ITSELF if mixed else _NO_BLANK) else ""
