"""Load and save one document; the suffix of its name selects the format."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from pathlib import Path

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.confinement import count_confined, read_confined
from regkit.confinement.answers import Job
from regkit.disk.reading import read_given, read_regular
from regkit.disk.refusals import refusal_to_read, refusal_to_write
from regkit.disk.writing import check_path, write_whole
from regkit.errors import (
    OfficeError,
    UnreadableFileError,
    UnwritableFileError,
)
from regkit.model.checking import check_is_statute
from regkit.model.locating import locate_problems
from regkit.model.tree import Statute
from regkit.notations import QUICK_READERS, READERS, TREE_READERS, WRITERS, write_akn
from regkit.notations.akn.meta import Identity
from regkit.notations.foreign import is_open_document, refuse_foreign
from regkit.notations.recognition import SUFFIXES, Notation, notation_of
from regkit.notations.source import Source
from regkit.office import convert, find_office
from regkit.parsing import parse
from regkit.printing.text import to_text
from regkit.text.whitespace import without_whitespace

# Four times the longest text that the parser accepts, as UTF-8. No file is read any further.
MOST_BYTES = 64 * 1024 * 1024

# What is foreign code, or grows to many times its size, is read by a child process.
_CONFINED = {Notation.WORD: Job.WORD, Notation.OLD_WORD: Job.WORD, Notation.PDF: Job.PDF}


def load(path: str | os.PathLike[str], *, regular: bool = False) -> Statute:
    """Read the statute in a file: .txt, .md, .docx, .pdf, .html, .mhtml, .xml (Akoma Ntoso) or .json; with any other suffix, text.

    What a file begins with counts more than its suffix: a web page is one under any name. If LibreOffice is
    installed, .doc, .wps, .rtf and .odt can be read too. A pipe from another command is read like a
    file, unless `regular` is set, which admits regular files only.

    Parts of the file that are not in its text (images, footnotes) are reported among the `problems` of the
    statute.

    Raises UnreadableFileError for a file that cannot be read or is not text: MissingFileError (a
    FileNotFoundError) if it does not exist, ForbiddenFileError (a PermissionError) if reading is not permitted.
    Raises ParseError for a text that is empty or far too large. Each error is one Chinese sentence, with a
    `code` for programs.
    """
    file = _path(path, "load", "regkit.decode() and regkit.parse() read what is in memory")
    notation, data = open_file(file, regular=regular)
    if notation in TREE_READERS:
        return TREE_READERS[notation](data).statute
    read_quickly = QUICK_READERS.get(notation)
    source = read_quickly(data) if read_quickly else None
    return parse_source(source or source_of(notation, data))


def read_source(path: str | os.PathLike[str], *, regular: bool = False) -> Source:
    """The plain text of a file, or of the tree in it, with remarks on what was left out. Raises UnreadableFileError."""
    return source_of(*open_file(path, regular=regular))


def open_file(path: str | os.PathLike[str], *, regular: bool = False) -> tuple[Notation, bytes]:
    """The notation and the bytes of a file; those of an old Word file are .docx if LibreOffice is installed to convert it.

    Raises UnreadableFileError for a file that the system does not give, or that is too large.
    """
    # Path(path) is slow even for a Path, and a folder may hold thousands of files.
    file = path if isinstance(path, Path) else Path(path)
    data = _read_bytes(file, regular=regular)
    suffix = file.suffix.lower()
    named = SUFFIXES.get(suffix, Notation.TEXT)
    if not data and named not in (Notation.TEXT, Notation.MARKDOWN):
        raise UnreadableFileError(
            "文件是空的，一个字节也没有；请重新取得文件。", code=ErrorCode.FILE_NO_TEXT, path=path
        )
    refuse_foreign(data, is_word=named is Notation.WORD)
    notation = notation_of(suffix, data)
    if notation is Notation.OLD_WORD and find_office() and "EncryptedPackage".encode("utf-16-le") not in data:
        # Without LibreOffice, or if the file has a password, the Word reader raises an error that says what to do.
        return notation, _converted(data)
    return notation, data


def source_of(notation: Notation, data: bytes) -> Source:
    """The text of bytes in a notation, or of the tree in them. Raises UnreadableFileError."""
    if notation in TREE_READERS:
        tree = TREE_READERS[notation](data)
        return Source(to_text(tree.statute), tree.statute.problems, tree.departures)
    job = _CONFINED.get(notation)
    return READERS[notation](data) if job is None else read_confined(job, data)


def _converted(data: bytes) -> bytes:
    try:
        return convert(data, _suffix_of_old_word(data), "docx")
    except OfficeError as error:
        raise UnreadableFileError(str(error), code=error.code) from None


def _suffix_of_old_word(data: bytes) -> str:
    if data.startswith(b"{\\rtf"):
        return "rtf"
    return "doc" if not is_open_document(data) else "odt" if data.startswith(b"PK") else "fodt"


def _path(path: str | os.PathLike[str], function: str, instead: str) -> Path:
    # Path(path) is slow even for a Path, and a folder may hold thousands of files.
    if isinstance(path, Path):
        return path
    require(path, (str, os.PathLike), function, "the path of a file", instead)
    return Path(path)


def parse_source(source: Source) -> Statute:
    """Parse the text of a file; remarks on the file are added to the problems of the statute. Raises ParseError."""
    statute = parse(source.text)
    if not source.remarks:
        return statute
    remarks = locate_problems(source.remarks, statute, source.text)
    problems = sorted((*remarks, *statute.problems), key=lambda problem: problem.line or 0)
    return dataclasses.replace(statute, problems=tuple(problems))


def save(
    statute: Statute,
    path: str | os.PathLike[str],
    *,
    replace: bool = False,
    identity: Identity | None = None,
) -> None:
    """Write the statute in the format that the suffix selects. Either the whole file is written, or none of it.

    `identity` gives Akoma Ntoso the facts of the version that are not in its text; other formats ignore it. A
    PDF is printed by LibreOffice.

    Raises UnwritableFileError for an unknown suffix, for a text that cannot be written, and if the system refuses:
    ExistingFileError (a FileExistsError) if the file already exists and `replace` is not set, MissingFolderError (a
    FileNotFoundError) if its folder does not exist, ForbiddenWriteError (a PermissionError) if writing is not
    permitted. Each error is one Chinese sentence, with a `code` for programs.
    """
    file = _path(path, "save", "give a string or a Path")
    check_is_statute(statute)
    suffix = file.suffix.lower()
    writer = WRITERS.get(".docx" if suffix == ".pdf" else suffix)
    if writer is None:
        raise UnwritableFileError(
            f"不能写出{f' {suffix} ' if suffix else '没有后缀的'}格式；可用的后缀：{'、'.join((*WRITERS, '.pdf'))}。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
            path=path,
        )
    try:
        check_path(file, replace=replace)
    except OSError as error:
        raise refusal_to_write(file, error) from None
    try:
        data = write_akn(statute, identity) if suffix == ".xml" else writer(statute)
        if suffix == ".pdf":
            data = _printed(statute, data)
    except OfficeError as error:
        raise UnwritableFileError(str(error), code=error.code) from None
    except UnicodeEncodeError as error:
        raise UnwritableFileError(
            f"第 {error.start + 1} 个字符不是完整的字符，写不成 UTF-8。", code=ErrorCode.FILE_ENCODING
        ) from None
    try:
        write_whole(file, data, replace=replace)
    except OSError as error:
        raise refusal_to_write(file, error) from None


def to_pdf(statute: Statute) -> bytes:
    """The statute as PDF, printed by LibreOffice. Raises UnwritableFileError if LibreOffice is missing or a character is not printed."""
    try:
        return _printed(statute, WRITERS[".docx"](statute))
    except OfficeError as error:
        raise UnwritableFileError(str(error), code=error.code) from None


def _printed(statute: Statute, word: bytes) -> bytes:
    """A Word file as PDF. Raises UnwritableFileError if a character of the statute is missing in the PDF."""
    data = convert(word, "docx", "pdf")
    # LibreOffice is known to leave out punctuation marks that hang over the margin.
    expected = Counter(
        character for character in without_whitespace(to_text(statute)) if character.isprintable()
    )
    census = count_confined(Job.PDF_CENSUS, data)
    missing = expected - Counter("".join(excerpt.text for excerpt in census.excerpts))
    if missing:
        raise UnwritableFileError(
            f"LibreOffice 印出的 PDF 里少了 {missing.total()} 个字（{'、'.join(sorted(missing)[:5])}），因此没有写出；"
            "请在 Word 或者 WPS 中打开导出的 .docx，另存为 PDF。",
            code=ErrorCode.OFFICE_FAILED,
        )
    return data


def _read_bytes(file: Path, *, regular: bool = False) -> bytes:
    try:
        data = (read_regular if regular else read_given)(file, MOST_BYTES + 1)
    except OSError as error:
        raise refusal_to_read(file, error) from None
    if len(data) > MOST_BYTES:
        raise UnreadableFileError(
            f"文件超过 {MOST_BYTES // 1024 // 1024} MB 的上限；请确认它是一件法规的文本。",
            code=ErrorCode.FILE_TOO_LARGE,
            path=file,
        )
    return data
