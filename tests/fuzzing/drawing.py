"""Text number n: nonsense that looks like law, the same on every machine and in every run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.strategies import FRAGMENTS, read_pieces

_Random = Callable[[], float]
# Which texts a promise applies to: every n-th one, fewer the more the check costs.
EVERY = {"reading": 1, "finding": 4, "writing": 16, "trees": 64, "word": 256, "comparing": 256}
# Separates a text from the one to compare it with.
PARTING = "\n\n\n"
CORPUS = Path(__file__).parent / "corpus"
SEEDS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]

_LABELS = (
    "第一条", "第二条", "第三条", "第四条", "第二条之一", "第一章", "第二章", "第三章", "第一节", "第二节", "第一编", "第一分编",
    "（一）", "（二）", "（三）", "(一)", "1．", "2.", "（1）", "①", "一、", "二、", "三、", "附件", "附：", "附件1", "附表二：", "目录", "序言",
    "第一条至第三条", "第 二 条", "“第二条", "笫三条", "二条", "", "", "", "", "",
)  # fmt: skip
_GAPS = ("", "", "\u3000", "\u3000", " ", "\n", "\u3000\n", "\u3000\u3000", "\t", "\0")
_WORDS = (
    "总则", "附则", "市场", "安全与应急", "促进", "和", "的规定", "市人民政府应当公布", "集市管理条例", "（2022年5月13日通过）", "罚则",
    "甲", "甲乙丙丁", "税率表", "一览表", "第三条", "第二章", "前款", "第一条第一款第（一）项", "本条例所称集市，是指市场", "以下简称市集",
    "依照《集市法》", "违反本条例的，由市集部门责令改正", "应当包括：（一）甲；（二）乙", "2022年5月13日", "市人民政府", "公告", "令", "第3页", "12",
    "\t甲\t乙\t", "|甲|乙|", "![图](a)", "摊位应当依照有关部门开办者公众安全卫生秩序经营服务管理监督", "", "", "",
)  # fmt: skip
_ENDS = ("。", "。", "：", "；", "，", "", "", "", "、", "）", "和")
_BREAKS = ("\n", "\n", "\n", "\n", "\n\n", "\n\u3000\u3000", "\n　", "\r\n", "\n\t", "", " ")
# Most faults need few lines, and short texts are quick.
_MOST_LINES = 10
_MOST_PIECES = 24

# A line of each kind, and of each way to be malformed.
LINES = read_pieces("lines.txt")


def draw_lines(number: int, count: int) -> str:
    """Text number `number` of the ``len(LINES) ** count`` texts that consist of `count` of the lines."""
    lines = []
    for _ in range(count):
        number, index = divmod(number, len(LINES))
        lines.append(LINES[index])
    return "\n".join(lines)


def draw(number: int) -> str:
    """Text number `number`."""
    random = Random(number).random
    way = random()
    if way < 0.03:
        return (_line(random) + "\n" + _lines(random)) * (2 + int(random() * 8))
    if way < 0.2:
        return _of(FRAGMENTS, random)
    if way < 0.75:
        return _lines(random)
    return mutated(_one(SEEDS, random), random)


def draw_other(number: int, text: str) -> str:
    """A text to compare text number `number` with: a changed version of it or, in a fifth of the cases, any text."""
    random = Random(-number).random
    return draw(int(random() * 1e9)) if random() < 0.2 else mutated(text, random)


def mutated(text: str, random: _Random) -> str:
    """The text with some of its lines and characters changed."""
    lines = text.split("\n")
    for _ in range(1 + int(random() * random() * 6)):
        way = int(random() * 9)
        at = int(random() * len(lines))
        if way == 0:
            del lines[at]
            lines = lines or [""]
        elif way == 1:
            lines.insert(at, _line(random))
        elif way == 2:
            lines.insert(at, _one(lines, random))
        elif way == 3:
            other = _one(SEEDS, random).split("\n")
            lines[at:] = other[int(random() * len(other)) :]
        elif way == 4:
            offset = int(random() * (len(lines[at]) + 1))
            lines[at : at + 1] = [lines[at][:offset], lines[at][offset:]]
        elif way == 5:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        else:
            offset = int(random() * (len(lines[at]) + 1))
            removed = int(random() * 3) if way < 8 else 0
            lines[at] = lines[at][:offset] + _any(random) + lines[at][offset + removed :]
    return "\n".join(lines)


def _lines(random: _Random) -> str:
    return "".join(
        [_line(random) + _one(_BREAKS, random) for _ in range(1 + int(random() * random() * _MOST_LINES))]
    )


def _line(random: _Random) -> str:
    if random() < 0.1:
        return _any(random)
    words = _one(_WORDS, random)
    if random() < 0.15:
        words += _any(random)
    return _one(_LABELS, random) + _one(_GAPS, random) + words + _one(_ENDS, random)


def _of(pieces: list[str], random: _Random) -> str:
    return "".join(
        [
            _one(pieces, random) if random() < 0.95 else _any(random)
            for _ in range(1 + int(random() * random() * _MOST_PIECES))
        ]
    )


def _any(random: _Random) -> str:
    """A fragment of law, or any character."""
    way = random()
    if way < 0.8:
        return _one(FRAGMENTS, random)
    if way < 0.9:
        return chr(int(random() * 0x80))
    code = int(random() * (0x3100 if way < 0.95 else 0x11000))
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


def _one(choices: list[str] | tuple[str, ...], random: _Random) -> str:
    return choices[int(random() * len(choices))]
