"""Hostile files, generated on the fly: each asks a reader for more than any machine has, or is malformed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_AKN = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'
_JSON = '{"schema":"regkit.show/1","path":"","title":null,"problems":[]'
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: dict[int, bytes], root: int = 1) -> bytes:
    """A PDF file of numbered objects; object `root` is the catalogue."""
    written = io.BytesIO(b"%PDF-1.7\n")
    written.seek(0, io.SEEK_END)
    offsets = {}
    for number, content in objects.items():
        offsets[number] = written.tell()
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = written.tell()
    size = max(objects) + 1
    written.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        known = number in offsets
        written.write(
            b"%010d %05d %s \n" % (offsets.get(number, 0), 0 if known else 65535, b"n" if known else b"f")
        )
    written.write(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, table))
    return written.getvalue()


def stream(content: bytes, facts: bytes = b"") -> bytes:
    """A PDF stream object with further dictionary entries `facts`."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), facts, content)


def page_of(contents: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A PDF file with one page."""
    resources = resources or b"/Font << /F 5 0 R >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %s >> /Contents 4 0 R >>"
        % resources,
        4: contents,
        5: _FONT,
    }
    return pdf(objects | (more or {}))


def _form(inner: int, calls: int) -> bytes:
    """A PDF form that draws the form of object number `inner` as often as `calls` says."""
    facts = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >>" % inner
    return stream(b"/X Do " * calls, facts)


def packed(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file with a body and further parts."""
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return packed(
        {"word/document.xml": document} | {f"word/{name}.xml": content for name, content in parts.items()}
    )


def _with_members_over_one_another(data: bytes, count: int) -> bytes:
    """The zip file with a directory that lists the same bytes `count` times."""
    directory = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[directory:end]
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(entry) * count, directory, 0)
    return data[:directory] + entry * count + tail


def _zip_in_zip(depth: int) -> bytes:
    """Zip files nested `depth` deep."""
    data = b"0" * 100_000
    for _ in range(depth):
        data = packed({"word/document.xml": data})
    return data


