"""The grammar of a statute's lines: what each kind of line looks like, with examples.

A rule says what a line looks like, by itself. Whether it is what it looks like (第十条 may begin a
citation, 第一章 may stand in the 目录) is for the tree to say, which sees the lines around it.
"""

from __future__ import annotations

from regkit.model.blanks import ZERO_WIDTH
from regkit.rule import Rule

_NUMERAL = "[零〇○一二两三四五六七八九十百千万0-9０-９]{1,12}"
_BLANK = rf"[\s{ZERO_WIDTH}]"
# What follows 第X条 or 第X章 in a citation and never in the provision itself.
_CITING = (
    "(?:的|之|规定[的，。；、]|所(?:规定|列|称|指|述)|中(?:的|规定|所|，|“)|第|、|和(?!平|解)|与(?!会)|及(?!时)|至(?!少)|或|，|。|；"
    "|款(?!项)|项(?!目)|以及|以外|之外|另有|外，|时，|后，|前，|已经修改|相应改|相应修改|修改为|改为|增加一)"
)

DIVISION = Rule(
    "编、分编、章、节的标题",
    rf"第{_BLANK}{{0,4}}({_NUMERAL}){_BLANK}{{0,4}}(分编|编|章|节)((?:之{_NUMERAL}(?!般))?)(?!{_CITING})",
    these=("第一章　总　则", "第一章之一　特别规定", "第五章法律责任", "第三分编 准 合 同", "第二节"),
    not_these=("第七节相应改为第八节", "第二章的规定", "第一条　为了"),
)
ARTICLE = Rule(
    "条的开头",
    rf"第{_BLANK}{{0,8}}({_NUMERAL}){_BLANK}{{0,8}}条((?:之{_NUMERAL}(?!般))?)",
    these=("第一条　为了", "第十五 条工商", "第一百二十条之一　"),
    not_these=("第一款", "本条例", "第条"),
)
CITATION_AFTER_ARTICLE = Rule(
    "“第X条”之后表明它是引用而不是条的开头的字",
    _CITING,
    these=("规定的", "、第九条", "第二款"),
    not_these=("　县级以上", "县级以上", "所在地", "中型水库", "规定机关", "外国人", "相应的设施", "项目"),
)
ARTICLE_INSIDE = Rule(
    "可能粘在上一条后面的条的开头：句号之后，条号之前或者之后有空格",
    rf"。(?:{_BLANK}+(第{_NUMERAL}条(?:之{_NUMERAL})?)|(第{_NUMERAL}条(?:之{_NUMERAL})?){_BLANK})",
    these=("。第二条　乙", "。 第十六条市人民政府"),
    not_these=("。第二条规定的", "、 第三条", "。本条例"),
)
ARTICLE_HEADING = Rule(
    "条标",
    r"【[^】]{1,60}】",
    these=("【适用范围】",),
    not_these=("（删去）", "适用范围"),
)
ITEM = Rule(
    "项的开头",
    r"[（(][（(]?([零〇一二三四五六七八九十百]{1,5})((?:之[一二三四五六七八九十]{1,3})?)[）)]",
    these=("（一）以非法占有", "(十一)其他", "（一)", "（一之一）"),
    not_these=("（1）", "（以下简称", "一、"),
)
RUN_IN_ITEM = Rule(
    "写在同一行里的项的开头，前面有标点，后面不是引用",
    r"[：；。，、:;\s]([（(]([零〇一二三四五六七八九十百]{1,5})[）)])(?!项(?!目)|款(?!项)|、|和(?!平)|至|或|及(?!时))",
    these=("：（一）以非法占有", "；（二）执行", "。(三)项目建设"),
    not_these=("第（二）项", "、（二）项、第（三）项", "：（以下简称"),
)
SUBITEM = Rule(
    "目的开头",
    r"(?:([0-9０-９]{1,3})(?:[．、]|\.(?![0-9]))|[（(]([0-9０-９]{1,3})[）)]|([⒈-⒛])|([①-⑳])|([a-z])[)）])",
    these=("1．营业执照", "1. 姓名", "（1）申请书", "⒈", "①", "a)"),
    not_these=("1.5米", "2022年", "（一）"),
)
CONTENTS = Rule(
    "目录二字独立成行",
    rf"目{_BLANK}*[录次]\Z",
    these=("目录", "目　　录", "目 次"),
    not_these=("目录清单之外的收费",),
)
CONTENTS_ENTRY = Rule(
    "目录中没有编号的一行",
    rf"(?:序{_BLANK}*言|前{_BLANK}*言|附{_BLANK}*则|总{_BLANK}*则)[\s.…·0-9]*\Z",
    these=("序　言", "附 则", "总则……1"),
    not_these=("附则的规定",),
)
PREAMBLE = Rule(
    "序言的标题",
    rf"(?:序{_BLANK}*言|前{_BLANK}*言)\Z",
    these=("序言", "序　言"),
    not_these=("序言部分",),
)
NOTE = Rule(
    "题注的一行：括号里的沿革、以日期开头的沿革、文号",
    rf"[（(【]|[0-9０-９〇○零一二三四五六七八九十]{{4}}{_BLANK}?年{_BLANK}?[0-9０-９一二三四五六七八九十]{{1,3}}{_BLANK}?月"
    r"|\S{1,12}[〔\[][0-9]{4}[〕\]]\S{0,4}[0-9]{1,5}号\Z",
    these=("（2022年5月13日黑龙江省", "2017年9月1日 第十二届", "法释〔2022〕18号"),
    not_these=("黑龙江省促进中小企业发展条例",),
)
ANNEX = Rule(
    "附件的开头",
    rf"附(?:件|表|录|图)?{_BLANK}*(?:({_NUMERAL}){_BLANK}*(?:[：:]|{_BLANK}|\Z)|[：:]|\Z)",
    these=("附件", "附：", "附件一：", "附表1", "附件 2"),
    not_these=("附则", "附件所列的物品", "附加刑"),
)
SIGNATURE_DATE = Rule(
    "落款日期",
    r"[0-9０-９〇○零一二三四五六七八九十]{4}年[0-9０-９〇○零一二三四五六七八九十]{1,3}月[0-9０-９〇○零一二三四五六七八九十]{1,3}日\Z",
    these=("2022年5月13日", "二〇二二年五月十三日"),
    not_these=("2022年5月13日起施行",),
)
SIGNATURE_NAME = Rule(
    "落款机关，或者职务和姓名",
    r"[^\s，。；：、（）《》]{0,40}(?:委员会|代表大会|人民政府|国务院|法院|检察院|部|局|厅|办公室)\Z"
    r"|[^，。；：、（）《》]{0,20}(?:省长|市长|主席|总理|主任)[ \u3000]{0,4}[^\s，。；：、（）《》]{2,4}\Z",
    these=("黑龙江省人民代表大会常务委员会", "国务院", "省长　王某某"),
    not_these=("本条例由省人民政府负责解释。", "报主管部门。", "市长"),
)
# A line that ends otherwise is a heading, a name, or wrapped.
SENTENCE_ENDS = frozenset("。；：！？”’）〕】!?;:)")

GLUED = Rule(
    "项、目的编号与后面的字连写时会被读成别的，须隔开",
    r"[（(]?[（(][^（()）]{1,5}[）)](?:项|款)|[0-9０-９]{1,3}\.[0-9]",
    these=("（三）项", "(一)款", "1.5"),
    not_these=("（三）以", "1．5", "1.营"),
)
