"""Comparisons as Word files with tracked changes: accepting all gives the new version, rejecting all the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache

import msgspec

from regkit.changes import Comparison
from regkit.changes.redlining import redline
from regkit.model.flat import FlatProvision
from regkit.model.fronts import Front
from regkit.model.levels import Level
from regkit.model.page import Mark, Run
from regkit.model.tables import is_row
from regkit.notations.word.markup import CENTRED, INDENTED, fonts_of, write_paragraph, write_run
from regkit.notations.word.shell import Shell, new_document, to_shell
from regkit.parsing.sentences import is_prose
from regkit.printing.grammar import GLUED
from regkit.printing.lines import GAP, is_bracketed
from regkit.views.interleaving import merge, signatures, step_segments
from regkit.views.redline import between, merged_runs

AUTHOR = "regkit"
_FONTS = fonts_of("宋体")
_SPACING = '<w:spacing w:after="0" w:line="360" w:lineRule="auto"/>'
_BOTH = frozenset({Mark.REMOVED, Mark.ADDED})
_NONE: Mapping[Mark, str] = {}


class _TrackedLine(msgspec.Struct):
    """A paragraph of the file.

    - `runs`: its runs.
    - `end`: whether its paragraph mark is kept, added or removed.
    - `level`: the level of the provision that begins it, if one does.
    - `front`: the front that it belongs to, if any.
    """

    runs: list[Run]
    end: Mark = Mark.KEPT
    level: Level | None = None
    front: Front | None = None


def to_tracked_word(comparison: Comparison, made: datetime | None = None) -> bytes:
    """The comparison as a .docx file with insertions and deletions.

    `made` is the time that they carry, by default 2000-01-01 UTC, so that the same comparison is always the
    same file.
    """
    stamp = (made or datetime(2000, 1, 1, tzinfo=UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    changes = _Changes(stamp)
    body = "".join([_write_line(line, changes) for line in _lines(comparison)])
    return _shell().fill(body, _title(comparison), made)


def _title(comparison: Comparison) -> str:
    """The title of the new version."""
    titles = (change for change in comparison.fronts if change.front is Front.TITLE)
    return next((_in_view(merged_runs(change.segments), Mark.ADDED) for change in titles), "")


@cache
def _shell() -> Shell:
    return to_shell(new_document())


class _Changes:
    """Writes tracked changes, each with its own number, the author and the time."""

    def __init__(self, stamp: str) -> None:
        self._stamp = stamp
        self._last = 0

    def write(self, mark: Mark, content: str = "") -> str:
        self._last += 1
        tag = "w:del" if mark is Mark.REMOVED else "w:ins"
        return f'<{tag} w:id="{self._last}" w:author="{AUTHOR}" w:date="{self._stamp}">{content}</{tag}>'


def _write_line(line: _TrackedLine, changes: _Changes) -> str:
    runs = "".join([_write_run(run, changes) for run in line.runs])
    properties = _SPACING
    if line.front is Front.TITLE or (line.level is not None and line.level < Level.DIVISION):
        properties += CENTRED
    elif line.level is not None or line.front is Front.PREAMBLE:
        properties += INDENTED
    if line.end is not Mark.KEPT:
        # The paragraph mark itself is inserted or deleted.
        properties += f"<w:rPr>{changes.write(line.end)}</w:rPr>"
    return write_paragraph(runs, properties)


def _write_run(run: Run, changes: _Changes) -> str:
    if run.mark is Mark.KEPT:
        return write_run(run.text, _FONTS)
    tag = "w:delText" if run.mark is Mark.REMOVED else "w:t"
    return changes.write(run.mark, write_run(run.text, _FONTS, tag))


class _TrackedWriter:
    """Collects the lines of both versions at once.

    Each run of text is in one version or in both. Before it, either version may have a line end, a gap or
    nothing, independently. Versions are named by the mark of what only they have: REMOVED is the old one,
    ADDED the new one.
    """

    def __init__(self) -> None:
        self.lines: list[_TrackedLine] = []
        # For either version: whether a label waits for its first 款 on the same line, and the last character so far.
        self._waiting = {Mark.REMOVED: False, Mark.ADDED: False}
        self._last = {Mark.REMOVED: "", Mark.ADDED: ""}
        self._begun = {Mark.REMOVED: False, Mark.ADDED: False}
        self._after_division = {Mark.REMOVED: False, Mark.ADDED: False}

    def put(
        self,
        runs: Iterable[Run],
        views: frozenset[Mark],
        *,
        level: Level | None = None,
        below: Level | None = None,
        front: Front | None = None,
        opens: frozenset[Mark] = frozenset(),
        run_in: frozenset[Mark] = frozenset(),
        beside: Mapping[Mark, str] = _NONE,
    ) -> None:
        """Add the runs of a provision or front for the versions in `views`.

        - `level`: the level of the provision that begins here.
        - `below`: the level of the provision whose label stands on the line before.
        - `front`: the front that the runs belong to.
        - `opens`: the versions in which a first 款 follows on the same line.
        - `run_in`: the versions that print the provision on the line before.
        - `beside`: for versions that print the text beside its label, the characters between the two.
        """
        pieces = list(runs)
        if not pieces:
            for view in views:
                self._waiting[view] = False
            return
        breaks: set[Mark] = set()
        gaps: set[Mark] = set()
        for view in views:
            text = _in_view(pieces, view)
            if text:
                separator = beside.get(view) if view in beside else self._before(text, view, level, run_in)
                breaks |= {view} if separator == "\n" else set()
                gaps |= {view} if separator == GAP else set()
                self._waiting[view] = view in opens
                self._after_division[view] = level is Level.DIVISION
        self._break(breaks, level or below, front)
        if gaps:
            self._append(Run(GAP, _mark_of(gaps)))
        for run in pieces:
            for index, part in enumerate(run.text.split("\n")):
                if index:
                    self._break(_views_of(run.mark), level or below, front)
                if part:
                    self._append(Run(part, run.mark))

    def _before(self, text: str, view: Mark, level: Level | None, run_in: frozenset[Mark]) -> str:
        """The characters that a version has before some of its text: a line end, a gap, or none."""
        if level is Level.PARAGRAPH and self._waiting[view] and is_prose(_first_line(text)):
            # After 一、 the text follows without a gap.
            return "" if self._after_division[view] else GAP
        if not self._begun[view]:
            return ""
        if view in run_in:
            return "" if self._last[view] in set("：；。，、:;") else GAP
        return "\n"

    def _break(self, views: set[Mark] | frozenset[Mark], level: Level | None, front: Front | None) -> None:
        if not self.lines:
            self.lines.append(_TrackedLine([], level=level, front=front))
        elif views:
            self.lines[-1].end = _mark_of(views)
            self.lines.append(_TrackedLine([], level=level, front=front))

    def _append(self, run: Run) -> None:
        self.lines[-1].runs.append(run)
        for view in _views_of(run.mark):
            self._last[view] = run.text[-1]
            self._begun[view] = True


def _views_of(mark: Mark) -> frozenset[Mark]:
    """The versions that have a run with this mark."""
    return _BOTH if mark is Mark.KEPT else frozenset({mark})


def _mark_of(views: set[Mark] | frozenset[Mark]) -> Mark:
    """The mark of a run that these versions have."""
    return Mark.KEPT if len(views) > 1 else next(iter(views))


def _in_view(runs: Iterable[Run], view: Mark) -> str:
    """The text that one version has of some runs."""
    return "".join([run.text for run in runs if run.mark in (Mark.KEPT, view)])


def _lines(comparison: Comparison) -> Iterator[_TrackedLine]:
    writer = _TrackedWriter()
    for change in comparison.fronts:
        if change.front is not Front.SIGNATURE:
            _put_front(writer, change.front, merged_runs(change.segments))
    steps = list(merge(comparison))
    signed = signatures(comparison, steps)
    for index, step in enumerate(steps):
        _put_front(writer, Front.SIGNATURE, merged_runs(signed.get(index, ())))
        old = comparison.before[step.old] if step.old is not None else None
        new = comparison.after[step.new] if step.new is not None else None
        _put_provision(writer, old, new, merged_runs(step_segments(comparison, step)))
    _put_front(writer, Front.SIGNATURE, merged_runs(signed.get(len(steps), ())))
    return iter(writer.lines)


def _put_front(writer: _TrackedWriter, front: Front, runs: tuple[Run, ...]) -> None:
    if runs:
        views = frozenset().union(*(_views_of(run.mark) for run in runs))
        writer.put(runs, views, front=front)


def _put_provision(
    writer: _TrackedWriter, old: FlatProvision | None, new: FlatProvision | None, text: tuple[Run, ...]
) -> None:
    provision = new or old
    assert provision is not None
    views = _BOTH if old and new else frozenset({Mark.ADDED if new else Mark.REMOVED})
    label = between(old.label if old else None, new.label if new else None)
    heading = _heading(old, new)
    run_in = frozenset(
        view for view, node in ((Mark.REMOVED, old), (Mark.ADDED, new)) if node is not None and node.run_in
    )
    # A table stands below the label, and so does the text of a provision above the level of 条.
    text_below = {
        view for view in views if provision.level < Level.ARTICLE or is_row(_first_line(_in_view(text, view)))
    }
    opens = frozenset(view for view in views if _opens(_in_view(heading, view), provision))
    glued = {view for view in views if _is_glued(_in_view(label, view), _in_view(text, view))}
    if provision.level is Level.ARTICLE or ((label or heading) and text_below):
        labelled = [*label, *_gap(label, heading, provision), *heading]
        writer.put(labelled, views, level=provision.level, opens=opens, run_in=run_in)
        if text:
            beside = {
                view: GAP if view in glued else "" for view in views - text_below if _in_view(labelled, view)
            }
            writer.put(text, views, below=provision.level, beside=beside)
        return
    gap = [Run(GAP, _mark_of(glued))] if glued else []
    pieces = [*label, *_gap(label, heading, provision), *heading, *gap, *text]
    writer.put(pieces, views, level=provision.level, opens=opens, run_in=run_in)


def _opens(heading: str, provision: FlatProvision) -> bool:
    """Whether the first 款 stands on the line of the label."""
    if provision.level is Level.ARTICLE:
        return not heading or is_bracketed(heading)
    return provision.level is Level.DIVISION and not heading


def _is_glued(label: str, text: str) -> bool:
    """Whether a label and the text after it need a gap, because without it they would be read otherwise."""
    return bool(label and text and GLUED.match(label + text[:3]))


def _heading(old: FlatProvision | None, new: FlatProvision | None) -> tuple[Run, ...]:
    if old and new:
        return merged_runs(redline(old.heading or "", new.heading or ""))
    return between(old.heading if old else None, new.heading if new else None)


def _gap(label: tuple[Run, ...], heading: tuple[Run, ...], provision: FlatProvision) -> list[Run]:
    """The gap between label and heading, for the versions that have both."""
    if provision.level is Level.DIVISION:
        return []
    views = {
        view
        for view in _BOTH
        if _in_view(heading, view) and _wants_gap(_in_view(label, view), _in_view(heading, view), provision)
    }
    return [Run(GAP, _mark_of(views))] if views else []


def _wants_gap(label: str, heading: str, provision: FlatProvision) -> bool:
    follows = provision.level is Level.ARTICLE and label.count("条") == 1 and is_bracketed(heading)
    return bool(label) and not follows


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
