"""The grammar of words that show in which order a text in traditional characters has its levels: 条, 款, 项 or 条, 项, 款."""

from __future__ import annotations

from regkit.parsing.grammar import NUMBER, SPACE
from regkit.rule import Rule

PARAGRAPH_NAMED_ITEM = Rule(
    "a citation in Taiwan's order of levels, where a 项 is a paragraph and has 款",
    rf"(?:第{NUMBER}|前)项(?:第{NUMBER}|各)款",
    matches=("第一项第二款", "前项第三款", "前项各款"),
    rejects=("第一款第二项", "前款第三项", "第一项"),
)
ITEMS_NAMED_PARAGRAPHS = Rule(
    "words that introduce a list whose members are called 款, as in Taiwan",
    r"[下左][列开]各款(?!项)",
    matches=("下列各款", "左列各款"),
    rejects=("下列各项", "下列各款项", "下列款项"),
)
REPUBLIC_OF_CHINA = Rule(
    "the calendar or an institution of Taiwan",
    rf"""
    中华民国(?:{SPACE}{{0,4}}{NUMBER}{SPACE}{{0,4}}年|领域|国民|人民|宪法|刑法|总统)
    |行政院|立法院|考试院
    """,
    verbose=True,
    matches=("中华民国一百年", "中华民国 113 年", "行政院"),
    rejects=("中华民国时期", "国务院"),
)
ITEM_BELOW_PARAGRAPH = Rule(
    "a citation of a 项 in a 款, as in the laws of the mainland",
    rf"(?:第{NUMBER}|前)款第[（(]?{NUMBER}[）)]?项",
    matches=("第一款第二项", "第一款第（二）项", "前款第三项"),
    rejects=("第一项第二款", "第一款"),
)
PEOPLES_REPUBLIC = Rule(
    "the name or an institution of the People's Republic of China",
    r"中华人民共和国|人民(?:代表大会|政府|委员会|法院|检察院)|国务院|政务院|特别行政区",
    matches=("中华人民共和国", "人民代表大会", "人民政府", "特别行政区"),
    rejects=("中华民国", "行政院"),
)