def _flate(size: int) -> bytes:
    """`size` zero bytes, compressed; compressing one piece and repeating it is quick."""
    maker = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    piece = maker.compress(bytes(1024 * 1024)) + maker.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + piece * (size // 1024**2)


def _pages(kids: bytes, count: int, more: dict[int, bytes]) -> bytes:
    """A PDF file with a page tree whose root has the given children."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        }
        | more
    )


def foreign_files() -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of files in binary formats that the worker process reads; none has a text that regkit could return."""
    yield (
        "forms-that-call-themselves.pdf",
        page_of(stream(b"/X Do"), b"/XObject << /X 7 0 R >>", {7: _form(7, 2)}),
    )
    tree = {10 + index: _form(11 + index, 10) for index in range(10)} | {20: stream(b"", b"/Subtype /Form")}
    yield "forms-ten-by-ten.pdf", page_of(stream(b"/X Do " * 10), b"/XObject << /X 10 0 R >>", tree)
    yield "flate-of-a-gigabyte.pdf", page_of(stream(_flate(1024**3), b"/Filter /FlateDecode"))
    yield (
        "flate-in-flate.pdf",
        page_of(stream(zlib.compress(_flate(512 * 1024**2), 9), b"/Filter [/FlateDecode /FlateDecode]")),
    )
    yield "a-million-pages.pdf", _pages(b"3 0 R", 1_000_000, {3: b"<< /Type /Page /Parent 2 0 R >>"})
    yield "pages-in-a-circle.pdf", _pages(b"3 0 R", 1, {3: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"})
    deep = {3 + n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (4 + n) for n in range(5000)}
    yield "pages-very-deep.pdf", _pages(b"3 0 R", 1, deep)
    yield "arrays-very-deep.pdf", _pages(b"[" * 100_000, 1, {3: b"[" * 100_000})
    yield "no-pages.pdf", _pages(b"", 0, {})
    yield "only-the-beginning.pdf", b"%PDF-1.7\n" + bytes(1000)
    yield "not-a-pdf.pdf", b"GIF89a" + bytes(1000)
    yield "states-saved.pdf", page_of(stream(b"q " * 300_000))
    rows = "<w:tr><w:tc><w:p/></w:tc></w:tr>"
    yield "a-million-rows.docx", word(f"<w:tbl>{rows * 1_000_000}</w:tbl>")
    yield "more-than-a-part-may-be.docx", word("<w:p/>" * 6_000_000)
    yield "a-part-of-tiny-elements.docx", word("<a/>" * 8_000_000)
    yield "very-deep.docx", word("<w:p>" * 100_000 + "</w:p>" * 100_000)
    yield "very-many-attributes.docx", word("<w:p " + " ".join(f'a{n}=""' for n in range(200_000)) + "/>")
    yield "very-many-members.docx", packed({f"{n}": b"" for n in range(20_000)}, zipfile.ZIP_STORED)
    yield "members-over-one-another.docx", _with_members_over_one_another(word("<w:p/>"), 9000)
    yield "zip-in-zip.docx", _zip_in_zip(20)
    yield (
        "an-entity-that-grows.docx",
        packed(
            {
                "word/document.xml": '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
                f"<w:document {_W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
            }
        ),
    )
    yield (
        "an-entity-from-a-file.docx",
        packed(
            {
                "word/document.xml": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
                f"<w:document {_W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
            }
        ),
    )
    yield "only-foreign-parts.docx", word('<w:altChunk r:id="1" xmlns:r="urn:r"/>')
    yield (
        "relations-to-elsewhere.docx",
        packed(
            {
                "_rels/.rels": '<Relationships><Relationship Type="x/officeDocument" TargetMode="External" Target="http://127.0.0.1/x"/>'
                '<Relationship Type="x/officeDocument" Target="../../../etc/passwd"/></Relationships>'
            }
        ),
    )
    yield "cut.docx", word("<w:p><w:r><w:t>第一条　甲。</w:t></w:r></w:p>")[:-60]
    yield "a-zip-of-nothing.docx", packed({})
    yield "no-zip.docx", b"PK\x03\x04" + b"\xff" * 1000
    yield "a-pdf-by-name-only.docx", b"%PDF-1.7\n" + bytes(100)


def own_files() -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of hostile files in formats that are read in the process itself."""
    frame = f'<akomaNtoso {_AKN}><act name="x"><body>%s</body></act></akomaNtoso>'
    yield "very-deep.xml", (frame % ("<chapter>" * 100_000 + "</chapter>" * 100_000)).encode()
    yield "frames-in-frames.xml", (frame % ("<list>" * 200 + "</list>" * 200)).encode()
    yield "very-wide.xml", (frame % ("<x/>" * 1_000_000)).encode()
    yield (
        "an-entity-that-grows.xml",
        b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>',
    )
    yield "an-attribute-of-many-megabytes.xml", (frame % f'<p a="{"x" * 20_000_000}"/>').encode()
    yield "very-deep.json", (_JSON + ',"children":' + "[" * 100_000).encode()
    yield (
        "provisions-very-deep.json",
        (
            _JSON
            + ',"children":'
            + '[{"level":"chapter","label":null,"number":1,"address":"","heading":null,"text":"","children":'
            * 500
            + "[]"
            + "}]" * 500
            + "}"
        ).encode(),
    )
    yield "a-schema-of-many-megabytes.json", ('{"path":"","schema":"' + "x" * 20_000_000 + '"}').encode()
    yield "not-ours.json", b"[" + b"0," * 1_000_000 + b"0]"
    lines = b'"x",' * 2_000_000
    yield "very-many-lines.json", _JSON.encode() + b',"preamble":[' + lines + b'"x"]}'
    yield "a-comment-only.html", b"<!--" + b"x" * 12_000_000 + b"-->"
    yield "very-deep.html", b"<div>" * 300_000
    yield "more-tags-than-any-page.html", b"<b>" * 2_100_000
    yield "very-many-attributes.html", b"<p " + b" ".join(b"a%d=b" % n for n in range(300_000)) + b">"
    yield "entities-only.html", b"&nbsp;" * 300_000
    yield "merged-cells.html", b"<table>" + b"<tr><td colspan=1000 rowspan=65534>" * 30_000
    yield "blanks-only.md", b" \n" * 2_000_000
    yield "nul.txt", bytes(1_000_000)
