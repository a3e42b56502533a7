"""The grammar of what a text does to other acts. The rules read text without whitespace in which titles and quotations are masked."""

from __future__ import annotations

from regkit.metadata.grammar import NUMBER_PATTERN
from regkit.rule import Match, Rule
from regkit.text.grammar import ARABIC, CHINESE_NUMERALS, NUMERAL

_MASK = "〓"
_PROVISION = f"第[（(]?{NUMERAL}{{1,8}}[）)]?条[之第（）(){CHINESE_NUMERALS}{ARABIC}款项]{{0,24}}"

EFFECTIVE = Rule(
    "words without which a paragraph does nothing to other acts",
    r"废止|失效|停止执行|停止施行|不再执行|修改|修正|恢复|继续施行|继续有效|继续执行|调整适用|停止适用|暂停|不一致|抵触",
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
    r"(?:下列|以下|原)?[^，。；：〓《的]{0,30}《",
    matches=("《", "原省人民政府《"),
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
    rf"[（(](?P<inside>[^（）()]{{0,60}}?(?P<number>{NUMBER_PATTERN})?[^（）()]{{0,40}})[）)]",
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
    (?:作出?(?:如下|以下|相应)?|进行|予以)?[^，。；：]{{0,6}}(?:修改|修正|修订)(?:为|如下|：|:|，|。|\Z)
    """,
    verbose=True,
    matches=("作如下修改：", "第三条修改为：", "作出修改。", "修改为"),
    rejects=("同时废止", "的决定"),
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
    return f"{words[0]}{_MASK * (len(words) - 2)}{words[-1]}"
