"""The grammar of the lines of a statute: what each kind of line looks like, with examples.

How provisions are numbered is laid down in 《立法法》第六十五条: 编, 章, 节 and 条 with Chinese numerals, 项 with Chinese
numerals in brackets, 目 with Arabic numerals, 款 not at all. Printed texts also have other forms.

A rule describes a line seen by itself. Whether the line is what it looks like (第十条 may begin a citation, and
第一章 may be in the table of contents) is decided later, from the lines around it.
"""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import (
    ARABIC,
    CHINESE_NUMERALS,
    CHINESE_TO_99,
    CHINESE_TO_999,
    DAY_NUMERAL,
    DIGIT,
    NUMERAL,
)
from regkit.text.invisible import CONTROLS, DIRECTIONS, HIDDEN
from regkit.text.whitespace import ZERO_WIDTH

_NUMBER = f"{NUMERAL}{{1,12}}"
NUMERAL_CHARACTERS = frozenset(CHINESE_NUMERALS)
_SPACE = rf"[\s{ZERO_WIDTH}]"
# Words that follow 第X条 or 第X章 in a citation, but never at the beginning of a provision.
_CITING = rf"""
    (?:
        的|之|规定[的，。；、]|所(?:规定|列|称|指|述)|中(?:的|规定|所|，|“)
        |第[（(]?{_NUMBER}[）)]?[条款项目章节编]                         # 第X条第X款
        |、|，|。|；
        |(?:和|与|及|以及|至|到|或|或者)(?=第|本|前|《|其他|其它|有关|相关|\Z)
        |款(?!项)|项(?!目)                                              # 第X条款
        |以外|之外|另有|外，|时，|后，|前，
        |已经修改|相应改|相应修改|修改为|改为|增加一                    # in an amending act
    )
"""
# Words that follow the name of an annex in a citation, but never at the beginning of its title.
_CITED_ANNEX = r"(?:的|所[列附称示]|规定[的，]|中[的所规]|执行|办理)"

# Behind 第X条 or 第X章 and a punctuation mark: what continues a list of citations or an instruction.
_LISTED = rf"""
    (?:
        (?:和|与|以?及|或者?|至|到)?(?:第[（(]?{_NUMBER}|[（(]{_NUMBER}[）)][条款项目])
        |[本前上](?:条(?!例)|[款项])
        |的|规定|修改|改为|增加一|删去|删除|合并为
    )
"""

