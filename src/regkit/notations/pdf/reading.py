"""PDF: reads the text that the pages print."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.notations.flow import Cell, Flow, ReadingBudget
from regkit.notations.pdf.edges import without_edges
from regkit.notations.pdf.layout import ReadingOrder
from regkit.notations.pdf.lines import LinePiece, Printed, PrintedCells, PrintedLine, write_piece
from regkit.notations.pdf.pages import PageContent, content_of
from regkit.notations.pdf.paragraphs import paragraphs_of
from regkit.notations.source import BREAK, Source

MOST_PAGES = 3000
_DAMAGED = "PDF 文件已损坏或不完整，读不出来；请重新取得文件，或者用 Word 打开后另存为 .docx 再读。"
_LOCKED = "PDF 文件设有打开密码；请取消密码后再读。"


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


def _read(document: pypdfium2.PdfDocument) -> Source:
    if len(document) > MOST_PAGES:
        raise UnreadableFileError(
            f"PDF 文件超过 {MOST_PAGES} 页的上限；请确认它是一件法规的文本。", code=ErrorCode.FILE_TOO_LARGE
        )
    flow = Flow(ReadingBudget())
    layout = ReadingOrder()
    items: list[Printed] = []
    scans = 0
    for number, page in enumerate(_pages_of(document, flow.budget)):
        items += layout.items_of(page, number)
        scans += page.is_scan
    items = without_edges(items, layout.body)
    if scans and not any(isinstance(item, (PrintedLine, PrintedCells)) for item in items):
        raise UnreadableFileError(
            f"PDF 文件有 {scans} 页，都是图片（扫描件），没有文字；"
            "请先用识别文字的软件（OCR）识别，核对后另存为 .docx 或者 .txt 再读。",
            code=ErrorCode.FILE_NO_TEXT,
        )
    _write(flow, items)
    return flow.source()


def _pages_of(document: pypdfium2.PdfDocument, budget: ReadingBudget) -> Iterator[PageContent]:
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED) from None
        yield content_of(page, budget)
        page.close()


def _write(flow: Flow, items: list[Printed]) -> None:
    for paragraph in paragraphs_of(items):
        if isinstance(paragraph, PrintedCells):
            flow.insert_row([_cell(pieces, flow.budget) for pieces in paragraph.cells])
            continue
        if paragraph.unsure:
            flow.omit(BREAK)
        for piece in paragraph.pieces:
            write_piece(flow, piece)
        flow.end_line()


def _cell(pieces: tuple[LinePiece, ...] | None, budget: ReadingBudget) -> Cell:
    if pieces is None:
        return None
    cell = Flow(budget)
    for piece in pieces:
        write_piece(cell, piece)
    cell.end_open_line()
    return cell
