"""The text that a reader makes of a file, and everything in which that text departs from the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.model.departures import Departure
from regkit.model.tree import Statute
from regkit.text.whitespace import without_whitespace

IMAGE = ProblemCode.TEXT_IMAGE
ATTACHMENT = ProblemCode.TEXT_ATTACHMENT
FOOTNOTE = ProblemCode.TEXT_FOOTNOTE
TRACKED_CHANGES = ProblemCode.TEXT_TRACKED_CHANGES
HIDDEN = ProblemCode.TEXT_HIDDEN
STRUCK = ProblemCode.TEXT_STRUCK
LIST_NUMBERS = ProblemCode.TEXT_LIST_NUMBERS
PAGE_EDGES = ProblemCode.TEXT_PAGE_EDGES
RADICALS = ProblemCode.TEXT_RADICALS
RAISED = ProblemCode.TEXT_RAISED
FURNITURE = ProblemCode.TEXT_FURNITURE
MARKUP = ProblemCode.TEXT_MARKUP
BREAK = ProblemCode.TEXT_UNSURE_BREAK
UNSURE_MARKUP = ProblemCode.TEXT_UNSURE_MARKUP
UNSURE_FURNITURE = ProblemCode.TEXT_UNSURE_FURNITURE

WHOLE_PAGE = "整页"
"""The `part` of a picture that is all that stands on a page: a scan."""
REPEATED = "各页同一位置"
"""The `part` of a picture that stands on most pages, which is an ornament."""
WATERMARK = "水印"
"""The `part` of words that lie across the text of a page."""

_WORDS = {
    IMAGE: ("这里有图片、公式或嵌入的对象，没有读入。", "请对照原件；其中如有法规的内容，请录入文字。"),
    ATTACHMENT: (
        "这里链接的附件是另一个文件，没有读入。",
        "请另行取得这个文件；其中如有法规的内容，请补进来。",
    ),
    FOOTNOTE: ("这里的脚注、尾注或批注没有读入。", "如果它是法规的内容，请把它写进正文。"),
    TRACKED_CHANGES: ("文件里有尚未处理的修订，已按全部接受读入。", "请在 Word 中接受或拒绝全部修订后再读。"),
    HIDDEN: ("这里的隐藏文字没有读入。", "如果它是法规的内容，请取消隐藏后重新保存。"),
    STRUCK: (
        "这里划去或者标明删去的文字没有读入。",
        "如果它是法规的内容，请去掉删除线或者删除标记后重新保存。",
    ),
    PAGE_EDGES: ("页码、页眉、页脚和水印没有读入。", "请对照原件，确认其中没有法规的内容。"),
    RADICALS: ("文件用部首符号代替了汉字，已换成相应的汉字。", "请对照原件核对这里的文字。"),
    RAISED: ("这里的上标或者下标没有相应的字符，已写成普通的字。", "请对照原件，把数值和单位写清楚。"),
    FURNITURE: ("网页自身的文字（导航、打印、相关链接等）没有读入。", "请对照原页，确认其中没有法规的内容。"),
    MARKUP: ("这里的标记没有读懂，没有读入。", "请对照原件；其中如有法规的内容，请写成普通文字。"),
    UNSURE_MARKUP: (
        "这里可能是 Markdown 的标记，也可能是法规的文字，已照样读入。",
        "请对照原件；如果它是标记，请删去后再读。",
    ),
    UNSURE_FURNITURE: (
        "这一行可能是网页自身的文字，已照样读入。",
        "请对照原页；如果它不是法规的内容，请删去后再读。",
    ),
    BREAK: ("这里是不是另起一段，从 PDF 的版面看不出来；已按另起一段读入。", "请对照原件核对。"),
    ProblemCode.TEXT_RECOGNISED: (
        "这里是扫描件，读入的是识别软件（OCR）认出的文字，其中可能有错字。",
        "请对照原件逐字核对。",
    ),
    ProblemCode.TEXT_UNSURE_COLUMNS: (
        "这一页像是分栏排的，但是分不清各栏，已按一行一行的顺序读入。",
        "请对照原件核对文字的次序；次序不对的，请换用 .docx 或者网页再读。",
    ),
    ProblemCode.TEXT_UNSURE_WATERMARK: (
        "这里的文字是斜着印的，可能是水印，也可能是法规的文字，已照样读入。",
        "请对照原件；如果它是水印，请删去后再读。",
    ),
    LIST_NUMBERS: ("网页给列表自动编的号没有读入。", "请对照原页，把编号写进文字。"),
}
UNREAD: dict[str, str] = {
    IMAGE: "图片、公式和嵌入的对象",
    ATTACHMENT: "另存为文件的附件",
    FOOTNOTE: "脚注、尾注和批注",
    TRACKED_CHANGES: "修订中删去的文字",
    HIDDEN: "隐藏文字",
    STRUCK: "划去的文字",
    PAGE_EDGES: "页码、页眉和页脚",
    FURNITURE: "网页自身的文字",
    MARKUP: "没有读懂的标记",
    LIST_NUMBERS: "网页自动编的号",
}
"""What is missing in the text, in Chinese, by the code of the problem that says so."""
_RECOGNISE = "请用识别文字的软件（OCR）识别，核对后把文字补进来；其中如有法规的内容，现在是缺的。"
_CODES = {str(code): code for code in _WORDS}
# Accepting or rejecting all tracked changes is one step, and so is comparing all page edges or all furniture of a page,
# so one remark is enough.
_REPORTED_ONCE = frozenset((TRACKED_CHANGES, PAGE_EDGES, FURNITURE, ProblemCode.TEXT_RECOGNISED))
# Characters of a line that a problem quotes.
_EXCERPT = 30


class Source(msgspec.Struct, frozen=True):
    """The plain text of a file, each printed paragraph on one line, with everything in which it departs from the file.

    `remarks` say the same for people: the line numbers in them are those of `text`, from 1. `departures` are in
    the order of the text. Taking out of the text what was added and putting in what was omitted gives the signs
    of the file, which is what `regkit check --lossless` proves.
    """

    text: str
    remarks: tuple[Problem, ...]
    departures: tuple[Departure, ...] = ()


class TreeSource(msgspec.Struct, frozen=True):
    """The statute in a file that holds the tree itself, with everything in which its printed text departs from the file.

    The `problems` of the statute say the same for people.
    """

    statute: Statute
    departures: tuple[Departure, ...] = ()


def located(parts: Iterable[str | Departure]) -> list[Departure]:
    """The departures among the parts of a line, each with the number of signs in the texts before it."""
    signs = 0
    departures: list[Departure] = []
    for part in parts:
        if isinstance(part, str):
            signs += signs_in(part)
        else:
            departures.append(msgspec.structs.replace(part, offset=signs))
    return departures


def merged(departures: Sequence[Departure]) -> tuple[Departure, ...]:
    """The departures of a line, with neighbours at the same point and of the same kind made one."""
    return tuple(
        _joined(list(group)) if len(departures) > 1 else departures[0]
        for _, group in groupby(departures, key=_point)
    )


def remarks_of(line_number: int, text: str, departures: Iterable[Departure]) -> list[Problem]:
    """The problems that name the departures of a line to people, one for each code."""
    by_code: dict[ProblemCode, list[Departure]] = {}
    for departure in departures:
        code = _CODES.get(departure.kind)
        if code is not None:
            by_code.setdefault(code, []).append(departure)
    return [_remark(code, line_number, text, by_code[code]) for code in sorted(by_code)]


def without_repetition(remarks: Iterable[Problem]) -> tuple[Problem, ...]:
    """The remarks with those that are needed once for a file gathered into the first of their code."""
    kept: list[Problem] = []
    first: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    for remark in remarks:
        is_ornament = remark.code == IMAGE and remark.part == REPEATED
        if not (is_ornament or remark.code in _REPORTED_ONCE):
            kept.append(remark)
            continue
        if remark.code not in first:
            first[remark.code] = len(kept)
            kept.append(remark)
        if remark.omitted:
            words.setdefault(remark.code, []).append(remark.omitted)
    for code, omitted in words.items():
        kept[first[code]] = msgspec.structs.replace(kept[first[code]], omitted="\n".join(omitted))
    return tuple(kept)


def problem_of(
    code: ProblemCode,
    line_number: int | None,
    text: str,
    *,
    omitted: str = "",
    page: int | None = None,
    part: str | None = None,
) -> Problem:
    """The problem that something in a line was not read; its excerpt is the beginning of the line's text."""
    message, hint = _WORDS[code]
    text = " ".join(text.split())
    excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
    return Problem(
        code=code,
        message=message,
        hint=hint,
        line=line_number,
        excerpt=excerpt,
        omitted=omitted,
        page=page,
        part=part,
    )


