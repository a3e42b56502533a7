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
    NUMERAL,
)
from regkit.text.whitespace import ZERO_WIDTH

NUMBER = f"{NUMERAL}{{1,12}}"
NUMERAL_CHARACTERS = frozenset(CHINESE_NUMERALS)
SPACE = rf"[\s{ZERO_WIDTH}]"
# Words that follow 第X条 or 第X章 in a citation, but never at the beginning of a provision.
_CITING = rf"""
    (?:
        的|之|规定[的，。；、]|所(?:规定|列|称|指|述)|中(?:的|规定|所|，|“)
        |第[（(]?{NUMBER}[）)]?[条款项目章节编]                         # 第X条第X款
        |、|，|。|；
        |(?:和|与|及|以及|至|到|或|或者)(?=第|本|前|《|其他|其它|有关|相关|\Z)
        |款(?!项)|项(?!目)                                              # 第X条款
        |以外|之外|另有|外，|时，|后，|前，
        |已经修改|相应改|相应修改|修改为|改为|增加一                    # in an amending act
    )
"""
# Behind 第X条 or 第X章 and a punctuation mark: what continues a list of citations or an instruction.
_LISTED = rf"""
    (?:
        (?:和|与|以?及|或者?|至|到)?(?:第[（(]?{NUMBER}|[（(]{NUMBER}[）)][条款项目])
        |[本前上](?:条(?!例)|[款项])
        |的|规定|修改|改为|增加一|删去|删除|合并为
    )
"""

