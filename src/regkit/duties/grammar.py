"""The grammar of duties: words that state what somebody must, must not or may do, and words that only seem to.

::

    sentence  = clause { ；clause } 。
    clause    = [ condition ，] [ actor ] 应当 …… { ，[ actor ] 不得 …… }
    condition = ……的 | ……时 | 未经…… | 对……
"""

from __future__ import annotations

from regkit.rule import Rule, ends_within

# Limits, in characters, for the words between two commas, for a name, and for adverbs before 应当.
_LONGEST_SEGMENT = 1000
_LONGEST_NAME = 200
_LONGEST_ADVERBS = 60
# A clause from its first character; a search cannot match it from a later one.
_FROM_ITS_BEGINNING = "(?<![^。；;！？\\n])[^。；;！？\\n]"
# Takes the place of each character of a quotation, a title or a bracket, in which no duties are sought.
MASK = "＿"

_PENALTY_NOUNS = (
    "警告|处分|处罚|处理(?!意见|建议|决定)|通报批评|批评教育|拘留|取缔|罚款|没收|开除|撤职|记过|降级|政务处分"
)
_SENTENCES = "罚金|徒刑|拘役|拘留|管制|死刑"
_SANCTION = rf"""
    责令(?!改正通知|[^，。；]{{0,8}}的)
    |处以|并处|处(?=[^，。；的]{{0,30}}(?:的?罚款|{_SENTENCES}))
    |没收(?![的物])
    |(?:给予|予以)(?=[^，。；的]{{0,16}}(?:{_PENALTY_NOUNS}))
    |追究(?=[^，。；的]{{0,14}}责任)
    |吊销|暂扣|论处|定罪(?:处罚|(?=[，。]))|从重处罚
    |依照[^，。；]{{0,60}}处罚(?![的法])
    |依法承担(?=[^，。；的]{{0,12}}责任)
    |(?:降低|取消)[^，。；的]{{0,8}}(?:资质|资格)
"""

