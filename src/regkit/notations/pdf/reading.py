"""PDF: reads the lines that the pages print."""

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
from regkit.notations.flow import Flow, ReadingBudget
from regkit.notations.pdf.paragraphs import PrintedLine, paragraphs_of
from regkit.notations.source import BREAK, HIDDEN, IMAGE, PAGE_EDGES, RADICALS, Source
from regkit.text.whitespace import without_whitespace

MOST_PAGES = 3000
_DAMAGED = "PDF 文件已损坏或不完整，读不出来；请重新取得文件，或者用 Word 打开后另存为 .docx 再读。"
_LOCKED = "PDF 文件设有打开密码；请取消密码后再读。"
# Some fonts map a character to the radical that looks the same.
_RADICALS = range(0x2E80, 0x2FE0)
_LIGATURES = range(0xFB00, 0xFB07)
# Gaps between characters, in widths of a character: from the first on a gap is a space, from the second on one or more
# full-width spaces.
_SPACE, _FULL_SPACE = 0.2, 0.7
# Between a Chinese character and a Latin letter or digit a gap is a space only from here on: programs insert a quarter anyway.
_SPACE_BETWEEN_SCRIPTS = 0.4
# If the median gap of a line is larger than this, its characters are spaced out on purpose.
_SPACED_OUT = 0.12


class _Glyph(msgspec.Struct, gc=False):
    """A character on a page; positions and `size` are in points, from the left and from the bottom of the page."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


def from_pdf(data: bytes) -> Source:
    """The text of a PDF, with lines joined into natural paragraphs and without page numbers, headers and footers.

    Raises UnreadableFileError, with one Chinese sentence, for a file that is not a PDF, is damaged or locked, prints no text
    (a scan), or is larger than MOST_PAGES and ReadingBudget allow.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # PDFium keeps the error of the file before, if it finds none of its own.
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in data
        raise UnreadableFileError(
            _LOCKED if locked else _DAMAGED,
            code=ErrorCode.FILE_PASSWORD if locked else ErrorCode.FILE_DAMAGED,
        ) from None
    try:
        return _read(document)
    finally:
        document.close()


def characters_of(data: bytes) -> Counter[str]:
    """How often a PDF prints each character, including page numbers, headers and footers, but without whitespace.

    Raises UnreadableFileError for a file that is not a PDF, is damaged or locked, or is larger than ReadingBudget allows.
    """
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
    paragraphs, has_edges = paragraphs_of(lines)
    for index, paragraph in enumerate(paragraphs):
        remarks = codes.pop(paragraph.page, set())
        remarks |= ({PAGE_EDGES} if has_edges and not index else set()) | (
            {BREAK} if paragraph.unsure else set()
        )
        for code in sorted(remarks):
            flow.omit(code)
        flow.write(paragraph.text)
        flow.end_line()
    return flow.source()


def _glyphs_of(page: pypdfium2.PdfPage, budget: ReadingBudget) -> tuple[list[_Glyph], set[ProblemCode]]:
    """The visible, upright characters of a page, each once, and the codes of what was left out or replaced."""
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs: list[_Glyph] = []
    codes: set[ProblemCode] = set()
    seen: set[tuple[str, float, int, int]] = set()
    count = text.count_chars()
    budget.spend(count)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    box = raw.FS_RECTF()
    for index in range(count):
        character = chr(raw.FPDFText_GetUnicode(text.raw, index) or 0)
        if character in "\0\r\n\ufffe\uffff" or raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        raw.FPDFText_GetLooseCharBox(text.raw, index, box)
        inside = -1 <= box.left <= width + 1 and -1 <= box.bottom <= height + 1
        upright = abs(raw.FPDFText_GetCharAngle(text.raw, index)) < 0.05
        if not (inside and upright):
            codes |= {HIDDEN} if character.strip() else set()
            continue
        code = ord(character)
        if code in _RADICALS or code in _LIGATURES:
            normalized = unicodedata.normalize("NFKC", character)
            codes |= {RADICALS} if normalized != character and code in _RADICALS else set()
            character = normalized
        size = max(raw.FPDFText_GetFontSize(text.raw, index), box.top - box.bottom, 1.0)
        # Some programs print a character twice, slightly shifted, to make it bold.
        key = (character, round(size, 1), round(box.left / (0.2 * size)), round(box.bottom / (0.2 * size)))
        if key not in seen:
            seen.add(key)
            glyphs.append(_Glyph(character, box.left, box.right, box.bottom, size))
    text.close()
    if not glyphs and any(item.type == raw.FPDF_PAGEOBJ_IMAGE for item in page.get_objects(max_depth=2)):
        codes.add(IMAGE)
    return glyphs, codes