HEADING = Rule(
    "the heading of a 编, 分编, 章 or 节",
    rf"""
    第{SPACE}{{0,4}}(?P<number>{NUMBER}){SPACE}{{0,4}}
    (?P<level>分编|编|章|节)
    (?P<inserted>(?:之{NUMBER}(?!般))?)    # 之一, but not 之一般
    (?!{_CITING})
    """,
    verbose=True,
    matches=("第一章　总　则", "第一章之一　特别规定", "第五章法律责任", "第三分编 准 合 同", "第二节"),
    rejects=("第七节相应改为第八节", "第二章的规定", "第一条　为了"),
)
MARKED_HEADING = Rule(
    "the heading of a 编, 分编, 章 or 节 with a punctuation mark behind its label",
    rf"""
    第{SPACE}{{0,4}}(?P<number>{NUMBER}){SPACE}{{0,4}}
    (?P<level>分编|编|章|节)
    (?P<inserted>(?:之{NUMBER})?)
    [、，,：:．.]
    (?!{SPACE}{{0,4}}{_LISTED})
    {SPACE}{{0,4}}(?=\S)
    """,
    verbose=True,
    matches=("第一章、总则", "第二节：一般规定", "第一章之一. 特别规定"),
    rejects=("第一章、第二章", "第一章　总则", "第三章，修改为", "第一章、"),
)
ARTICLE = Rule(
    "the beginning of an article",
    rf"""
    第{SPACE}{{0,8}}(?P<number>{NUMBER}){SPACE}{{0,8}}条
    (?P<inserted>(?:之{NUMBER}(?!般))?)    # 之一, but not 之一般
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
    rf"第(?P<number>{NUMBER})条(?P<inserted>(?:之{NUMBER}(?!般))?)",
    matches=("第二条　乙", "第十六条市人民政府"),
    rejects=("第 二条", "本条例"),
)
ARTICLE_RANGE = Rule(
    "one label for several articles",
    rf"""
    第{NUMBER}条
    {SPACE}*(?:至|到|—|－|-|～|~){SPACE}*
    第(?P<through>{NUMBER})条
    # A citation continues in another way: 第五条至第七条规定的.
    (?={SPACE}|\Z|[（(【［]?(?:已|均|予以)?(?:删去|删除|废止|失效|保留))
    """,
    verbose=True,
    matches=("第五条至第七条 已删除", "第五条－第七条（删去）", "第十条至第十二条"),
    rejects=("第五条至第七条规定的", "第五条、第六条"),
)
ARTICLE_DAMAGED = Rule(
    "the label of an article with one character missing or misprinted",
    rf"""
    [第笫弟苐]?{SPACE}?(?P<printed>[^\s，。；：、（）]{{1,12}})条    # 第 is missing or misprinted, or a numeral is
    |第(?P<number>{NUMBER})(?={SPACE})                              # 条 is missing
    """,
    verbose=True,
    matches=("第三十－条市人民政府", "笫五十四条 农民", "三十一条 市", "第三十一 市人民政府"),
    rejects=("第，条", "（一）甲"),
)
INSERTED_SPACED = Rule(
    "behind 第X条: 之一 that may belong to the label although whitespace separates it, or stands in it",
    rf"""
    (?P<inserted>(?:之{SPACE}{{0,4}}{NUMBER}{SPACE}{{0,4}}){{1,4}}+)
    (?![般切种类审级旦届些时半致律定直同者样流线月日年个名次人部元式体方端点份])    # words: 之一切, 之二审
    (?!{_CITING})
    """,
    verbose=True,
    matches=("之一 【公示】", "之一", "之 二　违反", "之一违反"),
    rejects=("之前", "之一切行为", "之一规定的", "之一、第三条", "之二审程序"),
)
LABEL_MARK = Rule(
    "behind 第X条: a punctuation mark that may belong to the label",
    rf"(?P<mark>[、，,：:．]|\.(?![0-9])){SPACE}*+",
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
    rf"(?P<number>[{CHINESE_TO_999}]{{1,6}})(?:、|．|\.(?![0-9])){SPACE}?",
    matches=("一、管辖", "十二、附则", "二．其他"),
    rejects=("一是", "（一）", "1、"),
)
HEADING_INSIDE = Rule(
    "a heading that may be glued to the end of a sentence",
    rf"""
    第(?P<number>{NUMBER})(?P<level>分编|编|章|节)
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
        总{SPACE}*则|附{SPACE}*则|分{SPACE}*则|罚{SPACE}*则
        |法{SPACE}*律{SPACE}*责{SPACE}*任|一{SPACE}*般{SPACE}*规{SPACE}*定
    )\Z
    """,
    verbose=True,
    matches=("总则", "附　则", "法律责任"),
    rejects=("附则的规定", "总则编"),
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
LATER_FOOTNOTE_MARK = Rule(
    "the mark of a footnote after the first one, within a text and right after a word",
    r"[^\s，。；：、,;:（(“从自至到和与及或第](?P<mark>[②-⑳])",
    matches=("工②持", "岗③。"),
    rejects=("例①", "、②", "从②到③", "；②甲"),
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
ITEM_MARK = Rule(
    "behind the label of an item: a punctuation mark that belongs to the label",
    rf"""
    (?P<mark>[、，,：:．.]){SPACE}*+
    (?=[^\s（(、，,：:．.0-9])
    # （一）、第三项 is a citation.
    (?!(?:和|与|以?及|或者?|至|到)?第?[（(]?{NUMBER}[）)]?[条款项目章节编])
    """,
    verbose=True,
    matches=("、甲", "，乙", "．丙", ": 丁", "、第一类"),
    rejects=("、（二）项", "，第三项", "甲", "、", ".5"),
)
RUN_IN_ITEM = Rule(
    "the beginning of an item (项) inside a line: after punctuation or whitespace, and not a citation",
    rf"""
    [：；。，、:;︓︰︔︒︐︑﹕∶\s]
    (?P<label>[（(](?P<number>[{CHINESE_TO_999}]{{1,5}})[）)])
    (?!项(?!目)|款(?!项)|、|和(?!平)|至|或|及(?!时))    # （一）项, （一）和（二）
    """,
    verbose=True,
    matches=("：（一）以非法占有", "；（二）执行", "。(三)项目建设"),
    rejects=("第（二）项", "、（二）项、第（三）项", "：（以下简称"),
)
LABEL_BEFORE = Rule(
    "the label of an item or subitem directly before other words",
    rf"[（(](?:[{CHINESE_TO_999}]{{1,5}}|[{ARABIC}]{{1,3}})[）)]{SPACE}*\Z",
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
        |[（(](?P<lettered>[a-z])[）)]
    )
    """,
    verbose=True,
    matches=("1．营业执照", "1. 姓名", "（1）申请书", "⒈", "①", "a)", "(a)"),
    rejects=("1.5米", "2022年", "（一）"),
)
UNREAD_LABEL = Rule(
    "the beginning of a line with a label that no level of a statute has: 第2部, (ii), (A)",
    rf"(?P<label>第{SPACE}{{0,4}}{NUMBER}{SPACE}{{0,4}}部(?={SPACE}|\Z|[：:—-])|[（(](?:[ivx]{{2,5}}|[A-Z])[）)])",
    matches=("第2部", "第一部　罚则", "第3部—罚则", "(ii) 甲", "（A）乙"),
    rejects=("第一部分", "第二部法律", "(i) 甲", "（二）", "(AB)"),
)
# The marks of LABEL_MARK.
LABEL_MARKS = frozenset("、，,：:．.")
# Signs of punctuation, each with its vertical and its small form. At the end of a line a ratio is a colon too.
COLONS = frozenset("：:︓︰﹕∶")
SEMICOLONS = frozenset("；;︔﹔")
COMMAS = frozenset("，、,︐︑﹐﹑")
# Characters with which a paragraph never ends, and characters with which it never begins.
NEVER_LAST = COMMAS | frozenset("（(《〈“‘〔︵︽")
NEVER_FIRST = frozenset("，、。；：！？）》〉”’〕︐︑︒︔︓︰︕︖︶︾")
# A line that ends with another character is a heading, a name or part of a wrapped sentence.
SENTENCE_ENDS = COLONS | SEMICOLONS | frozenset("。！？”’）〕】!?)︒︕︖﹗﹖︶︼")

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
CATCH_ALL = Rule(
    "the line that ends a list: whatever else is of the kind",
    r"(?:其[他它]|[^，。；]{1,20}(?:规定|禁止|要求|需要)的其[他它])[^，。；]{1,40}。\Z",
    matches=("其他违法行为。", "法律、法规规定的其他职责。"),
    rejects=("规定的职责。", "其他船舶进港，适用本规定。", "其他情形"),
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
