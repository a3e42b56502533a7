"""How a printed line that begins a provision looks."""

from __future__ import annotations

from regkit.rule import Rule

LABEL_START = Rule(
    "the start of a line that begins a provision",
    r"第[零〇○一二两三四五六七八九十百千0-9０-９]{1,8}(?:编|分编|章|节|条)"
    r"|[（(][零一二三四五六七八九十百0-9]{1,4}[）)]|[一二三四五六七八九十]{1,3}、|[0-9０-９]{1,3}[.．、]",
    matches=("第一条　为了", "第十二章", "（一）甲", "一、乙", "1．丙"),
    rejects=("条例第三条", "三条", "（试行）"),
)
