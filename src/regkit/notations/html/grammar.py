"""The declarations in a web page of its encoding and of how elements are displayed."""

from __future__ import annotations

from regkit.rule import Rule

HTML_CHARSET = Rule(
    "the encoding that a web page declares, or the XML declaration before it",
    r"(?i)<(?:meta\b[^<>]*?charset|\?xml\b[^<>]*?encoding)\s*+=\s*+(?:[\"']\s*+)?(?P<encoding>[\w-]+)",
    matches=(
        '<meta charset="utf-8">',
        '<META http-equiv="Content-Type" content="text/html; charset=gb2312" />',
        '<?xml version="1.0" encoding="big5"?>',
    ),
    rejects=("<meta name=charset>", "charset=gbk"),
)
CSS_BRACE = Rule(
    "a brace of a style sheet",
    r"[{}]",
    matches=("{", "}"),
    rejects=("(", ";"),
)
CSS_SELECTOR = Rule(
    "a selector that names an element, a class or an id by itself",
    r"\A(?P<tag>\*|[A-Za-z][\w-]*+)?(?P<name>[.#][\w-]++)?\Z",
    matches=("del", ".old", "span.old", "#bar", "*"),
    rejects=("div span", ".old:hover", "p > b", "[hidden]"),
)
CSS_COUNTER = Rule(
    "a number that a style sheet counts, other than that of a printed page",
    r"counters?\(\s*+(?!pages?\s*+[,)])",
    matches=("counter(item)", "counters( section, '.')"),
    rejects=("counter(page)", "counter( pages )", "counter-reset: item"),
)
