"""Web pages: a statute as one file that needs no other, for reading, sending and printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from regkit.model.blanks import without_blanks
from regkit.model.levels import Level
from regkit.model.page import Mark, Page, Role, Run
from regkit.model.tables import cells_of
from regkit.model.tree import Statute
from regkit.printing.layout import as_page
from regkit.printing.lines import PageLine, shown, to_lines

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --faint: #666; --line: #d8d8d8; --link: #12518f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #181a1b; --faint: #a0a0a0; --line: #3a3d3f; --link: #8ab8ee; }
}
html { scroll-behavior: smooth; }
body {
  margin: 0 auto; max-width: 42rem; padding: 1.5rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 1.0625rem/1.9 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  overflow-wrap: anywhere; text-align: justify;
}
h1, h2, h3, h4, h5, nav { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", SimHei, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.4; text-align: center; margin: 1.5rem 0 1rem; text-wrap: balance; }
h2, h3, h4, h5 { text-align: center; line-height: 1.5; margin: 2.2rem 0 1rem; }
h2 { font-size: 1.25rem; } h3 { font-size: 1.125rem; } h4, h5 { font-size: 1rem; }
p { margin: 0 0 .45rem; text-indent: 2em; }
.note { text-align: center; text-indent: 0; text-wrap: balance; color: var(--faint); font-size: .95rem; }
.contents { text-indent: 0; text-align: left; margin: 0; }
.contents a { color: var(--link); text-decoration: none; } .contents a:hover { text-decoration: underline; }
.signature { text-align: right; text-indent: 0; }
.annex { text-align: left; border-top: 1px solid var(--line); padding-top: 2rem; }
.keep { white-space: pre-wrap; }
b { font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", SimHei, sans-serif; }
ins { text-decoration: none; font-weight: 700; } del { color: var(--faint); }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; line-height: 1.5; font-size: .95rem; text-align: left; }
td { border: 1px solid var(--line); padding: .35rem .5rem; vertical-align: top; }
nav { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem 1rem; margin: 1.5rem 0; font-size: .95rem; columns: 16rem; }
nav a { display: block; color: var(--link); text-decoration: none; padding: .15rem 0; text-align: left; }
nav a::before { content: attr(aria-label); }
nav a:hover { text-decoration: underline; }
nav .deeper { padding-left: 1.5em; }
:target { background: color-mix(in srgb, var(--link) 14%, transparent); scroll-margin-top: 1rem; }
@page { size: A4; margin: 2.5cm 2.2cm; @bottom-center { content: "— " counter(page) " —"; } }
@media print {
  body { max-width: none; padding: 0; color: #000; background: #fff; font-size: 12pt; }
  nav { display: none; } h2, h3, h4, h5 { break-after: avoid; } .annex { break-before: page; border: 0; }
}
"""
_CLASSES = {
    Role.NOTE: "note",
    Role.CONTENTS: "contents",
    Role.SIGNATURE: "signature",
}
_DEPTHS = {
    Level.PART: 2,
    Level.SUBPART: 3,
    Level.CHAPTER: 3,
    Level.SECTION: 4,
    Level.DIVISION: 4,
    Level.ANNEX: 2,
}
_TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}


