"""Word files without their bodies: python-docx makes parts, styles and page layout once, for any number of texts."""

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
# In characters: the longest title that the properties of a file may have.
_LONGEST_DOCUMENT_TITLE = 255


class Shell(msgspec.Struct, frozen=True):
    """A Word file without its body.

    `package` is the zip without the two parts that depend on the text. `document` is what comes before and after the body in
    the first, and `properties` what comes before and after the title in the second. `styles` maps names of styles to ids.
    """

    package: bytes
    document: tuple[str, str]
    properties: tuple[str, str]
    styles: dict[str, str]

    def fill(self, body: str, title: str = "") -> bytes:
        """The file with a body in WordprocessingML and a title. It contains no time, so the same text gives the same bytes."""
        stream = io.BytesIO(self.package)
        # Appending leaves the other parts compressed as they are.
        with ZipFile(stream, "a") as package:
            _add(package, _PROPERTIES, escape_text(title[:_LONGEST_DOCUMENT_TITLE]).join(self.properties))
            _add(package, _DOCUMENT, body.join(self.document))
        return stream.getvalue()


def new_document() -> WordDocument:
    """An empty document with the fonts of official texts and without author and times."""
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
    """Set the font for Chinese characters to `name`, and that for Latin ones, which Word stores separately, to LATIN_FONT."""
    font.name = LATIN_FONT
    properties = font.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def to_shell(document: WordDocument) -> Shell:
    """The shell of a document: all parts, with the content of its body and its title taken out."""
    pieces = _PartCollector({})
    package = document.part.package
    assert package is not None
    for part in package.parts:
        part.before_marshal()
    # Not save(): that writes the current time into the zip, and fails if the clock has a year that ZIP cannot represent.
    PackageWriter._write_content_types_stream(pieces, package.parts)
    PackageWriter._write_pkg_rels(pieces, package.rels)
    PackageWriter._write_parts(pieces, package.parts)  # type: ignore[arg-type]  # it has the methods that are used
    parts = {name: pieces.blobs.pop(name).decode() for name in (_DOCUMENT, _PROPERTIES)}
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, blob in pieces.blobs.items():
            _add(archive, name, blob)
    before, body = parts[_DOCUMENT].split("<w:body>")
    before_title, after_title = parts[_PROPERTIES].split("</dc:title>")
    return Shell(
        package=stream.getvalue(),
        document=(f"{before}<w:body>", body[body.rindex("<w:sectPr") :]),
        properties=(before_title, f"</dc:title>{after_title}"),
        styles={str(style.name): style.style_id for style in document.styles},
    )


class _PartCollector(msgspec.Struct):
    """Collects the parts that python-docx writes, in place of a zip; `blobs` maps their names to their bytes."""

    blobs: dict[str, bytes]

    def write(self, pack_uri: PackURI, blob: str | bytes) -> None:
        """Store a part."""
        self.blobs[pack_uri.membername] = blob if isinstance(blob, bytes) else blob.encode("utf-8")


def _add(package: ZipFile, name: str, content: str | bytes) -> None:
    package.writestr(ZipInfo(name), content, ZIP_DEFLATED)
