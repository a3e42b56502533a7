"""Real statutes in other layouts: every form that raw texts come in is read as the same law."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import regkit
from regkit import Level, Statute

Lines = list[str]
LABEL = re.compile("^(第[一二三四五六七八九十百千零]+条)\u3000")
HEADING = re.compile("^(第[一二三四五六七八九十百]+[编章节])\u3000(.*)$")
# Punctuation marks that never begin a line; they stay at the end of the line before, even beyond the edge.
HANGING = "，。；：、）”》！？"


def without_whitespace_after_labels(lines: Lines) -> Lines:
    """Labels directly followed by the text."""
    return [HEADING.sub(r"\1\2", LABEL.sub(r"\1", line)) for line in lines]


def in_arabic(lines: Lines) -> Lines:
    """Article numbers in Arabic digits."""

    def number(label: re.Match[str]) -> str:
        return f"第{regkit.from_chinese(label[1][1:-1])}条 "

    return [LABEL.sub(number, line) for line in lines]


def with_captions(lines: Lines) -> Lines:
    """Every article with a heading."""
    return [LABEL.sub("\\1【适用范围】", line) for line in lines]


def labels_alone(lines: Lines) -> Lines:
    """Article labels on lines of their own."""
    return [part for line in lines for part in LABEL.sub("\\1\n", line).split("\n")]


def headings_on_two_lines(lines: Lines) -> Lines:
    """Labels and titles of chapters on separate lines."""
    return [part for line in lines for part in HEADING.sub("\\1\n\\2", line).split("\n")]


def contents(entry: Callable[[str, int], str], *word: str) -> Callable[[Lines], Lines]:
    """A form with a table of contents; `entry` prints a heading and its number, `word` is printed above."""

    def insert(lines: Lines) -> Lines:
        headings = [line for line in lines if HEADING.match(line)]
        index = next(i for i, line in enumerate(lines) if HEADING.match(line) or LABEL.match(line))
        entries = [entry(line, number) for number, line in enumerate(headings, start=1)]
        return [*lines[:index], *(word if entries else ()), *entries, *lines[index:]]

    return insert


def wrapped(width: int) -> Callable[[Lines], Lines]:
    """A form with paragraphs indented by two characters and broken after `width` characters."""

    def wrap(lines: Lines) -> Lines:
        return [part for line in lines for part in _broken("\u3000\u3000" + line, width)]

    return wrap


def _broken(line: str, width: int) -> Iterator[str]:
    """Yield the lines of a paragraph."""
    while len(line) > width:
        cut = width
        while cut < len(line) and line[cut] in HANGING:
            cut += 1
        yield line[:cut]
        line = line[cut:]
    if line:
        yield line


def with_page_numbers(lines: Lines) -> Lines:
    """A page number after every twentieth line."""
    paged = []
    for number, line in enumerate(lines, start=1):
        paged.append(line)
        # No page ends directly after a heading.
        if number % 20 == 0 and not HEADING.match(line.strip()):
            paged.append(f"— {number // 20} —")
    return paged


def wrapped_with_page_numbers(lines: Lines) -> Lines:
    return with_page_numbers(wrapped(34)(lines))


def announced(lines: Lines) -> Lines:
    """The text preceded by its announcement."""
    return [
        "示范市人民代表大会常务委员会公告",
        "第12号",
        f"《{lines[0]}》已由示范市第五届人民代表大会常务委员会第六次会议通过，现予公布，自2020年5月1日起施行。",
        "示范市人民代表大会常务委员会",
        "2020年3月2日",
        *lines,
    ]


def signed(lines: Lines) -> Lines:
    """The text followed by a signature."""
    return [*lines, "示范市人民代表大会常务委员会", "2020年3月2日"]


def with_a_damaged_label(lines: Lines) -> Lines:
    """One label with 笫 in place of 第."""
    labelled = [index for index, line in enumerate(lines) if LABEL.match(line)]
    middle = labelled[len(labelled) // 2]
    return [*lines[:middle], "笫" + lines[middle][1:], *lines[middle + 1 :]]


def with_an_article_glued(lines: Lines) -> Lines:
    """One article directly behind the text of the article before, on the same line."""
    glued = [i for i, line in enumerate(lines) if i and LABEL.match(line) and lines[i - 1].endswith("。")]
    if not glued:
        return lines
    middle = glued[len(glued) // 2]
    joined = lines[middle - 1] + LABEL.sub(r"\1", lines[middle])
    return [*lines[: middle - 1], joined, *lines[middle + 1 :]]


def with_zero_width_lines(lines: Lines) -> Lines:
    """A byte order mark at the beginning, and lines that consist of a zero-width space."""
    return ["\ufeff" + lines[0], *(part for line in lines[1:] for part in ("\u200b", line))]


def with_carriage_returns(lines: Lines) -> Lines:
    """Lines that end with CR LF."""
    return ["\r\n".join(lines)]


def with_half_width_brackets(lines: Lines) -> Lines:
    """Labels of items in half-width brackets."""
    return [re.sub("^（([一二三四五六七八九十]+)）", r"(\1)", line) for line in lines]


FORMS: dict[str, Callable[[Lines], Lines]] = {
    "no whitespace after labels": without_whitespace_after_labels,
    "Arabic labels": in_arabic,
    "条标": with_captions,
    "labels on lines of their own": labels_alone,
    "headings on two lines": headings_on_two_lines,
    "目录": contents(lambda line, _: line, "目　录"),
    "目录 with page numbers": contents(lambda line, number: f"{line}…………………{number}", "目　录"),
    "目录 without the word": contents(lambda line, _: line),
    "wrapped at 22": wrapped(22),
    "wrapped at 30": wrapped(30),
    "wrapped at 38": wrapped(38),
    "wrapped at 46": wrapped(46),
    "page numbers": with_page_numbers,
    "wrapped with page numbers": wrapped_with_page_numbers,
    "公告": announced,
    "落款": signed,
    "笫": with_a_damaged_label,
    "glued": with_an_article_glued,
    "zero width": with_zero_width_lines,
    "CRLF": with_carriage_returns,
    "half-width brackets": with_half_width_brackets,
}


@pytest.fixture(scope="session")
def clean(corpus: list[Path]) -> list[tuple[Path, Statute]]:
    """Statutes without problems and without annexes, with their files."""
    laws = [(file, regkit.load(file)) for file in corpus[::20]]
    return [
        (file, law)
        for file, law in laws
        if law.title and law.articles and not law.problems and not law.annexes
    ]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_a_statute_is_read_the_same_in_every_form(
    clean: list[tuple[Path, Statute]], form: Callable[[Lines], Lines]
) -> None:
    assert len(clean) > 40
    misread = []
    for file, law in clean:
        text = "\n".join(form(regkit.to_text(law).rstrip("\n").split("\n")))
        read = regkit.parse(text)
        assert regkit.without_whitespace(regkit.to_text(read)) == regkit.without_whitespace(text), file
        if _outline(read) != _outline(law) or read.title != law.title:
            misread.append(file.name)
    assert misread == []


def _outline(law: Statute) -> list[tuple[str, str]]:
    """Each provision by eId: with its title if it is above an article, otherwise with the number of its children."""
    rows = []
    for address, provision in law.walk():
        title = provision.heading if provision.level < Level.ARTICLE else ""
        below = len(provision.children) if provision.level >= Level.ARTICLE else 0
        rows.append((address.eid, regkit.without_whitespace(title or "") + str(below)))
    return rows
