"""Collect the problems that the parser finds while it reads a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.parsing import character_grammar
from regkit.parsing.invisible import find_invisible
from regkit.parsing.kinds import ParsedLine, shortened
from regkit.parsing.legible import LegibleText
from regkit.parsing.radicals import radicals_problem
from regkit.rule import Rule
from regkit.text.whitespace import with_line_feeds

# Nobody reads more problems than this, and a hostile text could cause one on every line.
MOST_PROBLEMS = 1000
# Problems of numbering that make the reading of a text uncertain. That the numbering of an excerpt does not begin
# with 1 is not one of them.
_NUMBERING_PROBLEMS = frozenset(
    {
        *(
            f"article.{suffix}"
            for suffix in ("damaged", "cited", "repeat", "gap", "quoted", "restart", "out_of_order")
        ),
        *(
            ProblemCode.DIVISION_GAP,
            ProblemCode.ITEM_GAP,
            ProblemCode.ITEM_OUT_OF_ORDER,
            ProblemCode.ITEM_RESTART,
            ProblemCode.LABEL_MARK,
            ProblemCode.LABEL_SPACED,
        ),
    }
)
_PRIVATE_USE = (
    ProblemCode.TEXT_PRIVATE_USE,
    "有私用区字符 {}，它在别的电脑上显示成什么无法知道；原样保留。",
    "请对照官方公布的文本，换成真正的字或者数字。",
)
_LETTER_FOR_DIGIT = (
    ProblemCode.TEXT_LETTER_FOR_DIGIT,
    "数字里有字母：“{}”；原样保留。",
    "请核对，是否把 1 印成了 l，或者把 0 印成了 O。",
)
_REPLACEMENT = (
    ProblemCode.TEXT_UNDECODED,
    "有编码转换失败留下的字符 {}；原样保留。",
    "请用正确的编码重新打开原文件。",
)
# A text is numbered 1., 2., … throughout only from this many numbers on.
_FEWEST_RUNNING = 5


class Reports:
    """The problems of one text. At most MOST_PROBLEMS are kept; the others are only counted.

    `unsettled` is True if the tree, when printed, may be read as a different tree: if lines were joined or split, or
    if the numbering is irregular, so that the reading of a line depends on the lines around it and on whitespace
    that is not printed.
    """

    def __init__(self) -> None:
        self.unsettled = False
        self._problems: list[Problem] = []
        self._unlisted = 0

    def add(
        self,
        code: ProblemCode,
        line: ParsedLine,
        message: str,
        hint: str,
        span: tuple[int, int] | None = None,
    ) -> None:
        """Add a problem of a line. `span` is the start and end of the words in question, in columns from 0."""
        self.unsettled |= code in _NUMBERING_PROBLEMS
        self._add(
            Problem(
                code=code, message=message, hint=hint, line=line.line_number, excerpt=line.excerpt, span=span
            )
        )

    def _add(self, problem: Problem) -> None:
        if len(self._problems) == MOST_PROBLEMS:
            self._unlisted += 1
        else:
            self._problems.append(problem)

    def look_for_odd_characters(self, source: LegibleText, lines: Sequence[ParsedLine]) -> None:
        """Report characters that a statute should not contain. They are kept, since their meaning is unknown.

        `lines` are the lines of the legible text, which may have been joined.
        """
        text = source.text
        if source.has_private_use:
            self._report_private_use(source.original)
        if "l" in text or "O" in text:
            lettered = [line for line in lines if "l" in line.text or "O" in line.text]
            self._report_matches(character_grammar.LETTER_FOR_DIGIT, text, lettered, *_LETTER_FOR_DIGIT)
        if "\ufffd" in text:
            self._report_matches(character_grammar.REPLACEMENT, text, lines, *_REPLACEMENT)
        if source.has_invisible:
            for problem in find_invisible(source.original):
                self._add(problem)
        if source.has_radicals:
            self._add(radicals_problem(source.original))

    def _report_private_use(self, original: str) -> None:
        """Report each line with a character of a private use area, even one that the legible text does not have."""
        code, message, hint = _PRIVATE_USE
        for line_number, line in enumerate(original.split("\n"), start=1):
            match = character_grammar.PRIVATE_USE.search(line)
            if match:
                self._add(
                    Problem(
                        code=code,
                        message=message.format(f"U+{ord(match[0]):04X}"),
                        hint=hint,
                        line=line_number,
                        excerpt=shortened(line),
                        span=match.span(),
                    )
                )

    def look_for_images(self, lines: Sequence[ParsedLine], indexes: Sequence[int]) -> None:
        """Report each image, because its content is not in the text."""
        for index in indexes:
            self.add(
                ProblemCode.TEXT_IMAGE,
                lines[index],
                "这里有图片，图里的内容没有读入。",
                "请对照原件；其中如有法规的内容，请录入文字。",
            )

    def look_for_page_numbers(self, lines: Sequence[ParsedLine], indexes: Sequence[int]) -> None:
        """Report the first page number only: page numbers belong to the printed pages and not to the law."""
        if indexes:
            self.add(
                ProblemCode.TEXT_PAGE_NUMBER,
                lines[indexes[0]],
                f"有 {len(indexes)} 行像是页码，已保留在上一段之后，没有当作一款。",
                "请删去页码再读，或者换一个没有页码的文本。",
            )

    def look_for_running_numbers(
        self, lines: Sequence[ParsedLine], indexes: Sequence[int], headings: Iterable[int]
    ) -> None:
        """Report that a text without articles is numbered 1., 2., … from its beginning to its end.

        Such numbers are cited like those of articles (第X条, 第X项). `indexes` are the lines that look like subitems,
        and `headings` the indices of the headings. Numbers that begin anew below each heading are not reported.
        """
        numbered = [index for index in indexes if lines[index].style == "1."]
        run: list[int] = []
        for index in numbered:
            if lines[index].number.value == len(run) + 1:
                run.append(index)
        if len(run) < _FEWEST_RUNNING or len(run) * 5 < len(numbered) * 4:
            return
        inner = sorted(headings)
        if not inner or any(run[0] < heading < run[-1] for heading in inner):
            self.add(
                ProblemCode.STATUTE_RUNNING_NUMBERS,
                lines[run[0]],
                f"全文用“{lines[run[0]].label}”至“{lines[run[-1]].label}”连续编号，没有“第X条”；没有当作条。",
                "引用里的“第X条”“第X项”可能就是指它们，请按原文核对。",
            )

    def _report_matches(
        self, rule: Rule, text: str, lines: Sequence[ParsedLine], code: ProblemCode, message: str, hint: str
    ) -> None:
        file_lines: list[str] = []
        for line in lines:
            match = rule.search(line.text)
            if match:
                name = match[0] if match[0].isascii() else f"U+{ord(match[0]):04X}"
                file_lines = file_lines or with_line_feeds(text).split("\n")
                # If lines were joined, the words may be on a later line of the file; then they get no span.
                start = file_lines[line.line_number - 1].find(match[0])
                span = (start, start + len(match[0])) if start >= 0 else None
                self.add(code, line, message.format(name), hint, span)

    def in_order(self) -> tuple[Problem, ...]:
        """The problems in the order of the text, and a last one that counts those that were not kept."""
        listed = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._unlisted:
            message = f"还有 {self._unlisted} 处问题没有列出。"
            listed.append(
                Problem(
                    code=ProblemCode.TEXT_MANY_PROBLEMS,
                    message=message,
                    hint="请先改正以上各处，再检查一次。",
                )
            )
        return tuple(listed)
