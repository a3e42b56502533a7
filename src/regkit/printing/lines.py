"""Lines of print: what of a page stands on one line, label and first 款 together, as every format prints it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.model.page import Block, Mark, Role, Run
from regkit.printing.grammar import GLUED, PAGE_NUMBER

# The gap after a label: one ideographic space, as in official texts.
GAP = "\u3000"
_COUNTED = (Level.ITEM, Level.SUBITEM)


class PageLine(msgspec.Struct, gc=False):
    """A line: the role and level of what begins it, and its runs, the first `labels` of which are the label."""

    role: Role
    level: Level | None
    address: Address | None
    runs: list[Run]
    labels: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it is the title of something that holds articles or the like; 一、 with its text beside it is none."""
        return (
            self.role is Role.PROVISION
            and self.level is not None
            and self.level < Level.ARTICLE
            and (self.level is not Level.DIVISION or len(self.runs) <= self.labels + 1)
        )


def to_lines(blocks: Iterable[Block], absent: Mark | None = Mark.REMOVED) -> list[PageLine]:
    """The lines of some blocks in reading order; a block that prints nothing makes none.

    What is `absent` stands on lines of its own, so that the others read as if it were not there. Where the old version
    is printed by itself, nothing is.
    """
    lines: list[PageLine] = []
    # The label that still waits for its first 款, and its line, among what is there and among what is removed.
    opened: dict[bool, tuple[Block, PageLine] | None] = {True: None, False: None}
    # The last line of what is there, which goes on with items on it whatever was removed in between.
    running: PageLine | None = None
    for block in blocks:
        all_runs = (*block.label, *block.heading, *block.runs)
        if not all_runs:
            continue
        there = any(run.mark is not absent for run in all_runs)
        waiting, opened[there] = opened[there], None
        runs = [*block.label, *block.runs]
        labels = 0
        if waiting and _goes_beside(waiting[0], block, absent):
            # The first 款 stands on the line of its article, and so does the number of the 项 that it was.
            label, line = waiting
            line.runs += [*_gap(runs, _is_parted(label, runs, absent)), *runs]
            continue
        if block.role is Role.PROVISION:
            runs, labels = _with_label(block, absent)
        if block.run_in and running and there:
            # Between items that no punctuation parts, a blank must.
            last = shown(running.runs, absent)[-1:]
            line = running
            line.runs += [*_gap(runs, last not in set("：；。，、:;")), *runs]
        else:
            line = PageLine(block.role, block.level, block.address, runs, labels)
            lines.append(line)
            running = line if there else running
        if block.role is Role.PROVISION and _opens(block, absent):
            opened[there] = block, line
    return lines


def _opens(block: Block, absent: Mark | None) -> bool:
    """Whether the first line of what follows stands beside a label: what is numbered by itself carries its first 款 there."""
    if block.level in _COUNTED:
        # Its own first line was removed.
        return bool(block.label) and not shown(block.runs, absent)
    return block.level is Level.ARTICLE or (
        block.level is Level.DIVISION and not shown(block.heading, absent)
    )


def _goes_beside(opened: Block, block: Block, absent: Mark | None) -> bool:
    # The first line is a continuation where another one was removed from above it.
    if opened.level in _COUNTED:
        return block.level is opened.level and block.role is Role.CONTINUATION
    begins = block.level is Level.PARAGRAPH and block.role in (Role.PROVISION, Role.CONTINUATION)
    return begins and not PAGE_NUMBER.match(shown((*block.label, *block.runs), absent))


def _is_parted(opened: Block, runs: list[Run], absent: Mark | None) -> bool:
    if opened.level in _COUNTED:
        return _would_run_on(shown(opened.label, absent), shown(runs, absent))
    return opened.level is not Level.DIVISION


def _would_run_on(label: str, text: str) -> bool:
    """Whether a label and its text would read as something else right beside each other."""
    return bool(GLUED.match(label + text[:3]))


def shown(runs: Iterable[Run], absent: Mark | None = Mark.REMOVED) -> str:
    """The text of some runs, without what is absent."""
    return "".join([run.text for run in runs if run.mark is not absent])


def _gap(runs: list[Run], wanted: bool) -> list[Run]:
    """A gap before some runs; it comes and goes with them."""
    marks = {run.mark for run in runs}
    return [Run(GAP, marks.pop() if len(marks) == 1 else Mark.KEPT)] if wanted else []


def _with_label(block: Block, absent: Mark | None) -> tuple[list[Run], int]:
    label, heading, text = list(block.label), list(block.heading), list(block.runs)
    if block.level is Level.ARTICLE:
        # 第五条至第七条 must not run into what follows it, nor 第五 that lost its 条.
        wanted = bool(heading) and bool(label) and shown(label, absent).count("条") != 1
        return [*label, *_gap(heading, wanted), *heading], len(label)
    if heading:
        wanted = bool(shown(label, absent)) and block.level is not Level.DIVISION
        return [*label, *_gap(heading, wanted), *heading], len(label)
    # （一）and 1． stand right before their text unless the two together would read as something else.
    wanted = bool(label) and _would_run_on(shown(label, absent), shown(text, absent))
    return [*label, *_gap(text, wanted), *text], len(label)
