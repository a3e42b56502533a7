"""The words by which actors are recognized: those that end a name, and those that may follow it."""

from __future__ import annotations

from regkit.rule import Rule
from regkit.text.grammar import ARABIC, CHINESE_TO_999

HEAD = Rule(
    "the end of the name of somebody who can have duties (a head noun)",
    rf"""
    部门|机构|机关|单位|组织|企业(?![家法])|公司|(?<!非)政府|国务院
    |委员会|常委会|居委会|村委会|理事会|董事会|监事会|协会|学会|商会|工会|联合会|基金会|工委
    |代表大会|业主大会(?!会议)|股东大?会|会员大会
    |(?:大会|委员会|居民|村民|主任|委员长|代表|联席)会议|主席团|代表团|团体
    |国家(?![秘安利机工赔])|本[省市州县区](?!级)|本自治[州县区]|社会各界|全社会|社会公众|社会力量|社会资本
    |法院|检察院|医院|学院|研究院|院校|高校|法庭|合议庭|审判庭|仲裁庭|银行|大学|学校|幼儿园
    |合作社|信用社|旅行社|办公室|办事处|办公厅|公安局|海关|中心|媒体
    |(?:派出|事务|研究|拘留|看守|戒毒|卫生|检验|交易|登记|司法|财政|公证)所
    |(?:血|车|服务|工作|监测|卫生|加油|广播|电视|气象)[站台]
    |厂(?![房区址界内外家长])
    |军队|部队|消防队|救援队
    |公民|居民|村民|农民|市民|乘客|旅客|游客|顾客|职工|公众|学生|业主|雇主|摊主|股东|代表(?!大会|会议)
    |父母|夫妻|子女|配偶|家长
    |厂商|外商|供应商|承包商|经销商|农户|用户|商户|客户
    |[船院校省市县厂河湖林站所局处科队组乡镇村区州]长(?![期度江河远短效])
    |主席|主任|首长|审判长|检察长|董事|监事|经理|律师|医师|教师|港务监督|被告(?!人)|原告|顾问|人士
    |专家(?![库组评论意])|近亲属|家属|妇女|儿童|青少年|警察|民警|军人|干部
    # 五人以上 and 5人以上 are actors; 两人以上 states how something is done: 由两人以上共同进行.
    |[{CHINESE_TO_999}{ARABIC}]人以上
    |[交防育术化安政法障源境设输利村务游理道生装治]部(?![门分署件位队])    # 交通运输部
    |双方|各方|(?<![地处配立平])方(?=[＿应不可必有须负在依按对将未，]|\Z)
    |(?:
        人|职|雇|船|委|成|议|会|裁判|运动|教练|公务|仲裁|调解|审判|检察|驾驶|乘务|管理|引导|指导|飞行
        |协管|监督|代表|辅导
    )员
    |(?<![或前])者
    |(?<![他每法机个无一两几])人(?![民员均数次工身类才口格事大选])
    |法人(?!代表)|他人|个人(?!信息|所得|账户|隐私|档案|资料|财产|数据)
    """,
    verbose=True,
    matches=("部门", "机构", "法院", "公民", "人员", "者", "企业", "国务院"),
    rejects=("材料", "企业家", "人民政府", "个人信息"),
)

