"""What the comparison of two acts reads of their words."""

from __future__ import annotations

from regkit.rule import Rule

WORDS = Rule(
    "a stretch of Chinese characters without signs, figures or blanks",
    r"[一-鿿]+",
    matches=("中小企业",),
    rejects=("，", "12", "　"),
)
CLOSING = Rule(
    "an article that only says from when the act is in force, and what it repeals",
    r"本(?:法|条例|办法|规定|细则|规则|决定)自.{1,40}施行",
    matches=("本条例自公布之日起施行。", "本法自2018年1月1日起施行。"),
    rejects=("本条例施行前的集市",),
)
