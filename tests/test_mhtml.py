"""Web archives (MHTML): the pages in them, by the reader and by the census."""

from __future__ import annotations

import base64
import quopri
import time

import pytest

from regkit import UnreadableFileError
from regkit.census.mhtml import pages_in
from regkit.notations.html.mhtml import is_mhtml, pages_of

PAGE = "<p>第一条　为了规范集市，制定本条例。</p>"


def archive(*parts: bytes, boundary: str = "b", kind: str = "related") -> bytes:
    """A web archive of parts, each given with its head."""
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    mark = f"\r\n--{boundary}".encode()
    return head.encode() + b"not shown" + b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


def part(content: bytes, *fields: str) -> bytes:
    """A part of an archive."""
    return "".join(f"{field}\r\n" for field in fields).encode() + b"\r\n" + content


QUOTED = part(
    quopri.encodestring(PAGE.encode()),
    'Content-Type: text/html; charset="utf-8"',
    "Content-Transfer-Encoding: quoted-printable",
)
ENCODED = part(
    base64.encodebytes(PAGE.encode("gb18030")),
    "Content-Type: text/html; charset=GB2312",
    "Content-Transfer-Encoding: base64",
)
PLAIN = part(PAGE.encode(), "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit")
PICTURE = part(b"GIF89a", "Content-Type: image/gif")


@pytest.mark.parametrize(("page", "charset"), [(QUOTED, "utf-8"), (ENCODED, "gb18030"), (PLAIN, "utf-8")])
@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_a_page_in_an_archive_is_decoded(page: bytes, charset: str, line_end: bytes) -> None:
    data = archive(PICTURE, page).replace(b"\r\n", line_end)
    assert is_mhtml(data)
    (shown,) = pages_of(data)
    assert shown.data.decode(charset).strip() == PAGE
    assert [content.decode(charset).strip() for content, _ in pages_in(data)] == [PAGE]


def test_the_page_that_the_archive_shows_comes_first() -> None:
    frame = part(
        "<p>附录</p>".encode(), "Content-Type: text/html; charset=utf-8", "Content-ID: <frame@example>"
    )
    inner = archive(part(b"words", "Content-Type: text/plain"), QUOTED, boundary="b_1", kind="alternative")
    pages = pages_of(archive(inner.replace(b"MIME-Version: 1.0\r\n", b""), frame))
    assert [page.media_type for page in pages] == ["text/html", "text/plain", "text/html"]
    assert pages[0].data.decode().strip() == PAGE
    chosen = archive(QUOTED, frame).replace(b'boundary="b"', b'boundary="b"; start="<frame@example>"')
    assert pages_of(chosen)[0].data.decode().strip() == "<p>附录</p>"


def test_an_archive_cut_off_at_its_end_is_read_as_far_as_it_goes() -> None:
    data = archive(PLAIN)
    assert pages_of(data[: data.rindex(b"</p>")])[0].data.decode() == PAGE.removesuffix("</p>")


@pytest.mark.parametrize("data", [b"", b"<html>\n\n</html>", PAGE.encode(), b"MIME-Version: 1.0\n\n" + b"x"])
def test_other_files_are_no_archives(data: bytes) -> None:
    assert not is_mhtml(data)


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        archive(PICTURE),
        archive(*[b"\r\n"] * 50_000),
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n' + b"--a\n\n" * 1_000_000,
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=" + b'";' * 7000 + b"\n\n",
        b"MIME-Version: 1.0\n" + b"Content-Type: multipart/related; boundary=a\n\n--a\n" * 100_000,
        b"MIME-Version: 1.0\n" + b"A: b\n" * 1_000_000,
    ],
)
def test_archives_without_a_page_and_hostile_ones_are_refused_at_once(data: bytes) -> None:
    begin = time.process_time()
    with pytest.raises(UnreadableFileError, match="网页存档"):
        pages_of(data)
    assert time.process_time() - begin < 2