HEADING = Rule(
    "the heading of a 编, 分编, 章 or 节",
    rf"""
    第{_SPACE}{{0,4}}(?P<number>{_NUMBER}){_SPACE}{{0,4}}
    (?P<level>分编|编|章|节)
    (?P<inserted>(?:之{_NUMBER}(?!般))?)    # 之一, but not 之一般
    (?!{_CITING})
    """,
    verbose=True,
    matches=("第一章　总　则", "第一章之一　特别规定", "第五章法律责任", "第三分编 准 合 同", "第二节"),
    rejects=("第七节相应改为第八节", "第二章的规定", "第一条　为了"),
)
MARKED_HEADING = Rule(
    "the heading of a 编, 分编, 章 or 节 with a punctuation mark behind its label",
    rf"""
    第{_SPACE}{{0,4}}(?P<number>{_NUMBER}){_SPACE}{{0,4}}
    (?P<level>分编|编|章|节)
    (?P<inserted>(?:之{_NUMBER})?)
    [、，,：:．.]
    (?!{_SPACE}{{0,4}}{_LISTED})
    {_SPACE}{{0,4}}(?=\S)
    """,
    verbose=True,
    matches=("第一章、总则", "第二节：一般规定", "第一章之一. 特别规定"),
    rejects=("第一章、第二章", "第一章　总则", "第三章，修改为", "第一章、"),
)
ARTICLE = Rule(
    "the beginning of an article",
    rf"""
    第{_SPACE}{{0,8}}(?P<number>{_NUMBER}){_SPACE}{{0,8}}条
    (?P<inserted>(?:之{_NUMBER}(?!般))?)    # 之一, but not 之一般
    """,
    verbose=True,
    matches=("第一条　为了", "第十五 条工商", "第一百二十条之一　"),
    rejects=("第一款", "本条例", "第条"),
)
CITATION_AFTER_ARTICLE = Rule(
    "words after 第X条 that make it a citation and not the beginning of an article",
    _CITING,
    verbose=True,
    matches=("规定的", "、第九条", "第二款"),
    rejects=("　县级以上", "县级以上", "所在地", "中型水库", "规定机关", "外国人", "相应的设施", "项目"),
)
ARTICLE_INSIDE = Rule(
    "a label inside a line that may begin an article, depending on its number and the words around it",
    rf"第(?P<number>{_NUMBER})条(?P<inserted>(?:之{_NUMBER}(?!般))?)",
    matches=("第二条　乙", "第十六条市人民政府"),
    rejects=("第 二条", "本条例"),
)
ARTICLE_RANGE = Rule(
    "one label for several articles",
    rf"""
    第{_NUMBER}条
    {_SPACE}*(?:至|到|—|－|-|～|~){_SPACE}*
    第(?P<through>{_NUMBER})条
    # A citation continues in another way: 第五条至第七条规定的.
    (?={_SPACE}|\Z|[（(【［]?(?:已|均|予以)?(?:删去|删除|废止|失效|保留))
    """,
    verbose=True,
    matches=("第五条至第七条 已删除", "第五条－第七条（删去）", "第十条至第十二条"),
    rejects=("第五条至第七条规定的", "第五条、第六条"),
)
ARTICLE_DAMAGED = Rule(
    "the label of an article with one character missing or misprinted",
    rf"""
    [第笫弟苐]?{_SPACE}?(?P<printed>[^\s，。；：、（）]{{1,12}})条    # 第 is missing or misprinted, or a numeral is
    |第(?P<number>{_NUMBER})(?={_SPACE})                              # 条 is missing
    """,
    verbose=True,
    matches=("第三十－条市人民政府", "笫五十四条 农民", "三十一条 市", "第三十一 市人民政府"),
    rejects=("第，条", "（一）甲"),
)
INSERTED_SPACED = Rule(
    "behind 第X条: 之一 that may belong to the label although whitespace separates it, or stands in it",
    rf"""
    (?P<inserted>(?:之{_SPACE}{{0,4}}{_NUMBER}{_SPACE}{{0,4}}){{1,4}}+)
    (?![般切种类审级旦届些时半致律定直同者样流线月日年个名次人部元式体方端点份])    # words: 之一切, 之二审
    (?!{_CITING})
    """,
    verbose=True,
    matches=("之一 【公示】", "之一", "之 二　违反", "之一违反"),
    rejects=("之前", "之一切行为", "之一规定的", "之一、第三条", "之二审程序"),
)
LABEL_MARK = Rule(
    "behind 第X条: a punctuation mark that may belong to the label",
    rf"(?P<mark>[、，,：:．]|\.(?![0-9])){_SPACE}*+",
    matches=("、为了", "：经营者", ".主管", "，", "、第三条"),
    rejects=(".5", "为了", "；"),
)
LISTED_AFTER_MARK = Rule(
    "behind 第X条 and a punctuation mark: words that continue a list of citations or an instruction",
    _LISTED,
    verbose=True,
    matches=("第三条", "和第三条", "（二）项", "前款", "修改为"),
    rejects=("为了", "本条例", "《示范法》", "前述"),
)
ARTICLE_HEADING = Rule(
    "the heading of an article",
    r"【[^】]{1,60}】|［[^］]{1,60}］",
    matches=("【适用范围】", "［适用范围］"),
    rejects=("（删去）", "适用范围"),
)
DELETED = Rule(
    "the words that stand in place of a repealed article",
    r"[（(\[【]?(?:已|均|予以)?(?:删去|删除|废止|失效|略)[）)\]】]?\Z",
    matches=("（删去）", "已删除", "（略）"),
    rejects=("删除的程序", "（目的）"),
)
DIVISION = Rule(
    "the number 一、 in decisions and judicial interpretations without articles",
    rf"(?P<number>[{CHINESE_TO_999}]{{1,6}})(?:、|．|\.(?![0-9])){_SPACE}?",
    matches=("一、管辖", "十二、附则", "二．其他"),
    rejects=("一是", "（一）", "1、"),
)
HEADING_INSIDE = Rule(
    "a heading that may be glued to the end of a sentence",
    rf"""
    第(?P<number>{_NUMBER})(?P<level>分编|编|章|节)
    (?!{_CITING})
    """,
    verbose=True,
    matches=("第三章鉴定、加固和维护", "第二节　备案"),
    rejects=("第三章的规定", "第三条"),
)
HEADING_WORDS = Rule(
    "words that are always a heading, even without a number",
    rf"""
    (?:
        总{_SPACE}*则|附{_SPACE}*则|分{_SPACE}*则|罚{_SPACE}*则
        |法{_SPACE}*律{_SPACE}*责{_SPACE}*任|一{_SPACE}*般{_SPACE}*规{_SPACE}*定
    )\Z
    """,
    verbose=True,
    matches=("总则", "附　则", "法律责任"),
    rejects=("附则的规定", "总则编"),
)
PARAGRAPH_NAMED_ITEM = Rule(
    "a citation in Taiwan's order of levels, where a 项 is a paragraph and has 款",
    rf"(?:第{_NUMBER}|前)项(?:第{_NUMBER}|各)款",
    matches=("第一项第二款", "前项第三款", "前项各款"),
    rejects=("第一款第二项", "前款第三项", "第一项"),
)
ITEMS_NAMED_PARAGRAPHS = Rule(
    "words that introduce a list whose members are called 款, as in Taiwan",
    r"[下左][列开]各款(?!项)",
    matches=("下列各款", "左列各款"),
    rejects=("下列各项", "下列各款项", "下列款项"),
)
REPUBLIC_OF_CHINA = Rule(
    "the calendar or an institution of Taiwan",
    rf"""
    中华民国(?:{_SPACE}{{0,4}}{_NUMBER}{_SPACE}{{0,4}}年|领域|国民|人民|宪法|刑法|总统)
    |行政院|立法院|考试院
    """,
    verbose=True,
    matches=("中华民国一百年", "中华民国 113 年", "行政院"),
    rejects=("中华民国时期", "国务院"),
)
ITEM_BELOW_PARAGRAPH = Rule(
    "a citation of a 项 in a 款, as in the laws of the mainland",
    rf"(?:第{_NUMBER}|前)款第[（(]?{_NUMBER}[）)]?项",
    matches=("第一款第二项", "第一款第（二）项", "前款第三项"),
    rejects=("第一项第二款", "第一款"),
)
PEOPLES_REPUBLIC = Rule(
    "the name or an institution of the People's Republic of China",
    r"中华人民共和国|人民(?:代表大会|政府|委员会|法院|检察院)|国务院|政务院|特别行政区",
    matches=("中华人民共和国", "人民代表大会", "人民政府", "特别行政区"),
    rejects=("中华民国", "行政院"),
)
FOOTNOTE = Rule(
    "a footnote, or a note below a table",
    rf"""
    [\[［〔](?:[{ARABIC}]{{1,2}}|注[{ARABIC}]{{0,2}})[\]］〕]
    |[（(]?(?:注|编者注|脚注)[{ARABIC}{CHINESE_TO_99}①-⑳]{{0,2}}[：:]
    |编者按[：:]|【(?:编者)?注】|※
    """,
    verbose=True,
    matches=(
        "[1] 本条",
        "［12］",
        "〔注1〕",
        "注：",
        "注1：",
        "编者注：",
        "编者按：",
        "（注：",
        "【注】",
        "※",
    ),
    rejects=("〔2020〕1号", "注册资本：", "编制：", "[甲]", "注意："),
)
FOOTNOTE_MARK = Rule(
    "the mark of a footnote within a text, right after a word",
    r"[^\s，。；：、,;:（(“](?P<mark>[①-⑳])(?=[，。；：、）)》”]|\Z)",
    matches=("例①", "》②，", "定①。"),
    rejects=("：①甲", "、②", "从①到②"),
)
PIPE_ROW = Rule(
    "a row of a table, its cells between vertical bars",
    r"\A\|.*\|\Z",
    matches=("| 级数 | 税率 |", "|---|---|"),
    rejects=("级数 | 税率", "|"),
)
IMAGE = Rule(
    "an image on a line of its own, in Markdown or HTML",
    r"\A(?:!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>)\Z",
    matches=("![图一](a.png)", '<img src="a.png">'),
    rejects=("！", "<选举法>", "![图一"),
)
OPENING_QUOTE = Rule(
    "the beginning of a quotation",
    r"[“「『\"]",
    matches=("“第十条", "“扣缴义务人"),
    rejects=("第十条“", "”"),
)
ITEM = Rule(
    "the beginning of an item (项)",
    rf"[（(][（(]?(?P<number>[{CHINESE_TO_999}]{{1,5}})(?P<inserted>(?:之[{CHINESE_TO_99}]{{1,3}})?)[）)]",
    matches=("（一）以非法占有", "(十一)其他", "（一)", "（一之一）"),
    rejects=("（1）", "（以下简称", "一、"),
)
RUN_IN_ITEM = Rule(
    "the beginning of an item (项) inside a line: after punctuation or whitespace, and not a citation",
    rf"""
    [：；。，、:;\s]
    (?P<label>[（(](?P<number>[{CHINESE_TO_999}]{{1,5}})[）)])
    (?!项(?!目)|款(?!项)|、|和(?!平)|至|或|及(?!时))    # （一）项, （一）和（二）
    """,
    verbose=True,
    matches=("：（一）以非法占有", "；（二）执行", "。(三)项目建设"),
    rejects=("第（二）项", "、（二）项、第（三）项", "：（以下简称"),
)
LABEL_BEFORE = Rule(
    "the label of an item or subitem directly before other words",
    rf"[（(](?:[{CHINESE_TO_999}]{{1,5}}|[{ARABIC}]{{1,3}})[）)]{_SPACE}*\Z",
    matches=("（一）", "（十二） ", "(3)"),
    rejects=("（试行）", "（一）的"),
)
SUBITEM = Rule(
    "the beginning of a subitem (目)",
    rf"""
    (?:
        (?P<dotted>[{ARABIC}]{{1,3}})(?:[．、]|\.(?![0-9]))
        |[（(](?P<bracketed>[{ARABIC}]{{1,3}})[）)]
        |(?P<full_stop>[⒈-⒛])
        |(?P<circled>[①-⑳])
        |(?P<letter>[a-z])[)）]
    )
    """,
    verbose=True,
    matches=("1．营业执照", "1. 姓名", "（1）申请书", "⒈", "①", "a)"),
    rejects=("1.5米", "2022年", "（一）"),
)
CONTENTS = Rule(
    "the line 目录",
    rf"目{_SPACE}*[录次]\Z",
    matches=("目录", "目　　录", "目 次"),
    rejects=("目录清单之外的收费",),
)
CONTENTS_ENTRY = Rule(
    "a line of the table of contents without a number",
    rf"(?:序{_SPACE}*言|前{_SPACE}*言|[附总分]{_SPACE}*则)[\s.…·0-9]*\Z",
    matches=("序　言", "附 则", "分则", "总则……1"),
    rejects=("附则的规定",),
)
CONTENTS_LINE = Rule(
    "a table of contents on one line: at least two headings",
    rf"\A第{_NUMBER}(?:编|章|节)[^。；]*?{_SPACE}第{_NUMBER}(?:编|章|节)",
    matches=("第一章 总则 第二章 任免范围 第三章 附则",),
    rejects=("第一章 总则", "第二章第三节"),
)
PREAMBLE = Rule(
    "the heading of a preamble",
    rf"(?:序{_SPACE}*言|前{_SPACE}*言)\Z",
    matches=("序言", "序　言"),
    rejects=("序言部分",),
)
ANNOUNCEMENT = Rule(
    "the title of an announcement or order (公告, 令)",
    rf"""
    [^。；：，]{{0,60}}
    (?:公{_SPACE}*告|主席令|国务院令|人民政府令|委员会令|命{_SPACE}*令|部令|局令|令)
    (?:{_SPACE}*[（(〔\[]?.{{0,20}}号[）)]?)?    # 第12号
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
    |{DIGIT}{{4}}{_SPACE}?年{_SPACE}?{DAY_NUMERAL}{{1,3}}{_SPACE}?月
    |\S{{1,12}}[〔\[][0-9]{{4}}[〕\]]\S{{0,4}}[0-9]{{1,5}}号\Z    # 法释〔2022〕18号
    """,
    verbose=True,
    matches=("（2022年5月13日黑龙江省", "2017年9月1日 第十二届", "法释〔2022〕18号"),
    rejects=("黑龙江省促进中小企业发展条例",),
)
ANNEX = Rule(
    "the beginning of an annex",
    rf"""
    附{_SPACE}{{0,4}}(?P<word>件|表|录|图)?{_SPACE}{{0,8}}
    (?:
        [（(]?(?:(?P<number>{_NUMBER})|(?P<letter>[A-Z]))[）)]?{_SPACE}{{0,8}}
        (?:
            [：:]|[．.](?![0-9])|{_SPACE}|\Z
            |(?<=[）)])(?!{_CITED_ANNEX}|由|[和与及]附)(?=[^\s，。；：、][^，。；：]{{0,39}}\Z)    # 附件（一）登记表
        )
        |[：:]
        |\Z
        # 附图 旗帜式样
        |(?(word)(?<={_SPACE})(?!{_CITED_ANNEX})(?=[^\s，。；：、][^，。；：、]{{1,39}}\Z)|(?!))
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
    ),
    rejects=(
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
ANNEX_LIST = Rule(
    "the title of the list of the annexes",
    r"附[件表录](?:目录|清单|名称)(?:[：:].{0,60})?\Z",
    matches=("附件目录", "附件清单：", "附件目录：1.登记表"),
    rejects=("附件目录由市人民政府公布", "附件：1.登记表"),
)
ANNEX_INSIDE = Rule(
    "the head of an annex that may be glued to other words",
    rf"附[件表录图](?:(?P<number>{_NUMBER})(?:(?=\s)|(?P<colon>[：:]))|(?=：))",
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
# The marks of LABEL_MARK.
LABEL_MARKS = frozenset("、，,：:．.")
# Characters with which a paragraph never ends, and characters with which it never begins.
NEVER_LAST = frozenset("，、,（(《〈“‘〔")
NEVER_FIRST = frozenset("，、。；：！？）》〉”’〕")
# A line that ends with another character is a heading, a name or part of a wrapped sentence.
SENTENCE_ENDS = frozenset("。；：！？”’）〕】!?;:)")

REFERS_TO_PARAGRAPH = Rule(
    "a reference to a paragraph above, which a line of a list in that paragraph cannot contain",
    r"前[一二两三]?款(?!项)|本条第[一二三四五六七八九十]{1,3}款",
    matches=("前款规定的", "本条第一款规定"),
    rejects=("前项", "第二条第一款", "前款项下"),
)
LISTED_ABOVE = Rule(
    "the beginning of a paragraph that refers to everything listed in the paragraph above",
    r"前款(?:所列|各|列举)",
    matches=("前款所列集市", "前款各类化学品"),
    rejects=("前款规定的", "本款所列"),
)
MODAL = Rule(
    "words of a sentence that obliges, permits or forbids, which no name in a list contains",
    r"应当|不得|可以|必须|由[^，。；]{0,30}(?:规定|确定|制定|公布|核定|批准|负责)",
    matches=("不得更改", "由市人民政府公布"),
    rejects=("自由", "应缴费额", "面粉"),
)
ORDINAL = Rule(
    "the beginning of a line in a list whose lines count themselves: 一级…, 二级…",
    rf"第?(?P<number>[{CHINESE_TO_99}]{{1,2}})[级类档等种型期区]",
    matches=("一级防火区是指", "第二类：可作为"),
    rejects=("一切", "（一）甲", "二十人以上"),
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
PRIVATE_USE = Rule(
    "a character of a private use area",
    r"[\ue000-\uf8ff\U000f0000-\U0010ffff]",
    matches=("\ue010",),
    rejects=("市", "𠀀"),
)
CONTROL = Rule(
    "a control character other than soft line ends and page breaks",
    "[" + CONTROLS.translate({ord(character): None for character in "\v\f\r"}) + "]",
    matches=("\x1b", "\0", "\x7f", "\x85", "\x9b"),
    rejects=("\t", "\v", "\f", "\r", "\n", "\xa0", "甲"),
)
DIRECTION = Rule(
    "a character that changes the direction of writing",
    f"[{DIRECTIONS}]",
    matches=("\u202e", "\u2066", "\u200f"),
    rejects=("\u2028", "—", "“"),
)
INVISIBLE = Rule(
    "an invisible character",
    f"[{HIDDEN}]",
    matches=("\u200b", "\ufeff", "\xad", "\U000e0041"),
    rejects=("\u3000", " ", "\ufe00", "\U000e0100"),
)
LETTER_FOR_DIGIT = Rule(
    "a letter inside a number",
    r"[0-9][lO](?=[0-9年月日元])|l[0-9]{3}(?=元)|(?<=月)l(?=日)",
    matches=("8l日", "l000元", "1O0"),
    rejects=("10 lx", "100L"),
)
REPLACEMENT = Rule(
    "the character that replaces bytes that cannot be decoded",
    "\ufffd",
    matches=("\ufffd",),
    rejects=("?",),
)
