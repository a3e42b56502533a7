"""The Markdown syntax of lines: what a line is, and which marks it begins with."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_TO_999, NUMERAL

BARS_ARE_WORDS = "<!-- 竖线是正文 -->"
"""A line above a table whose bars stand in the text of the law, so that they are read as words."""

MARKDOWN_HEADING = Rule(
    "the marks of a Markdown heading, at the start of a line",
    # The pattern begins with the # itself, which a search finds faster than the start of a line.
    r"#(?:(?<![^\n]#)|(?<=\n #)|(?<=\n  #)|(?<=\n   #))#{0,5}(?:[ \t]+|(?=\n)|\Z)",
    matches=("# 中小企业促进法", "## 第一章 总则", "##"),
    rejects=("#1 号", "第一条 #", "####### 七"),
)
MARKDOWN_COMMENT = Rule(
    "a comment that stands on one line",
    # Stops at a second opening, so that a file full of openings is not searched to its end from each of them.
    r"<!--(?:(?!-->|<!--)[^\n])*-->",
    matches=("<!-- INFO END -->", "<!---->"),
    rejects=("<选举法>", "<!-- 未结束\n-->"),
)
MARKDOWN_SIGN = Rule(
    "a character that would be markup wherever it stands in a line",
    r"[\\`*_<>\[\]&~|${}^]|(?<=[\s。；！？])#|=(?==)|(?<==)=|%(?=%)|(?<=%)%|\+(?=\+)|(?<=\+)\+",
    matches=("*", "<选举法>", "{{ 甲 }}", "==", "^", "%%", "++"),
    rejects=("第一条", "（一）", "a.b", "=5", "1#楼", "5%", "1+2"),
)
STARTING_SIGN = Rule(
    "a character that would be markup because a line begins with it",
    r"\A[ \t\u3000]*+(?:(?P<sign>[\#+:!?=-])|\d{1,9}(?P<point>[.)])\s)",
    matches=("# 号", "- 项", "  1. 甲", "!!! 甲"),
    rejects=("第一条", "1.5 元", "2024年"),
)
TAG_START = Rule(
    "what begins a tag, a comment or an address between angle brackets",
    r"<[A-Za-z0-9!/?]",
    matches=("<br>", "</b>", "<!--", "<https://example.org>"),
    rejects=("<选举法>", "< 5", "<="),
)
LINE_MARK = Rule(
    "a character at the start of a line that may be markup there",
    r"\n[ \t\u3000]*+(?:[-+>=:]|!!!|\?\?\?|\d{1,9}[.)]\s)",
    matches=("\n- （一）", "\n> 甲", "\n\t1. 乙"),
    rejects=("第一条", "\n2024年", "\n1.5 元"),
)
PLAIN_LINE = Rule(
    "a line in which nothing can be markup",
    r"\A(?:[ \u3000]*+[^\s\-+*>=_\#`~$\[\]:{!?|\d\\&<^%](?:[^\t\\`*_~<&\[\]!${=|\n^#%+]++|[%+](?![%+]))*+)?\Z",
    matches=("第一条　甲。", "　　（一）乙；", ""),
    rejects=("2024年", "甲*乙", "| 甲 |", "- 甲", "<br>", " ", "甲^乙", "甲 #乙", "甲%%"),
)
HEADING_MARK = Rule(
    "the marks of a heading; a blank may be missing only before the label of a provision",
    rf"[ ]{{0,3}}(?P<mark>\#{{1,6}})(?:[ \t\u3000]+|\Z|(?=第{NUMERAL}{{1,8}}(?:分编|[编章节条])))",
    verbose=True,
    matches=("# 示范法", "   ## 第一章", "#第一编　总则", "###"),
    rejects=("#1 号", "####### 七", "    # 甲", "#第一季度"),
)
UNDERLINE = Rule(
    "a line under a heading, or a rule across the page",
    r"\A[ \t]*+(?:=++|-++|(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|_(?:[ \t]*+_){2})[ \t]*+\Z",
    matches=("-----", "===", "* * *", "***", "___", "- - -"),
    rejects=("**甲**", "- 项", "________", "|---|"),
)
QUOTE_MARK = Rule(
    "the mark of a quotation; a sign in front of a quantity is none",
    r"\A[ \t]*+>(?![ \t]?[=＝<\d.](?!\d{0,3}年|\d{0,2}[.、)]\s))[ \t]?",
    matches=("> 甲", ">（一）", ">> 甲", "> 2024年", ">"),
    rejects=("甲 > 乙", ">=5", "> 5 吨", "＞甲"),
)
BULLET = Rule(
    "the mark of an item of a list without numbers; a page number between dashes is none",
    r"\A[ \t\u3000]*+(?P<mark>[-*+])(?!\s*+\d++\s*+-\s*+\Z)(?:[ \t\u3000]++|\Z)",
    matches=("- （一）", "*\t（一）", "+ 甲", "  - 乙", "-"),
    rejects=("- 12 -", "-5℃", "**甲**", "*（一）"),
)
CHECKBOX = Rule(
    "the box of an item to be ticked",
    r"\A\[(?P<tick>[ xX])\](?=[ \t])",
    matches=("[ ] 甲", "[x] 乙"),
    rejects=("[甲] 乙", "[x]"),
)
ORDERED_MARK = Rule(
    "the number of an item in a list that Markdown numbers",
    r"\A[ \t]*+(?P<number>\d{1,9})[.)][ \t\u3000]++(?=\S)",
    matches=("1. 甲", "  12) 乙"),
    rejects=("1.5", "1．甲", "1.甲", "1. "),
)
LABEL = Rule(
    "the label of a provision, perhaps in bold, in front of which the number of a list is markup",
    rf"\A(?:\*\*|__)?(?:第{NUMERAL}{{1,8}}(?:分编|[编章节条])|[（(][{CHINESE_TO_999}{ARABIC}]{{1,5}}[）)])",
    matches=("第一条", "**第二条**", "（一）甲"),
    rejects=("第一季度", "甲", "一、甲"),
)
FENCE = Rule(
    "the line that opens or closes a block of code or of formulas",
    r"""
    \A[ \t]*+
    (?:(?P<fence>`{3,30}+|~{3,30}+)[ \t]*+(?P<language>[^`\s]*+)[^`\n]*+|(?P<formula>\$\$)[ \t]*+)
    \Z
    """,
    verbose=True,
    matches=("```", "~~~ text", "```mermaid", "$$"),
    rejects=("``甲``", "~~甲~~", "``` 甲 ```", "$$x$$"),
)
CONTAINER = Rule(
    "the line that opens or closes a container or a callout of a site generator",
    r"""
    \A[ \t]*+
    (?:(?P<colons>:{3,}+)[ \t]*+(?P<name>[A-Za-z-]*+)|(?P<callout>\[![A-Za-z]{1,20}\][+-]?))
    [ \t]*+(?P<title>[^\n]*+)\Z
    """,
    verbose=True,
    matches=("::: note", ":::", "::: tip 提示", "[!NOTE]"),
    rejects=(":甲", "::甲::", "[甲]"),
)
DEFINITION = Rule(
    "the definition of a link or of a footnote",
    r"""
    \A[ ]{0,3}\[(?P<note>\^)?(?P<label>[^\[\]\n]{1,200})\]:
    (?(note)
      |[ \t]*+(?:<[^<>\n]*+>|[^\s<]\S*+)                              # an address
       [ \t]*+(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\))?[ \t]*+\Z  # a title
    )
    """,
    verbose=True,
    matches=("[1]: https://example.org", "[^1]: 甲。", '[甲]: <a b> "题"'),
    rejects=("[甲]：乙", "[1]:", "[甲]: 乙 丙"),
)
TABLE_RULE = Rule(
    "the line between the head and the body of a table",
    r"\A[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+\Z",
    matches=("|---|:-:|", "--- | ---", "| - |"),
    rejects=("| 甲 |", "|--甲--|", "||"),
)
FRONT_MATTER = Rule(
    "a line between the rules at the head of a file that states facts about it",
    r"""
    \A(?:
      (?P<key>[\w.-]{1,60})(?::(?!\S)|[ ]?=)(?:[ \t]*+(?P<value>[^\n]*+))
      |[ \t]++[^\n]*+           # more of a value
      |-[ \t][^\n]*+            # an entry of a list
      |\#[^\n]*+                # a remark
      |[\]}],?
      |\[{1,2}[\w.-]{1,60}\]{1,2}  # the name of a group
    )?\Z
    """,
    verbose=True,
    matches=(
        "title: 示范法",
        "title = '示范法'",
        "title='示范法'",
        "[params]",
        "tags:",
        "  - 甲",
        "",
        "# 注",
    ),
    rejects=("第一条　甲", "---", "date:2020"),
)
