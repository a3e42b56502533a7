"""The marks of Markdown that a statute kept as Markdown may carry."""

from __future__ import annotations

from regkit.rule import Rule

MARKDOWN_HEADING = Rule(
    "the marks of a Markdown heading, at the start of a line",
    # It begins with the sign itself, which a search finds faster than the start of a line.
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
    "a sign that is escaped because it would be markup",
    r"\\(?P<sign>[!-/:-@\[-`{-~])",
    matches=("\\.", "\\*"),
    rejects=("\\n", "."),
)
MARKDOWN_SIGN = Rule(
    "a sign that Markdown would take for markup where it stands",
    r"[\\`*_<>\[\]&~|]|(?m:^)[#+=-]|(?m:(?<=^\d)|(?<=^\d\d)|(?<=^\d\d\d))[.)]",
    matches=("*", "<选举法>", "# 号", "- 项"),
    rejects=("第一条", "（一）", "a.b"),
)
MARKDOWN_COMMENT = Rule(
    "a comment that stands on one line",
    # A second opening ends the search from the first, so that a file of openings is not read again and again.
    r"<!--(?:(?!-->|<!--)[^\n])*-->",
    matches=("<!-- INFO END -->", "<!---->"),
    rejects=("<选举法>", "<!-- 未结束\n-->"),
)
