"""The grammar of definitions and abbreviations: 本条例所称……是指……, 用语的含义, 以下简称."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import NUMERAL

_KINDS_OF_ACT = "法典?|条例|办法|规定|细则|规则|解释|决定|标准|意见"
# Such as 以下简称, 简称, 下统称.
_CALLED = "(?:(?:以下|下)(?:均|统|简|通)?|简)称为?"
_MEANS = "(?:是指|系指|指的是|专指|即指)"
_MEANS_AFTER_COMMA = f"(?:{_MEANS}|指|是|为|包括|即)"

DEFINITION = Rule(
    "a definition: 本条例所称甲，是指乙",
    rf"""
    (?P<scope>
        本(?:{_KINDS_OF_ACT}|[编章节条款])
        |前款|上款
        |(?:(?!本)[^，。；：、\n]){{2,30}}?第{NUMERAL}{{1,9}}[条款项]    # of another law
    )
    (?:中|规定)?(?:所(?:称|指|说)的?|中的)
    [“]?(?P<name>[^，。；：\n“”（(]{{1,40}}?)[”]?
    (?:[（(]{_CALLED}[“]?(?P<short>[^）)“”]{{1,30}})[”]?[）)])?
    (?:[，,]\s?{_MEANS_AFTER_COMMA}|{_MEANS}|包括)
    (?P<definition>[^。\n]{{2,2000}})
    """,
    verbose=True,
    matches=(
        "本条例所称集市，是指定期交易的场所",
        "本章所称的摊主是指在集市经营的人",
        "示范法第三条所称示范，包括甲和乙",
        "本办法所称公益性集市（以下简称集市），是指甲乙",
    ),
    rejects=("本条例适用于集市", "本条例所称集市应当备案"),
)
MEANINGS = Rule(
    "the words that introduce a list of definitions",
    r"""
    \A[^。]{0,60}(?:用语|术语|名词|词语)
    [^。：:]{0,24}(?:含义|定义|解释|如下|是指?)?
    [^。：:]{0,6}[：:]\s*\Z
    """,
    verbose=True,
    matches=("本条例下列用语的含义：", "本法中下列用语的含义是：", "本办法的用语含义如下："),
    rejects=("本条例所称集市，是指：", "应当使用规范用语"),
)
MEMBER = Rule(
    "one definition in such a list",
    rf"""
    \A[“]?(?P<name>[^，。；：:“”\n（(]{{1,50}}?)[”]?
    (?:[（(](?:{_CALLED}[“]?(?P<short>[^）)“”]{{1,30}})[”]?|[^（）()]{{1,60}})[）)])?
    (?:[，,：:]\s?{_MEANS_AFTER_COMMA}?|{_MEANS}|指)
    (?P<definition>[^\n]{{2,}})
    """,
    verbose=True,
    matches=(
        "集市，是指甲",
        "集市：指甲乙",
        "“集市”是指甲乙",
        "集市，包括甲乙",
        "集市（以下简称市），是指甲乙",
    ),
    rejects=("。集市", "集市管理"),
)
ABBREVIATION = Rule(
    "an abbreviation: （以下简称乙） after 甲",
    rf"""
    [（(]
    (?:[^（）()，。；]{{1,40}}[，,])?    # 国发〔2015〕16号，
    {_CALLED}(?:[：:]|为)?\s?
    [“《]?(?P<name>[^（）()“”《》，。；]{{1,40}})[”》]?
    [）)]
    """,
    verbose=True,
    matches=(
        "（以下简称集市）",
        "（以下统称摊主）",
        "(以下简称“总体方案”)",
        "（简称《细则》）",
        "（国发〔2015〕16号，以下简称《细则》）",
    ),
    rejects=("（试行）", "（以下同）"),
)
CLAUSE = Rule(
    "the words before an abbreviation, back to the last punctuation mark; the term may begin anywhere in them",
    r"""
    \A(?:.*[，。；：\n])?
    (?:为了?|根据|依照|按照|由|经|向|对|将|和|以及)?
    (?P<long>[^，。；：\n]{1,120})\Z
    """,
    verbose=True,
    matches=("县级以上人民政府主管集市的部门", "为了规范集市，根据示范省集市联合会"),
)
TITLE_BEFORE = Rule(
    "a title directly before an abbreviation",
    r"\A.*(?P<long>《[^》\n]{1,200}》)\Z",
    matches=("根据《示范法》",),
)
