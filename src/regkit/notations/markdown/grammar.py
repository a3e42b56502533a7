"""The Markdown syntax that a statute kept as Markdown may contain."""

from __future__ import annotations

from regkit.rule import Rule

MARKDOWN_HEADING = Rule(
    "the marks of a Markdown heading, at the start of a line",
    # The pattern begins with the # itself, which a search finds faster than the start of a line.
    r"#(?:(?<![^\n]#)|(?<=\n #)|(?<=\n  #)|(?<=\n   #))#{0,5}(?:[ \t]+|(?=\n)|\Z)",
    matches=("# 中小企业促进法", "## 第一章 总则", "##"),
    rejects=("#1 号", "第一条 #", "####### 七"),
)
MARKDOWN_STRONG = Rule(
    "strong emphasis within a line",
    r"\*\*(?P<words>[^*\n]+)\*\*",
    matches=("**第一条**　为了",),
    rejects=("***", "** \n**", "2**3"),
)
MARKDOWN_ESCAPE = Rule(
    "a punctuation mark escaped by a backslash",
    r"\\(?P<sign>[!-/:-@\[-`{-~])",
    matches=("\\.", "\\*"),
    rejects=("\\n", "."),
)
MARKDOWN_SIGN = Rule(
    "a character that would be markup at its position",
    r"[\\`*_<>\[\]&~|]|(?m:^)[#+=-]|(?m:(?<=^\d)|(?<=^\d\d)|(?<=^\d\d\d))[.)]",
    matches=("*", "<选举法>", "# 号", "- 项"),
    rejects=("第一条", "（一）", "a.b"),
)
MARKDOWN_COMMENT = Rule(
    "a comment that stands on one line",
    # Stops at a second opening, so that a file full of openings is not searched to its end from each of them.
    r"<!--(?:(?!-->|<!--)[^\n])*-->",
    matches=("<!-- INFO END -->", "<!---->"),
    rejects=("<选举法>", "<!-- 未结束\n-->"),
)
