"""The grammar of what a text does to other acts. The rules read text without whitespace in which titles and quotations are masked."""

from __future__ import annotations

from regkit.metadata.grammar import DAY_PATTERN, NUMBER_PATTERN
from regkit.rule import Match, Rule
from regkit.text.grammar import ARABIC, CHINESE_NUMERALS, NUMERAL

MASK = "〓"
_PROVISION = f"第[（(]?{NUMERAL}{{1,8}}[）)]?条[之第（）(){CHINESE_NUMERALS}{ARABIC}款项]{{0,24}}"
_BRACKETS = "(?:[（(][^（）()]{0,80}[）)])?"

EFFECTIVE = Rule(
    "words without which a paragraph does nothing to other acts",
    r"废止|失效|停止执行|停止施行|不再执行|不再施行|修改|修正|恢复|继续施行|继续有效|继续执行|调整适用|停止适用|暂停|不一致|抵触",
    matches=("废止《示范办法》", "修改", "恢复施行"),
    rejects=("施行", "适用"),
)
MASKED = Rule(
    "the words of a title, or of a quotation, whose own words must not be taken for those of the sentence",
    r"《[^《》]{0,400}(?:《[^《》]{0,400}》[^《》]{0,400}){0,8}》|“[^“”]{0,2000}”",
    matches=("《示范建议办理办法》", "《关于修改《示范办法》的决定》", "“同时废止”"),
    rejects=("《", "示范办法"),
)
TITLE_FOLLOWS = Rule(
    "words between 废止 and the titles of what is repealed",
    rf"(?:下列|以下|原)?(?:{DAY_PATTERN}[^，。；：〓《的]{{0,60}}的|[^，。；：〓《的]{{0,30}})《",
    matches=("《", "原省人民政府《", "1999年3月1日示范市人民政府公布的《"),
    rejects=("。", "的《", "，适用《"),
)
LIST_FOLLOWS = Rule(
    "words after 废止 that announce a list of what is repealed",
    r"(?:的)?(?:下列|以下|如下|[^。；]{0,20}目录|[^。；]{0,30}[：:]\Z)",
    matches=("下列地方性法规：", "的规章目录", "以下法规"),
    rejects=("。", "《示范办法》"),
)
HISTORY_AFTER = Rule(
    "words after the title of a decision that only tells the history of another act",
    r"(?:和《[^《》]{0,200}》)?(?:第?.{1,3}次)?(?:修正|修订|修改|公布|发布|批准|通过)(?:的|、|，)",
    matches=("修正的《", "第二次修正的", "修订，"),
    rejects=("同时废止", "（第3号）"),
)
BRACKETS = Rule(
    "brackets after a title, with what describes the act",
    _BRACKETS,
    matches=("（示政发〔1997〕5号）", ""),
    rejects=(),
)
SHARED_PART = Rule(
    "words after a title by which it and those joined with it stand for parts of their acts",
    rf"""
    {_BRACKETS}
    (?:(?:、|和|及|与|以及)《[^《》]{{0,400}}》{_BRACKETS}){{1,40}}
    (?:中|的?(?:有关|相关)|的?规定)
    """,
    verbose=True,
    matches=("和《〓》中有关示范的规定", "（示范部令第3号）、《〓》的有关规定"),
    rejects=("和《〓》同时废止", "中有关示范的规定", "、1999年公布的《〓》中有关示范的规定"),
)
STATED = Rule(
    "words between the last title and 废止 that add no other subject: what is repealed are the acts themselves",
    rf"""
    {_BRACKETS}[，,]?(?:(?:及其?|以及|连同|等)[^，。；《》]{{0,24}})?[，,]?
    (?:(?:自|从|于|在)[^，。；《》]{{1,40}}?(?:起|时|后|日))?[，,]?
    (?:同时|同日|即行|即|相应|一并|予以|宣布|随之|自行|自然|亦|均|也|都|全部|一律){{0,4}}\Z
    """,
    verbose=True,
    matches=("", "同时", "（示范部令第3号）自本办法施行之日起即行", "及其实施细则同时", "，自2020年1月1日起"),
    rejects=("代替的规章，自行", "，许可证自行", "规定的许可同时"),
)
PART_AFTER = Rule(
    "words between a title and 废止 that mean a part of the act without its number",
    r"""
    中(?:有关|关于|涉及|的)[^，。；《》]{0,40}(?:规定|条款|内容|条文|部分)
    (?:同时|即行|相应|一并|予以){0,2}(?:废止|失效|停止执行)
    """,
    verbose=True,
    matches=("中有关示范的规定同时废止",),
    rejects=("规定的许可证同时废止", "中有关示范的规定"),
)
OWN_DAY = Rule(
    "words after a day by which acts are repealed from that day",
    r"(?:零时)?(?:之日)?起?[，,]?(?=即行|同时|予以|自行|一并|宣布|一律|废止|失效|停止|不再|《|原《|下列|以下)",
    matches=("起废止", "废止", "起，《〓》同时废止"),
    rejects=("起施行的《〓》", "起施行，《〓》同时废止"),
)
LATER_DAY = Rule(
    "words after the titles of what is repealed, with the day from which it is: 废止《某办法》，自2020年1月1日起停止执行",
    rf"(?:自|从|于)(?P<day>{DAY_PATTERN})(?:零时)?(?:之日)?起?(?:即行|同时|予以|自行|一律){{0,2}}(?:停止执行|停止施行|废止|失效|不再执行)",
    matches=("自2020年1月1日起停止执行",),
    rejects=("自2020年1月1日起施行",),
)
ENTRY = Rule(
    "the beginning of a line that lists an act: its number, and who made the act when",
    rf"\A(?P<number>[（(]?[{CHINESE_NUMERALS}{ARABIC}]{{1,4}}[）)]?[、.．。]?)?(?!将|对|把|在|根据|依照|修改)[^，。；：《》]{{0,80}}《",
    matches=("《示范办法》", "1.《示范办法》", "（一）1999年3月1日示范市人民政府公布的《示范办法》"),
    rejects=("对《示范办法》作出修改", "示范时，适用《示范办法》"),
)
PROVISIONS_AFTER = Rule(
    "provisions right after a title: 《某条例》第十条、第十二条",
    rf"(?:的|中的?)?(?P<provisions>{_PROVISION}(?:[、和]{_PROVISION}){{0,40}})",
    matches=("第十条", "第十条、第十二条第二款"),
    rejects=("同时废止", "的规定"),
)
CONFLICTING = Rule(
    "words after a title that give way to this act as far as they conflict",
    r"(?:中|的)?[^，。；《》]{0,12}(?:与|同)本[^，。；《》]{1,16}(?:不一致|相抵触|抵触|不符|冲突)",
    matches=("与本条例不一致", "的规定与本办法相抵触", "中有关规定同本规定不一致"),
    rejects=("同时废止", "与本条例同时施行"),
)
NUMBER_AFTER = Rule(
    "the brackets after a title, with the number of the act if they hold one",
    rf"""
    [（(](?P<inside>
        (?:[^（）()]{{0,40}}?{DAY_PATTERN})?
        (?:[^（）()]{{0,30}}?(?P<number>{NUMBER_PATTERN}))?
        [^（）()]{{0,60}}
    )[）)]
    """,
    verbose=True,
    matches=("（示政发〔1997〕5号）", "（1997年4月15日示范省人民政府发布）", "（示范部令第3号）"),
    rejects=("同时废止",),
)
REVIVED_BEFORE = Rule(
    "words before a title that put an act into force again",
    r"\A(?:.{0,20})(?:恢复|继续)(?:施行|执行|实施|适用)\Z",
    matches=("决定恢复施行", "继续执行"),
    rejects=("恢复", "适用"),
)
REVIVED_AFTER = Rule(
    "words after a title that put an act into force again",
    r"(?:自[^，。；]{1,24}起)?(?:予以)?恢复(?:施行|执行|实施|适用|效力)|继续(?:有效|施行)",
    matches=("恢复施行", "自2020年1月1日起恢复施行", "继续有效"),
    rejects=("同时废止",),
)
ADAPTED_BEFORE = Rule(
    "words before a title that suspend or adapt an act in some places or for some time",
    r"\A(?:.{0,20})(?:暂时|暂)?(?:调整|停止|暂停)(?:适用|实施|施行)\Z",
    matches=("暂时调整适用", "在示范区停止适用"),
    rejects=("适用", "停止执行决定"),
)
ADAPTED_AFTER = Rule(
    "words after a title that suspend or adapt an act in some places or for some time",
    rf"""
    (?:的?(?:有关)?规定|{_PROVISION}(?:的?规定)?)?[，,]?(?:在[^，。；]{{1,30}})?
    (?:暂时|暂)(?:调整|停止)(?:适用|实施|施行)
    """,
    verbose=True,
    matches=("第十条的规定，在示范区暂时停止适用", "暂时调整适用"),
    rejects=("停止执行",),
)
AMENDED_AFTER = Rule(
    "words after a title by which a decision amends the act",
    rf"""
    (?:[（(][^（）()]{{0,60}}[）)])?(?:{_PROVISION}[^，。；：]{{0,20}})?
    (?:作出?(?:如下|以下|相应)?|进行|予以)?[^，。；：已曾经未不]{{0,6}}(?:修改|修正|修订)(?:为|如下|：|:|，|。|\Z)
    """,
    verbose=True,
    matches=("作如下修改：", "第三条修改为：", "作出修改。", "修改为"),
    rejects=("同时废止", "的决定", "已经修改，"),
)
AMENDED_BEFORE = Rule(
    "words before a title by which a decision amends the act",
    r"\A(?:.{0,24})(?:决定|对)(?:对|修改|修正)\Z|\A.{0,4}、?修改\Z",
    matches=("会议决定对", "决定修改", "一、修改"),
    rejects=("根据", "依照"),
)
AMENDMENT_OF = Rule(
    "the title of an amendment (修正案), with the act that it amends",
    rf"\A(?P<act>[^《》]{{2,60}}?)修正案(?:[（(][{CHINESE_NUMERALS}{ARABIC}]{{1,3}}[）)])?\Z",
    matches=("示范法修正案（二）", "示范条例修正案"),
    rejects=("关于示范的决定",),
)
DECISION_ON = Rule(
    "the title of a decision that amends acts, with the words that name them",
    r"\A.{0,60}关于(?:修改|修正|修订|补充)(?P<acts>.{2,300})的(?:决定|决议|补充规定)\Z",
    matches=(
        "示范市人民代表大会常务委员会关于修改《示范条例》的决定",
        "关于修改〈示范条例〉等三件地方性法规的决定",
    ),
    rejects=("关于废止《示范条例》的决定",),
)
REPEAL_OF = Rule(
    "the title of a decision that repeals the acts it names",
    r"""
    \A[^《》〈〉]{0,60}关于废止
    (?P<acts>(?:[、和及]?[《〈<＜][^《》〈〉<>＜＞]{2,120}[》〉>＞]){1,20})
    (?:等.{0,20})?的(?:决定|决议|令|公告|通告|通知)\Z
    """,
    verbose=True,
    matches=("示范市人民政府关于废止《示范办法》的决定", "关于废止〈甲办法〉和〈乙办法〉等五件规章的决定"),
    rejects=(
        "关于废止《示范办法》第三条的决定",
        "关于批准废止《示范办法》的决定",
        "关于废止和修改《示范办法》的决定",
    ),
)
TITLE_IN_TITLE = Rule(
    "a title inside the title of a decision",
    r"[《〈<＜](?P<act>[^《》〈〉<>＜＞]{2,120})[》〉>＞]",
    matches=("《示范条例》", "〈示范条例〉"),
    rejects=("示范条例",),
)
ONLY_ABOUT_ACTS = Rule(
    "the title of a text that only repeals or amends other acts",
    rf"""
    \A(?:
        .{{0,400}}(?:废止|失效|修改|修正|修订|清理|调整适用|停止适用|恢复施行).{{0,300}}(?:决定|决议|公告|通知|命令|令)
        |.{{0,200}}修正案(?:[（(][{CHINESE_NUMERALS}{ARABIC}]{{1,3}}[）)])?
    )\Z
    """,
    verbose=True,
    matches=("示范市人民代表大会常务委员会关于废止部分地方性法规的决定", "示范法修正案（二）"),
    rejects=("示范条例", "示范市地方性法规清理办法"),
)


def masked(text: str) -> str:
    """The text with the words of titles and quotations masked; every character keeps its offset, and 《》 stay."""
    return MASKED.sub(_mask, text)


def _mask(match: Match) -> str:
    words = match.group()
    return f"{words[0]}{MASK * (len(words) - 2)}{words[-1]}"