def signs_in(text: str) -> int:
    """How many signs a text has: its characters without whitespace."""
    return len(without_whitespace(text))


def _point(departure: Departure) -> tuple[str, int, int | None, str | None, bool, bool]:
    return (
        departure.kind,
        departure.offset,
        departure.page,
        departure.part,
        departure.added > 0,
        bool(departure.pictures),
    )


def _joined(group: Sequence[Departure]) -> Departure:
    if len(group) == 1:
        return group[0]
    return msgspec.structs.replace(
        group[0],
        omitted="".join(departure.omitted for departure in group),
        added=sum(departure.added for departure in group),
        pictures=tuple(place for departure in group for place in departure.pictures),
    )


def _remark(code: ProblemCode, line_number: int, text: str, departures: Sequence[Departure]) -> Problem:
    pages = {departure.page for departure in departures}
    parts = {departure.part for departure in departures}
    problem = problem_of(
        code,
        line_number,
        text,
        omitted="\n".join(departure.omitted.strip() for departure in departures if departure.omitted),
        page=min((page for page in pages if page is not None), default=None),
        part="、".join(sorted(part for part in parts if part)) or None,
    )
    scans = [departure.page for departure in departures if departure.part == WHOLE_PAGE and departure.page]
    return msgspec.structs.replace(problem, message=_of_scans(scans), hint=_RECOGNISE) if scans else problem


def _of_scans(pages: Sequence[int]) -> str:
    """What is said of pages that hold pictures only."""
    numbers = (
        f"第 {pages[0]} 页"
        if len(pages) == 1
        else f"第 {pages[0]} 页至第 {pages[-1]} 页（共 {len(pages)} 页）"
    )
    return f"{numbers}没有文字，只有图片（扫描件），没有读入。"
