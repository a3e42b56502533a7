"""Whether a text in traditional characters has the levels 条, 款, 项, 目, or in Taiwan's order 条, 项, 款, 目.

In the laws of Taiwan a 項 is a natural paragraph, and a 款 is what 一、 begins. Read as 款 and 项, every address would be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from regkit.codes import ProblemCode
from regkit.errors import ParseError, Problem, Severity
from regkit.parsing import grammar
from regkit.parsing.kinds import shortened
from regkit.parsing.legible import LegibleText
from regkit.rule import Rule
from regkit.text.whitespace import strip_whitespace

_HINT = "请换用按条、款、项、目编排的文本；台湾地区法规的条、项、款、目，regkit 还不会读。"
# Words that only texts in one of the two orders contain. The copy that is searched has simplified characters.
_WORDS_OF_TAIWAN: tuple[tuple[Rule, str], ...] = (
    (grammar.PARAGRAPH_NAMED_ITEM, "项在款之上的引用"),
    (grammar.ITEMS_NAMED_PARAGRAPHS, "称为款的列举"),
    (grammar.REPUBLIC_OF_CHINA, "民国的纪年或者机关"),
)
_WORDS_OF_MAINLAND: tuple[tuple[Rule, str], ...] = (
    (grammar.ITEM_BELOW_PARAGRAPH, "款在项之上的引用"),
    (grammar.PEOPLES_REPUBLIC, "中华人民共和国的机关"),
)


def check_level_order(source: LegibleText) -> Problem | None:
    """Raise ParseError if a text in traditional characters is in Taiwan's order of levels.

    If the evidence is for both orders, or for neither, the text is read as 条, 款, 项, 目, and the problem says so.
    """
    text = source.text
    taiwan, mainland = _words(text, _WORDS_OF_TAIWAN), _words(text, _WORDS_OF_MAINLAND)
    for line_number, is_taiwan, reason in _lines(text):
        (taiwan if is_taiwan else mainland).setdefault(reason, line_number)
    if mainland and not taiwan:
        return None
    line = min(taiwan.values(), default=1)
    excerpt = shortened(source.original.split("\n")[line - 1])
    if taiwan and not mainland:
        message = f"这是繁体字文本，有{'、'.join(taiwan)}，层级的次序是条、项、款、目，没有读入。"
        raise ParseError(
            (
                Problem(
                    code=ProblemCode.STATUTE_OTHER_LEVELS,
                    message=message,
                    hint=_HINT,
                    severity=Severity.ERROR,
                    line=line,
                    excerpt=excerpt,
                ),
            )
        )
    found = f"既有{'、'.join(mainland)}，又有{'、'.join(taiwan)}" if taiwan else "看不出层级的次序"
    return Problem(
        code=ProblemCode.STATUTE_UNSURE_LEVELS,
        message=f"这是繁体字文本，{found}，已按条、款、项、目读。",
        hint="请核对；如果“項”指不编号的一段、“款”指“一、”，地址就都不对，请不要使用。",
        line=line,
        excerpt=excerpt,
    )


def _words(text: str, rules: tuple[tuple[Rule, str], ...]) -> dict[str, int]:
    """The reasons whose words the text contains, each with the line (from 1) of the first of them."""
    matches = ((rule.search(text), reason) for rule, reason in rules)
    return {reason: text.count("\n", 0, match.start()) + 1 for match, reason in matches if match}


def _lines(text: str) -> Iterator[tuple[int, bool, str]]:
    """Yield evidence from the beginnings of lines in articles: line (from 1), whether it is Taiwan's order, and the reason."""
    in_article, before = False, ""
    for line_number, raw in enumerate(text.split("\n"), start=1):
        line = strip_whitespace(raw)
        if not line:
            continue
        in_article = in_article or bool(grammar.ARTICLE.match(line))
        is_introduced = before[-1:] in ("：", ":")
        if in_article and line.startswith("前项"):
            yield line_number, True, "称为前项的段落"
        elif in_article and line.startswith("前款"):
            yield line_number, False, "称为前款的段落"
        elif in_article and is_introduced and line.startswith("一、"):
            yield line_number, True, "条之下的“一、”"
        elif in_article and is_introduced and grammar.ITEM.match(line) and not grammar.DIVISION.match(before):
            yield line_number, False, "条之下的“（一）”"
        before = line
