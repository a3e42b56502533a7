"""The account of a file: what became of each of its signs, counted by other means than those by which it is read."""

from __future__ import annotations

import os
from collections.abc import Callable

from regkit.arguments import require
from regkit.census.accounting import Account, settle
from regkit.census.excerpts import Census
from regkit.census.html import count_html
from regkit.census.json import count_json
from regkit.census.text import count_text
from regkit.census.xml import count_xml
from regkit.codes import ErrorCode
from regkit.confinement import count_confined
from regkit.confinement.answers import Job
from regkit.errors import UnreadableFileError
from regkit.files import open_file, source_of
from regkit.notations.recognition import Notation
from regkit.notations.source import Source

_COUNTERS: dict[Notation, Callable[[bytes], Census]] = {
    Notation.TEXT: count_text,
    Notation.MARKDOWN: count_text,
    Notation.HTML: count_html,
    Notation.AKN: count_xml,
    Notation.JSON: count_json,
}
_CONFINED = {
    Notation.WORD: Job.WORD_CENSUS,
    # By then it was converted to .docx.
    Notation.OLD_WORD: Job.WORD_CENSUS,
    Notation.PDF: Job.PDF_CENSUS,
}
_CONVERTED = "LibreOffice 转换成 .docx 以后{}，转换本身未经核对"


def account_of(path: str | os.PathLike[str]) -> Account:
    """What became of every sign of a file: which were read, which were left out and why, and which nobody claims.

    The signs of the file are counted by other means than those by which it is read; an account that is not
    `is_balanced` is an error of regkit. Raises UnreadableFileError for a file that cannot be read, and, with the
    code ``file.uncounted``, for one whose signs cannot be counted independently.
    """
    require(path, (str, os.PathLike), "account_of", "the path of a file", "save what is in memory first")
    notation, data = open_file(path)
    return account_for(notation, data, source_of(notation, data))


def account_for(notation: Notation, data: bytes, source: Source) -> Account:
    """The account of a file from its bytes and from what was read of it. Raises UnreadableFileError as `account_of` does."""
    return settle(_census_of(notation, data), source.text, source.departures)


def _census_of(notation: Notation, data: bytes) -> Census:
    if notation in _CONFINED:
        try:
            census = count_confined(_CONFINED[notation], data)
        except UnreadableFileError as error:
            # Reading succeeded, so a limit that counting reached says nothing against the file.
            raise uncounted(error) if error.code == ErrorCode.FILE_LIMIT else error from None
        # What LibreOffice itself leaves out cannot be counted.
        means = _CONVERTED.format(census.means) if notation is Notation.OLD_WORD else census.means
        return Census(census.excerpts, means)
    counter = _COUNTERS.get(notation)
    if counter is None:
        raise UnreadableFileError(
            "这种文件里的字还不能独立清点，因此不能证明没有遗漏。", code=ErrorCode.FILE_UNCOUNTED
        )
    try:
        return counter(data)
    except ValueError as error:
        # Decoders and parsers of the standard library say so with errors of their own.
        raise uncounted(error) from None


def uncounted(error: Exception) -> UnreadableFileError:
    """The error that the signs of a file cannot be counted."""
    return UnreadableFileError(
        f"这个文件里的字没有能够独立清点（{type(error).__name__}），因此不能证明没有遗漏；请人工核对。",
        code=ErrorCode.FILE_UNCOUNTED,
    )
