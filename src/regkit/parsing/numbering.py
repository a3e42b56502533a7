"""Whether a line that looks like an article is one: by its number first, then by what stands around it."""

from __future__ import annotations

from regkit.model.address import Number
from regkit.parsing import grammar
from regkit.parsing.lines import Kind, Line, classify

# A number that runs ahead by no more than this leaves a gap; further ahead it is no label.
WIDEST_GAP = 3

DOUBTS = {
    "article.glued": (
        "“{}”没有另起一行，已作为单独的一条。",
        "请核对，并让每一条都从新的一行开始。",
    ),
    "article.first": (
        "条文从“{}”开始，不是从第一条开始。",
        "如果文本是节选，可以忽略；否则请补全。",
    ),
    "article.cited": (
        "“{}”的编号正好衔接，但看起来是引用，已按前一条的文字处理。",
        "请核对；如果它是一条，请在条号之后空一格。",
    ),
    "article.repeat": (
        "“{}”重复出现。",
        "请改正其中一个条号，地址才能唯一。",
    ),
    "article.gap": (
        "“{}”之前缺少条文。",
        "请核对是否漏了条，或者条号有误。",
    ),
    "article.out_of_order": (
        "“{}”与前一条的编号不衔接，已按前一条的文字处理。",
        "请核对条号；如果这是引用或者引文，可以忽略。",
    ),
}


def split_glued(line: Line, last: Number | None) -> tuple[Line, Line] | None:
    """The line cut in two where the article that is due after `last` begins inside it, else None."""
    if last is None or "。" not in line.text:
        return None
    for found in grammar.ARTICLE_INSIDE.finditer(line.text):
        start = found.start(1 if found[1] else 2)
        tail = classify(line.place, line.text[start:])
        cites = grammar.CITATION_AFTER_ARTICLE.match(tail.rest)
        if tail.kind is Kind.ARTICLE and tail.number.follows(last) and not cites:
            return classify(line.place, line.text[: found.start() + 1]), tail
    return None


def judge_article(
    line: Line, before: Line | None, after: Line | None, last: Number | None
) -> tuple[bool, str | None]:
    """Whether the line begins an article, and what is doubtful about that: a key of DOUBTS, or None.

    `before` and `after` are the lines around it, `last` the number of the article before it. The answer is
    the same however the lines are broken, so that a statute printed and read again stays the same.
    """
    # A label may stand on a line of its own; what follows reads as if it stood beside it.
    alone = not line.rest and after is not None and after.kind in (Kind.TEXT, Kind.ARTICLE)
    rest = after.text if alone and after is not None else line.rest
    cites = bool(grammar.CITATION_AFTER_ARTICLE.match(rest))
    in_sequence = last is None or line.number.follows(last)
    # A citation has no gap after 第X条, and it hardly ever has the very number that is due.
    if cites and not (in_sequence and (line.gap or alone)):
        return False, "article.cited" if in_sequence and last is not None else None
    if last is None:
        return True, None if line.number == Number(1) else "article.first"
    if in_sequence:
        return True, None
    if line.number == last:
        return True, "article.repeat"
    # A heading never ends like a sentence; any other line that does not is one that goes on here.
    wrapped = (
        before is not None
        and before.kind is not Kind.DIVISION
        and before.text[-1] not in grammar.SENTENCE_ENDS
    )
    ahead = line.number.value - last.value
    if 0 < ahead <= WIDEST_GAP + 1 and not wrapped:
        return True, "article.gap"
    return False, "article.out_of_order"
