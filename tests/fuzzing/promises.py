"""What must hold for any text and for any two texts, however little they look like law."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import regkit
from regkit import Address, Comparison, ParseError, ProblemCode, Span, Statute, without_whitespace
from regkit.changes import new_text, old_text
from regkit.contracts.diff import to_diff
from regkit.contracts.lines import to_json_line
from regkit.model.flat import front_text
from regkit.notations import READERS, TREE_READERS, WRITERS
from regkit.notations.html.writing import to_html
from regkit.notations.markdown.writing import to_markdown
from regkit.notations.recognition import SUFFIXES
from regkit.printing.lossless import find_loss
from regkit.text.whitespace import with_line_feeds
from regkit.views.redline import lay_out_changes
from regkit.views.table import Mode, TableOptions, lay_out_table
from regkit.views.table_text import to_csv_table, to_html_table, to_markdown_table
from regkit.views.table_word import to_word_table
from regkit.views.tracked import to_tracked_word

# Characters that XML or HTML cannot hold; the writers print a substitute.
_HELD_BY_NO_FILE = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0)]
    + [plane | last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)]
)


def hold_reading(text: str, _: str) -> None:
    """A text is parsed without loss, and printing the statute and parsing it again yields the same statute."""
    law = _read(text)
    if law is None:
        return
    printed = regkit.to_text(law)
    assert without_whitespace(printed) == without_whitespace(text), "a character was lost"
    assert regkit.parse(printed) == law, "what was printed is read as another law"
    assert len(law.lines) == sum(1 for _ in law.walk()), "a provision has no line"
    last = with_line_feeds(text).count("\n") + 1
    assert all(1 <= line <= last for line in law.lines), "a provision stands on no line of the text"
    assert all(problem.line is None or 1 <= problem.line <= last for problem in law.problems), (
        "a problem stands on no line of the text"
    )


def hold_finding(text: str, _: str) -> None:
    """Citations, terms and duties are words of the statute at the reported positions."""
    law = _read(text)
    if law is None:
        return
    assert find_loss(text, law) is None, "find_loss tells of a loss where there is none"
    nodes = list(law.walk())
    texts: dict[Address, list[str]] = defaultdict(list)
    for address, provision in nodes:
        texts[address].append(provision.text)
    for citation in regkit.find_citations(law):
        if citation.index is None:
            assert not isinstance(citation.source, Address)
            text_there = front_text(law, citation.source) or ""
        else:
            address, provision = nodes[citation.index]
            assert address == citation.source, "a citation stands elsewhere than it says"
            text_there = provision.text
        assert citation.start < citation.end and text_there[citation.start : citation.end] == citation.text, (
            "a citation is not the words at its place"
        )
        if citation.act is None:
            # Two provisions may share an address, and one article may stand for several.
            assert all(target in texts or target in law for target in citation.targets), (
                "a citation points at what is not there"
            )
    for term in regkit.find_terms(law):
        assert term.start < term.end, "a term is empty"
        source = term.source
        texts_there = texts[source] if isinstance(source, Address) else [front_text(law, source) or ""]
        assert any(text_there[term.start : term.end] == term.name for text_there in texts_there), (
            "a term is not the words there"
        )
    duties = regkit.find_duties(law)
    for duty in duties:
        for span in filter(None, (duty.what, duty.who, duty.when, duty.lead)):
            assert _stands_in(span, texts[span.source]), "a duty is not the words at its place"
    regkit.group_by_actor(duties)
    regkit.read_metadata(law)


def _stands_in(span: Span, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the words of a span at its position."""
    return span.start < span.end and any(text[span.start : span.end] == span.text for text in texts)


def hold_writing(text: str, _: str) -> None:
    """A text, Markdown or HTML file of a statute is read as the same statute, and it can be laid out as a page."""
    law = _read(text.translate(_HELD_BY_NO_FILE))
    if law is not None:
        _hold_files(law, (".txt", ".md", ".html"))
        to_markdown(law)


def hold_word(text: str, _: str) -> None:
    """A Word file of a statute is read as the same statute."""
    law = _read(text.translate(_HELD_BY_NO_FILE))
    if law is not None:
        _hold_files(law, (".docx",))


def hold_trees(text: str, _: str) -> None:
    """Akoma Ntoso and JSON are read as the same statute."""
    law = _read(text)
    if law is not None:
        for suffix in (".xml", ".json"):
            assert TREE_READERS[SUFFIXES[suffix]](WRITERS[suffix](law)).statute == law, (
                f"{suffix} is read as another law"
            )