# Single characters that begin a predicate, and then the words that begin with one of them and do not.
_ONE = frozenset(
    "跨是在对向按依每均都也还自于从经为以将把除因凭就未不有已如应须可被到拟受随所仅只凡遇至当后则"
)
_OTHERWISE = """
是否 在校 在职 在编 在押 对方 从业 经营 经济 经理 经办 经纪 自治 自然 自身 以上 以下 以外 以内 以及 以前 以后 不动 有关 有害 有色 有限 就业 未成 应急 可再 按摩 如下 受害 受理 受托
受让 受赠 为主 到期 后勤 后备 后方 所在 所有 所属 所得 当地 当事 至少 有权 应用 应收 后续
"""
_NOT_ONE = frozenset(_OTHERWISE.split())
# Predicates of actors, with their adverbs, by the first two characters.
_PREDICATES = """
责令 没收 处以 处一 处二 处三 处五 处十 处罚 并处 给予 予以 吊销 暂扣 追究 撤销 警告 查处 查封 扣押 有权 不予 准予 免予 免除 依法 根据 参照 遵照 及时 立即 每年 每月 每半 定期
按时 按期 应当 应予 必须 不得 可以 可处 禁止 严禁 负责 统一 共同 联合 会同 分别 单独 各自 自行 自愿 自主 直接 间接 优先 主动 积极 擅自 逾期 拒不 故意 继续 重新 另行 首次 代为
代表 免费 无偿 无正 无法 确需 确有 需要 合理 联名 充分 公开 公平 正当 明确 切实 全面 逐步 持续 严格 妥善 认真 尊重 正确 平等 利用 通过 结合 依托 鼓励 支持 提倡 引导 倡导 推动
带头 批准 提出 申请 组织 进行 提供 开展 实施 备案 制定 制订 报告 违反 依照 依据 规定 编制 办理 建立 承担 确定 作出 做出 设立 受理 处理 认为 审批 提交 审议 发现 审核 提起 从事
决定 管理 建设 执行 采取 履行 审理 协商 出具 接到 做好 参加 登记 教育 参与 委托 裁定 起诉 报送 书面 加强 领导 要求 收到 监督 经审 强制 发布 实行 核发 接受 协调 使用 指导
购买 研究 投诉 申报 签订 划定 约定 赔偿 认定 请求 设置 支付 订立 举报 调查 协助 许可 公布 主张 督查 确认 发生 开发 核准 举行 落实 通报 拒绝 选举 行使 通知 下达 享有 享受 取消
限制 需经 因为 反映 取得 采用 运用 完善 健全 推进 推广 推行 核定 判决 说明 缴纳 颁发 举办 验收 安排 授权 推荐 达成 注册 培训 滥用 鉴定 注销 合作 执法 引发 核实 统筹 解除 征求
检查 反馈 解决 纳入 评估 收取 追偿 遵守 发出 申领 保管 成立 指挥 主持 具有 具备 存在 停止 终止 参考 查询 代理 报请 收集 签名 立案 招用 聘用 雇用 录用 执业 收藏 发给 考核 竣工
提请 保障 起草 汇交 创新 开立 召集 任命 实现 变更 申诉 转让 出租 出售 销售 生产 经营 运输 储存 贮存 处置 收购 加工 排放 投放 清除 清理 维护 保护 保证 确保 保持 保守 维修 养护
拆除 修建 新建 改建 扩建 占用 挖掘 设计 施工 勘查 开采 兴办 创办 开办 投资 捐赠 捐助 资助 捐资 捐献 开设 承接 承办 创建 创造 培养 培育 引进 吸引 研发 探索 增加 扩大 降低 提高
提升 优化 改进 改善 改造 发挥 发展 促进 宣传 普及 传播 传承 弘扬 学习 了解 掌握 监测 监控 巡查 巡视 审查 审定 复查 复议 复核 抽查 检验 检测 检疫 检定 检举 控告 控制 预防 防止
防治 防范 制止 劝阻 阻止 纠正 改正 整改 排除 消除 减少 减轻 避免 配合 协作 关心 关爱 帮助 扶持 救助 抢救 救治 护送 联系 沟通 设定 指定 指派 派出 选派 委派 选择 选用 聘请 邀请
列席 出席 召开 讨论 表决 投票 罢免 任免 辞职 辞去 离职 离任 退休 死亡 丧失 携带 持有 佩戴 出示 填写 填报 记录 记载 标明 标注 张贴 悬挂 公示 公告 披露 告知 答复 回复 回应 听取
采纳 受让 继承 承继 交纳 缴存 退还 返还 归还 补偿 补助 补贴 奖励 表彰 表扬 减免 免收 征收 征用 征集 收回 收治 收养 抚养 赡养 扶养 监护 照顾 照料 看护 进入 进出 离开 出境 入境
通行 驾驶 乘坐 停放 停车 行驶 穿越 饲养 养殖 种植 捕捞 狩猎 猎捕 采集 砍伐 采伐 燃放 燃烧 焚烧 倾倒 丢弃 堆放 吸烟 饮酒 刻画 涂写 搭建 设摊 摆摊 占道 破坏 损坏 损害 侵占 侵犯
侵害 挪用 截留 伪造 变造 涂改 买卖 出借 冒用 隐瞒 谎报 迟报 拖延 泄露 篡改 毁灭 转移 隐匿 虚构 编造 散布 干扰 妨碍 妨害 阻碍 阻挠 干涉 干预 歧视 虐待 遗弃 殴打 侮辱 诽谤 骚扰
威胁 胁迫 教唆 玩忽 徇私 索取 索要 收受 谋取 牟取 牟利 弄虚 借用 租用 租赁 承租 承包 承揽 承运 托运 转包 分包 发包 招标 投标 中标 评标 交付 交易 交接 移交 移送 送达 签收 签署
签字 盖章 承诺 确立 拟定 拟订 草拟 修改 修订 修复 恢复 废止 解释 适用 遵循 坚持 贯彻 树立 践行 培植 支出 列入 编列 划拨 拨付 分配 调配 调整 调用 储备 配备 配置 配套 安装 装设
检修 测试 测定 测量 试验 实验 实习 实践 试点 示范 推介 展示 展览 演出 播放 刊登 上报 呈报 报批 报经 报备 转报 转送 转交 转达 汇总 汇报 统计 分析 研判 预测 预报 预警 响应 启动
应对 疏散 撤离 转产 转业 就近 就地 重点 逐级 合并 分立 改制 破产 清算 解散 歇业 停业 停产 关闭 开业 营业 服务 服从 维持 满足 达到 超过 低于 符合 属于 包括 不服 丧偶 结婚 离婚
登录 上传 下载 作为 担任 兼任 充当 任职 当选 连任 回避 回收 循环 分类 分拣 资源 综合 集中 分散 分级 分期 错峰 绿色 文明 节约 合法 诚实 诚信 因公 因病 生活 生育 主管 牵头 督促
督办 规范 强化 深化 加快 加大 加入 加盟 牢固 营造 打造 构建 整合 共享 开放 开通 开拓 拓展 拓宽 扩展 丰富 增强 增进 报名 报考 报道 报警 报案 拨打 咨询 查阅 查验 查看 查明 摘抄
复制 复印 下设 内设 设有 附设 设在 兼营 专营 先行 先予 先于 再次 同时 同等 同意 一并 一律 一次 随时 随意 确因 裁判 预付 清运 征得 制作 具体 讯问 询问 宣告 宣判 传唤 造成 引起 导致 拖欠 遗失 丢失 丢弃 进驻 操作 签约 受雇 聘任 解聘 辞退 催告 抵押 质押 评定 评选 评审 评价
论证 听证 申辩 陈述 辩护 出庭 应诉 上诉 兑付 承兑 签发
管辖 负担 收缴 没有 提议 发言 投保 处警 宣读 接收 提前 提名 形成 应用 追回 撤回 记入 发表 裁决 建议 再作 用于 涉嫌 完成 印发 调解 改变 宣布 暂停 购置 交寄 围绕
商定 领取 保密 相互 能够 代扣 陪同 出资 清偿 筹集 换届 认可 收寄 扣留 面向 领誓 献血 轮流 组建 融资 限期 授予 视情 归口 阅读 拍卖 调取 准许 正在 核对 再审
保存 补选 核查 晋升 酌情 封存 获得 交流 赎回 运营 署名 整理 投向 初审 多次 率先 抢修 涉及 仍未 累计 命名 中止 预售 上缴 代管 事先
"""
_TWO = frozenset(_PREDICATES.split())
# Verbs after an authority that may begin the name of another actor: 县级以上人民政府指定的部门.
_NAMERS = "指定 负责 批准 设立 委托 确定 授权 规定 承担 认定 派出 任命 聘任 组织 成立 核准 选定 主管 行使 履行 直属 管理 所属 推荐 认可 许可"
_NAMING = frozenset(_NAMERS.split())
# Words that may be part of a longer name: 中小企业促进工作管理部门.
_NOUNS = (
    "促进 管理 监督 建设 保护 发展 服务 教育 登记 培训 检验 征收 维护 执法 开发 指导 协调 投资 交易 信用 支付"
)
_NOMINAL = frozenset(_NOUNS.split())
# No name begins with these words.
_NOT_NAMES = """
将 把 并 是否 凡是 除 如 若 按照 依照 根据 依据 参照 通过 需要 确需 确定 认定 要求 责令 督促 通知 告知 允许 认为 视为 作为 为了
法律、 凡与 国家有关 本条例 本法 本办法 本规定 当日 同意 但 且 或 以及 和 及 不得 不再 不能 于 至 凭 也 还 均 等 自本 处 其中 必要时 分别 会同 协同 配合 保证 确保
防止 支付 支持 鼓励 引导 组织开展 接到 收到 发现 禁止 之日 日内 逾期
"""
_NEVER = tuple(_NOT_NAMES.split())
# Verbs: words that begin with one are a name only if they name whoever does it (委托人, 使用集市的单位).
_DOING = """
违反 符合 属于 设立 成立 开办 举办 兴办 创办 组建 合并 注销 撤销 变更 聘用 聘请 雇用 招用 录用 使用 利用 委托 选举 任命 任免
罢免 指定 选定 选择 推荐 邀请 安排 组织 申请 建立 制定 从事 收养 收购 出租 转让 登记 培养 培训 依托 协助 帮助 保护 维护 管理 监督 检查 审查 审核 批准 提请
报请 报经 报送 抄送 移送 提交 提供 进入 退出 加入 参加 侵犯 损害 冒充 阻碍 强迫 强制 胁迫 诱骗 教唆 指使 纵容 虐待 歧视 遗弃 担任 接受 采取 采用 开展 进行
实施 实行 拒绝 取得 具有 没有 持有 新建 改建 扩建 建设 购买 销售 生产 经营 占用 办理 执行 履行 承担 发展 促进 加强 吸收 引进 遇有 发生 出现 涉及 有下列 有前款
"""
_VERBS = tuple(_DOING.split())
_PERSONS_OF = ("单位", "部门", "机关", "机构", "组织", "人员", "企业", "公司", "主体", "中心", "银行")
_DOERS = ("者", "人", "方", "商", "员")
_FOUNDING = ("设立", "成立", "开办", "举办", "兴办", "创办", "组建", "合并", "注销", "撤销", "变更", "建立", "发展", "聘用", "聘请", "雇用", "招用", "录用")  # fmt: skip
# After 鼓励, 禁止 or 由, these begin the action, not the name of an actor.
_AROUND = ("在", "以", "由", "经", "与", "为", "通过", "利用", "从", "因", "未", "不")
_PREPOSITIONS = frozenset("对向由在经为以从与因就未不")
_MODALS = ("应当", "不得", "可以", "必须", "包给")
# The longest name of an actor, in characters.
LONGEST = 120


