"""Printed lines: which blocks of a page share a line, such as a label and its first paragraph, in every format."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from regkit.model.address import Address
from regkit.model.levels import Level
from regkit.model.page import Block, Mark, Role, Run
from regkit.model.tables import is_row_as_read
from regkit.printing.grammar import GLUED, PAGE_NUMBER
from regkit.text.variants import as_read

GAP = "\u3000"
"""Printed after a label: one ideographic space, as in official texts."""
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = "\u4e00", "\u9fff"
# The Chinese characters with which a text could be mistaken for a continuation of the label before it: （一）项, （一）至（三）.
_CONTINUES_LABEL = frozenset("项項款至和或")
# How many characters are looked at as the parser reads them; among the first of a text there may be unseen ones.
_ENOUGH_AS_READ = 200
# Levels whose label and text belong to the provision itself; an article's text is in its paragraphs.
_LABELLED_TEXT = (Level.ITEM, Level.SUBITEM)


class PageLine(msgspec.Struct, gc=False):
    """A printed line.

    `role`, `level` and `address` are those of the block that begins the line. The first `labels` of its `runs` are the label.
    """

    role: Role
    level: Level | None
    address: Address | None
    runs: list[Run]
    labels: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether this line is the title of a provision above the level of articles.

        A division (一、) counts only if it has no text on its line.
        """
        return (
            self.role is Role.PROVISION
            and self.level is not None
            and self.level < Level.ARTICLE
            and (self.level is not Level.DIVISION or len(self.runs) <= self.labels + 1)
        )


def to_lines(blocks: Iterable[Block], absent: Mark | None = Mark.REMOVED) -> list[PageLine]:
    """The printed lines of blocks, in reading order; a block that prints nothing has no line.

    Blocks whose runs are all marked `absent` go on separate lines, so that the other lines read as if they were not there.
    Pass None if nothing is absent, for instance to print the old version by itself.
    """
    lines: list[PageLine] = []
    # The block with a label that waits for its first paragraph, and its line: by whether the block is present or absent.
    opened: dict[bool, tuple[Block, PageLine] | None] = {True: None, False: None}
    # The last line that is present: run-in items continue it even if something absent comes in between.
    running: PageLine | None = None
    for block in blocks:
        all_runs = (*block.label, *block.heading, *block.runs)
        if not all_runs:
            continue
        is_present = any(run.mark is not absent for run in all_runs)
        waiting, opened[is_present] = opened[is_present], None
        runs = [*block.label, *block.runs]
        labels = 0
        if waiting and _goes_beside(waiting[0], block, absent):
            # The first paragraph stands on the line of its article. So does the label of an item that became this paragraph.
            opening_block, line = waiting
            line.runs += [*_gap(runs, _needs_gap(opening_block, runs, absent)), *runs]
            continue
        if block.role is Role.PROVISION:
            runs, labels = _with_label(block, absent)
        if block.run_in and running and is_present:
            # Items on one line need a space between them unless punctuation separates them.
            last = shown(running.runs, absent)[-1:]
            line = running
            line.runs += [*_gap(runs, last not in set("：；。，、:;")), *runs]
        else:
            line = PageLine(block.role, block.level, block.address, runs, labels)
            lines.append(line)
            running = line if is_present else running
        if block.role is Role.PROVISION and _opens(block, absent):
            opened[is_present] = block, line
    return lines


def _opens(block: Block, absent: Mark | None) -> bool:
    """Whether the text of the next block belongs on the line of this label, as the first paragraph does for an article."""
    if block.level in _LABELLED_TEXT:
        # The first line of its text was removed, so the next line moves up to the label.
        return bool(block.label) and not shown(block.runs, absent)
    heading = shown(block.heading, absent)
    if block.level is Level.ARTICLE:
        return not heading or is_bracketed(heading)
    return block.level is Level.DIVISION and not heading


def is_bracketed(heading: str) -> bool:
    """Whether the heading of an article is 【…】, which its text follows on the same line; any other has its own line."""
    return heading[:1] in ("【", "［")


def _goes_beside(opened: Block, block: Block, absent: Mark | None) -> bool:
    """Whether the text of `block` belongs on the line of the label of `opened`."""
    # Where the first line was removed, the next one is still a CONTINUATION.
    if opened.level in _LABELLED_TEXT:
        if block.level is not opened.level or block.role is not Role.CONTINUATION:
            return False
        return not is_row_as_read(shown(block.runs, absent))
    begins = block.level is Level.PARAGRAPH and block.role in (Role.PROVISION, Role.CONTINUATION)
    return begins and not _stays_below(shown((*block.label, *block.runs), absent))


def _stays_below(text: str) -> bool:
    """Whether the parser would read a text as a page number or as a row of a table, which no label stands beside."""
    # No Chinese character but 第 begins one, and nearly all texts begin with another.
    if _FIRST_IDEOGRAPH <= text[:1] <= _LAST_IDEOGRAPH and text[0] != "第":
        return False
    return is_row_as_read(text) or bool(PAGE_NUMBER.match(as_read(text[:_ENOUGH_AS_READ])))


def _needs_gap(opened: Block, runs: list[Run], absent: Mark | None) -> bool:
    """Whether a gap is printed between the label of `opened` and the text after it."""
    if opened.level in _LABELLED_TEXT:
        return _would_run_on(shown(opened.label, absent), shown(runs, absent))
    return opened.level is not Level.DIVISION


def _would_run_on(label: str, text: str) -> bool:
    """Whether a label and its text, without a gap between them, would be read as something else."""
    # Nearly all texts begin with a Chinese character that continues no label.
    if _FIRST_IDEOGRAPH <= text[:1] <= _LAST_IDEOGRAPH and text[0] not in _CONTINUES_LABEL:
        return False
    return bool(GLUED.match(as_read(label) + as_read(text[:_ENOUGH_AS_READ])[:3]))


def shown(runs: Iterable[Run], absent: Mark | None = Mark.REMOVED) -> str:
    """The text of runs, except those marked `absent`."""
    return "".join([run.text for run in runs if run.mark is not absent])


def _gap(runs: list[Run], wanted: bool) -> list[Run]:
    """A gap to put before `runs`, or nothing unless `wanted`; if the runs have one mark, the gap has it too."""
    marks = {run.mark for run in runs}
    return [Run(GAP, marks.pop() if len(marks) == 1 else Mark.KEPT)] if wanted else []


def _with_label(block: Block, absent: Mark | None) -> tuple[list[Run], int]:
    """The runs on the first line of a provision, with gaps between them, and how many of them are the label."""
    label, heading, text = list(block.label), list(block.heading), list(block.runs)
    if block.level is Level.ARTICLE:
        # 【…】 follows the label directly, except after 第五条至第七条 and after a damaged 第五 without 条.
        follows = as_read(shown(label, absent)).count("条") == 1 and is_bracketed(shown(heading, absent))
        wanted = bool(heading) and bool(label) and not follows
        return [*label, *_gap(heading, wanted), *heading], len(label)
    if heading:
        wanted = bool(shown(label, absent)) and block.level is not Level.DIVISION
        return [*label, *_gap(heading, wanted), *heading], len(label)
    # （一） and 1． stand directly before their text unless the two together would be read as something else.
    wanted = bool(label) and _would_run_on(shown(label, absent), shown(text, absent))
    return [*label, *_gap(text, wanted), *text], len(label)
