"""The grammar of times: spans after an event, days that somebody will fix, days that other acts fix, and ends (失效)."""

from __future__ import annotations

from regkit.metadata.grammar import DAY_PATTERN, IN_FORCE_PATTERN
from regkit.rule import Rule
from regkit.text.grammar import NUMERAL

EVENT_PATTERN = "公布|发布|颁布|印发|批准|通过|签署|下发"
_COUNT = f"{NUMERAL}{{1,5}}"
_UNIT = "个?工作日|日|天|个?月|周?年"

AFTER_EVENT = Rule(
    "a time counted from an event, with the verb: 公布之日起30日后施行",
    rf"""
    (?P<event>{EVENT_PATTERN})(?:之日(?:以?后)?|以?后)?(?:起|的){{0,2}}(?:计算|算起)?[，,]?(?:满)?
    (?:
        (?:(?P<ordinal>第)?(?P<count>{_COUNT})(?P<unit>{_UNIT})
            (?:以后|之后|后|届满|期满)?(?:之日)?(?:起|的)?
            (?P<then>第(?:1|一)[日天]|次月(?:1|一)日|次日)?)
        |(?P<next_day>次日|第二[日天]|翌日)
        |(?P<next_month>(?:次|下)个?月(?:1|一|首)日)
    )
    (?:起)?(?:开始|正式)?{IN_FORCE_PATTERN}\Z
    """,
    verbose=True,
    matches=(
        "公布之日起30日后施行",
        "公布之日起满三个月施行",
        "公布之日起第30日施行",
        "公布之日的次日起施行",
        "发布之日起次月1日施行",
        "公布之日后30日起施行",
        "公布次日起施行",
        "公布后三十日施行",
        "公布30日后实施",
        "公布之日起六个月后的第一日起施行",
    ),
    rejects=("公布之日起施行", "公布机关施行", "公布之日起逐步施行"),
)
TO_BE_ANNOUNCED = Rule(
    "words by which somebody will fix the day: 施行日期由国务院规定",
    rf"""
    {IN_FORCE_PATTERN}的?(?:具体)?(?:日期|时间)[，,]?
    (?:
        由(?P<body>[^，。；《》]{{1,40}}?)(?:另行|另外|分别|自行)?(?:规定|确定|决定|公布|发布|公告|通知)
        |以(?P<announcer>[^，。；《》]{{1,40}}?)(?:的|所)?(?:规定|确定|公布|发布|公告|通知)?的?(?:日期|时间|日)?为准
        |另行(?:规定|确定|决定|公布|发布|公告|通知)
        |待定
    )
    |自(?P<fixer>[^，。；《》起自]{{0,40}}?)(?:另行)?(?:规定|确定|决定|公布|发布|公告|通知)的(?:日期|时间|日)起(?:开始|正式)?{IN_FORCE_PATTERN}
    # 自国务院公布之日起施行 counts from the promulgation of this act, so it is not one of these.
    |自(?P<decider>[^，。；《》起自]{{2,40}}?)(?:另行)?(?:规定|确定|决定)之日起(?:开始|正式)?{IN_FORCE_PATTERN}
    """,
    verbose=True,
    matches=(
        "施行日期由国务院规定",
        "施行日期另行公布",
        "施行的具体日期以国务院公布的日期为准",
        "自国务院规定的日期起施行",
        "自国务院规定之日起施行",
    ),
    rejects=("施行日期为2020年1月1日", "自公布之日起施行", "自国务院公布之日起施行"),
)
WITH_ACT = Rule(
    "words after a title by which this act comes into force with that act: 与《某法》同时施行",
    rf"(?:施行之日|生效之日|实施之日)?(?:起)?(?:同时|同日|同步|一并|一同|一起)?(?:起)?(?:开始|正式)?(?P<verb>{IN_FORCE_PATTERN})",
    matches=("同时施行", "施行之日起施行", "施行之日起同时施行"),
    rejects=("的规定施行", "第十条施行"),
)
HOUR = Rule(
    "an hour after a day: 零时 is its beginning, 24时 its end",
    r"(?:(?P<begin>零时|0时|０时|〇时|00:00|零点|0点)|(?P<end>24时|二十四时|24:00|24点|二十四点))",
    matches=("零时", "24时"),
    rejects=("8时", "起"),
)
_TERM = "(?:有效期|有效期限|有效时间|试行期|试行期限|执行期限|实施期限|施行期限)(?:暂定)?(?:为|是|定为|：)?"

