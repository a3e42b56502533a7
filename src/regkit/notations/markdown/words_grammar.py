"""The Markdown syntax within a line."""

from __future__ import annotations

from regkit.rule import Rule

SPECIAL = Rule(
    "a character with which markup within a line may begin",
    r"[\\`*_~<&\[\]!${=^#]|%%|\+\+",
    matches=("*", "&emsp;", "<br>", "^", "#", "%%", "++"),
    rejects=("第一条", "（一）", "|", "5%", "1+2"),
)
BRACKET = Rule(
    "a bracket around the words of a link",
    r"[\[\]]",
    matches=("[", "]"),
    rejects=("（", "【"),
)
ESCAPE = Rule(
    "a punctuation mark escaped by a backslash",
    r"\\(?P<sign>[!-/:-@\[-`{-~])",
    matches=("\\.", "\\*"),
    rejects=("\\n", "."),
)
ENTITY = Rule(
    "a reference to a character",
    r"&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    verbose=True,
    matches=("&emsp;", "&#12288;", "&#x3000;"),
    rejects=("Q&A", "&;", "&amp"),
)
AUTOLINK = Rule(
    "an address between angle brackets",
    r"<(?P<address>(?:https?|ftp|mailto):[^<>\s]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>",
    matches=("<https://example.org/a>", "<mailto:a@example.org>", "<a@example.org>"),
    rejects=("<选举法>", "<a>", "<https://示范 法>"),
)
TAG = Rule(
    "a tag of HTML",
    r"""
    <(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,30})
    (?P<attributes>(?:
        \s++(?:hidden|open|nowrap|noshade
          |[A-Za-z_@:][\w.:@-]{0,60}\s*+=\s*+(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'=<>`]{1,500}))
    )*+)
    \s*+(?P<alone>/?)>
    """,
    verbose=True,
    matches=("<br>", "<br/>", "</b>", '<img src="a.png" alt="甲" />', "<details open>", "<font color=red>"),
    rejects=("<选举法>", "<a 且 b>", "a < b", "<1>"),
)
HIDING_STYLE = Rule(
    "a style attribute that hides its element",
    r"(?i)\s(?:hidden\b|style\s*+=\s*+[\"'][^\"']{0,300}(?:display\s*+:\s*+none|visibility\s*+:\s*+hidden))",
    matches=(' style="display:none"', " hidden", " style='color:red;visibility: hidden'"),
    rejects=(' style="color:red"', ' title="hidden"'),
)
STRIKING_STYLE = Rule(
    "a style attribute that strikes its element out",
    r"(?i)\sstyle\s*+=\s*+[\"'][^\"']{0,300}text-decoration[^\"':]{0,20}:[^\"';]{0,60}line-through",
    matches=(' style="text-decoration: line-through"', " style='color:red;text-decoration:line-through'"),
    rejects=(' style="text-decoration:underline"',),
)
COLUMNS = Rule(
    "how many columns a cell spans",
    r"(?i)\scolspan\s*+=\s*+[\"']?(?P<count>\d{1,8})",
    matches=(' colspan="2"', " COLSPAN=3"),
    rejects=(' rowspan="2"', ' colspan="a"'),
)
ROWS = Rule(
    "how many rows a cell spans",
    r"(?i)\srowspan\s*+=\s*+[\"']?(?P<count>\d{1,8})",
    matches=(' rowspan="2"', " ROWSPAN=3"),
    rejects=(' colspan="2"', ' rowspan="a"'),
)
LINK_TARGET = Rule(
    "the address of a link, with its title, after the words of the link",
    r"""
    \([ \t]*+
    (?:<(?P<bracketed>[^<>]{0,2000})>
      |(?P<address>(?:[^\s()<>]{0,2000}+(?:\([^\s()<>]{0,500}+\))?){0,3}))
    (?:[ \t]++(?:"[^"]{0,500}"|'[^']{0,500}'))?
    [ \t]*+\)
    """,
    verbose=True,
    matches=("(https://example.org/a)", "(#第一章)", '(a.html "题")', "(<a b>)", "()"),
    rejects=("(第一款 第二款)", "（a）", "(a"),
)
LINK = Rule(
    "a link with its words, in Markdown or HTML",
    r"""
    (?<!\\)\[(?P<words>[^\[\]\n]{1,200})(?<!\\)\]\((?P<address>[^()\n]{0,500})\)
    |(?<!\\)<a\s[^<>\n]{1,500}>(?P<text>[^<>\n]{0,200})</a>
    """,
    verbose=True,
    matches=("[首页](../index)", '<a href="a">首页</a>'),
    rejects=("[首页]", "<a>", "[首页\\](a)"),
)
ANY_TAG = Rule(
    "whatever may be a tag of HTML",
    r"</?[A-Za-z][^<>\n]{0,500}>",
    matches=("<div align='right'>", "</div>"),
    rejects=("<选举法>", "<>"),
)
ADDRESS = Rule(
    "an address of the web or of a file, which brackets in a text of law do not contain",
    r"\#|\?|\.{0,2}/|[A-Za-z][A-Za-z0-9+.-]{1,15}:|[^\s/]{1,300}[./][^\s]|\Z",
    verbose=True,
    matches=("https://example.org", "#第一章", "../a", "a.html", "a/b", "", "mailto:a@example.org"),
    rejects=("1", "c", "见附件", "二〇二四"),
)
ATTRIBUTES = Rule(
    "attributes that site generators add to what stands in front of them",
    r"\{:?[ ]?[\#.:A-Za-z][!-z|~ ]{0,200}\}",
    verbose=True,
    matches=("{#a}", '{:target="_blank"}', "{ #chp_1 .rk-chapter }", "{: .note }"),
    rejects=("{甲}", "{{ a }}", "{1}"),
)
TEMPLATE = Rule(
    "an expression or an instruction of a template",
    r"\{\{[^{}\n]{0,500}\}\}|\{%[^{}\n]{0,500}%\}",
    matches=("{{ page.title }}", "{% include a.html %}"),
    rejects=("{甲}", "{{甲"),
)
FORMULA = Rule(
    "a formula in the language of TeX",
    r"\$(?=[^$\s])(?=[^$\n]{0,500}[\\^_])[^$\n\u4e00-\u9fff]{1,500}(?<!\s)\$",
    matches=("$x^2$", "$\\frac{1}{2}$"),
    rejects=("$5", "5$、10$", "$甲_乙$"),
)
LOWERING = Rule(
    "words between single waves, which some dialects lower or strike out, and what stands in front; a range is none",
    r"""
    (?:
        # Nothing but punctuation or whitespace stands in front: ~小型~
        (?:[^\\\w～~%％℃°）)】”》]|\A)~(?=[\w（《“])(?P<words>[^~\n]{1,200})(?<=[\w）》”])~(?!\d)
        # After a word, lowered words are short and have no punctuation: 适用于~小型~集市
        |[^\W\d]~(?P<marked>[^\W\d一二三四五六七八九十百千万零〇两初末]{2,40})~(?!\d)
        # H~2~O, V~max~
        |[A-Za-z)\]]~(?P<lowered>[A-Za-z0-9+-]{1,10})~(?!\d)
    )
    """,
    verbose=True,
    matches=("~小型~", "于~小型~集", "H~2~O", "O~2~的", "（~试行~）"),
    rejects=("3~5人", "5~8、10~20", "一~周五，周六~周日", "；~5人以下，~10人", "一~三~五", "5~8~10"),
)
RAISING_MARKS = Rule(
    "words between two ^, which some dialects raise, and what stands in front; a power in a formula is none",
    r"""
    [^\s^(（=＝*×/÷+＋\\-]\^
    (?:
        (?P<number>[+-]?\d{1,9})\^(?![\d(（+-])
        |(?P<words>[^\W\d]\w{0,20}|\d{1,9}[^\W\d]{1,20}|[（(]\w{1,20}[）)]|[①-⑳])\^(?![\w(（+-])
    )
    """,
    verbose=True,
    matches=("m^2^", "0^-6^克", "甲^注1^，", "例^①^"),
    rejects=("3^2+4^2", "x^2y^2", "a^b", "2^(n+1)^", "2^3^2", "^2^"),
)
WIKI_LINK = Rule(
    "a link or a picture between two pairs of brackets",
    r"!?\[\[(?P<words>[^\[\]\\\n]{1,200})\]\]",
    matches=("[[集市条例]]", "[[集市条例|条例]]", "![[图.png]]"),
    rejects=("[[甲]乙]", "[甲]", "[[]]"),
)
TAG_MARK = Rule(
    "a word behind # at the start of a line, behind whitespace or behind a sentence, which some programs take as a tag",
    r"(?:\A|[\s。；！？])#[^\W\d][\w/-]{0,100}",
    matches=("#标签", "#集市/夜市", " #market", "。#标签"),
    rejects=("# 标签", "#1", "C#语言", "1#楼", "##", "。#1楼"),
)
DIALECT_NOTE = Rule(
    "the mark of a footnote that the file does not define, or a footnote within the line",
    r"\[\^(?P<label>[^\[\]\s]{1,60})\]|\^\[(?=[^\[\]\n]{1,500}\])",
    matches=("[^1]", "^[注释]"),
    rejects=("[1]", "a^b", "^2", "[^]"),
)
BLOCK_NAME = Rule(
    "the name that some programs give to a paragraph, at its end",
    r"\s\^[A-Za-z0-9-]{1,40}[ \t]*+\Z",
    matches=(" ^block-1", "\t^a1 "),
    rejects=("a^2", " ^甲", " ^a b"),
)
DOUBLED_MARKS = Rule(
    "words between doubled marks, which some programs hide or show as inserted",
    r"(?:[^0-9A-Za-z%+\\]|\A)(?:%%(?=[^\s%])(?P<hidden>[^%\n]{1,300})%%|\+\+(?=[^\s+])(?P<added>[^+\n]{1,300})(?<!\s)\+\+)",
    matches=("%%备注%%", "++增加++"),
    rejects=("5%%", "C++", "1++2", "%% %%"),
)
RAISED = Rule(
    "raised or lowered words between tags",
    r"<(?P<name>[Ss][Uu][PpBb])>(?P<words>[^<>\n]{1,40})</(?P=name)>",
    matches=("<sup>2</sup>", "<sub>10</sub>", "<SUP>①</SUP>"),
    rejects=("<sup></sup>", "<sup>2</sub>", "<sup><b>2</b></sup>"),
)
DISPLAYED_FORMULA = Rule(
    "a formula in the language of TeX on a line of its own",
    r"\$\$[^$\n]{1,2000}\$\$",
    matches=("$$x=1$$",),
    rejects=("$$", "$x$"),
)
ARITHMETIC = Rule(
    "what shows that a line calculates, so that a star in it multiplies",
    r"[=＝+＋×÷%％≤≥]|\d[ ]?\*|\*[ ]?\d|公式|计算|相乘|乘以|[长宽高厚深]\*|\*[长宽高厚深]|体积|面积|尺寸|规格",
    matches=("=数量*单价", "3*4", "长*宽*高", "计算"),
    rejects=("本条例所称*集市*是指", "甲*乙*丙"),
)
PAGES_BESIDE = Rule(
    "words by which a page leads to the one before it, the one behind it or the list of all",
    r"[上下]一?[篇页条个章节]：|返回目录",
    matches=("上一篇：", "下篇：", "下一章：", "返回目录"),
    rejects=("上一级：", "上一篇", "目录"),
)
