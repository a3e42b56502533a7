"""The parts of an Office file, which is a zip of XML documents that refer to one another.

The file may be hostile. Only requested parts are read, each up to a limit, and sizes stated in the zip are not trusted.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from functools import lru_cache
from typing import Any

import msgspec
from lxml import etree

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.notations.flow import check_tags
from regkit.notations.foreign import is_open_document

MOST_BYTES_OF_A_PART = 32 * 1024 * 1024
"""Of XML, after decompression. The longest statutes have 5 MB; in memory a parsed part takes up to twenty times its size."""
MOST_MEMBERS = 10_000
"""The most files in the zip."""

_DAMAGED = "Word 文件已损坏或不完整，读不出来；请重新取得文件，或者在 Word 中打开后另存为 .docx 再读。"
_NOT_WORD = "这不是 Word 文件（.docx）；请在 Word 或 WPS 中打开它，另存为 .docx 后再读。"
_OLD_WORD = "这是旧格式的 Word 或 WPS 文件（.doc、.wps、.rtf）或者 OpenDocument 文件（.odt）；请安装 LibreOffice，或者在 Word、WPS 中打开它，另存为 .docx 后再读。"
_LOCKED = "文件设有打开密码；请在 Word 中打开它，取消密码并另存为 .docx 后再读。"
_TOO_LARGE = (
    f"Word 文件解压后超过 {MOST_BYTES_OF_A_PART // 1024 // 1024} MB 的上限；请确认它是一件法规的文本。"
)
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
# Elements that show something that is no text, by the names that the census goes by.
_PICTURES = ("{*}pic", "{*}imagedata", "{*}object", "{*}chart", "{*}relIds")
_PLACE = "{urn:regkit}place"
_NAMESPACES = [f"{{{namespace}}}" for namespace, prefix in _PREFIXES.items() if prefix == "w"]


class Relation(msgspec.Struct, frozen=True):
    """What one part is to another, such as ``header``, and the name of the other part."""

    kind: str
    target: str


def places_of(picture: Any) -> tuple[str, ...]:
    """The place of a picture: its part, and which picture of that part it is. Nothing for what the census does not count."""
    place = picture.get(_PLACE)
    return () if place is None else (place,)


class Package:
    """An Office file. Raises UnreadableFileError, with one Chinese sentence, for bytes that are not such a file."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            # The name of the stream that contains a document encrypted with a password.
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise UnreadableFileError(_LOCKED, code=ErrorCode.FILE_PASSWORD)
            raise UnreadableFileError(_OLD_WORD, code=ErrorCode.FILE_UNKNOWN_FORMAT)
        if data.startswith(b"{\\rtf") or is_open_document(data):
            raise UnreadableFileError(_OLD_WORD, code=ErrorCode.FILE_UNKNOWN_FORMAT)
        if not data.startswith(b"PK"):
            raise UnreadableFileError(_NOT_WORD, code=ErrorCode.FILE_UNKNOWN_FORMAT)
        if data.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise UnreadableFileError(_TOO_LARGE, code=ErrorCode.FILE_TOO_LARGE)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, OverflowError, struct.error):
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED) from None
        self._data = data
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for member in members:
            # Names of parts are not case-sensitive.
            self._members.setdefault(member.filename.lower(), []).append(member)
        self._relations: dict[str, dict[str, Relation]] = {}

    def main(self) -> str:
        """The name of the part that contains the document itself."""
        return self.related("", "officeDocument", "word/document.xml")

    def related(self, source: str, kind: str, usual: str) -> str:
        """The name of the part to which `source` is related as `kind`, or `usual` if there is no such relation."""
        return next(
            (relation.target for relation in self.relations(source).values() if relation.kind == kind), usual
        )

    def relations(self, source: str) -> dict[str, Relation]:
        """The parts to which a part is related, by the ids that it uses for them; without what is outside of the file."""
        if source not in self._relations:
            folder, name = posixpath.split(source)
            root = self.read(posixpath.join(folder, "_rels", name + ".rels"))
            self._relations[source] = {
                relation.get("Id", ""): Relation(
                    relation.get("Type", "").rpartition("/")[2],
                    posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
                )
                for relation in (root if root is not None else ())
                if relation.get("TargetMode") != "External"
            }
        return self._relations[source]

    def read_main(self, name: str) -> Any:
        """The root element of the document in a part. Raises UnreadableFileError if the part is not a Word document."""
        root = self.read(name)
        if root is None or tag_of(root) != "w:document":
            raise UnreadableFileError(_NOT_WORD, code=ErrorCode.FILE_UNKNOWN_FORMAT)
        return root

    def read(self, name: str) -> Any:
        """The root element of a part, None if there is no such part. Raises UnreadableFileError as `content_of` does."""
        content = self.content_of(name)
        if content is None:
            return None
        root = _parse(content)
        for number, picture in enumerate(root.iter(*_PICTURES), 1):
            picture.set(_PLACE, f"{name.lower()}#{number}")
        return root

    def content_of(self, name: str) -> bytes | None:
        """The bytes of a part, None if there is no such part.

        Raises UnreadableFileError if the part is damaged, ambiguous, encrypted or too large.
        """
        members = self._members.get(name.lower(), [])
        if not members:
            return None
        if len(members) > 1:
            # Programs differ in which of several parts of the same name they show.
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED)
        return self._inflate(members[0])

    def _inflate(self, member: zipfile.ZipInfo) -> bytes:
        """The decompressed bytes of a member, at most MOST_BYTES_OF_A_PART, with their checksum verified."""
        if member.flag_bits & 1:
            raise UnreadableFileError(_LOCKED, code=ErrorCode.FILE_PASSWORD)
        begin = member.header_offset
        header = self._data[begin : begin + 30] if begin >= 0 else b""
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED)
        begin += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        compressed = self._data[begin : begin + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            content, is_complete = compressed, True
        elif member.compress_type == zipfile.ZIP_DEFLATED:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                content = inflater.decompress(compressed, MOST_BYTES_OF_A_PART + 1)
            except zlib.error:
                raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED) from None
            is_complete = inflater.eof
        else:
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED)
        if len(content) > MOST_BYTES_OF_A_PART:
            raise UnreadableFileError(_TOO_LARGE, code=ErrorCode.FILE_TOO_LARGE)
        if not is_complete or zlib.crc32(content) != member.CRC:
            raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED)
        return content


def _parse(content: bytes) -> Any:
    check_tags(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED) from None
    # Office writes no DTD; it could declare entities that expand without limit or read other files.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError(_DAMAGED, code=ErrorCode.FILE_DAMAGED)
    return root


@lru_cache(maxsize=4096)
def _prefixed(tag: str) -> str:
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(namespace, '?')}:{local}"


def tag_of(element: Any) -> str:
    """The tag with its usual prefix, such as w:p, in both versions of the standard; with ?: for other namespaces."""
    return _prefixed(element.tag)


def child(element: Any, tag: str) -> Any:
    """The first child of the element with the tag; None if there is none, or if the element is None."""
    return next((inner for inner in element if tag_of(inner) == tag), None) if element is not None else None


def attribute(element: Any, name: str) -> str:
    """The attribute w:name; an empty string if there is none, or if the element is None."""
    if element is None:
        return ""
    return next(
        (value for namespace in _NAMESPACES if (value := element.get(namespace + name)) is not None), ""
    )


def value_of(element: Any, tag: str) -> str:
    """The w:val of the first child with the tag; an empty string if there is none."""
    return attribute(child(element, tag), "val")


def is_on(element: Any) -> bool:
    """Whether a switch such as w:vanish is on."""
    return attribute(element, "val") not in ("0", "false", "off")
