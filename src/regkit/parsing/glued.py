"""Find headings that are glued to the end of a sentence, with or without the article that follows them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from regkit.codes import ProblemCode
from regkit.model.levels import BY_CHARACTER, Level
from regkit.parsing import grammar
from regkit.parsing.chains import WIDEST_GAP
from regkit.parsing.kinds import LineKind, ParsedLine
from regkit.parsing.lines import classify, number_of
from regkit.parsing.numbering import report_glued_article
from regkit.parsing.reports import Reports
from regkit.parsing.title_words import Likeness, likeness
from regkit.parsing.unlabelled import LONGEST_UNLABELLED, NOT_A_HEADING
from regkit.text.numerals import to_chinese
from regkit.text.whitespace import strip_whitespace

# Gaps among greater numbers are not looked for, since a hostile text could number a chapter in the billions.
_MOST_NUMBERS = 1000
_UNBROKEN = (LineKind.HEADING, LineKind.CONTENTS, LineKind.ROW, LineKind.QUOTED)


def split_glued_headings(
    lines: list[ParsedLine], labelled: list[int], heads: list[int], reports: Reports
) -> list[ParsedLine]:
    """Split each line that contains a heading whose number is missing among the headings.

    The heading ends the line, or the article whose number is due follows it. `labelled` and `heads` are the
    indices of the lines that look like headings and like articles. Returns the same list if nothing is split.
    """
    numbers_of: dict[Level, set[int]] = {}
    for index in labelled:
        line = lines[index]
        if line.level:
            numbers_of.setdefault(line.level, set()).add(line.number.value)
    suspects = _suspects(lines, labelled, heads, numbers_of) if numbers_of else []
    if not suspects:
        return lines
    # 节 are numbered anew in each chapter, and only a number that none of them has is missing. The number after the
    # last one is always included, since the last heading may be glued as well.
    missing = {
        level: {*range(1, max(numbers) + 2)} - numbers if max(numbers) < _MOST_NUMBERS else set()
        for level, numbers in numbers_of.items()
    }
    articles = {lines[index].number.value for index in heads}
    new_lines: list[ParsedLine] = []
    last = copied = 0
    for index in suspects:
        new_lines += lines[copied:index]
        last = _last_article(lines[copied : index + 1], last)
        copied = index + 1
        cuts = list(_cuts(lines[index].text, missing, articles, last))
        parts = _split(lines[index], cuts, reports) if cuts else lines[index:copied]
        last = _last_article(parts, last)
        new_lines += parts
    new_lines += lines[copied:]
    return new_lines if len(new_lines) > len(lines) else lines


def split_chained_headings(
    lines: list[ParsedLine], contents: list[int], reports: Reports
) -> list[ParsedLine]:
    """Split each line that holds a 章 and its first 节, and stands right above an article.

    `contents` are the indices of the lines that look like a table of contents on one line. Headings of one level, as
    in a table of contents, are not split. Returns the same list if nothing is split.
    """
    cuts = {
        index: offsets
        for index in contents
        if index + 1 < len(lines)
        and lines[index + 1].kind is LineKind.ARTICLE
        and (offsets := _chained(lines[index].text))
    }
    if not cuts:
        return lines
    new_lines: list[ParsedLine] = []
    for index, line in enumerate(lines):
        new_lines += _split(line, cuts[index], reports) if index in cuts else [line]
    return new_lines


def _chained(text: str) -> list[int]:
    """The offsets of all headings in a line but the first, if each is of a lower level than the one before it."""
    matches = [
        match for match in grammar.HEADING_INSIDE.finditer(text) if not text[: match.start()][-1:].strip()
    ]
    ranks = [BY_CHARACTER[match["level"]].rank for match in matches]
    is_descending = all(above < below for above, below in pairwise(ranks))
    begins = bool(matches) and matches[0].start() == 0
    return [match.start() for match in matches[1:]] if is_descending and begins else []


def _last_article(lines: list[ParsedLine], above: int) -> int:
    """The number of the last article among the lines, or `above` if there is none."""
    return next((line.last.value for line in reversed(lines) if line.kind is LineKind.ARTICLE), above)


def _suspects(
    lines: list[ParsedLine], labelled: list[int], heads: list[int], numbers_of: dict[Level, set[int]]
) -> list[int]:
    """The indices of the lines in which a heading may be glued; empty for nearly all texts.

    Such a line is anywhere if a number is missing among the headings or articles, otherwise below the last heading.
    """
    start = 0
    span = lines[heads[-1]].last.value - lines[heads[0]].number.value + 1 if heads else 0
    if span == len(heads) and all(len(numbers) == max(numbers) for numbers in numbers_of.values()):
        start = labelled[-1] + 1
        due = [f"第{to_chinese(max(numbers) + 1)}{level.character}" for level, numbers in numbers_of.items()]
        if not any(label in line.text for label in due for line in lines[start:]):
            return []
    characters = [level.character for level in numbers_of]
    return [
        index
        for index in range(start, len(lines))
        if lines[index].kind not in _UNBROKEN
        and any(character in lines[index].text for character in characters)
        and grammar.HEADING_INSIDE.search(lines[index].text)
    ]


def _split(line: ParsedLine, cuts: list[int], reports: Reports) -> list[ParsedLine]:
    """The parts of a line. Each that follows the first is a heading or an article, and is reported."""
    parts = [
        classify(line.line_number, strip_whitespace(line.text[start:end]))
        for start, end in pairwise(sorted({0, *cuts, len(line.text)}))
    ]
    reports.unsettled = True
    for part in parts if 0 in cuts else parts[1:]:
        if part.kind is LineKind.ARTICLE:
            report_glued_article(part, reports)
        else:
            reports.add(
                ProblemCode.HEADING_GLUED,
                part,
                f"“{part.label}”没有另起一行，已作为单独的标题。",
                "请核对，并让标题从新的一行开始。",
            )
    return parts


def _cuts(text: str, missing: dict[Level, set[int]], articles: set[int], last: int) -> Iterator[int]:
    """Yield the offsets of headings whose number is missing, and of the article that follows each, in a line.

    `articles` are the numbers of the articles that begin lines, `last` is the last of them so far. The number after that
    of each such heading is added to `missing`, since the next heading may be glued to the same line.
    """
    for match in grammar.HEADING_INSIDE.finditer(text):
        start = match.start()
        number = number_of(match["number"])
        after_sentence = not start or text[max(start - 4, 0) : start].rstrip()[-1:] in ("。", "；")
        if number is None or not after_sentence:
            continue
        level = BY_CHARACTER[match["level"]]
        numbers = missing.get(level, set())
        is_missing = number.value in numbers
        # Other chapters may have a 节 of that number; then the article that follows must be missing.
        if not is_missing and (level is not Level.SECTION or level not in missing):
            continue
        if is_missing and start and len(text) - start <= LONGEST_UNLABELLED and text[-1] not in NOT_A_HEADING:
            yield start
            return
        article = grammar.ARTICLE_INSIDE.search(text, match.end(), match.end() + LONGEST_UNLABELLED)
        if article and _is_next_article(text, match.end(), article.start(), article.end(), articles, last):
            yield start
            yield article.start()
            numbers.add(number.value + 1)
            last += 1


def _is_next_article(
    text: str, title_start: int, start: int, end: int, articles: set[int], last: int
) -> bool:
    """Whether a title and then a missing article stand in the text from `title_start`, and not a citation."""
    title = strip_whitespace(text[title_start:start])
    label = grammar.ARTICLE_INSIDE.match(text, start)
    number = number_of(label["number"], label["inserted"]) if label else None
    if number is None or not title or title[-1] in NOT_A_HEADING or likeness(title) is not Likeness.PLAIN:
        return False
    is_due = number.value not in articles and 0 < number.value - last <= 1 + WIDEST_GAP
    return is_due and not grammar.CITATION_AFTER_ARTICLE.match(text[end:].lstrip())
