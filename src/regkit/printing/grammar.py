"""What on a line of print would be read as something else."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import ARABIC

GLUED = Rule(
    "the label of a 项 or 目 that would be read as something else if nothing stood between it and what follows",
    rf"[（(]?[（(][^（()）]{{1,5}}[）)](?:项|款|(?:、|至|和|或者)(?:[（(]|\Z))|[{ARABIC}]{{1,3}}\.[0-9]",
    matches=("（三）项", "(一)款", "（一）和（", "1.5"),
    rejects=("（三）以", "1．5", "1.营"),
)
PAGE_NUMBER = Rule(
    "a page number on a line of its own",
    r"(?:[-—–－―·•]{1,3}[ \t\u3000]{0,3}[0-9０-９]{1,4}[ \t\u3000]{0,3}[-—–－―·•]{1,3}"
    r"|第[ \t\u3000]{0,3}[0-9０-９]{1,4}[ \t\u3000]{0,3}页(?:[ \t\u3000]{0,3}[,，/／]?[ \t\u3000]{0,3}共[ \t\u3000]{0,3}[0-9０-９]{1,4}[ \t\u3000]{0,3}页)?"
    r"|[0-9０-９]{1,4}[ \t\u3000]{0,3}[/／][ \t\u3000]{0,3}[0-9０-９]{1,4}|(?i:page) ?[0-9]{1,4}(?: ?of ?[0-9]{1,4})?|[0-9]{1,3})\Z",
    matches=("- 3 -", "— 12 —", "第 3 页 共 20 页", "第3页", "3/20", "Page 2 of 5", "12"),
    rejects=("2022", "第三页", "1.", "12 锰"),
)