def hold_comparing(text: str, other: str) -> None:
    """A comparison leads from either text to the other, and everything that shows it shows every character."""
    old, new = _read(text), _read(other)
    if old is None or new is None:
        return
    comparison = regkit.compare(old, new)
    assert comparison.apply(old) == new, "applied to the old law, it does not make the new one"
    inverted = comparison.invert()
    assert inverted.apply(new) == old, "inverted and applied to the new law, it does not make the old one"
    assert inverted.invert() == comparison, "inverted twice it is another comparison"
    written = to_json_line(to_diff(comparison, "旧", "新"))
    assert regkit.from_json_diff(written) == comparison, "its JSON is read as another comparison"
    back = regkit.compare(new, old)
    assert comparison.then(back).apply(old) == old, "there and back leads elsewhere"
    regkit.concord(old, new)
    _hold_pieces(comparison)
    _hold_rows(comparison)
    page = lay_out_changes(comparison)
    assert regkit.to_text(page) == regkit.to_text(new), "the page of changes does not print the new law"
    to_html(page)
    to_markdown(page)
    _hold_tables(comparison, new)
    _hold_tracked(comparison, new)


def _hold_tracked(comparison: Comparison, new: Statute) -> None:
    data = to_tracked_word(comparison)
    printed = regkit.to_text(new)
    if printed.translate(_HELD_BY_NO_FILE) == printed:
        shown = READERS[SUFFIXES[".docx"]](data).text
        assert _printed_lines(shown) == _printed_lines(printed), "accepted in Word, it shows another law"


def _printed_lines(text: str) -> list[str]:
    return list(filter(None, map(without_whitespace, text.split("\n"))))


def _hold_pieces(comparison: Comparison) -> None:
    pieces = comparison.text_changes
    for index in range(len(comparison.before)):
        spans = [(change.old_start, len(old_text(change.segments))) for change in pieces.of_old(index)]
        assert spans and _follow_each_other(spans), "a character of the old law is in no piece, or in two"
    for index in range(len(comparison.after)):
        spans = [(change.new_start, len(new_text(change.segments))) for change in pieces.of_new(index)]
        assert spans and _follow_each_other(spans), "a character of the new law is in no piece, or in two"


def _follow_each_other(spans: Sequence[tuple[int, int]]) -> bool:
    ends = [0, *(start + length for start, length in spans)]
    return all(start == end for (start, _), end in zip(spans, ends, strict=False))


def _both_split_and_merged(comparison: Comparison) -> list[int]:
    """The indexes of old articles that became several, at least one of which has other sources too."""
    destinations = Counter(link.old for link in comparison.links)
    sources = Counter(link.new for link in comparison.links)
    return [link.old for link in comparison.links if destinations[link.old] > 1 and sources[link.new] > 1]


def _hold_rows(comparison: Comparison) -> None:
    for side, tree in (("old", comparison.old_tree), ("new", comparison.new_tree)):
        counts = Counter(index for row in comparison.headings for index in getattr(row, f"{side}_indexes"))
        for row in comparison.rows:
            for index in getattr(row, f"{side}_indexes"):
                counts.update(tree.subtree(index))
        # An article that went partly into an article with other sources is in the row of that article too.
        twice = _both_split_and_merged(comparison) if side == "old" else []
        counted_twice = {inner for index in twice for inner in tree.subtree(index)}
        everything = range(len(tree.provisions))
        assert all(
            counts[index] == 1 or (counts[index] > 1 and index in counted_twice) for index in everything
        ), f"rows tell not once of the {side} law"


def _hold_tables(comparison: Comparison, new: Statute) -> None:
    for mode in Mode:
        options = TableOptions(mode=mode, numbers=True, remarks=True)
        table = lay_out_table([comparison], ["旧", "新"], options)
        for write in (to_markdown_table, to_csv_table, to_html_table, to_word_table):
            write(table)
        if mode is Mode.WHOLE:
            lines = [
                "".join(run.text for run in line.runs)
                for row in table.rows
                for line in row.cells[2]
                if line.level
            ]
            body = regkit.to_text(Statute(children=new.children, annexes=new.annexes))
            assert without_whitespace("".join(lines)) == without_whitespace(body), (
                "the table does not show the new law"
            )


def _hold_files(law: Statute, suffixes: Iterable[str]) -> None:
    # A table of one cell is read back as text.
    if any(line.startswith("\t") and line.count("\t") < 3 for line in regkit.to_text(law).split("\n")):
        return
    for suffix in suffixes:
        source = READERS[SUFFIXES[suffix]](WRITERS[suffix](law))
        assert regkit.parse(source.text) == law, f"{suffix} is read as another law"


def _read(text: str) -> Statute | None:
    try:
        return regkit.parse(text)
    except ParseError as refusal:
        assert refusal.problems, "a text was refused without a reason"  # noqa: PT017 - others must stay as they are
        in_other_order = refusal.code == ProblemCode.STATUTE_OTHER_LEVELS
        assert in_other_order or not without_whitespace(text), "a text was refused that prints something"
        return None


Promise = Callable[[str, str], None]
PROMISES: dict[str, Promise] = {
    "reading": hold_reading,
    "finding": hold_finding,
    "writing": hold_writing,
    "word": hold_word,
    "trees": hold_trees,
    "comparing": hold_comparing,
}


def broken(promise: str, text: str, other: str = "") -> str | None:
    """What of a promise does not hold for a text, in one line; None if it holds."""
    try:
        PROMISES[promise](text, other)
    except AssertionError as failure:
        return str(failure).partition("\n")[0]
    except Exception as failure:
        return f"{type(failure).__name__} was raised"
    return None
