"""The grammar of notes (题注), announcements (公告) and closing articles, which state the history of a statute.

The notes name who adopted and amended a law, and when (《立法法》第六十五条); the law itself says when it comes into
force (《立法法》第六十一条). The rules read text without whitespace, because dates, 通过 and 施行 are printed with gaps
inside them.
"""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_DIGITS, CHINESE_NUMERALS, DAY_NUMERAL, NUMERAL

# The Latin letter O is often typed for 〇.
_DIGIT = f"[{CHINESE_DIGITS}OＯ{ARABIC}]"
DAY_PATTERN = f"{_DIGIT}{{4}}年(?:{DAY_NUMERAL}{{1,3}}|元)月{DAY_NUMERAL}{{1,3}}[日曰]"
# A verb followed by one of these words does not state an event: 施行前, 公布机关, 实施办法, 修正案.
_NO_EVENT = "(?!了|之日|前|后|时|期|程序|情况|机关|机构|单位|办法|细则|方案|案|工作|率)"
IN_FORCE_PATTERN = "(?:施行|实施|生效|执行|试行)"
_NO = f"第?{NUMERAL}{{1,12}}号"
_YEAR_NO = f"[〔\\[［（(【]{_DIGIT}{{4}}[〕\\]］）)】]第?{NUMERAL}{{1,6}}号"
NUMBER_PATTERN = f"(?:[^，。；：《》（）()]{{0,16}}(?:{_YEAR_NO}|{_NO}))"

