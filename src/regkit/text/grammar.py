"""How numbers are written in Chinese law: character classes that patterns in all packages use."""

from __future__ import annotations

from regkit.rule import Rule

# These constants go between the brackets of a character class.
ARABIC = "0-9０-９"
# 〇 is the numeral; ○ is a circle that is often typed in its place.
CHINESE_DIGITS = "零〇○一二三四五六七八九"
# All Chinese characters that `from_chinese` reads.
CHINESE_NUMERALS = f"{CHINESE_DIGITS}两十百千万"
# For small numbers: labels such as 一、 and （一）, months, days and 之一. Larger numerals there, as in （万） or （两）, are words.
CHINESE_TO_99 = "一二三四五六七八九十"
CHINESE_TO_999 = f"{CHINESE_DIGITS}十百"

# The constants below match one character. NUMERAL: a character of any number, 一百二十 or 120.
NUMERAL = f"[{CHINESE_NUMERALS}{ARABIC}]"
# A character of a number that is written digit by digit: 二〇二二 or 2022.
DIGIT = f"[{CHINESE_DIGITS}{ARABIC}]"
# A character of a month or a day.
DAY_NUMERAL = f"[{CHINESE_DIGITS}十{ARABIC}]"

NUMBERED_PIECE = Rule(
    "第十二条, 第（三）项, （三） and the like, which a change never cuts",
    rf"""
    第{NUMERAL}{{1,8}}[编章节条款项目](?:之[{CHINESE_TO_99}]{{1,3}})?
    |第?[（(][{CHINESE_TO_999}{ARABIC}]{{1,5}}[）)][项目]?
    """,
    verbose=True,
    matches=("第十二条", "第一百二十条之一", "第3款", "第（三）项", "(十二)"),
    rejects=("第三人", "十二条", "（市）"),
)
