"""Web archives (MHTML): finds the web page in one, as Word, WPS and browsers save it (.mhtml, .mht)."""

from __future__ import annotations

import base64
import quopri
from email.message import Message
from email.parser import BytesHeaderParser

import msgspec

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError

# Limits on hostile archives; a web page that was saved has a part for each of its pictures, and archives in it are rare.
_LONGEST_HEAD = 16 * 1024
_MOST_PARTS = 10_000
_DEEPEST = 5
PAGES = ("text/html", "application/xhtml+xml")
"""The media types of web pages."""
_WORDS = (*PAGES, "text/plain")
_DAMAGED = "网页存档（.mhtml）里没有读得到的网页，可能已损坏；请在浏览器或 Word 中打开它，另存为网页或者 .docx 后再读。"


class MhtmlPage(msgspec.Struct, frozen=True):
    """A page in a web archive: its bytes, the encoding that the archive states (None if it states none), and its media type."""

    data: bytes
    charset: str | None
    media_type: str


class _Entity(msgspec.Struct, frozen=True):
    head: Message
    body: bytes


def is_mhtml(data: bytes) -> bool:
    """Whether bytes begin like a web archive: with a head that states a MIME version and the type of a page or of several parts."""
    part = _part(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    return (
        part is not None
        and "mime-version" in part.head
        and (part.head.get_content_maintype() == "multipart" or part.head.get_content_type() in PAGES)
    )


def pages_of(data: bytes) -> tuple[MhtmlPage, ...]:
    """The pages in a web archive, first the one that it shows, then those in its frames and texts beside it.

    Raises UnreadableFileError, with one Chinese sentence, if there is none.
    """
    archive = _part(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    parts = _leaves(archive) if archive is not None else []
    parts = [part for part in parts if part.head.get_content_type() in _WORDS]
    if archive is None or not parts:
        raise _damaged()
    shown = _shown(archive, parts)
    return tuple(_page(part) for part in (shown, *(part for part in parts if part is not shown)))


def _shown(archive: _Entity, parts: list[_Entity]) -> _Entity:
    """The part that an archive names as the one to be shown, otherwise its first web page, otherwise its first text."""
    start = archive.head.get_param("start")
    named = (
        part for part in parts if isinstance(start, str) and part.head.get("content-id", "").strip() == start
    )
    pages = (part for part in parts if part.head.get_content_type() in PAGES)
    return next(named, None) or next(pages, parts[0])


def _leaves(archive: _Entity) -> list[_Entity]:
    """All parts in an archive that contain no further parts, in order. Raises UnreadableFileError if there are too many."""
    leaves: list[_Entity] = []
    waiting = [(archive, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        boundary = part.head.get_boundary()
        if part.head.get_content_maintype() != "multipart" or not boundary:
            leaves.append(part)
            continue
        inner = _split(part.body, b"\n--" + boundary.encode("ascii", "replace"))
        count += len(inner)
        if depth == _DEEPEST or count > _MOST_PARTS:
            raise _damaged()
        waiting += [(entry, depth + 1) for entry in map(_part, reversed(inner)) if entry is not None]
    return leaves


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    """The parts between boundaries; what stands before the first and after the last is not shown."""
    parts: list[list[bytes]] = []
    is_open = False
    for piece in (b"\n" + body).split(boundary, 2 * _MOST_PARTS)[1:]:
        line, _, rest = piece.partition(b"\n")
        if not line.strip():
            parts.append([rest])
            is_open = True
        elif line.startswith(b"--"):
            is_open = False
        elif is_open:
            # The boundary of parts further inside may begin like this one.
            parts[-1] += (boundary, piece)
    return [b"".join(part) for part in parts]


def _part(data: bytes) -> _Entity | None:
    """A part from its bytes: a head, an empty line, and the body; None if there is no head of a sensible length."""
    # A part without a head begins with the empty line.
    data = b"\n" + data
    ends = [
        (end, len(mark)) for mark in (b"\n\r\n", b"\n\n") if (end := data.find(mark, 0, _LONGEST_HEAD)) >= 0
    ]
    if not ends:
        return None
    end, length = min(ends)
    return _Entity(BytesHeaderParser().parsebytes(data[1:end]), data[end + length :])


def _page(part: _Entity) -> MhtmlPage:
    encoding = str(part.head.get("content-transfer-encoding", "")).strip().lower()
    body = part.body
    if encoding == "quoted-printable":
        body = quopri.decodestring(body)
    elif encoding == "base64":
        try:
            body = base64.b64decode(body)
        except ValueError:
            raise _damaged() from None
    return MhtmlPage(body, part.head.get_content_charset(), part.head.get_content_type())


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED)
