"""Every rule takes linear time on any text: each is tried with hostile texts made from its own pattern.

`finditer` stands for `search` and `sub` too, which also restart at every position; `match` starts at one position only.
Every rule must pass with both, whichever of them the code uses today. ``make hostile`` runs a longer search.
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
# Characters. Only the family that costs most at LONGER, and the one whose cost grew most up to there, are tried on long texts.
SHORT, LONGER = 400, 3200
# A cost that grows by more than this factor for eight times the length counts as steep.
STEEP = 12
# Seconds; no linear rule takes nearly as long on SHORT or LONGER characters, on any machine.
TOO_LONG = 0.3


def _search_functions(rule: Rule) -> dict[str, Callable[[str], object]]:
    return {"match": rule.match, "finditer": lambda text: deque(rule.finditer(text), maxlen=0)}


def worst_growth(rule: Rule) -> list[tuple[str, Hostile, Growth]]:
    """The growth of both search functions of a rule, measured on the most suspicious of its hostile texts."""
    families = hostile_to(rule.pattern, rule.matches, MOST_FAMILIES)
    results = []
    for method, search in _search_functions(rule).items():
        short = {family: seconds(search, family.text(SHORT), TOO_LONG) for family in families}
        longer = {family: seconds(search, family.text(LONGER), TOO_LONG) for family in families}
        for family in families:
            # One slow run may be the fault of the machine; a second one on such a short text is not.
            if short[family] == math.inf == seconds(search, family.text(SHORT), TOO_LONG):
                return [(method, family, Growth(math.inf, SHORT, TOO_LONG))]
        steepness = {family: longer[family] / (short[family] + 1e-4) for family in families}
        dearest, steepest = max(families, key=longer.__getitem__), max(families, key=steepness.__getitem__)
        suspicious = [dearest, *([steepest] if steepness[steepest] > STEEP else [])]
        results += [(method, family, growth(search, family.text)) for family in dict.fromkeys(suspicious)]
    return results


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_takes_linear_time_on_texts_made_from_its_pattern(rule: Rule) -> None:
    assert [result for result in worst_growth(rule) if result[2].exponent > MOST_GROWTH] == []


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
def test_texts_made_from_a_slow_pattern_show_that_it_is_slow(pattern: str) -> None:
    rule = Rule("a slow rule", pattern, matches=())
    # Which texts are measured is decided by short runs, and those are noisy on a busy machine.
    assert any(growth.exponent > MOST_GROWTH for _ in range(4) for _, _, growth in worst_growth(rule))
