"""What segmentation keeps whole."""

from __future__ import annotations

from regkit.rule import Rule

NUMBERED_PIECE = Rule(
    "第十二条, 第（三）项, （三） and the like, which a change never cuts",
    r"第[零〇一二三四五六七八九十百千0-9]{1,8}[编章节条款项目](?:之[一二三四五六七八九十]{1,3})?"
    r"|第?[（(][零〇一二三四五六七八九十百0-9]{1,5}[）)][项目]?",
    matches=("第十二条", "第一百二十条之一", "第3款", "第（三）项", "(十二)"),
    rejects=("第三人", "十二条", "（市）"),
)
