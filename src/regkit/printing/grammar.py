"""Text on a printed line that could be mistaken for something else."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import ARABIC

# What may stand between the parts of a page number.
_GAP = r"[ \t\u3000]{0,3}"
_PAGE = f"{_GAP}[{ARABIC}]{{1,4}}{_GAP}"

GLUED = Rule(
    "the label of a 项 or 目 that would be read as something else if nothing stood between it and what follows",
    rf"[（(]?[（(][^（()）]{{1,5}}[）)](?:项|款|(?:、|至|和|或者)(?:[（(]|\Z))|[{ARABIC}]{{1,3}}\.[0-9]",
    matches=("（三）项", "(一)款", "（一）和（", "1.5"),
    rejects=("（三）以", "1．5", "1.营"),
)
PAGE_NUMBER = Rule(
    "a page number on a line of its own",
    rf"""
    (?:
        [-—–－―·•]{{1,3}}{_PAGE}[-—–－―·•]{{1,3}}
        |第{_PAGE}页(?:{_GAP}[,，/／]?{_GAP}共{_PAGE}页)?
        |[{ARABIC}]{{1,4}}{_GAP}[/／]{_GAP}[{ARABIC}]{{1,4}}
        |(?i:page)[ ]?[0-9]{{1,4}}(?:[ ]?of[ ]?[0-9]{{1,4}})?
        |[0-9]{{1,3}}
    )\Z
    """,
    verbose=True,
    matches=("- 3 -", "— 12 —", "第 3 页 共 20 页", "第3页", "3/20", "Page 2 of 5", "12"),
    rejects=("2022", "第三页", "1.", "12 锰"),
)
