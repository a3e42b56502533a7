"""The words by which web pages say what belongs to the page and not to its text."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import DAY_NUMERAL, DIGIT, NUMERAL

# Words without any value after them: what stands on buttons and in menus.
_CONTROLS = (
    "打印本页|打印本文|打印此页|打印页面|我要打印|打印|关闭窗口|关闭本页|关闭页面|关闭此页|关闭|返回顶部|返回首页|返回列表|返回|"
    "网站首页|首页|主页|设为首页|加入收藏|收藏本页|我要收藏|收藏|分享到|分享至|分享|转发|网页纠错|我要纠错|内容纠错|纠错|"
    "字体大小|字体|字号|默认|大号|中号|小号|特大|超大|大|中|小|放大|缩小|微信好友|微信|新浪微博|腾讯微博|微博|朋友圈|"
    "QQ空间|QQ好友|QQ|豆瓣|人人网|复制链接|复制网址|保存本页|保存|下载|朗读|语音播报|听全文|更多|"
    "无障碍浏览|无障碍阅读|无障碍|长者模式|长者助手|长者版|关怀版|适老化|适老版|大字版|繁體中文|繁體版|繁體|繁体中文|繁体版|繁体|"
    "简体中文|简体版|简体|English|english|ENGLISH|登录|注册|退出|搜索|检索|高级搜索|站内搜索|网站地图|站点地图|网站声明|"
    "联系我们|关于我们|关于本站|隐私声明|隐私政策|法律声明|版权声明|使用帮助|网站帮助|友情链接|RSS订阅|RSS|手机版|移动版|电脑版|"
    "客户端|公众号|上一页|下一页|尾页|末页|上一篇|下一篇|上一条|下一条|网站导航|导航|目录导航|TOP|Top|top"
)
CONTROLS = Rule(
    "a line that consists of the words of buttons and menus alone",
    rf"\A[^\w]{{0,9}}+(?:(?:{_CONTROLS})[^\w]*+)++[0-9]{{0,9}}\Z",
    matches=("【打印本页】【关闭窗口】", "字体：[大中小]", "首页>", "分享到：微信微博", "上一页|下一页"),
    rejects=("打印本页的", "中国", "小微企业", "第一条"),
)
CERTAIN = Rule(
    "a line that begins with words that only pages say of themselves",
    r"""
    # a button may stand before them
    \A(?:[【\[][^】\]]{1,8}[】\]])?[^\w©]{0,9}+(?:
        # facts about the page, with a value
        (?:责任编辑|责编|网站编辑|值班编辑|网络编辑|信息来源|稿件来源|文章来源|内容来源|稿源
        |发布(?:时间|日期|单位|机构|人|者)|更新(?:时间|日期)|录入(?:时间|日期|人)|上传时间
        |(?:浏览|点击|阅读|访问)(?:次数|总数|量|数|率|人数)?|索引号|主题分类|信息分类|公开(?:方式|范围|形式|日期)|信息索取号)[:：]
        |(?:字体|字号)[:：]
        # 2023-04-01 09:00 来源：…
        |[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[0-9:]{4,8})?[^\w]{0,3}(?:来源|作者|浏览|点击|阅读|字号|字体|分享|发布|打印)
        # where on the site the page stands
        |(?:您|你)?(?:的|现在的|当前的|所在的|现在|当前|所在)?位置[:：]|首页[>＞»/›→\-]
        |(?:上一篇|下一篇|上一条|下一条|上篇|下篇)[:：]
        # what else there is to see
        |(?:分享到|分享至|分享)[:：]|扫一扫|扫码(?:查看|阅读|分享|浏览|打开)|扫描(?:上方|下方|左侧|右侧)?二维码|(?:微信|手机)扫
        |(?:相关(?:链接|文章|新闻|阅读|信息|解读|政策|稿件|文件|内容|报道|推荐|资讯|法规|专题)|延伸阅读|推荐阅读|热门推荐|热点推荐
        |猜你喜欢|最新发布|热门文章|政策解读|图解政策|友情链接)(?:[:：]|[^\w]*\Z)
        # who runs the site
        |(?:主办单位|承办单位|协办单位|主办|承办|协办|技术支持|运维单位|维护单位|网站维护|版权所有|网站标识码|网站备案|备案号|备案编号|建设单位)[:：]
        |版权所有(?![人者权的])|[^\w]?(?:Copyright|copyright|COPYRIGHT)|©|网站标识码
        |您是第[0-9]|(?:网友评论|发表评论|我要评论|我来说两句|文章评论)[^\w]{0,3}\Z
        |今日访问|总访问量
    )
    """,
    verbose=True,
    matches=(
        "责任编辑：张三",
        "（责任编辑：张三）",
        "发布时间：2024-07-01",
        "当前位置：首页",
        "2023-04-0109:00来源：示范日报",
        "【我要纠错】责任编辑：张三",
        "扫一扫在手机打开当前页",
        "相关链接",
        "主办单位：示范市人民政府办公室",
        "©示范市",
    ),
    rejects=(
        "责任编辑应当核对稿件。",
        "相关链接应当标明出处。",
        "发布时间由市人民政府确定。",
        "示范市人民政府",
    ),
)
CERTAIN_ANYWHERE = Rule(
    "a line with words that only the foot of a page says",
    r"""
    .{0,200}?(?:
        ICP备|公网安备|网安备案|网站标识码|版权所有(?![人者权的])
        |AllRightsReserved|Allrightsreserved
        |建议使用.{0,40}(?:浏览器|分辨率)
    )
    """,
    verbose=True,
    matches=("示ICP备12345678号", "示公网安备11号", "建议使用1024×768分辨率"),
    rejects=("网站备案办法", "版权所有人"),
)
POSSIBLE = Rule(
    "a line that begins with a fact that a page may state of itself, and a form in an annex too",
    r"""
    \A[^\w©]{0,9}+(?:
        来源|时间|日期|作者|编辑|审核|审核人|初审|复审|终审|校对|供稿|撰稿|记者|通讯员
        |地址|电话|联系电话|邮编|邮政编码|传真|邮箱|联系人
        |文号|发文字号|发布文号|文件编号|发文机关|发布部门|制定机关|颁布(?:机关|单位|部门)
        |(?:成文|发文|公布|颁布|通过|施行|实施|生效|失效|废止)(?:日期|时间)
        |有效性|时效性|效力级别|效力位阶|法律效力位阶|法律性质|法规类别|法规标题|法规来源|法宝引证码|标题|名称|编号|全文
    )[:：】\]]
    """,
    verbose=True,
    matches=(
        "来源：示范日报",
        "地址：示范路1号",
        "施行日期：2023-07-01",
        "【法规标题】示范市渡口管理条例",
        "【法宝引证码】CLI.1.2",
    ),
    rejects=("来源不明的商品", "地址变更的，应当报告。", "施行日期由市人民政府规定。"),
)
EDITORIAL = Rule(
    "a line that names who wrote or checked a page, or where it comes from",
    r"\A[^\w]{0,9}+(?:来源|作者|编辑|审核|审核人|初审|复审|终审|校对|供稿|撰稿|记者|通讯员)[:：]",
    matches=("来源：示范日报", "（审核：张三）"),
    rejects=("联系电话：000", "作者应当署名。"),
)
NUMERIC_DATE = Rule(
    "a date, and the time of day, as only programs write them",
    r"\A[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[0-9:]{4,8})?\Z",
    matches=("2023-04-01", "2023/4/109:00:00"),
    rejects=("2023年4月1日", "2023-04-01起施行"),
)
OF_THE_SITE = Rule(
    "words of a sentence about a site",
    r"本网?站|网站|浏览器|分辨率|转载|二维码|公众号|客户端|版权|下载",
    matches=("本网站由示范市人民政府主办。",),
    rejects=("本条例自公布之日起施行。",),
)
OF_LAW = Rule(
    "words of a sentence that defines or orders something",
    r"[是指由为]|应当|不得|可以|必须",
    matches=("指企业名称的组成部分；",),
    rejects=("责任编辑：张三。",),
)
TITLE_SEPARATOR = Rule(
    "what stands between the title of a page and the name of its site",
    r"[_|｜\-–—－>›»]",
    matches=("_", "|", "—"),
    rejects=("·", "、"),
)
SITE_NAME = Rule(
    "the name of a site or of the body that runs it, and not of an act",
    r".{2,40}(?:网|网站|门户|平台|人民政府|委员会|局|厅|部|院|办公室|法规库|数据库)\Z",
    matches=("示范市人民政府门户网站", "示范市司法局"),
    rejects=("示范市集市管理条例",),
)
SITE = Rule(
    "a line that is the name of a site and of nothing else, or begins with that of a collection of laws",
    r"""
    \A(?:
        [^。；，：《》]{2,30}(?:门户网站|政府网站|官方网站|政务网|信息网|人大网|政府网|法规库|法规数据库)
        |(?P<collection>北大法宝|北大法律信息网|威科先行|法律图书馆|律商网|法信网|国家法律法规数据库|中国法律法规信息库)(?:[|｜_—–>＞»·\-].{0,80})?
    )\Z
    """,
    verbose=True,
    matches=("示范市人民政府门户网站", "北大法宝|法律法规", "国家法律法规数据库"),
    rejects=("示范市人民政府", "示范市政府网站管理办法", "门户网站应当公开信息。", "法信"),
)
PROVISION = Rule(
    "the label of an article or of a heading at the beginning of a line",
    rf"第{NUMERAL}{{1,9}}(?:编|編|分编|章|节|節|条|條)",
    matches=("第一条为了", "第3章", "第一條"),
    rejects=("第十四届", "（一）"),
)
DIVISION = Rule(
    "the label of a part of a text without articles",
    rf"[（(]?{NUMERAL}{{1,4}}[）)、．.]",
    matches=("一、总体要求", "（二）", "3．"),
    rejects=("一是", "第一"),
)
ANNEX = Rule(
    "the beginning of an annex, or a link to one",
    rf"""
    附(?:件|表|录|錄|图)?(?:{NUMERAL}{{0,3}})(?:[:：.．、]|\Z)
    |附(?:件|表|录|錄|图){NUMERAL}{{1,3}}
    |附件(?:下载|列表)
    """,
    verbose=True,
    matches=("附件", "附：", "附件1示范表", "附表二：", "附件下载"),
    rejects=("附则", "附件所列的物品", "相关附件"),
)
ANNOUNCEMENT = Rule(
    "a line of the announcement above a title, or of the notes below it",
    rf"""
    [（(【]
    |[^。]{{0,80}}(?:公告|公报|通告|通知|决定|决议|命令|令|意见|批复|函)\Z
    |[^。]{{0,40}}第{NUMERAL}{{1,9}}号\Z
    |[^。]{{0,20}}〔[0-9]{{4}}〕
    """,
    verbose=True,
    matches=(
        "示范市人民代表大会常务委员会公告",
        "示政发〔2024〕3号",
        "（2024年6月28日通过）",
        "第12号",
    ),
    rejects=("示范市集市管理条例", "2023年4月2日星期日"),
)
NOTE = Rule(
    "a line of the notes (题注): a date and what happened then",
    rf"[（(]?{DIGIT}{{4}}年[^。]{{0,100}}(?:通过|批准|公布|修正|修订|施行|发布)",
    matches=("2023年3月30日示范市人民代表大会常务委员会通过", "（2023年3月30日公布）"),
    rejects=("2023年4月2日星期日",),
)
DATE = Rule(
    "a date alone on a line, as a signature has it",
    rf"{DIGIT}{{4}}年{DAY_NUMERAL}{{1,3}}月{DAY_NUMERAL}{{1,3}}日\Z",
    matches=("2024年7月1日", "二〇二四年七月一日"),
    rejects=("2024-07-01", "2024年7月1日起施行。"),
)