MASKED = Rule(
    "a quotation, a title or a bracket",
    r"“[^”]*(?:”|\Z)|《[^》]*(?:》|\Z)|（[^（）]*）|\([^()]*\)",
    matches=("“免申即享”", "“没有完的", "《示范条例》", "（以下简称摊主）", "(试行)"),
    rejects=("集市", "（没有完的"),
)
CLAUSE = Rule(
    "a clause, with the punctuation mark that ends a sentence after it",
    r"[^。；;！？\n]+(?P<stop>[。！？\n]?)",
    matches=("摊主应当备案。", "摊主应当备案；", "摊主"),
    rejects=("。", "；"),
)
TRIGGER = Rule(
    "words that may state a duty",
    rf"""
    # Each match begins with one of few characters, so that a search skips all others quickly.
    [不禁严应必须有可享鼓支提倡引由责处并没给予追吊暂论定从依降取负主履行承按在]
    (?:
        (?<=不)(?P<must_not>得(?!不|已|而知)|应当?(?!有)|准(?!予|许)|许)
        |(?P<forbidden>
            (?<=禁)(?<!严禁)止(?!令|性|类|[^，。；]{{0,3}}区)    # 禁止令, 禁止区
            |(?<=严)(?:禁|格禁止)
        )
        |(?P<must>
            # 反应, 供应, 应用, 应急 … oblige nobody.
            (?<=应)(?<![相响适供反感效报因呼照不对]应)
            (?:
                [当该](?!知道)
                |(?![当该用急收付答对变聘诉邀激战届得许验运景召税纳缴交到募允试力否标退扣补还发计分摊提有]|征(?!得|求))
            )
            |(?<=必)须|(?<=须)(?<![必无毋]须)(?![知要臾])
            |(?<=有)义务
        )
        |(?P<may>
            (?<=可)(?<!不可)(?:以|(?=并?处|依法|由(?!此)|向|按))
            |(?<=有)(?<![所享拥具]有)权(?![机部利限益属人的势])    # 有权机关
            |(?<=享)有(?=[^，。；]{{0,40}}权)
        )
        |(?P<encouraged>(?<=鼓)励(?![类性奖])|(?<=支)持(?!性)|(?<=提)倡|(?<=倡)(?<!提倡)导|(?<=引)导(?!性))
        |(?P<assigned>(?<=由)(?!于|此|来))
        # The words of _SANCTION, each without its first character.
        |(?P<penalty>
            (?<=责)令(?!改正通知|[^，。；]{{0,8}}的)
            |(?<=处)(?:以|(?=[^，。；的]{{0,30}}(?:的?罚款|{_SENTENCES})))|(?<=并)处
            |(?<=没)收(?![的物])
            |(?:(?<=给)予|(?<=予)(?<!给予)以)(?=[^，。；的]{{0,16}}(?:{_PENALTY_NOUNS}))
            |(?<=追)究(?=[^，。；的]{{0,14}}责任)
            |(?<=吊)销|(?<=暂)扣|(?<=论)处|(?<=定)罪(?:处罚|(?=[，。]))|(?<=从)重处罚
            |(?<=依)(?:照[^，。；]{{0,60}}处罚(?![的法])|法承担(?=[^，。；的]{{0,12}}责任))
            |(?:(?<=降)低|(?<=取)消)[^，。；的]{{0,8}}(?:资质|资格)
        )
        |(?P<charged>
            (?<=负)责(?!人|制|任)
            |(?<=主)管(?=[^，。；部机人单的]{{0,40}}工作)
            |(?:(?<=履)行|(?<=行)使|(?<=承)担)(?=下列|以下)
            |(?:(?<=按)照|(?<=在))各自的?(?:法定)?职责(?!的)
        )
    )
    """,
    verbose=True,
    matches=(
        "应当",
        "必须",
        "应于",
        "须",
        "不得",
        "不应当",
        "禁止",
        "严禁",
        "可以",
        "可处",
        "有权",
        "享有财产权",
        "鼓励",
        "支持",
        "由有关部门",
        "责令改正",
        "处一千元罚款",
        "给予警告",
        "依照第三条的规定处罚",
        "负责",
        "主管集市工作",
        "履行下列职责",
        "在各自职责范围内",
    ),
    rejects=(
        "不得不",
        "应急",
        "应用",
        "须知",
        "有权机关",
        "由于",
        "处理",
        "负责人",
        "主管部门",
        "可能",
        "禁止令",
        "应当知道",
    ),
)
SANCTION = Rule(
    "words that impose a penalty",
    _SANCTION,
    verbose=True,
    matches=("责令改正", "没收违法所得", "处一千元以上罚款", "给予警告", "吊销许可证", "追究刑事责任"),
    rejects=("处理", "给予补贴", "责令关闭的", "没收的"),
)
SANCTION_NEXT = Rule(
    "words that impose a penalty, right after 应当 or 可以",
    rf"""
    (?:依法|视情节|按照(?:(?!规定)[^，。；]){{1,12}}规定|并|分别|对其|按日|从重){{0,8}}
    (?:{_SANCTION})
    """,
    verbose=True,
    matches=("责令改正", "依法给予处分", "处一千元以下罚款"),
    rejects=("备案", "及时处理"),
)
DEFINITION = Rule(
    "a clause that defines a word",
    rf"{_FROM_ITS_BEGINNING}*(?:是指|系指|所称[^，]{{1,40}}，?(?:是|包括|指)|的含义)",
    matches=("本条例所称摊主，是指经营者", "集市是指应当备案的场所"),
    rejects=("摊主应当备案",),
)
OF_A_THING = Rule(
    "the words after 应当 if it only describes a thing: 应当遵守的规则, 不得占用的通道",
    r"(?:[^，。；的]{2})?的[^，。；]",
    matches=("的集市", "遵守的规则", "占用的通道"),
    rejects=("遵守规则", "采取有效的措施", "备案的"),
)
RELATIVE = Rule(
    "应当 that only describes a thing, up to the comma: 应当备案的集市，",
    rf"{ends_within(40)}[^，。；]{{1,24}}的[^，。；]{{1,12}}\Z",
    matches=("备案的集市", "公开的信息"),
    rejects=("备案", "公开"),
)
RELATIVE_ACT = Rule(
    "the words after an actor if 由…… only describes a thing: 由省人民政府批准的集市",
    r"""
    (?!负责|承担|组织|实施|行使|主持|[对向在按根从]|依照|依据|报请|提请|会同|协同)
    [^的，。；]{2,6}的(?!\Z)[^，。；]
    """,
    verbose=True,
    matches=("批准的集市", "依法规定的其他条件"),
    rejects=("负责集市的管理", "批准", "按照国家有关规定的程序办理"),
)
RELATIVE_OWN = Rule(
    "the words after an actor that only describes a thing: 摊主提交的材料, 摊主经营所需的设备, 摊主在集市上的言行",
    r"""
    (?:
        (?![对向在按依根为从以就将把自])[^，。；的]{2,4}    # 提交的材料
        |[^，。；的]{0,12}所[^，。；的]{1,3}                 # 经营所需的设备
        |在[^，。；的]{1,8}[中上内间]                        # 在集市上的言行
    )
    的(?!\Z)[^，。；]
    """,
    verbose=True,
    matches=("提交的材料", "经营所需的设备", "在集市上的言行"),
    rejects=("备案的", "对违法的摊主", "制定涉及摊主和顾客的措施"),
)
OF_OTHERS = Rule(
    "the words after an actor that may name another actor: 主办者选出的代表",
    rf"{ends_within(_LONGEST_SEGMENT)}.*的[^，。；的]{{1,14}}\Z",
    matches=("选出的代表", "聘用的下列人员"),
    rejects=("备案的", "备案"),
)
PURPOSE = Rule(
    "the clause that states the purpose of an act",
    rf"{_FROM_ITS_BEGINNING}*制定本",
    matches=("为了鼓励示范，制定本条例",),
    rejects=("省人民政府应当制定办法",),
)
AUTHORITY = Rule(
    "the name of an authority",
    rf"{ends_within(_LONGEST_NAME)}.*(?:法院|检察院|机关|部门|政府|委员会|机构|局|海关|国务院)\Z",
    matches=("人民法院", "教育部门"),
    rejects=("摊主", "企业"),
)
COMPOSED = Rule(
    "the words after somebody who forms a body or holds an office: 由摊主代表组成",
    rf"{ends_within(50)}[^，。；]{{0,40}}(?:组成|构成|担任|产生)\Z",
    matches=("组成", "等组成", "推选产生"),
    rejects=("组织实施",),
)
RELATIVE_CHARGE = Rule(
    "负责 that only describes somebody: 负责集市管理的部门",
    r"[^，。；]{0,40}的(?:主管|部门|机构|机关|单位|人员|组织|领导|主任|执法|行政)",
    matches=("集市管理的部门", "的主管人员"),
    rejects=("集市的管理工作",),
)
LEADS_LIST = Rule(
    "words before a list in which each item is a separate duty or prohibition",
    r"""
    \A
    (?:
        .*(?:下列|以下)[^，。；：]{0,24}?
        (?:
            措施|职责|职权|义务|工作|任务|行为|活动|规定|要求|条件|权利|权力|制度|纪律|原则|规则|服务|职能|责任
        )
        (?:之一)?
        |[^，。；：]{0,24}(?:做到|遵守|如下[^，。；：]{0,6})
        |(?:应当|必须|不得|严禁|禁止|可以|有权)[^，。；：]{0,2}
    )
    [：:]\Z
    """,
    verbose=True,
    matches=("应当采取下列措施：", "不得有下列行为：", "应当：", "应当做到："),
    rejects=("应当提交下列材料：", "应当责令改正：", "应当备案"),
)
ONE_OF = Rule(
    "words before a list in which one item is enough",
    r"\A.*之一[：:]\Z",
    matches=("应当符合下列条件之一：",),
    rejects=("应当符合下列条件：",),
)
ENCOURAGING = Rule(
    "the words between 鼓励 and those who are encouraged",
    r"""
    (?:
        (?:鼓励|支持|提倡|倡导|引导|推动|指导|扶持|帮助)
        (?:[、和与及]|并|以及)?
    ){1,20}
    (?:依法|优先|积极)?
    """,
    verbose=True,
    matches=("鼓励", "鼓励和支持", "鼓励、支持、引导"),
    rejects=("摊主",),
)
ENCOURAGER = Rule(
    "who encourages others in the name of the public",
    rf"{ends_within(50)}(?:国家|本[省市州县区]|本自治[州县区]|[^，。；]{{0,40}}(?:政府|部门|机关|省|市))\Z",
    matches=("国家", "本市", "县级以上人民政府"),
    rejects=("村民委员会", "行业协会"),
)
DESCRIBING = Rule(
    "words before 应当 with which it describes a thing: 对依法应当备案的集市, 缴纳应当缴纳的费用",
    rf"""
    {ends_within(40)}
    [^，]{{0,20}}?
    (?:
        [对将把按为及有所未除]|[写载注说]明
        |按照|依照|属于|符合|缴纳|履行|支付|补缴|公开|承担|是否|认为|其他
        |以及|、|和|或者|包括|具备|达到|超过|知道|一切|发现|列入|确定|确认|明知
    )
    (?:依法|按照规定|按规定)?
    \Z
    """,
    verbose=True,
    matches=("对", "对依法", "缴纳", "是否", "不履行"),
    rejects=("", "摊主", "集市", "依法"),
)
EMBEDDING = Rule(
    "words that report what somebody else has to do: 告知申请人应当补正",
    r"""
    (?:
        告知|要求|责令|督促|通知|提[示醒]|明确|规定|约定|载明|[注说]明|认为|决定|确认|确保|保证|建议|知道|承诺
        |警示|证明|表明|教育|指出|限制|申请(?!材料)|同意|直至|以便
    )
    """,
    verbose=True,
    matches=("告知申请人", "督促摊主"),
    rejects=("摊主", "申请材料"),
)
DONE_BY_ANOTHER = Rule(
    "words after 应当 for what an authority does to somebody",
    r"""
    (?:依法)?
    (?:
        [给予准不免]予|予以|撤销|取消|注销|判决|裁定|宣告|列|免除|免征|减[征免]|从[轻重]|减轻|不再
        |认定|视为|终止|受理|驳回|由
    )
    """,
    verbose=True,
    matches=("予以登记", "依法给予补助", "注销登记", "准予"),
    rejects=("申请", "备案", "承担赔偿责任"),
)
BY_OTHERS = Rule(
    "penalties that are not imposed by whoever imposed the one before",
    r"追究|[给予]予|予以|依照|依法承担|论处|定罪处罚|从重处罚",
    matches=("追究", "给予", "依照"),
    rejects=("责令", "处以"),
)
BY_LAW = Rule(
    "words before 禁止 with which it reports what other rules forbid",
    rf"{ends_within(_LONGEST_SEGMENT)}.*(?:规定|法律|法规|明令|或者|、|限制|依法|被|已经)\Z",
    matches=("法律、行政法规", "国家明令"),
    rejects=("国家", "本市", ""),
)
CONNECTIVE = Rule(
    "words that join a further duty to the one before",
    r"(?:并且|而且|但是|同时|另外|此外|或者|并|且|但|而|则)*",
    matches=("并", "但是", ""),
)
ADVERBS = Rule(
    "words before 应当 that name nobody",
    rf"""
    {ends_within(_LONGEST_ADVERBS)}
    (?:
        也|还|又|均|都|一律|依法|仍然?|原则上|一般|及时|逾期|同样
        |需要时|必要时|首次|事先|事后|最终|只|不|经批准|特殊情况下?|确有必要时?
    )*
    \Z
    """,
    verbose=True,
    matches=("", "还", "必要时"),
    rejects=("摊主",),
)
ADVERBIAL = Rule(
    "the beginning of a segment that continues with the actor before it: ，在三日内应当",
    r"""
    (?:
        在|对|向|按|依(?!托)|根据|自(?!治|然)|于|从(?!业)|经(?!营|济|纪|办)|以(?!上|下)|与|将|把|除|因|凭|每
        |及时|未(?!成)|逾期|收到|接到|发现|应|不(?!动产)
    )
    """,
    verbose=True,
    matches=("在三日内", "按照规定", "收到申请后"),
    rejects=("申请材料", "摊位", "经营场所"),
)
JOINED = Rule(
    "words right before a further 应当, and the character before them, that make it a separate duty",
    r"[^，]{0,2}(?:并|且|而且|但是?|也|又|还)\Z",
    matches=("案并", "但", "并且"),
    rejects=("备案", ""),
)
SEPARATOR = Rule(
    "the separator between the members of a list of actors",
    r"、|和|与|以及|及|或者|或",
    matches=("、", "和", "以及"),
    rejects=("，", "其他"),
)
ALONE = Rule(
    "an actor that is complete by itself, whatever stands before it",
    r"""
    (?:
        人民法院|人民检察院|公安机关|国家安全机关|监察机关|司法机关|审判机关|检察机关|国家机关|行政机关|司法行政机关
        |事业单位|社会团体|人民团体|群众团体|行业协会|商会|企业|公民|法人|个人|家庭|学校|医疗机构|新闻媒体
        |村民委员会|居民委员会|工会|共产主义青年团|妇女联合会|街道办事处
        |(?:县级以上(?:地方)?|各级|(?:地方)?各级|乡镇|省|市|县级?|乡级?|设区的市|国务院)人民政府|国务院
        |[^，。；：、和与及或的其他有关等本该＿]{1,5}者
    )\Z
    """,
    verbose=True,
    matches=("人民法院", "县级以上人民政府", "销售者", "企业"),
    rejects=("教育部门", "其有关部门", "其他经营者", "从事集市经营的单位", "从业人员"),
)
