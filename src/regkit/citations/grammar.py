"""The grammar of citations.

::

    internal = [ SELF ["的"] ] list | relative | container [ list ]
    external = 《title》 [（note）] [ list ]  |  NAME [ list ]
    list     = unit { SEPARATOR unit }
    unit     = { 第X编 | 第X分编 | 第X章 | 第X节 } [ 第X条 ] [ 第X款 ] [ 第X项 ] [ 第X目 ]   (* at least one *)
    relative = ["本条"] 前[两] 款|项|条 [ list ]
"""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import CHINESE_TO_99, DAY_NUMERAL, DIGIT, NUMERAL

# Possessive, because a number is never followed by another numeral.
_NUM = f"{NUMERAL}{{1,12}}+"
# The numerals of 前两款, where 2 may be written 两.
_COUNT = f"{CHINESE_TO_99}两"
# The limit for numbers that share one unit: 第六、七、八项.
_MOST_NUMBERS = 50
# The limit for a list such as 法律、行政法规、规章.
_MOST_SUBJECTS = 20
# Names of levels, but not as the beginning of another word: 条件, 项目, 章程, 节日.
_LEVEL = "分编|编(?![号制码])|章(?!程(?!序))|节(?![日目能约课])|条(?![例件文约])|款(?![项式])|项(?!目)|目(?![标的录])"
# The same after 本. 本章程 is not 本章, but in 本章程序 the word 程序 follows 本章.
_CONTAINER = (
    "条(?![例件文约]|列第)|款(?![项式物])|项(?![目下])|章(?!程(?!序))|节(?![日目能约假水气])|编(?![制号])"
)
_KINDS_OF_ACT = (
    "法典|法(?![律院医治]|规(?!定)|定(?!罪)|[官庭人](?![民身]))|条例(?!外)|条列(?=第)|办法|规定|解释|决定"
    "|规则|细则|意见|通知|批复|标准|决议|纪要|公告|章程"
)
_QUALIFIER = "(?:实施|暂行|若干|补充|修改|试行)?"
_SEPARATOR = "、|和|及其?|与|或者|或|以及|至|到"
_SUBJECT = "法律|行政法规|地方性法规|法规|规章|行政规章|部门规章|政策|标准|规定"
# The end of 国家有关法律、行政法规.
_VAGUE_LAW = (
    f"(?:{_SUBJECT})(?:(?:、|和|或者|以及|及|与)(?:国家|国务院|省|市)?(?:有关|相关|其他)?(?:{_SUBJECT}))"
    f"{{0,{_MOST_SUBJECTS}}}"
)

