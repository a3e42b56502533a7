"""Whether a text in traditional characters has the levels 条, 款, 项, 目, or in Taiwan's order 条, 项, 款, 目.

In the laws of Taiwan a 項 is a natural paragraph, and a 款 is what 一、 begins. Read as 款 and 项, every address would be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

import msgspec

from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, Severity
from regkit.parsing import grammar, level_grammar
from regkit.parsing.kinds import shortened
from regkit.parsing.legible import LegibleText
from regkit.rule import Rule
from regkit.text.whitespace import strip_whitespace

_HINT = "请换用按条、款、项、目编排的文本；台湾地区法规的条、项、款、目，regkit 还不会读。"
# Words that only texts in one of the two orders contain. The copy that is searched has simplified characters.
_WORDS_OF_TAIWAN: tuple[tuple[Rule, str], ...] = (
    (level_grammar.PARAGRAPH_NAMED_ITEM, "项在款之上的引用"),
    (level_grammar.ITEMS_NAMED_PARAGRAPHS, "称为款的列举"),
    (level_grammar.REPUBLIC_OF_CHINA, "民国的纪年或者机关"),
)
_WORDS_OF_MAINLAND: tuple[tuple[Rule, str], ...] = (
    (level_grammar.ITEM_BELOW_PARAGRAPH, "款在项之上的引用"),
    (level_grammar.PEOPLES_REPUBLIC, "中华人民共和国的机关"),
)


class _LevelOrder(Enum):
    """An order of levels for which a line may be evidence."""

    TAIWAN = auto()
    MAINLAND = auto()
    # 款 numbered 一、, as in Macau.
    NUMBERED = auto()


def check_level_order(source: LegibleText) -> Problem | None:
    """Raise ParseError if a text in traditional characters is in Taiwan's order of levels.

    If the evidence is for both orders or for neither, or if 款 are numbered, the text is read as 条, 款, 项, 目, and the problem
    says so.
    """
    text = source.text
    evidence = {
        _LevelOrder.TAIWAN: _words(text, _WORDS_OF_TAIWAN),
        _LevelOrder.MAINLAND: _words(text, _WORDS_OF_MAINLAND),
        _LevelOrder.NUMBERED: {},
    }
    for line_number, order, reason in _lines(text):
        evidence[order].setdefault(reason, line_number)
    taiwan, mainland, numbered = evidence.values()
    if taiwan and not mainland:
        message = f"这是繁体字文本，有{'、'.join(taiwan)}，层级的次序是条、项、款、目，没有读入。"
        problem = _problem(source, min(taiwan.values()), message, _HINT)
        error = msgspec.structs.replace(
            problem, code=ProblemCode.STATUTE_OTHER_LEVELS, severity=Severity.ERROR
        )
        raise ParseError((error,))
    if mainland and not taiwan and not numbered:
        return None
    if taiwan:
        doubt = f"既有{'、'.join(mainland)}，又有{'、'.join(taiwan)}"
    else:
        doubt = "款有编号“一、”" if numbered else "看不出层级的次序"
    hint = (
        "请核对款的序数；条之下单独成行的标题会算作一款。"
        if numbered and not taiwan
        else "请核对；如果“項”指不编号的一段、“款”指“一、”，地址就都不对，请不要使用。"
    )
    line = min((*taiwan.values(), *numbered.values()), default=1)
    return _problem(source, line, f"这是繁体字文本，{doubt}，已按条、款、项、目读。", hint)


def _problem(source: LegibleText, line: int, message: str, hint: str) -> Problem:
    return Problem(
        code=ProblemCode.STATUTE_UNSURE_LEVELS,
        message=message,
        hint=hint,
        line=line,
        excerpt=shortened(source.original.split("\n")[line - 1]),
    )


def _words(text: str, rules: tuple[tuple[Rule, str], ...]) -> dict[str, int]:
    """The reasons whose words the text contains, each with the line (from 1) of the first of them."""
    matches = ((rule.search(text), reason) for rule, reason in rules)
    return {reason: text.count("\n", 0, match.start()) + 1 for match, reason in matches if match}


def _lines(text: str) -> Iterator[tuple[int, _LevelOrder, str]]:
    """Yield evidence from the beginnings of lines in articles: line (from 1), order, and the reason."""
    in_article, before = False, ""
    for line_number, raw in enumerate(text.split("\n"), start=1):
        line = strip_whitespace(raw)
        if not line:
            continue
        in_article = in_article or bool(grammar.ARTICLE.match(line))
        is_introduced = before[-1:] in grammar.COLONS
        if in_article and line.startswith("前项"):
            yield line_number, _LevelOrder.TAIWAN, "称为前项的段落"
        elif in_article and line.startswith("前款"):
            yield line_number, _LevelOrder.MAINLAND, "称为前款的段落"
        elif in_article and line.startswith("一、"):
            if is_introduced:
                yield line_number, _LevelOrder.TAIWAN, "条之下的“一、”"
            else:
                yield line_number, _LevelOrder.NUMBERED, "款的编号"
        elif in_article and is_introduced and grammar.ITEM.match(line) and not grammar.DIVISION.match(before):
            yield line_number, _LevelOrder.MAINLAND, "条之下的“（一）”"
        before = line