TOKEN = Rule(
    "words that carry meaning in notes, announcements and closing articles",
    rf"""
    (?P<day>{DAY_PATTERN})
    |(?P<open>[《〈<＜])|(?P<close>[》〉>＞])|(?P<stop>[。；;])
    |(?P<since>(?:公布|发布|颁布|印发|批准|通过)之日起?(?:正式)?{IN_FORCE_PATTERN})
    |(?P<after>
        (?:公布|发布|颁布|印发|批准|通过|签署|下发)
        (?:之日|以?后(?={NUMERAL})|(?={NUMERAL}{{1,3}}(?:日|天|个月|个工作日)|的?(?:次日|翌日|第二[日天]|次月)))
        [^，。；《》不停]{{0,24}}?{IN_FORCE_PATTERN}
    )
    # A title without the marks 《》: 会议关于修改《…》等五件地方性法规的决定第一次修正.
    |(?P<about>关于(?=修改|修订|修正|批准|废止|取消|调整|清理|补充|因))
    |(?P<decision>决定|决议|修正案)
    |(?P<passed>通过(?!批准){_NO_EVENT})
    |(?P<approved>批准{_NO_EVENT})
    |(?P<promulgated>(?:公布|发布|颁布|颁发|印发){_NO_EVENT})
    |(?P<amended>(?:修正|修改){_NO_EVENT})
    |(?P<revised>修订{_NO_EVENT})
    |(?P<in_force>{IN_FORCE_PATTERN}{_NO_EVENT})
    |(?P<corrected>更正{_NO_EVENT})
    |(?P<repealed>(?:废止|失效|停止执行|停止施行|不再执行|不再施行){_NO_EVENT})
    """,
    verbose=True,
    matches=(
        "2022年5月13日",
        "二○二二年五月十三日",
        "１９９９年元月１日",
        "《",
        "公布之日起施行",
        "公布之日起30日后施行",
        "公布的次日起施行",
        "关于修改",
        "通过的",
        "修订通过",
        "施行",
    ),
    rejects=("公布之日起不再适用", "通过率", "施行前", "公布机关", "2022年5月", "关于加强", "5月13日"),
)
DAY = Rule(
    "year, month and day of a date",
    f"(?P<year>{_DIGIT}{{4}})年(?P<month>{DAY_NUMERAL}{{1,3}}|元)月(?P<day>{DAY_NUMERAL}{{1,3}})[日曰]\\Z",
    matches=("2022年5月13日", "二○二二年五月十三日", "1999年元月1日"),
    rejects=("2022年5月", "2022年5月13日通过"),
)
AMENDED_BY = Rule(
    "words after the title of a decision that amended the text",
    rf"(?:第?{NUMERAL}{{1,3}}次)?(?:修正|修订|修改)(?!案)",
    matches=("修正", "第一次修正"),
    rejects=("等五件法规的决定", "的决定", "修正案"),
)
JOINED = Rule(
    "words between two verbs with one date: 通过并公布",
    r"(?:[，、]?(?:并|和|后|及)?(?:予以|重新)?)\Z",
    matches=("", "并", "，并", "并予以"),
    rejects=("。", "根据", "自"),
)
IN_FORCE_GAP = Rule(
    "words between a date and 施行",
    r"止?(?:[零0０〇]时|[零0]点|00:00|(?:24|二十四)时|24:00)?(?:之?日?起|起始|开始)?(?:开始|正式)?\Z",
    matches=("起", "", "之日起", "起正式", "零时起", "止"),
    rejects=("国务院令第10号", "起至2025年"),
)
BODY = Rule(
    "words between a date and its verb: bodies and meetings, 令 or 公告 with a number, the ordinal of an amendment",
    rf"""
    \A[、，,：:（(）)【】\]]{{0,6}}
    (?:根据|依据|按照|由|已由|业经|已经|经(?!济|营|贸)|于){{0,2}}
    (?P<by>[^《》]*?)
    (?:
        以?(?P<order>
            # 令第12号, 第12号令, 公告（〔2020〕5号）
            (?:第{NUMERAL}{{1,6}}号)?(?:令|公告|命令)[，、]?(?:[（(]?(?:{_YEAR_NO}|{_NO})[）)]?)?
            |[（(]?第{NUMERAL}{{1,6}}号[）)]?
        )
        |以?(?P<letters>[^以，、0-9{{}}《》]{{1,12}}{_YEAR_NO})(?:文件|文|令|通知|公告)?    # 示部发〔2012〕3号文
    )?
    (?:第?{NUMERAL}{{1,3}}次)?(?:全面|重新)?
    (?:审议|表决|讨论|审查|联合|正式|通过|决定|现|予以|予){{0,2}}
    [于在，、,]?\Z
    """,
    verbose=True,
    matches=(
        "示范省第十三届人民代表大会常务委员会第三十三次会议",
        "中华人民共和国国务院令第722号",
        "已由示范市第二届人民代表大会第一次会议于",
        "，示范部以示部发〔2012〕3号文",
        "",
    ),
    rejects=("示范市人民代表大会《关于修改",),
)
ORDER = Rule(
    "a 令 or 公告 without a verb: the line ends with body and number",
    rf"""
    \A[^《》。]{{2,80}}
    (?:令|公告|命令)
    [（(]?(?:{_YEAR_NO}|{_NO})[）)]{{0,2}}\Z
    """,
    verbose=True,
    matches=("中华人民共和国国务院令第692号", "示范市人民代表大会常务委员会公告（第3号）"),
    rejects=("国务院", "令", "示范省人民代表大会主席团公告"),
)
ANNOUNCED_BY = Rule(
    "the title of a 公告 or 令: the body, and sometimes a number",
    rf"""
    \A(?P<by>[^《》。，：；]{{2,80}}?)
    (?:公告|命令|令)
    (?:[（(]?(?P<number>{_YEAR_NO}|{_NO})[）)]?)?\Z
    """,
    verbose=True,
    matches=("示范市人民代表大会常务委员会公告", "示范市人民政府令第12号"),
    rejects=("公告", "示范市公告管理条例"),
)
ANNOUNCED_NUMBER = Rule(
    "a number on a line of its own below the title of a 公告 or 令",
    rf"[（(]?(?P<number>{_YEAR_NO}|{_NO})[）)]?\Z",
    matches=("第12号", "（第七十四号）", "〔2020〕5号"),
    rejects=("第12条", "2020年"),
)
ANNOUNCED = Rule(
    "words before 公布 in a 公告 that gives no date of promulgation",
    r"\A.{0,200}?(?P<now>现将.{0,100}|现予以?|予以|现)\Z",
    matches=("，现予", "，现"),
    rejects=("，由国务院另行",),
)
DOCUMENT_NUMBER = Rule(
    "a document number on a line of its own",
    rf"""
    \A[（(【]?
    (?P<number>
        [^\s，。；：《》（）()]{{1,16}}{_YEAR_NO}                # 法释〔2022〕18号
        |[^，。；：《》（）()0-9]{{2,40}}(?:令|公告)[（(]?{_NO}    # 示范部令第12号
    )
    [）)】]{{0,2}}\Z
    """,
    verbose=True,
    matches=("法释〔2022〕18号", "（示政发[2012]3号）", "示范部令第12号", "中华人民共和国主席令第七十四号"),
    rejects=("根据法释〔2022〕18号，制定本规定。", "第12号", "2020年1月1日国务院令第3号公布"),
)
MEETING_ENDS = Rule(
    "words that end with a meeting, which shares the verb of a later meeting",
    r"\A[^《》]{0,200}会议(?:[）)、，,和及]{0,2})\Z",
    matches=("最高人民法院审判委员会第10次会议、",),
    rejects=("示范省", "会议通过"),
)
AMENDING = Rule(
    "the name of an instrument that amends or repeals",
    r"\A[^。]{0,400}(?:决定|决议|修正案(?:[（(].{1,3}[）)])?|办法|通知|公告|命令)\Z",
    matches=("关于修改〈示范条例〉的决定", "示范条例修正案"),
    rejects=("示范条例",),
)
NOTE_LINE = Rule(
    "a note (题注) not recognised by the parser: it ends with a verb of history, or continues the line above",
    rf"""
    \A
    (?:
        (?:{DAY_PATTERN}|[、，〈<＜]|的)[^。：]{{0,400}}\Z
        |[^。：，]{{0,400}}(?:通过|批准|公布|发布|修正|修订|施行|废止|印发)[）)】]{{0,2}}\Z
    )
    """,
    verbose=True,
    matches=("2020年1月1日起施行", "〈示范条例〉的决定》修正）", "示范部发布"),
    rejects=("为了规范示范工作，制定本条例。", "示范条例", "2020年1月1日，我部发布了示范办法。"),
)
AMENDING_ACT = Rule(
    "the name of an instrument that can only have amended the text, so that no verb need say so",
    r"\A[^。]{0,400}(?:修正案(?:[（(].{1,3}[）)])?|关于(?:修改|修正|修订)[^。]{0,400}的决[定议])\Z",
    matches=("示范法修正案（二）", "关于修改〈示范条例〉的决定"),
    rejects=("示范条例", "关于批准示范条例的决议"),
)
REASON = Rule(
    "words before the decision on which an amendment is based",
    r"(?:.{0,20}(?:根据|依据|按照))\Z",
    matches=("根据", "通过，根据"),
    rejects=("", "根据国务院"),
)
TERM = Rule(
    "the term of a body: 第十三届",
    rf"第?{NUMERAL}{{1,5}}届",
    matches=("第十三届", "十一届"),
    rejects=("届",),
)
MEETING = Rule(
    "the number and the name of a meeting, and the committee of a body that holds it",
    rf"""
    (?:(?<=法院)审判委员会|(?<=检察院)检察委员会)?
    (?:{_DIGIT}{{4}}年)?
    (?:第?{NUMERAL}{{1,6}}次)[^、]{{0,8}}会议.{{0,40}}
    |(?:常务|部务|局务|委务|署务|办公|全体)会议.{{0,40}}
    |主席团\Z
    """,
    verbose=True,
    matches=("第三十三次会议", "第36次常务会议", "常务会议", "2021年第3次部务会议", "主席团"),
    rejects=("会议", "人民代表大会"),
)
INSTITUTION = Rule(
    "the name of a body, recognised by how it ends",
    r"""
    \A(?:中华人民共和国(?!主席))?
    (?P<name>
        [^《》，。；：0-9]{1,60}
        (?:
            委员会|代表大会|人民政府|国务院|法院|检察院|部|局|厅|署|会|行|办公室|政府|院|军委
        )
    )\Z
    """,
    verbose=True,
    matches=("示范省人民代表大会常务委员会", "中华人民共和国国务院", "示范部"),
    rejects=("中华人民共和国主席", "示范市市长", "示范条例"),
)
TITLE_BY = Rule(
    "the issuing body in a title: 最高人民法院关于……的规定",
    r"\A(?P<by>[^《》]{0,60}?(?:委员会|代表大会|人民政府|国务院|法院|检察院|部|局|厅|署))关于",
    matches=("最高人民法院关于示范问题的解释", "国务院关于示范工作的规定"),
    rejects=("示范条例", "《示范部关于示范的规定》释义"),
)
THIS_ACT = Rule(
    "words before the day of 施行 that mean the whole act",
    r"""
    \A(?![^。]{0,40}第.{1,12}[编章节条款项])
    (?:
        .{0,6}本(?![市省县区州院部局行级])[^，。；]{1,60}|.{0,12}，本(?![市省县区州院部局行级])[^，。；]{1,60}
        |外(?=[，,])                                    # 除第三条自…施行外，自…
        |[，,]?其[他余](?:各条|条款|条文|规定|部分|内容)
    )?
    [，,]?(?:自|从|于|在)?\Z
    """,
    verbose=True,
    matches=("本条例自", "本决定从", "自", "本办法经批准后，自", "外，自", "，其他条款自"),
    rejects=("本法第十条自", "示范市旧条例于", "本市旧条例于", "该公司"),
)
SOME_PROVISIONS = Rule(
    "words before the day of 施行 that mean some articles",
    rf"""
    [，,；;]?(?:(?:但是?|其中)[，,、]?)?(?:本[^，。；第]{{1,6}})?
    (?P<articles>
        第[（(]?{NUMERAL}{{1,8}}[）)]?条[之第（(）)条款项、和及至到{CHINESE_NUMERALS}{ARABIC}]{{0,120}}?
    )
    (?:的?规定)?
    [，,]?(?:自|从|于)?\Z
    """,
    verbose=True,
    matches=("，第十条自", "；其中，第二十三条第一款、第二十五条至第二十七条的规定自", "本法第十条于"),
    rejects=("本条例自", "依照第十条处罚的决定自"),
)
DUTY = Rule(
    "words that demand or consider a repeal, but do not state one",
    r"\A.{0,400}(?:应当|可以|需要|建议|是否|或者|不得|如果|尚未|情形|之一)",
    matches=("《示范办法》不适应需要的，应当", "如果《示范办法》同时", "有下列情形之一的，许可证"),
    rejects=("《示范办法》",),
)
REPORTED = Rule(
    "words before 废止 by which it has happened before, or does not happen",
    r"\A.{0,400}(?:已|曾|未|不|没有)[^，。；：、《》]{0,24}\Z",
    matches=("《示范办法》已于2020年1月1日", "《示范办法》不同时"),
    rejects=("《示范办法》同时", "《示范办法》已不适应需要，予以"),
)
LISTED = Rule(
    "words that announce a list of repealed acts",
    r"\A.{0,400}(?:下列|以下)(?!情形|情况|行为|条件|事由|原因)[^，。；《》]{0,60}(?:[，,][^，。；《》]{0,30})?\Z",
    matches=("本条例施行之日，下列规定", "下列规定，自2020年1月1日起"),
    rejects=("《示范办法》", "有下列情形之一的，许可证"),
)
CITED = Rule(
    "words before a title of an act that is only cited",
    r".{0,20}(?:根据|依照|按照|参照|比照|依据|违反|适用|执行|除了?)\Z",
    matches=("根据", "本市依照", "除"),
    rejects=("年通过的", ""),
)
PARTLY = Rule(
    "words after a title that mean only a part of the act",
    r"(?:中|第.{1,12}[编章节条款项]|的|与(?!《)|同(?![时《])|有关|规定)",
    matches=("第十条", "中有关", "与本条例不一致的"),
    rejects=("同时", "和", "、", "与《示范办法》", "（示范部令第3号）"),
)
