"""Citations of a statute's own provisions that do not exist, as problems for whoever drafts it."""

from __future__ import annotations

from regkit.citations.citation import Citation, CitationKind, Reason, Unresolved
from regkit.citations.finding import find
from regkit.citations.passages import Passages
from regkit.codes import ProblemCode
from regkit.errors import Problem
from regkit.model.address import Address
from regkit.model.source_map import SourceMap
from regkit.model.tree import Statute

# Excerpts show this many characters before and after a citation.
_AROUND = 16
REASONS = {
    Reason.MISSING_CHAPTER: "没有这一章节",
    Reason.MISSING_ARTICLE: "没有这一条",
    Reason.MISSING_PARAGRAPH: "没有这一款",
    Reason.MISSING_ITEM: "没有这一项",
    Reason.NOTHING_THERE: "前面没有可指的条款",
    Reason.AMBIGUOUS: "可以指几处，无法确定",
    Reason.TOO_MANY: "范围太大，中间的没有逐条列出",
    Reason.QUOTED: "在引文里，指的是被引用的文本",
}
"""What people are told for each reason."""


def find_dangling(statute: Statute, text: str | None = None) -> tuple[Problem, ...]:
    """A problem for each citation of provisions that the statute does not have, in reading order.

    `text` is what the statute was parsed from. With it, each problem has the line and the columns of the citation itself; without
    it, only the line on which its provision begins. Citations in quotations are left out, because they point into another text.
    """
    passages = Passages(statute)
    dangling = [
        citation
        for citation in find(passages)
        if citation.kind is CitationKind.INTERNAL
        and any(part.reason is not Reason.QUOTED for part in citation.unresolved)
    ]
    source_map = SourceMap(text, statute) if text is not None and dangling else None
    return tuple(_problem(citation, passages, source_map) for citation in dangling)


def _problem(citation: Citation, passages: Passages, source_map: SourceMap | None) -> Problem:
    """The problem of one citation."""
    line, span = _line(passages.statute, citation), None
    if source_map is not None:
        row, start, end = source_map.locate(citation.key, citation.start, citation.end)
        line, span = row + 1, (start, end)
    return Problem(
        code=ProblemCode.CITATION_DANGLING,
        message=f"“{citation.text}”指不到：{_reasons(citation.unresolved)}。",
        hint="请核对引用的条款序号；条文增减、移动之后，引用它的地方要一并修改。",
        line=line,
        excerpt=_excerpt(passages, citation),
        address=citation.source.eid if isinstance(citation.source, Address) else None,
        span=span,
    )


def _reasons(unresolved: tuple[Unresolved, ...]) -> str:
    """Each part that could not be resolved, with its reason, in Chinese."""
    return "；".join(f"{part.words}，{REASONS[part.reason]}" for part in unresolved)


def _excerpt(passages: Passages, citation: Citation) -> str:
    """The citation with the characters around it, with …… where its text was cut; of a front, the citation alone."""
    if citation.index is None:
        return citation.text
    text = passages.nodes[citation.index].text
    start, end = max(0, citation.start - _AROUND), min(len(text), citation.end + _AROUND)
    return f"{'……' if start else ''}{text[start:end]}{'……' if end < len(text) else ''}"


def _line(statute: Statute, citation: Citation) -> int | None:
    """The line of the provision with the citation, from 1; None for a front, or if the lines are not known."""
    return statute.lines[citation.index] if citation.index is not None and statute.lines else None
