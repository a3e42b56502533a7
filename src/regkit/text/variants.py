"""Variants of characters: radicals, compatibility ideographs and traditional forms, and the characters they stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

from regkit.text.invisible import NO_UNSEEN

# Radicals of the CJK supplement look like these characters. Unicode gives no equivalent for most of them.
_SUPPLEMENT_PAIRS = (
    "⺉刂⺔彑⺘扌⺙攵⺛旡⺝月⺟母⺠民⺡氵⺣灬⺦丬⺩王⺬示⺭礻⺯糸⺱罒⺶羊⺹耂⺻聿⺾艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻎辶⻐钅⻑長⻒镸⻓长⻔门"
    "⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
# Blocks whose characters Unicode declares equivalent to a single other character.
_EQUIVALENT_BLOCKS = (
    range(0x2E80, 0x2FE0),
    range(0xF900, 0xFB00),
    range(0x2F800, 0x2FA20),
)
# The traditional and the simplified form of characters that the words of the grammars contain.
_PAIRS = (
    "並并佈布佔占來来係系個个備备傢家僱雇價价償偿優优兒儿內内兩两別别則则創创劃划動动務务勞劳勢势勵励區区協协參参員员問问單单噹当嚴严國国圍围園园圖图團团"
    "執执報报場场獎奖婦妇學学實实審审寫写將将專专對对導导屆届層层屬属師师幫帮幹干幾几庫库廠厂廢废廣广廳厅強强彙汇後后從从徵征憑凭憲宪應应戰战戶户採采換换"
    "擁拥擔担據据攤摊數数於于時时暫暂書书會会東东條条業业極极構构標标樣样機机檔档檢检櫃柜欄栏權权決决沒没況况減减測测準准濟济為为爲为無无營营爭争現现環环"
    "產产産产當当療疗發发監监盡尽眾众衆众確确碼码祕秘稅税種种稱称積积節节範范簡简簽签籤签約约納纳級级細细終终組组給给統统經经維维綱纲編编練练縣县總总織织"
    "繫系繳缴纔才罰罚義义聞闻聯联聲声職职臺台與与興兴舉举舊旧華华萬万處处號号術术衛卫補补裝装製制複复見见規规視视親亲覽览觸触訂订計计討讨託托記记訟讼設设"
    "許许訴诉註注評评試试該该認认語语誤误說说説说課课調调請请論论諾诺證证議议護护讓让變变負负財财貨货責责費费貼贴貿贸資资賠赔質质軍军載载輔辅輕轻輸输轉转"
    "轄辖辦办農农這这進进遊游運运過过達达違违遠远適适選选還还鄉乡醫医釋释銀银銷销錄录錶表鎮镇鑒鉴鑑鉴長长門门閉闭開开間间關关隊队隨随隱隐雙双電电響响頁页"
    "項项須须頒颁領领題题類类顧顾駁驳駐驻駕驾驗验體体點点齊齐師师縱纵歲岁歷历曆历術术際际陸陆陽阳險险離离難难雜杂續续擬拟據据檯台鐵铁鋪铺鑰钥齡龄"
    "刪删冊册們们僅仅傳传儲储卻却壞坏帶带張张損损擇择擴扩擾扰敗败棄弃樹树歸归毀毁氣气滅灭滿满灣湾獨独獲获畫画礙碍籌筹糾纠紀纪結结絕绝綜综綠绿線线網网緣缘緩缓"
    "繼继罷罢習习聽听脅胁藥药虛虚裏里裡里訊讯訓训詞词詢询誠诚誘诱謀谋譯译讀读貫贯購购買买賣卖贈赠車车軌轨輪轮辯辩連连遲迟遺遗銜衔錯错鐘钟閱阅順顺預预頭头願愿"
    "顯显飛飞飲饮養养駛驶騙骗龍龙漢汉"
)
TRADITIONAL = dict(zip(map(ord, _PAIRS[::2]), _PAIRS[1::2], strict=True))
"""For the code of a traditional form the simplified character."""
_SIMPLIFIED = "".join(sorted(set(TRADITIONAL.values()) - set(map(chr, TRADITIONAL))))
# Marks for vertical lines and small marks. U+FE30 has two dots, and stands for a colon.
_USUAL_MARKS = str.maketrans(
    "︐︑︒︓︔︕︖︰︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈﹐﹑﹔﹕﹖﹗﹙﹚﹝﹞",
    "，、。：；！？：（）｛｝〔〕【】《》〈〉「」『』［］，、；：？！（）〔〕",
)
# Each occurs in hardly any text but one in traditional characters, and one of them in every such law.
_SIGNS_OF_TRADITIONAL = ("條", "規")
# Of each text in which a number of a provision may be written with radicals or in traditional characters it has one.
_SIGNS_OF_VARIANTS = (*_SIGNS_OF_TRADITIONAL, "項", "⼀", "⼆", "⼋", "⼗")


@cache
def radicals() -> dict[int, str]:
    """For the code of each radical and compatibility ideograph the character that looks the same."""
    table: dict[int, str] = {}
    for block in _EQUIVALENT_BLOCKS:
        for code in block:
            character = unicodedata.normalize("NFKC", chr(code))
            if character != chr(code) and len(character) == 1:
                table[code] = character
    return table | dict(zip(map(ord, _SUPPLEMENT_PAIRS[::2]), _SUPPLEMENT_PAIRS[1::2], strict=True))


def without_radicals(text: str) -> str:
    """The text with the characters that radicals and compatibility ideographs stand for; its length stays the same."""
    return text.translate(radicals())


def simplified(text: str) -> str:
    """The text with the simplified form of the traditional characters that grammars know; its length stays the same."""
    return text.translate(TRADITIONAL)


def with_usual_marks(text: str) -> str:
    """The text with the usual form of punctuation marks that are made for vertical lines, or small; its length stays the same."""
    return text.translate(_USUAL_MARKS)


def plain(text: str) -> str:
    """The text with the usual form of each radical, mark and character that grammars know; its length stays the same."""
    return with_usual_marks(simplified(without_radicals(text)))


def may_have_variants(text: str) -> bool:
    """Whether numbers of provisions in a text may be written with radicals or in traditional characters."""
    return any(character in text for character in _SIGNS_OF_VARIANTS)


def usual_form(sample: str) -> Callable[[str], str]:
    """`plain` if a sample of a text shows that it may have variants, otherwise a function that returns its argument.

    The title and the first label are enough of a sample; to search all of a text in usual characters would take time.
    """
    return plain if may_have_variants(sample) else str


def as_read(text: str) -> str:
    """A short text as the parser reads it: without unseen characters, and with the usual form of each character."""
    if text.isascii():
        return text
    return plain(text).translate(NO_UNSEEN)


def may_be_traditional(text: str) -> bool:
    """Whether a text has a traditional character that hardly any law in traditional characters is without."""
    return any(character in text for character in _SIGNS_OF_TRADITIONAL)


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, and does not only contain some, as in a name."""
    traditional = sum(text.count(chr(code)) for code in TRADITIONAL)
    return traditional > sum(map(text.count, _SIMPLIFIED))
