"""The patterns of printed lines that begin a provision or a note."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_TO_99, CHINESE_TO_999, NUMERAL

LABEL_START = Rule(
    "the start of a line that begins a provision",
    rf"""
    第{NUMERAL}{{1,8}}分?[编編章节節条條]
    |[（(][{CHINESE_TO_999}{ARABIC}]{{1,5}}[）)]
    |[{CHINESE_TO_99}]{{1,3}}、
    |[{ARABIC}]{{1,3}}[.．、]
    """,
    verbose=True,
    matches=("第一条　为了", "第一條　為了", "第十二章", "第二分编", "（一）甲", "一、乙", "1．丙"),
    rejects=("条例第三条", "三条", "（试行）"),
)
ARTICLE_LABEL = Rule(
    "the number of an article at the start of a line",
    rf"第(?P<number>{NUMERAL}{{1,8}})[条條]",
    matches=("第一条　为了", "第12條　為了"),
    rejects=("条例第三条", "第一章", "第（一）项"),
)
ABOVE_TITLE = Rule(
    "words of an act that may stand above its title: the number of an annex or of the document, an announcement, or a provision",
    r"附[件表录]|[（(【《]|.{0,40}?(?:第\S{1,8}[条號号章]|[0-9０-９]号|令|公告|通知|[。；：，）)])",
    matches=("附件1", "示政发〔2026〕3号", "示范市人民政府令", "（2026年通过）", "第一条　为了"),
    rejects=("某市法规汇编", "示范出版社"),
)
NOTE_MARK = Rule(
    "the mark with which a note at the foot of a page begins",
    rf"""
    (?P<sign>[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊※†‡])
    |[\[［〔][{ARABIC}]{{1,3}}[\]］〕]
    |(?:编者)?注[{ARABIC}]{{0,2}}[:：]
    """,
    verbose=True,
    matches=("①编者注", "* 见附件", "〔1〕同上", "注：本条"),
    rejects=("1 元", "第一条", "注册资本"),
)