TRIGGER = Rule(
    "where a citation may begin",
    rf"""
    # Each alternative begins with a different single character, so that a search skips all others quickly.
    # The group after that character names the reader.
    《(?P<title>)
    |本(?:
        (?P<own_act>{_QUALIFIER}(?:{_KINDS_OF_ACT}))
        |(?P<container>{_CONTAINER})
    )
    |第(?P<bare>(?=[（(]?{_NUM}[）)条款项章节编分、和及或至到第]))
    |前(?P<preceding>(?=[{_COUNT}几]?(?:[款项]|条(?![例件约令]))))
    |上(?P<above>(?=一?(?:条(?![例件约])|款(?!项)|项(?!目))))
    |法(?:
        # 办法, 违法, 依法 … end no name.
        (?<=[^办违依执合方非立守普]法)
        (?P<law>(?:典|通则|总则)?(?![律院治制医庭官学]|规(?!定)|人(?!民)|定(?!罪)|宣誓))
        |(?P<laws>律、(?:行政法规|法规)(?:[、和](?:{_SUBJECT})){{0,{_MOST_SUBJECTS}}})
    )
    |条(?P<regulation>例)(?!草案)
    |该(?P<that_act>法(?![律院治规定人官])|条例)
    |国(?P<national>(?:家|务院)(?:有关|相关)?(?:{_VAGUE_LAW}))
    |有(?P<relevant>关(?:{_VAGUE_LAW}))
    |相(?P<related>关(?:{_VAGUE_LAW}))
    """,
    verbose=True,
    matches=(
        "《示范法》",
        "本条例",
        "本条",
        "第三条",
        "第（三）项",
        "前款",
        "前两款",
        "上款",
        "国家有关规定",
    ),
    rejects=("本人", "本项目", "前者", "上级", "法律", "法院", "该项", "国家", "有关部门"),
)
STEP = Rule(
    "one step of a unit: 第三条, 第（一）项, 第三条之一",
    rf"""
    第?[（(](?P<bracketed>{_NUM})[）)]项(?!目)
    |第(?P<number>{_NUM})
    (?:
        (?P<level>{_LEVEL})
        (?P<inserted>(?:之{_NUM}(?!般|切|种|类|款|项|条))*)    # 之一, but not 之一般
        |(?=第{_NUM}[款项])                                    # 第四十八第一款: the 条 was left out
    )
    """,
    verbose=True,
    matches=("第三条", "第（三）项", "(三)项", "第三条之一", "第二分编", "第四十八第一款"),
    rejects=("第三", "（三）项目", "第三条件", "第二项目", "三条"),
)
SAME_LEVEL = Rule(
    "the end of a range in which 第 is printed only once: 第三条至五条",
    rf"(?P<number>{_NUM})(?P<level>[条款项])(?![例件目])",
    matches=("五条", "三项"),
    rejects=("第五条", "五件"),
)
ELIDED = Rule(
    "several numbers that share one unit: 第六、七项, 第（二）、（三）项, 第（一）至（五）项",
    rf"""
    第?
    (?:
        (?P<numbers>{_NUM}(?:(?:{_SEPARATOR})第?{_NUM}){{1,{_MOST_NUMBERS}}})
        (?P<level>[条款项章])(?![例件目])
        # Brackets need no separator: 第（三）（四）项.
        |(?P<bracketed>[（(]{_NUM}[）)](?:(?:{_SEPARATOR})?第?[（(]{_NUM}[）)]){{1,{_MOST_NUMBERS}}})
        项(?!目)
    )
    """,
    verbose=True,
    matches=(
        "第六、七项",
        "第一、第二款",
        "第（二）、（三）、（五）项",
        "第（三）（四）（五）项",
        "第一至三款",
    ),
    rejects=("第六项、第七项", "第（二）项", "第四十八第一款"),
)
NUMBERS = Rule(
    "a number in a list of numbers, with the separator before it",
    rf"(?P<separator>{_SEPARATOR})?第?[（(]?(?P<number>{_NUM})[）)]?",
    matches=("六", "、七", "至（五）"),
    rejects=("，七",),
)
FIRST_ONES = Rule(
    "after a 条 or 款, a count of its first 款 or 项: 前三款",
    rf"前(?P<count>[{_COUNT}])(?P<level>[款项])(?!目)",
    matches=("前三款", "前两项"),
    rejects=("前款", "前三条"),
)
SEPARATOR = Rule(
    "the separator between two units of a list",
    rf"(?:(?P<through>至|到)|{_SEPARATOR})(?=第|[（(]?{NUMERAL})",
    matches=("、第三条", "和第三款", "至第五条", "至五条"),
    rejects=("，第三条", "、其他"),
)
RELATIVE = Rule(
    "前款, 前两款, 上款",
    rf"(?:前(?P<count>[{_COUNT}几])?|上一?)(?P<level>[款项条])",
    matches=("前款", "前两款", "上款", "前条"),
    rejects=("前者", "本款"),
)
RELATIVE_AT_END = Rule(
    "前款, 前两款 or 上款 at the end of some words",
    rf"(?:前(?P<count>[{_COUNT}])?|上一?)(?P<level>[款项条])\Z",
    matches=("前款", "前两款", "上条"),
    rejects=("前款第", "本款"),
)
OF = Rule("what may stand between 本条例 and 第X条", r"的?[ 　]?(?:总则|分则)?", matches=("", "的", "总则"))
PART_OF_LAW = Rule(
    "what may stand between the name of another law and 第X章",
    r"(?:总则|分则)(?=第)",
    matches=("分则第三章",),
    rejects=("的第三条", "总则编"),
)
NOTE = Rule(
    "a note between a title and what is cited of it",
    r"""
    [ 　]?
    (?P<note>
        [（(]
        [^（）()《》]{0,60}(?:《[^《》]{1,60}》)?(?:[（(][^（）()]{1,20}[）)])?[^（）()《》]{0,40}
        [）)]
    )
    """,
    verbose=True,
    matches=("（法释〔2015〕16号）", "（以下简称《示范法》）", "（以下简称示范法）", "（试行）"),
    rejects=("第三条",),
)
NUMBERED = Rule(
    "文号 in a note",
    rf"""
    [^《》（）()，。；]{{0,20}}[〔\[［（(]\d{{4}}[〕\]］）)]\s?第?\d{{1,6}}号    # 法释〔2015〕16号
    |[^《》（）()，。；]{{0,30}}令(?:\d{{4}}年)?第{NUMERAL}{{1,6}}号           # 国务院令第667号
    """,
    verbose=True,
    matches=("法释〔2015〕16号", "国务院令第667号"),
    rejects=("以下简称示范法", "试行"),
)
LAW_TITLE = Rule(
    "a title in 书名号 that ends like those of legal texts",
    r"""
    \A.{0,200}
    (?:
        法|法典|条例|规定|办法|规则|细则|决定|决议|解释|批复|答复|意见|通知|规范|准则|通则|总则
        |公约|协定|协议|议定书|宪章|宣言|条约|章程|条令|纪律|修正案|纪要|命令|令|公告|方案|安排|规程|标准|纲要
        |制度|指引|指南|大纲|要求|措施|声明|备忘录|规划|计划|税则|清单|目录|名录|总纲|工作规则|须知|指导意见
        |程序|要点|要则|守则|原则|办理|编
    )
    (?:[（(〔〈][^（）()〔〕]{1,40}[）)〕〉]){0,2}    # （试行）
    (?:释义)?
    \Z
    """,
    verbose=True,
    matches=(
        "示范法",
        "示范办法（试行）",
        "关于示范问题的解释（一）",
        "示范公约",
        "关于修改〈示范法〉的决定",
    ),
    rejects=("营业执照", "特种行业许可证", "示范日报", "示范申请书"),
)
NO_LAW_TITLE = Rule(
    "a title of a certificate, a journal or a form that ends like those of legal texts",
    r"""
    \A
    (?:
        .{0,60}
        (?:
            通知书|决定书|意见书|公告栏
            |(?:商标|专利|政府|国务院|法院|人大|人民代表大会|常务委员会)[^〉》]{0,10}公[告报]
            |许可证|合格证|登记表
        )\Z
        |.{0,40}(?:登记|申报|货物|物品|财产|设备|费用|资产|报关)清单\Z
    )
    """,
    verbose=True,
    matches=("处罚决定书", "商标公告", "人民代表大会常务委员会公报"),
    rejects=("示范法", "关于示范的决定"),
)
PLAN_TITLE = Rule(
    "a title of a plan, a standard or a list, whose abbreviation is a common word",
    r"""
    \A.{0,200}
    (?:规划|方案|计划|纲要|标准|规范|目录|名录|清单|税则|细目|要点|安排)
    (?:[（(][^（）()]{1,40}[）)])?
    \Z
    """,
    verbose=True,
    matches=("示范保护规划", "示范总体方案（2020年）"),
    rejects=("示范办法", "示范公约"),
)
DATED = Rule(
    "a date before a title that identifies the version: 2011年12月8日……通过的",
    rf"""
    (?P<year>{DIGIT}{{4}})年(?P<month>{DAY_NUMERAL}{{1,3}}|元)月(?P<day>{DAY_NUMERAL}{{1,3}})日
    [^《》。；，]{{0,90}}?
    (?:审议|讨论)?
    (?:通过|公布|发布|批准|颁布|印发|施行|修订|修正|制定|制发)
    (?:并?公布|并?施行|、公布|并?发布)?
    (?:的|，)?(?:原)?
    \Z
    """,
    verbose=True,
    matches=("2011年12月8日示范省第十一届人民代表大会常务委员会第二十九次会议通过的", "1994年5月12日发布的"),
    rejects=("2011年12月8日", "2011年12月8日起施行，《示范法》"),
)
FORMER = Rule(
    "words before a name by which an earlier version is meant: 修改前的, 原",
    r"(?:(?:修改|修订|修正)(?:之)?前的?|(?<![草高平一情])原)\Z",
    matches=("修改前的", "修订前", "原"),
    rejects=("修改后的", "根据"),
)
VIOLATING = Rule(
    "words before a bare 款 or 项 that refer back to the citation before: 违反第二款规定的",
    r"""
    (?:
        违反(?:了)?|(?<![所只没享持])有|不符合|未按照?|未依照|不履行|未履行|未遵守|不按照|触犯|属于|具有|实施
    )\Z
    """,
    verbose=True,
    matches=("违反", "有", "不符合"),
    rejects=("依照", "按照", "除"),
)
CARRIED = Rule(
    "the words between two citations of one law: 刑法第三条规定的甲罪、第四条规定的乙罪",
    r"\A(?:[^。；：《》]{0,60}(?:、|和|及|与|或者|或|以及)|[，,])\Z",
    matches=("规定的示范罪、", "规定的示范罪或者", "，"),
    rejects=("。", "规定处罚，依照"),
)
UNKNOWN_NAME = Rule(
    "an unknown name without 书名号 at the end of the words before 第X条",
    r"\A.{0,40}?(?:(?<![本该办依违宪执非])法|法例|条例|办法|细则|规则|司法解释|公约|议定书)\Z",
    matches=("示范条例", "依照示范管理办法"),
    rejects=("违法", "依法", "合同", "章程"),
)
NAME_BEGINS = Rule(
    "the words after which a name without 书名号 begins",
    r"""
    \A.*
    (?:
        依照|按照|根据|依据|违反|适用|符合|参照|比照|执行|属于|构成|触犯|以及|或者
        |除|对|和|与|及|或|在|由|按|的
        |，|。|；|：|、|“|（|\(|\s|^
    )
    """,
    verbose=True,
    matches=("依照", "违反", "根据示范法和"),
)
APPLYING_TITLE = Rule(
    "the title of a text on how another act is applied, which cites that act's articles as 第X条",
    r"\A.{0,60}(?:适用|执行|应用|解释|罪名|批复|答复)",
    matches=("关于适用《示范法》若干问题的解释", "关于执行示范法确定罪名的规定"),
    rejects=("示范省实施〈示范法〉办法", "示范条例"),
)