def _lines_of(glyphs: Sequence[_Glyph], page: int) -> Iterator[PrintedLine]:
    """Yield the lines of a page from top to bottom; of two columns, all lines of the left one first."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.bottom):
        if rows and rows[-1][0].bottom - glyph.bottom < 0.5 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda glyph: glyph.left)
    gutter = _gutter(rows)
    if gutter is None:
        yield from (_line(row, page, 0) for row in rows if _has_text(row))
        return
    for column in (1, 2):
        for row in rows:
            part = [glyph for glyph in row if (glyph.left < gutter) == (column == 1)]
            if _has_text(part):
                yield _line(part, page, column)


def _has_text(row: Sequence[_Glyph]) -> bool:
    return any(glyph.text.strip() for glyph in row)


def _gutter(rows: Sequence[Sequence[_Glyph]]) -> float | None:
    """The position, in points, that separates two columns, just left of where most rows have a wide gap; None for one column."""
    starts: Counter[int] = Counter()
    for row in rows:
        for before, after in itertools.pairwise(row):
            if after.left - before.right > 1.5 * after.size:
                starts[round(after.left / 6)] += 1
                break
    if not starts or len(rows) < 8:
        return None
    start, count = starts.most_common(1)[0]
    near_count = count + starts[start - 1] + starts[start + 1]
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    if near_count * 2 < len(rows) or not 0.3 < (start * 6 - left) / (right - left) < 0.7:
        return None
    return start * 6 - 9.0


def _line(row: Sequence[_Glyph], page: int, column: int) -> PrintedLine:
    """The line of the glyphs in a row, with spaces where there are gaps between them."""
    row = list(row)
    while row and not row[0].text.strip():
        row = row[1:]
    while row and not row[-1].text.strip():
        row = row[:-1]
    size = Counter(round(glyph.size, 1) for glyph in row).most_common(1)[0][0]
    # Where characters are spaced out, the usual gap between them is not a space.
    gaps = [(after.left - before.right) / size for before, after in itertools.pairwise(row)]
    chinese_gaps = [
        gap
        for (before, after), gap in zip(itertools.pairwise(row), gaps, strict=True)
        if not (before.text.isascii() or after.text.isascii())
    ]
    usual_gap = median(chinese_gaps) if len(chinese_gaps) > 4 and median(chinese_gaps) > _SPACED_OUT else 0.0
    parts = [row[0].text]
    for (before, after), gap in zip(itertools.pairwise(row), gaps, strict=True):
        parts += [_space_between(before, after, gap - usual_gap), after.text]
    return PrintedLine(
        _whole("".join(parts)),
        row[0].left,
        row[-1].right,
        min(glyph.bottom for glyph in row),
        size,
        page,
        column,
    )


def _whole(text: str) -> str:
    """The text with surrogate pairs joined; PDFium gives characters above U+FFFF as two halves on some systems."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _space_between(before: _Glyph, after: _Glyph, gap: float) -> str:
    """The whitespace between two characters: none, a space, or full-width spaces.

    `gap` is the distance between them in widths of a character.
    """
    if before.text.isspace() or after.text.isspace():
        return ""
    if gap > _FULL_SPACE:
        return "\u3000" * max(1, round(gap))
    mixed = before.text.isascii() != after.text.isascii()
    return " " if gap > (_SPACE_BETWEEN_SCRIPTS if mixed else _SPACE) else ""