def begins_predicate(text: str, position: int) -> bool:
    """Whether the words at `position` may begin the predicate of an actor whose name ends there."""
    two = text[position : position + 2]
    if two == "有权":
        return not text.startswith(("机关", "部门"), position + 2)
    return two in _TWO or (two[:1] in _ONE and two not in _NOT_ONE)


def names_another(text: str, position: int) -> bool:
    """Whether the verb at `position` may begin the name of another actor: 县级以上人民政府指定的部门."""
    return text[position : position + 2] in _NAMING


def is_within_name(text: str, position: int) -> bool:
    """Whether the word at `position` may be part of a longer name: 中小企业促进工作管理部门."""
    return text[position : position + 2] in _NOMINAL


def is_name(name: str, *, addressed: bool = False) -> bool:
    """Whether words that end like the name of an actor can be such a name from their beginning.

    `addressed` is true if the name stands after 鼓励, 禁止, 由 and the like.
    """
    if len(name) > LONGEST or name.startswith(_NEVER) or any(word in name for word in _MODALS):
        return False
    if "、" in name and "等" in name[-8:]:
        return True
    if name[0] in _PREPOSITIONS and name[:2] not in _NOT_ONE:
        return "的" in name and name[0] not in "对向" and not (addressed and name.startswith(_AROUND))
    if not name.startswith(_VERBS) or "的" in name:
        return True
    # 委托人, 建设单位; but 设立企业 is what somebody does.
    return (
        name.startswith(_DOERS, 2)
        or (name.startswith(_PERSONS_OF, 2) and not name.startswith(_FOUNDING))
        or (len(name) <= 8 and name.endswith(_PERSONS_OF) and not name.startswith(_FOUNDING))
    )
