"""Word files but for their bodies: the parts, styles and pages that python-docx makes once, for any number of texts."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.text.font import Font

from regkit.notations.word.markup import LATIN_FONT, escape_text

_TEXT_FONT = "宋体"
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
# The longest title that the properties of a file may have.
_LONGEST_TITLE = 255


class Shell(msgspec.Struct, frozen=True):
    """A Word file that waits for its body.

    `package` is the file without the two parts that depend on the text, of which `document` and `properties` hold what
    comes before and after it; `styles` are the ids of the styles by their names.
    """

    package: bytes
    document: tuple[str, str]
    properties: tuple[str, str]
    styles: dict[str, str]

    def fill(self, body: str, title: str = "") -> bytes:
        """The file with a body in WordprocessingML; it tells no time, so the same text is the same file."""
        stream = io.BytesIO(self.package)
        # The other parts stay as they were compressed.
        with ZipFile(stream, "a") as package:
            _add(package, _PROPERTIES, escape_text(title[:_LONGEST_TITLE]).join(self.properties))
            _add(package, _DOCUMENT, body.join(self.document))
        return stream.getvalue()


def new_document() -> WordDocument:
    """An empty document with the fonts of official texts and nothing that tells where or when it was made."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.title = ""
    properties.created = properties.modified = datetime(2000, 1, 1)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = Pt(10.5)
    set_font(normal.font, _TEXT_FONT)
    return document


def set_font(font: Font, name: str) -> None:
    """Set the font for Chinese characters, which Word keeps apart from that for Latin ones."""
    font.name = LATIN_FONT
    properties = font.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def to_shell(document: WordDocument) -> Shell:
    """What stays of a document when its body is taken out."""
    pieces = _ShellPieces({})
    package = document.part.package
    assert package is not None
    for part in package.parts:
        part.before_marshal()
    # Not its save(), which dates what it writes by the clock, and fails where that has a year that ZIP does not know.
    PackageWriter._write_content_types_stream(pieces, package.parts)
    PackageWriter._write_pkg_rels(pieces, package.rels)
    PackageWriter._write_parts(pieces, package.parts)  # type: ignore[arg-type]  # it has what is asked of one
    parts = {name: pieces.blobs.pop(name).decode() for name in (_DOCUMENT, _PROPERTIES)}
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, blob in pieces.blobs.items():
            _add(archive, name, blob)
    before, body = parts[_DOCUMENT].split("<w:body>")
    front, back = parts[_PROPERTIES].split("</dc:title>")
    return Shell(
        package=stream.getvalue(),
        document=(f"{before}<w:body>", body[body.rindex("<w:sectPr") :]),
        properties=(front, f"</dc:title>{back}"),
        styles={str(style.name): style.style_id for style in document.styles},
    )


class _ShellPieces(msgspec.Struct):
    """A package that python-docx writes to, as the parts that it is made of."""

    blobs: dict[str, bytes]

    def write(self, pack_uri: PackURI, blob: str | bytes) -> None:
        """Take a part."""
        self.blobs[pack_uri.membername] = blob if isinstance(blob, bytes) else blob.encode("utf-8")


def _add(package: ZipFile, name: str, content: str | bytes) -> None:
    package.writestr(ZipInfo(name), content, ZIP_DEFLATED)
