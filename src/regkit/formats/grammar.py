"""The marks of Markdown that a statute kept as Markdown may carry."""

from __future__ import annotations

from regkit.rule import Rule

MARKDOWN_HEADING = Rule(
    "the marks of a Markdown heading, at the start of a line",
    # It begins with the sign itself, which a search finds faster than the start of a line.
    r"#(?:(?<![^\n]#)|(?<=\n #)|(?<=\n  #)|(?<=\n   #))#{0,5}(?:[ \t]+|(?=\n)|\Z)",
    these=("# 中小企业促进法", "## 第一章 总则", "##"),
    not_these=("#1 号", "第一条 #", "####### 七"),
)
MARKDOWN_STRONG = Rule(
    "strong emphasis within a line",
    r"\*\*([^*\n]+)\*\*",
    these=("**第一条**　为了",),
    not_these=("***", "** \n**", "2**3"),
)
MARKDOWN_ESCAPE = Rule(
    "a sign that is escaped because it would be markup",
    r"\\([!-/:-@\[-`{-~])",
    these=("\\.", "\\*"),
    not_these=("\\n", "."),
)
MARKDOWN_SIGN = Rule(
    "a sign that Markdown would take for markup where it stands",
    r"[\\`*_<>\[\]&~|]|(?m:^)[#+=-]|(?m:(?<=^\d)|(?<=^\d\d)|(?<=^\d\d\d))[.)]",
    these=("*", "<选举法>", "# 号", "- 项"),
    not_these=("第一条", "（一）", "a.b"),
)
MARKDOWN_COMMENT = Rule(
    "a comment that stands on one line",
    # A second opening ends the search from the first, so that a file of openings is not read again and again.
    r"<!--(?:(?!-->|<!--)[^\n])*-->",
    these=("<!-- INFO END -->", "<!---->"),
    not_these=("<选举法>", "<!-- 未结束\n-->"),
)
HTML_CHARSET = Rule(
    "the encoding that a web page declares",
    r"(?i)<meta\b[^<>]*?charset\s*+=\s*+(?:[\"']\s*+)?([\w-]+)",
    these=(
        '<meta charset="utf-8">',
        '<META http-equiv="Content-Type" content="text/html; charset=gb2312" />',
    ),
    not_these=("<meta name=charset>", "charset=gbk"),
)
HTML_DISPLAY = Rule(
    "how a style attribute says that an element is shown",
    r"(?i)(?<![\w-])(?:display\s*:\s*([\w-]+)|mso-hide\s*:\s*(all))",
    these=("display:none", "display : block; color: red", "mso-hide:all"),
    not_these=("color: red", "mso-display: none"),
)
HTML_PREFORMATTED = Rule(
    "a style attribute that keeps the line ends of the source",
    r"(?i)(?<![\w-])white-space\s*:\s*(?:pre|break-spaces)",
    these=("white-space: pre-wrap", "white-space:pre;", "white-space:pre-line"),
    not_these=("white-space: normal", "white-space: nowrap"),
)
LABEL_START = Rule(
    "the start of a line that begins a provision",
    r"第[零〇○一二两三四五六七八九十百千0-9０-９]{1,8}(?:编|分编|章|节|条)"
    r"|[（(][零一二三四五六七八九十百0-9]{1,4}[）)]|[一二三四五六七八九十]{1,3}、|[0-9０-９]{1,3}[.．、]",
    these=("第一条　为了", "第十二章", "（一）甲", "一、乙", "1．丙"),
    not_these=("条例第三条", "三条", "（试行）"),
)
