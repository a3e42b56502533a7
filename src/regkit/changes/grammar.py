"""The patterns with which a comparison reads words, sentences and the ends of clauses."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import NUMERAL

UNREAD = Rule(
    "what the comparison of wording ignores: punctuation, white space and the numbers of cited provisions",
    rf"[^一-鿿A-Za-z0-9％%]+|第{NUMERAL}{{1,8}}[编章节条款项]",
    matches=("，", "　", "“", "第十二条", "第三款"),
    rejects=("甲", "第三人", "12"),
)
SENTENCE = Rule(
    "a sentence, or the part of one up to a semicolon",
    r"[^。；;\n]+[。；;]?",
    matches=("甲方应当。", "（一）甲；", "乙"),
    rejects=("。", "\n"),
)
CLAUSE_END = Rule(
    "a text that ends with a punctuation mark or a line break: a change reads well after it",
    r"[，。；：、！？\n,;:]\Z",
    matches=("，", "。", "\n"),
    rejects=("甲", "”甲"),
)