EXPIRY = Rule(
    "words by which an act says how long it is valid: 有效期五年, 有效期至2025年12月31日, 试行两年",
    rf"""
    (?:
        {_TERM}(?:自(?:{DAY_PATTERN})(?:起)?)?(?:至|到|截至|截止到|止于|截止至)(?P<until>{DAY_PATTERN})
            (?:24时|二十四时|24:00|24点)?(?:止|截止)?
        |{_TERM}(?:自?(?P<event>{EVENT_PATTERN}|施行|实施)之日起)?(?P<count>{_COUNT})(?P<unit>{_UNIT})
        |试行(?P<trial>{_COUNT})(?P<trial_unit>{_UNIT})
        |(?:自?(?P<within_event>{EVENT_PATTERN}|施行|实施)之日起)?(?P<within>{_COUNT})(?P<within_unit>{_UNIT})(?:之?内)有效
        |(?:施行|实施|执行|有效)(?:至|到)(?P<to>{DAY_PATTERN})(?:24时|二十四时|24:00|24点)?
            (?:止|截止)?(?:有效|(?:自行|自动)?失效|废止|终止)?
        |(?:自|于|从)(?P<from>{DAY_PATTERN})(?:零时)?(?:之日)?(?:起)?(?:自行|自动|同时|即行)?(?:失效|停止执行|停止施行|停止实施|废止)
        # Without a word for being in force, only at the end of a sentence: 至某日止，示范单位应当……
        |(?:至|到)(?P<last>{DAY_PATTERN})(?:24时|二十四时|24:00|24点)?(?:止|截止)?
            (?:{IN_FORCE_PATTERN}|有效|(?:自行|自动)?失效|废止|终止|(?=[。；;]|\Z))
    )
    # 有效期五年以上的许可证, 试行两年的标准
    (?=[，,。；;（(]|\Z)
    """,
    verbose=True,
    matches=(
        "有效期五年",
        "有效期至2025年12月31日",
        "有效期自2021年1月1日起至2025年12月31日",
        "试行两年",
        "五年内有效",
        "至2025年12月31日止",
        "自2025年1月1日起失效",
    ),
    rejects=(
        "有效期届满",
        "有效期内",
        "长期有效",
        "至2025年12月31日前",
        "有效期五年以上",
        "至2025年12月31日止，示范",
        "至2025年12月31日暂停适用",
    ),
)
UNTIL = Rule(
    "words between the first and the last day of a time",
    r"(?:零时)?(?:之日)?起?(?:至|到)\Z",
    matches=("至", "起至"),
    rejects=("起施行", "、"),
)
OWN_SENTENCE = Rule(
    "the words of a sentence before those on an end, if the sentence speaks of this act and of nothing else",
    rf"""
    \A(?:但是?|其中)?[，,]?
    (?P<act>
        本(?:《[^《》]{{1,80}}》
            |(?:暂行|试行|若干|实施|补充|修订|修正|管理|工作|临时|特别|地方性|规范性)?
            (?:法|法规|规章|条例|办法|规定|决定|决议|细则|规则|规程|规范|通知|意见|解释|批复|方案|公告|通告|标准|章程|准则|守则
                |制度|命令|令|文件|修正案|公约|目录|政策|措施|指引|指南)
        )的?
    )?
    (?P<start>(?:自|从|于|在|经|(?:{EVENT_PATTERN})后)[^，。；《》]{{0,40}}?{IN_FORCE_PATTERN})?
    (?:[，,]由[^，。；《》]{{1,40}}解释)?
    [，,]?
    (?:(?:自|从)(?:{DAY_PATTERN}|(?:{EVENT_PATTERN})之日)起?)?\Z
    """,
    verbose=True,
    matches=(
        "本办法",
        "本规定的",
        "本办法自2020年1月1日起施行，",
        "自公布之日起施行，",
        "本办法自公布之日起施行，由示范局负责解释，",
        "本办法自2020年1月1日起",
        "",
    ),
    rejects=(
        "许可证",
        "本办法规定的许可证",
        "已取得的许可证，",
        "本办法施行前取得的许可证，",
        "本市有关规定",
        "本证",
    ),
)
