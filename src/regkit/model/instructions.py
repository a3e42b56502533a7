"""What a decision (修改决定) quotes. It quotes whole articles over many lines, and these are not part of the decision itself.

An instruction (将第五条修改为：) introduces what it quotes. Where the closing mark is missing, the quotation ends before the next
instruction.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.rule import Rule
from regkit.text.grammar import CHINESE_TO_99, CHINESE_TO_999, NUMERAL
from regkit.text.quotation_marks import (
    NO_QUOTATIONS,
    QuotationRules,
    Quotations,
    is_introduced,
    read_marks,
)

_LEVELS = "编章节条款项目"
_PROVISION = f"第{NUMERAL}{{1,8}}[{_LEVELS}]"
# A character of an instruction outside quotation marks, or a phrase that it quotes.
_WORDS = "(?:[^“”。；]|“[^“”]{0,80}”)"
AMENDING_TITLE = Rule(
    "the title of a text that amends another act, which is meant by citations in its quotations",
    r"""
    \A
    (?:
        .{0,80}(?:修改|修正案|修正|修订|废止|补充)
        .{0,80}(?:决定|决议|修正案|规定|通知|令|议案|补充规定)
        |.{0,40}修正案
    )
    """,
    verbose=True,
    matches=("关于修改〈示范法〉的决定", "示范法修正案（三）"),
    rejects=("示范条例",),
)
INTRODUCTION = Rule(
    "the words of an instruction right before what it quotes",
    rf"""
    (?:
        (?:修[改正订]|[订更改]正|变更|调整|替换|更[换改]|改写|改|规定|表述)(?:为|成|如下)
        |作(?:出)?(?:如下|以下|下列)?修[改正订]
        |增[写加补设]|补充|作为第
        # 将第五条中的“甲”, 将第五条第二款写作：
        |(?:[将把对在]|删[去除]|取消)[^“”‘’「」『』"。；\n]{{0,60}}{_PROVISION}
         (?=[^“”‘’「」『』"。；\n]{{0,80}}[的中前后为成作：:]\n?\Z)
    )
    # Brackets may hold whole sentences.
    (?:[^“”‘’「」『』"。；（\n]|（[^（）\n]{{0,150}}）){{0,150}}+（?\n?\Z
    """,
    verbose=True,
    matches=(
        "修改为：",
        "修改为:",
        "替换为：\n",
        "修改如下：",
        "作为第二款：",
        "增加一项，作为第十一项",
        "改为第七条，修改为：",
        "修改为（原文有误。）：",
        "将第五条中的",
        "将第五条第二款写作：",
    ),
    rejects=("本条例所称", "增加罚款。", "规定："),
)
_CHANGE = rf"""
    (?:
        {_WORDS}{{0,60}}?
        (?:
            修[改正订](?:为|如下)|改为第|作(?:出)?(?:如下|以下|下列)?修[改正订]
            |增加[{CHINESE_TO_99}两]{{1,3}}[{_LEVELS}]
        )
        |{_WORDS}{{0,60}}?(?:{_PROVISION}|名称|标题|”)[^“”。；]{{0,40}}?
         (?:(?:替换|变更|调整|更[正改换]|改|表述)[为成]|合并(?:到|至|入|为|，|作为)|并入|移[至到]|作为第)
        |{_WORDS}{{0,60}}?{_PROVISION}{_WORDS}{{0,20}}?(?:删[去除]|取消|废止|不再保留)[。；，]
        |(?:删[去除]|取消|废止)(?:第|[^“”。；]{{0,20}}第|《)
        |修[改正订]《
        |本(?:决定|修正案)自
    )
"""
NEXT_INSTRUCTION = Rule(
    "a line that begins another instruction, or closes the decision",
    rf"""
    # 三、 or 3. and, right after it, the instruction.
    (?:[{CHINESE_TO_999}]{{1,5}}、|[0-9]{{1,3}}[.．、])[ \u3000]{{0,2}}{_CHANGE}
    # Without a number: the final sentence of the decision.
    |本(?:决定|修正案)自
    """,
    verbose=True,
    matches=(
        "三、将第二条修改为：“甲。”",
        "二、将第六条中的“甲”修改为“乙”。",
        "二、将“甲”统一修改为“乙”。",
        "二、对第六条作如下修改：",
        "二、第六条删去。",
        "二、取消第六条。",
        "二、将第六条合并到第五条。",
        "十二、删去刑法第一百九十九条。",
        "2.将第六条修改为：",
        "三、在第四十九条中增加一款作为第二款：",
        "本决定自公布之日起施行。",
    ),
    rejects=("（一）甲；", "1．删除个人信息；", "一、管辖", "第三条　甲。", "本规定自公布之日起施行。"),
)
PERHAPS_NEXT_INSTRUCTION = Rule(
    "a line that reads like an instruction, but may also be an article, an item or a sentence that is quoted",
    rf"""
    # Whatever 二、 says, quoted text is hardly ever numbered so.
    [{CHINESE_TO_999}]{{1,5}}、
    |(?:
        [（(][{CHINESE_TO_999}0-9]{{1,5}}[）)]
        |第{NUMERAL}{{1,8}}条[ \u3000]
        # Without a label.
        |(?=[将把对在]|删[去除]|增加|原?第)
    )
    [ \u3000]{{0,2}}{_CHANGE}
    """,
    verbose=True,
    matches=(
        "二、第六条不要了。",
        "（二）将第六条修改为：“乙。”",
        "第二条　删去第九条。",
        "原第二款作为第三款，修改为：“丙。”",
    ),
    rejects=("（二）将住宅改为商铺的；", "第二条　集市应当公示。", "第二条　本规定自公布之日起施行。"),
)
_RULES = QuotationRules(INTRODUCTION, NEXT_INSTRUCTION, PERHAPS_NEXT_INSTRUCTION)


def read_quotations(lines: Sequence[str]) -> Quotations:
    """The quotations in the lines of a text. Only a quotation introduced by an instruction can span several lines."""
    return read_marks(lines, _RULES)


def quotations_in(text: str) -> Quotations:
    """The quotations in the text of a provision.

    One that an instruction introduces and that has no end extends to the next instruction or to the end of the text.
    """
    return read_marks(text.split("\n"), _RULES, ends_with_text=True)


def quoted_by_instruction(text: str) -> Quotations:
    """The quotations in the text of a provision from the first one that an instruction introduces, none if there is none."""
    spans = quotations_in(text).spans
    for first, (start, _) in enumerate(spans):
        if is_introduced(text, start, _RULES):
            return Quotations(spans[first:])
    return NO_QUOTATIONS
