"""What the parser wonders about, collected while it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.parsing import grammar
from regkit.parsing.invisible import find_invisible
from regkit.parsing.kinds import ParsedLine
from regkit.parsing.lines import with_line_feeds
from regkit.rule import Rule

# Nobody reads more, and a hostile text could make one of every line.
MOST_PROBLEMS = 1000
# The problems of numbers that do not run on. An excerpt, which only begins elsewhere, is read as surely as a whole law.
_OF_NUMBERS = frozenset(
    {
        *(
            f"article.{what}"
            for what in ("damaged", "cited", "repeat", "gap", "quoted", "restart", "out_of_order")
        ),
        *(
            ProblemCode.DIVISION_GAP,
            ProblemCode.ITEM_GAP,
            ProblemCode.ITEM_OUT_OF_ORDER,
            ProblemCode.ITEM_RESTART,
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
# The high bytes of U+E000 to U+F8FF; characters beyond the first plane take four bytes.
_PRIVATE_HIGH = range(0xE0, 0xF9)


class Reports:
    """Problems in the order of the text; of more than MOST_PROBLEMS the rest is counted.

    `unsettled` says that what is printed may be read as another law than the text: lines were joined or cut, or numbers
    do not run on, so that what a line is hangs on its neighbours and on blanks that are not printed.
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
        self.unsettled |= code in _OF_NUMBERS
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

    def look_for_odd_characters(self, text: str, lines: Sequence[ParsedLine]) -> None:
        """Report characters that a text should not have: they are kept, and what they stood for is unknown."""
        # A search through every character costs as much as reading the lines; among bytes it is cheap.
        high = text.encode("utf-16-le", "surrogatepass")[1::2]
        if len(high) > len(text) or any(byte in high for byte in _PRIVATE_HIGH):
            self._find(grammar.PRIVATE_USE, text, lines, *_PRIVATE_USE)
        if "l" in text or "O" in text:
            lettered = [line for line in lines if "l" in line.text or "O" in line.text]
            self._find(grammar.LETTER_FOR_DIGIT, text, lettered, *_LETTER_FOR_DIGIT)
        if "\ufffd" in text:
            self._find(grammar.REPLACEMENT, text, lines, *_REPLACEMENT)
        for problem in find_invisible(with_line_feeds(text)):
            self._add(problem)

    def look_for_images(self, lines: Sequence[ParsedLine], indexes: Sequence[int]) -> None:
        """Report each image: what it shows is not in the text."""
        for index in indexes:
            self.add(
                ProblemCode.TEXT_IMAGE,
                lines[index],
                "这里有图片，图里的内容没有读入。",
                "请对照原件；其中如有法规的内容，请录入文字。",
            )

    def look_for_page_numbers(self, lines: Sequence[ParsedLine], indexes: Sequence[int]) -> None:
        """Report that there are page numbers, once: they come from the paper, not from the law."""
        if indexes:
            self.add(
                ProblemCode.TEXT_PAGE_NUMBER,
                lines[indexes[0]],
                f"有 {len(indexes)} 行像是页码，已保留在上一段之后，没有当作一款。",
                "请删去页码再读，或者换一个没有页码的文本。",
            )

    def _find(
        self, rule: Rule, text: str, lines: Sequence[ParsedLine], code: ProblemCode, message: str, hint: str
    ) -> None:
        as_given: list[str] = []
        for line in lines:
            found = rule.search(line.text)
            if found:
                name = found[0] if found[0].isascii() else f"U+{ord(found[0]):04X}"
                as_given = as_given or with_line_feeds(text).split("\n")
                # Lines that were joined stand on several lines of the file; the words may be on a later one.
                start = as_given[line.line_number - 1].find(found[0])
                span = (start, start + len(found[0])) if start >= 0 else None
                self.add(code, line, message.format(name), hint, span)

    def in_order(self) -> tuple[Problem, ...]:
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
