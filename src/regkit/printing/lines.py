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


class Line(msgspec.Struct, gc=False):
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


def to_lines(blocks: Iterable[Block], absent: Mark | None = Mark.REMOVED) -> list[Line]:
    """The lines of some blocks in reading order; a block that prints nothing makes none.

    What is `absent` stands on lines of its own, so that the others read as if it were not there. Where the old version
    is printed by itself, nothing is.
    """
    lines: list[Line] = []
    # The line of a label that still waits for its first 款, among what is there and among what is removed.
    opened: dict[bool, Line | None] = {True: None, False: None}
    after_division = False
    for block in blocks:
        all_runs = (*block.label, *block.heading, *block.runs)
        there = not all_runs or any(run.mark is not absent for run in all_runs)
        waiting, opened[there] = opened[there], None
        runs = [*block.label, *block.runs]
        labels = 0
        if block.role is Role.PROVISION:
            if waiting and block.level is Level.PARAGRAPH and not PAGE_NUMBER.match(shown(runs, absent)):
                # The first 款 stands on the line of its article, and so does the number of the 项 that it was.
                if runs:
                    waiting.runs += [*_gap(runs, not after_division), *runs]
                continue
            runs, labels = _with_label(block, absent)
        if block.run_in and lines and there:
            # Between items that no punctuation parts, a blank must.
            last = shown(lines[-1].runs, absent)[-1:]
            lines[-1].runs += [*_gap(runs, last not in set("：；。，、:;")), *runs]
        elif runs:
            lines.append(Line(block.role, block.level, block.address, runs, labels))
        # What is numbered by itself and has no title carries its first 款 beside its label.
        opens = block.level is Level.ARTICLE or (block.level is Level.DIVISION and not block.heading)
        if opens and block.role is Role.PROVISION and runs:
            opened[there] = lines[-1]
        after_division = block.level is Level.DIVISION
    return lines


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
        # 第五条至第七条 must not run into what follows it.
        wanted = bool(heading) and shown(label, absent).count("条") > 1
        return [*label, *_gap(heading, wanted), *heading], len(label)
    if heading:
        wanted = bool(shown(label, absent)) and block.level is not Level.DIVISION
        return [*label, *_gap(heading, wanted), *heading], len(label)
    # （一）and 1． stand right before their text unless the two together would read as something else.
    wanted = bool(label) and bool(GLUED.match(shown(label, absent) + shown(text, absent)[:3]))
    return [*label, *_gap(text, wanted), *text], len(label)