def to_html(document: Statute | Page) -> str:
    """The statute as one web page, without scripts and without anything from elsewhere.

    Each 编, 章, 节, 条, 款, 项 and 目 that begins a line has its eId as id. The words of the navigation stand in attributes, for they
    are not the law's: `regkit.load` reads the same statute from the page. Characters that HTML cannot hold become U+FFFD.
    """
    page = as_page(document)
    lines = [line for line in to_lines(page.blocks) if shown(line.runs)]
    title = next((shown(line.runs) for line in lines if line.role is Role.TITLE), "法规")
    # Headings go down one step at a time, whichever levels a statute has.
    levels = sorted({line.level for line in lines if line.is_heading and line.level})
    depths = {
        level: place + 2 for place, level in enumerate(level for level in levels if level is not Level.ANNEX)
    }
    body = list(_body(lines, depths | {Level.ANNEX: 2}))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="zh-CN">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_escaped(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def _body(lines: list[PageLine], depths: dict[Level, int]) -> Iterator[str]:
    ids = _Ids()
    headings = [line for line in lines if line.is_heading]
    places = {id(line): ids.of(line) for line in headings}
    contents = _linked_contents(lines, headings, places)
    # The 目录 of the law itself leads to the headings, if it has one.
    navigated = len(headings) < 2 or bool(contents)
    # Tables stand in 题注 and 序言 too, where they are lines like others.
    for is_table, together in groupby(lines, key=lambda line: len(cells_of(shown(line.runs))) > 1):
        if is_table:
            yield _table(cells_of(shown(line.runs)) for line in together)
            continue
        for line in together:
            if line.role in (Role.CONTENTS, Role.PREAMBLE, Role.PROVISION) and not navigated:
                navigated = True
                yield _navigation(headings, places, depths)
            yield _line(line, places.get(id(line)) or ids.of(line), depths, contents.get(id(line)))


class _Ids:
    """Where two provisions have one address, the id of the second ends in --2."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, line: PageLine) -> str:
        if line.address is None:
            return ""
        eid = line.address.eid
        self._seen[eid] += 1
        return eid if self._seen[eid] == 1 else f"{eid}--{self._seen[eid]}"


def _navigation(headings: Iterable[PageLine], places: dict[int, str], depths: dict[Level, int]) -> str:
    links = []
    for line in headings:
        deeper = ' class="deeper"' if depths[line.level or Level.CHAPTER] > 2 else ""
        links.append(f'<a{deeper} href="#{places[id(line)]}" aria-label="{_escaped(shown(line.runs))}"></a>')
    return '<nav aria-label="目录">\n' + "\n".join(links) + "\n</nav>"


def _linked_contents(
    lines: Iterable[PageLine], headings: Sequence[PageLine], places: dict[int, str]
) -> dict[int, str]:
    """For each line of the 目录 the heading that it names, in order; the word 目录 itself names none."""
    found: dict[int, str] = {}
    waiting = iter(headings)
    for line in lines:
        if line.role is Role.CONTENTS:
            words = without_blanks(shown(line.runs))
            named = next((each for each in waiting if without_blanks(shown(each.runs)) == words), None)
            if named is None:
                waiting = iter(headings)
            else:
                found[id(line)] = places[id(named)]
    return found


def _line(line: PageLine, place: str, depths: dict[Level, int], target: str | None) -> str:
    inner = "".join(
        f"<b>{_run(run)}</b>" if number < line.labels and line.level is Level.ARTICLE else _run(run)
        for number, run in enumerate(line.runs)
    )
    if target:
        inner = f'<a href="#{target}">{inner}</a>'
    classes = [_CLASSES[line.role]] if line.role in _CLASSES else []
    if line.level is Level.ANNEX:
        classes.append("annex")
    # Browsers, and readers, make one blank of several.
    style = ' style="white-space: pre-wrap"' if _has_blanks_to_keep(shown(line.runs)) else ""
    tag = (
        "h1"
        if line.role is Role.TITLE
        else f"h{min(depths[line.level or Level.CHAPTER], 6)}"
        if line.is_heading
        else "p"
    )
    attributes = (f' id="{place}"' if place else "") + (f' class="{" ".join(classes)}"' if classes else "")
    return f"<{tag}{attributes}{style}>{inner}</{tag}>"


def _has_blanks_to_keep(text: str) -> bool:
    return "  " in text or any(sign in text for sign in "\t\n\f\r")


def _run(run: Run) -> str:
    text = _escaped(run.text)
    tag = _TAGS.get(run.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _table(rows: Iterable[Sequence[str]]) -> str:
    lines = ["<tr>" + "".join(f"<td>{_escaped(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    # The role says that it is no layout, whatever it holds.
    return '<table role="table">\n' + "\n".join(lines) + "\n</table>"


# What HTML cannot hold, even as a character reference.
_NO_HTML = dict.fromkeys(
    [*range(9), 11, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


def _escaped(text: str) -> str:
    return escape(text.translate(_NO_HTML))
