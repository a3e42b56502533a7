"""No rule takes more than linear time, whatever the text: each is tried with texts made from its own pattern.

`finditer` stands for `search` and `sub`, which go on from every place as it does; `match` begins at one. Every rule is
held to both, whichever of them the code uses today. With ``make hostile`` the search is a longer one.
"""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Callable

import pytest

from regkit.rule import Rule
from tests.growth import MOST_GROWTH, Growth, growth, seconds
from tests.hostile_strings import Hostile, hostile_to
from tests.test_house import rules

MOST_FAMILIES = int(os.environ.get("REGKIT_HOSTILE_FAMILIES", "80"))
# The family that costs most on a longer text, and the one whose cost grew most up to there, are looked at on long ones.
SHORT, LONGER = 400, 3200
# So much more for eight times the length is steep.
STEEP = 12
# No linear rule comes near it on so little, on any machine.
TOO_LONG = 0.3


def _found_by(rule: Rule) -> dict[str, Callable[[str], object]]:
    return {"match": rule.match, "finditer": lambda text: deque(rule.finditer(text), maxlen=0)}


def worst_growth(rule: Rule) -> list[tuple[str, Hostile, Growth]]:
    """The growth of both ways of asking a rule on those of its hostile texts that look worst."""
    families = hostile_to(rule.pattern, rule.matches, MOST_FAMILIES)
    found = []
    for way, ask in _found_by(rule).items():
        short = {family: seconds(ask, family.text(SHORT), TOO_LONG) for family in families}
        longer = {family: seconds(ask, family.text(LONGER), TOO_LONG) for family in families}
        for family in families:
            # Once may be the machine's fault, and what takes so long on so little takes it again.
            if short[family] == math.inf == seconds(ask, family.text(SHORT), TOO_LONG):
                return [(way, family, Growth(math.inf, SHORT, TOO_LONG))]
        steepness = {family: longer[family] / (short[family] + 1e-4) for family in families}
        dearest, steepest = max(families, key=longer.__getitem__), max(families, key=steepness.__getitem__)
        looked_at = [dearest, *([steepest] if steepness[steepest] > STEEP else [])]
        found += [(way, family, growth(ask, family.text)) for family in dict.fromkeys(looked_at)]
    return found


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_no_text_made_from_its_pattern_costs_a_rule_more_than_linear_time(rule: Rule) -> None:
    assert [each for each in worst_growth(rule) if each[2].exponent > MOST_GROWTH] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r".*之一\Z",
        r"[^。]*制定",
        r"(?:依法|按照[^。]{1,12}规定)*罚款",
        r"\d+(?:、\d+)+款",
        r"<meta [^<>]*?charset\s*=\s*[\"']?\s*([\w-]+)",
        r"!\[[^\]]*\]\([^)]*\)",
        r"甲(?=.*乙)",
    ],
)
def test_texts_made_from_a_pattern_that_is_slow_show_that_it_is(pattern: str) -> None:
    rule = Rule("a slow one", pattern, matches=())
    assert [each for each in worst_growth(rule) if each[2].exponent > MOST_GROWTH]
