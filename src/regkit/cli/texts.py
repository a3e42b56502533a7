"""The texts that commands compare: files, or versions in the library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from regkit.changes import Comparison
from regkit.cli.accounts import note_on
from regkit.cli.printing import as_text, echo_aside
from regkit.cli.progress import reading
from regkit.cli.selections import find_selection, library_folders
from regkit.codes import ErrorCode
from regkit.contracts.inputs import InputProblem, problems_of_input
from regkit.errors import LibraryError, ParseError, UnreadableFileError
from regkit.files import load
from regkit.library import Libraries, RulingsFile, Version, Work, compare_ruled, compare_with_version, today
from regkit.model.tree import Statute


class Text(msgspec.Struct, frozen=True):
    """A text that was named on the command line.

    `name` is what to call it, and `path` the file that it was read from. `work` and `version` are its place in the library, if it is from there, and `status_sentence` is the sentence on its
    status (时效性).
    """

    name: str
    statute: Statute
    path: str | None = None
    work: Work | None = None
    version: Version | None = None
    status_sentence: str | None = None


def read_text(words: str, folders: tuple[Path, ...], on: date | None = None) -> Text:
    """The text in a file, or of a version in the library: WORK@DATE, or WORK for the version in force on `on`, today if None.

    Raises LibraryError, with one Chinese sentence, if it does not exist or cannot be read.
    """
    if Path(words).exists():
        try:
            with reading(words):
                statute = load(words)
        except (ParseError, UnreadableFileError) as error:
            raise LibraryError(f"{as_text(words)}：{error}", code=error.code) from None
        return Text(Path(as_text(words)).stem, statute, as_text(words))
    selection = find_selection(words, Libraries(library_folders(folders)), on or today())
    if selection is None:
        raise LibraryError(
            f"{as_text(words)}：没有这个文件，法规库中也没有这个名称；请核对。", code=ErrorCode.WORK_MISSING
        )
    if selection.address is not None:
        raise LibraryError(
            f"{as_text(words)}：请给出整件法规，不要写条款地址。", code=ErrorCode.ADDRESS_INVALID
        )
    if selection.version.statute is None:
        state = selection.work.state(on or today())
        sentence = (
            str(state)
            if selection.version is state.version
            else selection.work.sentence_of(selection.version, on or today())
        )
        raise LibraryError(
            f"{sentence}请先用 regkit add 收录它的文本。",
            code=ErrorCode.LIBRARY_NO_TEXT,
        )
    return Text(
        f"{selection.work.title}（{selection.version.name}）",
        selection.version.statute,
        work=selection.work,
        version=selection.version,
        status_sentence=selection.work.sentence_of(selection.version, on or today()),
    )


def note_problems(texts: Iterable[Text]) -> None:
    """Say on standard error which texts have something to check, and what of their files was not read."""
    for text in texts:
        if text.statute.problems:
            echo_aside(note_on(text.path or text.name, text.statute.problems))


def problems_of(texts: Iterable[Text]) -> tuple[InputProblem, ...]:
    """The problems of all texts, for JSON."""
    return tuple(problem for text in texts for problem in problems_of_input(text.name, text.statute.problems))


def compare_texts(old: Text, new: Text, path: Path | None, ruled: RulingsFile | None) -> Comparison:
    """Compare two texts under rulings: those given, read from `path`, otherwise those stored with the new version."""
    if ruled is None and new.work is not None and new.version is not None:
        return compare_with_version(
            old.statute, new.work, new.version, old.version.dated if old.version else None
        )
    return compare_ruled(old.statute, new.statute, path, ruled)
