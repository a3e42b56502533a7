"""The grammar of what stands around the provisions: 公告, 题注, 目录 and 序言 above them, 落款 and 附件 below."""

from __future__ import annotations

from regkit.parsing.grammar import NUMBER, SPACE
from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_TO_99, DAY_NUMERAL, DIGIT

# Words that follow the name of an annex in a citation, but never at the beginning of its title.
_CITED_ANNEX = r"(?:的|所[列附称示]|规定[的，]|中[的所规]|执行|办理)"

CONTENTS = Rule(
    "the line 目录",
    rf"目{SPACE}*[录次]\Z",
    matches=("目录", "目　　录", "目 次"),
    rejects=("目录清单之外的收费",),
)
CONTENTS_ENTRY = Rule(
    "a line of the table of contents without a number",
    rf"(?:序{SPACE}*言|前{SPACE}*言|[附总分]{SPACE}*则)[\s.…·0-9]*\Z",
    matches=("序　言", "附 则", "分则", "总则……1"),
    rejects=("附则的规定",),
)
CONTENTS_LINE = Rule(
    "a table of contents on one line: at least two headings",
    rf"\A第{NUMBER}(?:编|章|节)[^。；]*?{SPACE}第{NUMBER}(?:编|章|节)",
    matches=("第一章 总则 第二章 任免范围 第三章 附则",),
    rejects=("第一章 总则", "第二章第三节"),
)
PREAMBLE = Rule(
    "the heading of a preamble",
    rf"(?:序{SPACE}*言|前{SPACE}*言)\Z",
    matches=("序言", "序　言"),
    rejects=("序言部分",),
)
COLLECTION = Rule(
    "the name of a collection of laws or of a gazette, as it stands above the title of a law",
    r"(?!.{0,30}?关于)[^。；：，《]{2,28}(?:汇编|选编|法规集|公报)(?:[（(].{1,10}[）)])?\Z",
    matches=("示范市法规汇编", "示范市人民代表大会常务委员会公报", "地方性法规选编（2026）"),
    rejects=("示范市法规汇编编辑规定", "关于编辑法规汇编", "示范市条例，见法规汇编"),
)
ANNOUNCEMENT = Rule(
    "the title of an announcement or order (公告, 令)",
    rf"""
    [^。；：，]{{0,60}}
    (?:公{SPACE}*告|主席令|国务院令|人民政府令|委员会令|命{SPACE}*令|部令|局令|令)
    (?:{SPACE}*[（(〔\[]?.{{0,20}}号[）)]?)?    # 第12号
    \Z
    """,
    verbose=True,
    matches=(
        "黑龙江省第十三届人民代表大会常务委员会公告",
        "中华人民共和国主席令",
        "示范市人民政府令　第12号",
        "公　告",
    ),
    rejects=("示范市公告管理条例", "为了公告，制定本令。"),
)
ENACTING = Rule(
    "the sentence of an announcement or order that names the act that it promulgates",
    r"""
    [^《]{0,80}
    《(?P<title>(?:[^《》]|《[^《》]{1,60}》){2,100})》
    [^。]{0,200}
    (?:现予公布|予以公布|现公布|公布施行|现予发布|予以发布|现发布|自公布之日起|起施行)
    """,
    verbose=True,
    matches=("《示范条例》已由示范市人民代表大会常务委员会通过，现予公布，自2020年1月1日起施行。",),
    rejects=("根据《示范法》，制定本条例。",),
)
NOTE = Rule(
    "a line of the notes (题注): history in brackets, history that begins with a date, or a document number",
    rf"""
    [（(【]
    |{DIGIT}{{4}}{SPACE}?年{SPACE}?{DAY_NUMERAL}{{1,3}}{SPACE}?月
    |\S{{1,12}}[〔\[][0-9]{{4}}[〕\]]\S{{0,4}}[0-9]{{1,5}}号\Z    # 法释〔2022〕18号
    """,
    verbose=True,
    matches=("（2022年5月13日黑龙江省", "2017年9月1日 第十二届", "法释〔2022〕18号"),
    rejects=("黑龙江省促进中小企业发展条例",),
)
ANNEX = Rule(
    "the beginning of an annex",
    rf"""
    附{SPACE}{{0,4}}(?P<word>件|表|录|图)?{SPACE}{{0,8}}
    (?:
        [（(]?
        (?:
            (?P<number>{NUMBER})
            # 附件一之一, 附件1-1
            (?:(?P<inserted>(?:之{NUMBER}){{1,4}})|[-－–—‐](?P<part>[{ARABIC}]{{1,3}}))?
            |之(?P<ordinal>{NUMBER})                     # 附件之一
            |(?P<formal>[壹贰叁肆伍陆柒捌玖拾]{{1,3}})
            |(?P<letter>[A-Z])
        )
        [）)]?{SPACE}{{0,8}}
        (?:
            [：:]|[．.](?![0-9])|{SPACE}|\Z
            |(?<=[）)])(?!{_CITED_ANNEX}|由|[和与及]附)(?=[^\s，。；：、][^，。；：]{{0,39}}\Z)    # 附件（一）登记表
        )
        |[：:]
        |\Z
        # 附图 旗帜式样
        |(?(word)(?<={SPACE})(?!{_CITED_ANNEX})(?=[^\s，。；：、][^，。；：、]{{1,39}}\Z)|(?!))
    )
    """,
    verbose=True,
    matches=(
        "附件",
        "附：",
        "附件一：",
        "附表1",
        "附件 2",
        "附件（一）",
        "附录A",
        "附 件",
        "附图 旗帜式样",
        "附件（一）登记表",
        "附件之一",
        "附件一之二：",
        "附件1-1 登记表",
        "附件壹",
    ),
    rejects=(
        "附件之一的物品",
        "附件一之外",
        "附件1-1所列",
        "附件（一）所列物品",
        "附件（一）由市人民政府公布",
        "附件（一）和附件（二）所列物品",
        "附则",
        "附件所列的物品",
        "附加刑",
        "附 则",
        "附件 所列的物品",
        "附件一所列",
        "附件1.5",
    ),
)
UNREAD_ANNEX = Rule(
    "a short line that may be the head of an annex in a form that is not read",
    rf"""
    (?:
        [【《〔\[（(]附[件表录图][^。；，：]{{0,20}}[】》〕\]）)]    # 【附件一】
        |第{NUMBER}(?:号)?附[件表录图]                              # 第一附件
        |附[件表录图]
         (?:第?[（(]?(?:{NUMBER}|[①-⑳Ⅰ-Ⅻ壹贰叁肆伍陆柒捌玖拾A-Z]{{1,4}})[）)]?号?)
         (?![{ARABIC}]|{_CITED_ANNEX}|由|之外|以外|、?(?:至|到|或者?|[和与及、])?附|为|未|应)
    )
    [^。；，：“]{{0,40}}\Z
    """,
    verbose=True,
    matches=(
        "【附件一】",
        "（附件二）登记表",
        "第一附件",
        "附件第一号",
        "附件①",
        "附件一登记表",
        "附件一、登记表",
        "附录A.1",
    ),
    rejects=(
        "附件一所列船舶",
        "附件一、附件二",
        "附件一由市人民政府公布",
        "附件",
        "附则",
        "见附件一",
        "附件一登记表。",
    ),
)
ANNEX_LIST = Rule(
    "the title of the list of the annexes",
    r"附[件表录](?:目录|清单|名称)(?:[：:].{0,60})?\Z",
    matches=("附件目录", "附件清单：", "附件目录：1.登记表"),
    rejects=("附件目录由市人民政府公布", "附件：1.登记表"),
)
ANNEX_INSIDE = Rule(
    "the head of an annex that may be glued to other words",
    rf"附[件表录图](?:(?P<number>{NUMBER})(?:(?=\s)|(?P<colon>[：:]))|(?=：))",
    matches=("附件一 决定书", "附表2：税目", "附件：决定书"),
    rejects=("附件一所列", "附件"),
)
AFTER_CITED_ANNEX = Rule(
    "words below the name of an annex that show that a sentence cites it",
    _CITED_ANNEX,
    matches=("的规定执行", "所列物品", "规定的", "中的"),
    rejects=("中华人民共和国", "规定文书式样", "收费标准"),
)
SIGNATURE_DATE = Rule(
    "the date in a signature",
    rf"{DIGIT}{{4}}年{DAY_NUMERAL}{{1,3}}月{DAY_NUMERAL}{{1,3}}日\Z",
    matches=("2022年5月13日", "二〇二二年五月十三日"),
    rejects=("2022年5月13日起施行",),
)
SIGNATURE_NAME = Rule(
    "the body that signs, or the office and the name of the person who signs",
    r"""
    [^\s，。；：、（）《》]{0,40}(?:委员会|代表大会|人民政府|国务院|法院|检察院|部|局|厅|办公室)\Z
    # 省长　王某某
    |[^，。；：、（）《》]{0,20}(?:省长|市长|主席|总理|主任)[ \u3000]{0,4}[^\s，。；：、（）《》]{2,4}\Z
    """,
    verbose=True,
    matches=("黑龙江省人民代表大会常务委员会", "国务院", "省长　王某某"),
    rejects=("本条例由省人民政府负责解释。", "报主管部门。", "市长"),
)
CLOSING = Rule(
    "an unnumbered sentence that closes a decision: when it comes into force, or that the act is published again",
    r"""
    # 本决定自公布之日起施行。
    本(?:决定|决议|修正案)(?:自|从|于)[^。；“”]{1,80}(?:施行|生效|实施)[^。“”]{0,40}。\Z
    # 《示范条例》根据本决定作相应修改，重新公布。
    |[^。；“”]{0,200}根据本(?:决定|决议|修正案)[^。“”]{0,200}(?:公布|修改|修正|调整)[^。“”]{0,60}。\Z
    """,
    verbose=True,
    matches=(
        "本决定自公布之日起施行。",
        "《示范条例》根据本决定作相应修改，重新公布。",
        "根据本决定，《示范条例》作相应修改并对条文顺序作相应调整后，重新公布。",
    ),
    rejects=("本条例自公布之日起施行。", "“本决定自公布之日起施行。”", "本决定所称集市，是指……。"),
)
TABLE_TITLE = Rule(
    "the title of a table that follows the last article without 附",
    rf"""
    [^。；：，]{{2,40}}
    (?:税率表|费率表|标准表|一览表|目录|清单|名录|名单|样式|式样|示意图)
    [{CHINESE_TO_99}{ARABIC}]{{0,3}}
    (?:[（(][^）)]{{1,40}}[）)])?
    \Z
    """,
    verbose=True,
    matches=("个人所得税税率表一（综合所得适用）", "电信业务分类目录"),
    rejects=("依照目录执行", "本法所附税率表的调整，由国务院决定。"),
)
