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
    (?P<event>{EVENT_PATTERN})(?:之日|以?后)?(?:起|的)?(?:计算|算起)?[，,]?(?:满)?
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
    """,
    verbose=True,
    matches=(
        "施行日期由国务院规定",
        "施行日期另行公布",
        "施行的具体日期以国务院公布的日期为准",
        "自国务院规定的日期起施行",
    ),
    rejects=("施行日期为2020年1月1日", "自公布之日起施行"),
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
EXPIRY = Rule(
    "words by which an act says how long it is valid: 有效期五年, 有效期至2025年12月31日, 试行两年",
    rf"""
    (?:有效期|有效期限|有效时间|试行期|试行期限|执行期限|实施期限|施行期限)(?:暂定)?(?:为|是|定为|：)?
        (?:自(?:{DAY_PATTERN})(?:起)?)?(?:至|到|截至|截止到|止于|截止至)(?P<until>{DAY_PATTERN})(?:止|截止)?
    |(?:有效期|有效期限|有效时间|试行期|试行期限|执行期限|实施期限|施行期限)(?:暂定)?(?:为|是|定为|：)?
        (?:自?(?P<event>{EVENT_PATTERN}|施行|实施)之日起)?(?P<count>{_COUNT})(?P<unit>{_UNIT})
    |试行(?P<trial>{_COUNT})(?P<trial_unit>{_UNIT})
    |(?:自?(?P<within_event>{EVENT_PATTERN}|施行|实施)之日起)?(?P<within>{_COUNT})(?P<within_unit>{_UNIT})(?:之?内)有效
    |(?:施行|实施|执行|有效|起)?(?:至|到)(?P<to>{DAY_PATTERN})(?:止|截止|失效|有效|自行失效|自动失效|废止)?
    |(?:自|于|从)(?P<from>{DAY_PATTERN})(?:零时)?(?:之日)?(?:起)?(?:自行|自动|同时|即行)?(?:失效|停止执行|停止施行|停止实施|废止)
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
    rejects=("有效期届满", "有效期内", "长期有效"),
)
OWN_CLAUSE = Rule(
    "a clause that speaks of this act, before words on its end",
    rf"\A(?:但是?|其中)?(?:本[^，。；《》证照书件卡]{{1,8}}?的?)?(?:(?:自|从|于)[^，。；]{{1,40}}?{IN_FORCE_PATTERN})?\Z",
    matches=("本办法", "本规定的", "本办法自2020年1月1日起施行", "自公布之日起施行", ""),
    rejects=("许可证", "居民身份证", "本办法规定的许可证"),
)
