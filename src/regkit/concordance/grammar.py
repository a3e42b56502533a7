"""The patterns with which a concordance reads words and closing articles."""

from __future__ import annotations

from regkit.rule import Rule

WORDS = Rule(
    "a run of Chinese characters, without punctuation, digits or white space",
    r"[一-鿿]+",
    matches=("中小企业",),
    rejects=("，", "12", "　"),
)
CLOSING = Rule(
    "an article that only says when the act enters into force, and what it repeals",
    r"本(?:法|条例|办法|规定|细则|规则|决定)自.{1,40}施行",
    matches=("本条例自公布之日起施行。", "本法自2018年1月1日起施行。"),
    rejects=("本条例施行前的集市",),
)
