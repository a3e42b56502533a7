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
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.text.font import Font

from regkit.notations.word.markup import LATIN_FONT, escape_text

_TEXT_FONT = "宋体"
# Programs choose fonts, line breaks and hyphenation by the language: without it “ ”, — and … are set as Western signs.
_LANGUAGE, _LATIN_LANGUAGE = "zh-CN", "en-US"
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
# In characters: the longest title that the properties of a file may have.
_LONGEST_DOCUMENT_TITLE = 255
# Of the template of python-docx only what is used is kept: the styles with these ids, and relations but of these kinds.
_STYLES = frozenset(
    ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid", "Footer", "FooterChar")
)
_LEFTOVERS = (
    "/customXml", "/extended-properties", "/fontTable", "/numbering", "/stylesWithEffects", "/thumbnail", "/webSettings",
)  # fmt: skip
# Settings that tell of the computer on which the template was made.
_SETTINGS_OF_THE_TEMPLATE = (
    "w:zoom",
    "w:proofState",
    "w:savePreviewPicture",
    "w:doNotAutoCompressPictures",
    "w:rsids",
    "w:shapeDefaults",
)
_WORD_2013 = "15"
_CORE = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</cp:coreProperties>'
)


class Shell(msgspec.Struct, frozen=True):
    """A Word file without its body.

    `package` is the zip without the two parts that depend on the text. `document` is what comes before and after the body in
    the first; the second are the properties. `styles` maps names of styles to ids.
    """

    package: bytes
    document: tuple[str, str]
    styles: dict[str, str]

    def fill(self, body: str, title: str = "", made: datetime | None = None) -> bytes:
        """The file with a body in WordprocessingML, a title, and the time at which its text was made, if that is known.

        The same arguments give the same bytes.
        """
        stream = io.BytesIO(self.package)
        # Appending leaves the other parts compressed as they are.
        with ZipFile(stream, "a") as package:
            _add(package, _PROPERTIES, _properties(title, made))
            _add(package, _DOCUMENT, body.join(self.document))
        return stream.getvalue()


def new_document() -> WordDocument:
    """An empty Chinese document with the fonts of official texts and nothing of the template that it is made from."""
    document = Document()
    _remove_leftovers(document)
    _set_language(document)
    _keep_punctuation_in_pdf(document)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.size = Pt(10.5)
    set_font(normal.font, _TEXT_FONT)
    return document


def _remove_leftovers(document: WordDocument) -> None:
    for style in list(document.styles.element):
        if style.tag == qn("w:style") and style.get(qn("w:styleId")) not in _STYLES:
            document.styles.element.remove(style)
    # Numbers of the sessions in which parts of the template were edited.
    for element in list(document.styles.element.iter(qn("w:rsid"))):
        element.getparent().remove(element)
    for section in document.element.iter(qn("w:sectPr")):
        section.attrib.clear()
    package = document.part.package
    assert package is not None
    for relations in (document.part.rels, package.rels):
        _remove_relations(relations)
    settings = document.settings.element
    # In compatibility mode Word says in the window's title that the file is an old one.
    for entry in settings.iter(qn("w:compatSetting")):
        if entry.get(qn("w:name")) == "compatibilityMode":
            entry.set(qn("w:val"), _WORD_2013)
    for entry in list(settings):
        if entry.tag in map(qn, _SETTINGS_OF_THE_TEMPLATE) or entry.tag.endswith("}docId"):
            settings.remove(entry)


def _remove_relations(relations: Relationships) -> None:
    for name in [name for name, relation in relations.items() if relation.reltype.endswith(_LEFTOVERS)]:
        del relations[name]


def _set_language(document: WordDocument) -> None:
    languages = {
        qn("w:val"): _LATIN_LANGUAGE,
        qn("w:eastAsia"): _LANGUAGE,
    }
    for element in (
        *document.styles.element.iter(qn("w:lang")),
        *document.settings.element.iter(qn("w:themeFontLang")),
    ):
        for name, language in languages.items():
            element.set(name, language)


def _keep_punctuation_in_pdf(document: WordDocument) -> None:
    """State what Word does anyway: marks may hang over the margin.

    LibreOffice takes it for the opposite. Otherwise it would let them hang too, but leave them out of a PDF.
    """
    (defaults,) = document.styles.element.iter(qn("w:pPrDefault"))
    overflow = OxmlElement("w:overflowPunct")
    overflow.set(qn("w:val"), "1")
    # The standard requires it before the spacing, with which the defaults begin.
    defaults[0].insert(0, overflow)


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
    del pieces.blobs[_PROPERTIES]
    before, body = pieces.blobs.pop(_DOCUMENT).decode().split("<w:body>")
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, blob in pieces.blobs.items():
            _add(archive, name, blob)
    return Shell(
        package=stream.getvalue(),
        document=(f"{before}<w:body>", body[body.rindex("<w:sectPr") :]),
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


def _properties(title: str, made: datetime | None) -> str:
    entries = [f"<dc:language>{_LANGUAGE}</dc:language>"]
    if title:
        entries.insert(0, f"<dc:title>{escape_text(title[:_LONGEST_DOCUMENT_TITLE])}</dc:title>")
    if made is not None:
        stamp = f'xsi:type="dcterms:W3CDTF">{made:%Y-%m-%dT%H:%M:%SZ}'
        entries += [f"<dcterms:{name} {stamp}</dcterms:{name}>" for name in ("created", "modified")]
    return _CORE.format("".join(entries))
