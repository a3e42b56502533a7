"""The rank (效力级别) of an act, inferred from its title and from the body that made it, where both leave no doubt."""

from __future__ import annotations

from regkit.text.whitespace import without_whitespace

# Who may make which acts: 《立法法》 (2023) 第十条、第七十二条、第八十条、第八十四条、第九十一条、第九十三条、
# 第一百一十七条至第一百二十条。
_AUTONOMOUS = ("自治州", "自治县", "自治旗")
_REGION = ("省", "自治区", "直辖市", "市", "自治州")
_CONGRESS = "全国人民代表大会"
_COURTS = ("最高人民法院", "最高人民检察院")
_LAWS = ("法", "法典", "通则", "总则")
_REGULATIONS = ("条例", "规定", "办法", "细则", "规则", "决定")


def rank_of(title: str | None, authority: str | None) -> str | None:
    """效力级别 in the words of the national database; None if title and authority do not determine it."""
    name, by = without_whitespace(title or ""), without_whitespace(authority or "")
    region = by.removesuffix("人民政府")
    ranks = {
        "宪法": by.startswith(_CONGRESS) and name.endswith("宪法"),
        "法律": by.startswith(_CONGRESS) and name.endswith(_LAWS) and not name.endswith("宪法"),
        "行政法规": by == "国务院" and name.endswith(_REGULATIONS) and not name.endswith("的决定"),
        "监察法规": by == "国家监察委员会",
        "司法解释": bool(by) and all(part in _COURTS for part in by.split("、")),
        "地方政府规章": region != by and region.endswith(_REGION),
    }
    national = next((rank for rank, applies in ranks.items() if applies), None)
    is_local = "人民代表大会" in by and not by.startswith(_CONGRESS)
    return national or (_rank_by_congress(name, by) if is_local else None)


def _rank_by_congress(name: str, by: str) -> str | None:
    """The rank of an act of a local people's congress or its standing committee."""
    region = by.partition("人民代表大会")[0]
    if region.endswith(_AUTONOMOUS) and not by.endswith("常务委员会"):
        # A congress of an autonomous area makes 自治条例 and 单行条例, which may depart from the law.
        return "自治条例" if name.endswith("自治条例") else None
    if "经济特区" in name:
        return "经济特区法规"
    return "地方性法规" if region.endswith(_REGION) else None
