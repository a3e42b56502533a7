"""The declarations in a web page of its encoding and of how elements are displayed."""

from __future__ import annotations

from regkit.rule import Rule

HTML_CHARSET = Rule(
    "the encoding that a web page declares",
    r"(?i)<meta\b[^<>]*?charset\s*+=\s*+(?:[\"']\s*+)?(?P<encoding>[\w-]+)",
    matches=(
        '<meta charset="utf-8">',
        '<META http-equiv="Content-Type" content="text/html; charset=gb2312" />',
    ),
    rejects=("<meta name=charset>", "charset=gbk"),
)
HTML_DISPLAY = Rule(
    "how a style attribute says that an element is shown",
    r"(?i)(?<![\w-])(?:display\s*:\s*(?P<display>[\w-]+)|mso-hide\s*:\s*all)",
    matches=("display:none", "display : block; color: red", "mso-hide:all"),
    rejects=("color: red", "mso-display: none"),
)
HTML_PREFORMATTED = Rule(
    "a style attribute that keeps the line ends of the source",
    r"(?i)(?<![\w-])white-space\s*:\s*(?:pre|break-spaces)",
    matches=("white-space: pre-wrap", "white-space:pre;", "white-space:pre-line"),
    rejects=("white-space: normal", "white-space: nowrap"),
)
