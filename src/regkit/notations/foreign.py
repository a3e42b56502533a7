"""Files of other kinds, by their first bytes and, for zip files, by what is in them: each is refused with a sentence that says what it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection

import msgspec

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_MEMBERS = 10_000
# In bytes: the type of an e-book or an OpenDocument file stands in a file of its own, of one line.
_LONGEST_TYPE = 100
# In bytes: the head of a member of a zip file, before its name.
_ZIP_HEAD = 30
# In bytes: where the zeros of files that are no text are looked for.
_HEAD = 1024
# Marks of files without zeros.
_TEXTUAL = (b"%!PS", b"version https://git-lfs.github.com/spec/", b"BZh")
_AS_TEXT = "请打开它，复制其中的文字，存为 .txt 或者 .docx 后再读"
_AS_WORD = "请在 Word 或 WPS 中打开它，另存为 .docx 后再读"
_UNPACK = "请先解压，再读其中的文件"
_RECOGNISE = "请先识别成文字（OCR），存为 .txt 或者 .docx 后再读"
_NOTHING = "请确认它是一件法规的文本"


class _Signature(msgspec.Struct, frozen=True):
    """The bytes by which files of a kind are known, at an offset from the beginning, and what to do with them."""

    mark: bytes
    name: str
    advice: str
    offset: int = 0

    @property
    def is_binary(self) -> bool:
        """Whether files of this kind have zeros near their beginning."""
        return self.mark.isascii() and self.mark not in _TEXTUAL


_SIGNATURES = tuple(
    _Signature(mark, name, advice, offset)
    for mark, name, advice, offset in (
        (b"\x89PNG\r\n", "图片（PNG）", _RECOGNISE, 0),
        (b"\xff\xd8\xff", "图片（JPEG）", _RECOGNISE, 0),
        (b"GIF8", "图片（GIF）", _RECOGNISE, 0),
        (b"II*\0", "图片（TIFF）", _RECOGNISE, 0),
        (b"MM\0*", "图片（TIFF）", _RECOGNISE, 0),
        (b"WEBP", "图片（WebP）", _RECOGNISE, 8),
        (b"ftyphei", "图片（HEIC）", _RECOGNISE, 4),
        (b"ftypmif", "图片（HEIC）", _RECOGNISE, 4),
        (b"\0\0\0\x0cjP  ", "图片（JPEG 2000）", _RECOGNISE, 0),
        (b"AT&TFORM", "扫描件（DjVu）", _RECOGNISE, 0),
        (b"8BPS", "图片（PSD）", _RECOGNISE, 0),
        (b"7z\xbc\xaf'\x1c", "压缩包（7z）", _UNPACK, 0),
        (b"Rar!\x1a\x07", "压缩包（RAR）", _UNPACK, 0),
        (b"\x1f\x8b\x08", "压缩文件（gzip）", _UNPACK, 0),
        (b"BZh", "压缩文件（bzip2）", _UNPACK, 0),
        (b"\xfd7zXZ\0", "压缩文件（xz）", _UNPACK, 0),
        (b"\x28\xb5\x2f\xfd", "压缩文件（Zstandard）", _UNPACK, 0),
        (b"MSCF", "压缩包（CAB）", _UNPACK, 0),
        (b"ustar", "压缩包（tar）", _UNPACK, 257),
        (b"PK\x05\x06", "空的压缩包（ZIP）", _UNPACK, 0),
        (b"BOOKMOBI", "电子书（MOBI）", _AS_TEXT, 60),
        (b"ITSF", "帮助文件（CHM）", _AS_TEXT, 0),
        (b"CAJ\0", "知网的 CAJ 文件", _AS_TEXT, 0),
        (b"KDH ", "知网的 KDH 文件", _AS_TEXT, 0),
        (b"%!PS", "PostScript 文件", "请转换成 PDF 后再读", 0),
        (b"SQLite format 3\0", "SQLite 数据库", "请导出其中的文字，存为 .txt 后再读", 0),
        (b"PAR1", "Parquet 数据文件", "请导出其中的文字，存为 .txt 后再读", 0),
        (b"ftyp", "音像文件", _NOTHING, 4),
        (b"ID3", "音像文件", _NOTHING, 0),
        (b"RIFF", "音像文件", _NOTHING, 0),
        (b"MZ\x90\0", "程序", _NOTHING, 0),
        (b"\x7fELF", "程序", _NOTHING, 0),
        (b"version https://git-lfs.github.com/spec/", "Git LFS 的指针，文件本身没有取来", "请运行 git lfs pull 后再读", 0),
    )
)  # fmt: skip
# By the media type that an OpenDocument file or an e-book states in its first member.
_BY_MEDIA_TYPE = {
    "application/epub+zip": ("电子书（EPUB）", _AS_TEXT),
    "application/vnd.oasis.opendocument.spreadsheet": ("OpenDocument 表格（ODS）", _AS_TEXT),
    "application/vnd.oasis.opendocument.presentation": ("OpenDocument 演示文稿（ODP）", _AS_TEXT),
    "application/vnd.oasis.opendocument.graphics": ("OpenDocument 图形（ODG）", _AS_TEXT),
}
_OPEN_TEXT = "application/vnd.oasis.opendocument.text"
_OPEN_TEXT_XML = b'office:mimetype="application/vnd.oasis.opendocument.text"'
# By the beginning of the name of a member, in lower case.
_BY_MEMBER = {
    "meta-inf/container.xml": ("电子书（EPUB）", _AS_TEXT),
    "ofd.xml": ("版式文件（OFD）", "请在阅读器中打开它，导出为 PDF 或者复制文字存为 .txt 后再读"),
    "xl/": ("Excel 表格（XLSX）", _AS_TEXT),
    "ppt/": ("演示文稿（PPTX）", _AS_TEXT),
    "visio/": ("Visio 图形（VSDX）", _AS_TEXT),
    "index/document.iwa": ("Pages 文稿", "请在 Pages 中打开它，导出为 .docx 后再读"),
    "index.zip": ("Pages 文稿", "请在 Pages 中打开它，导出为 .docx 后再读"),
}
# By the name of a stream in files of old Office programs.
_BY_STREAM = {
    "Workbook": ("旧格式的 Excel 表格（.xls）", _AS_TEXT),
    "PowerPoint Document": ("旧格式的演示文稿（.ppt）", _AS_TEXT),
    "__substg1.0_": ("Outlook 邮件（.msg）", _AS_TEXT),
    "HwpSummaryInformation": ("HWP 文稿", _AS_TEXT),
}
_OFFICE_OF_WORD = ("WordDocument", "EncryptedPackage")


def refuse_foreign(data: bytes, *, is_word: bool) -> None:
    """Raise UnreadableFileError, with one Chinese sentence, for a file of a kind that holds no statute or none that can be read.

    `is_word` says that the file is named like a Word file, so that a zip file of no known kind is left to the Word reader.
    """
    kind = _kind_of(data, is_word=is_word)
    if kind:
        name, advice = kind
        gap = " " if name[0].isascii() else ""
        raise UnreadableFileError(f"这是{gap}{name}；{advice}。", code=ErrorCode.FILE_UNKNOWN_FORMAT)


def is_open_document(data: bytes) -> bool:
    """Whether bytes are an OpenDocument text (.odt, .fodt), which LibreOffice can turn into .docx."""
    if data.startswith(_ZIP):
        return _media_type_of(data) == _OPEN_TEXT
    return data[:1] == b"<" and _OPEN_TEXT_XML in data[:8192]


def _kind_of(data: bytes, *, is_word: bool) -> tuple[str, str] | None:
    if data.startswith(_ZIP):
        return _kind_of_zip(data, is_word=is_word)
    if data.startswith(_OLE):
        return _kind_of_old_office(data)
    is_binary = b"\0" in data[:_HEAD]
    for signature in _SIGNATURES:
        # A text may begin with the letters of a mark, but not with the zeros that follow them.
        if data.startswith(signature.mark, signature.offset) and (is_binary or not signature.is_binary):
            return signature.name, signature.advice
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "图片（BMP）", _RECOGNISE
    if data[:1] == b"<" and b'progid="Word.Document"' in data[:1024]:
        return "Word 2003 的 XML 文件", _AS_WORD
    return None


def _kind_of_zip(data: bytes, *, is_word: bool) -> tuple[str, str] | None:
    if data.count(b"PK\x01\x02") > _MOST_MEMBERS:
        return ("压缩包（ZIP）", _UNPACK) if not is_word else None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError):
        # The Word reader says that the file is damaged.
        return None
    media_type = _media_type_of(data)
    if media_type in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[media_type]
    if media_type == _OPEN_TEXT or any(name.startswith("word/") for name in names):
        return None
    return _kind_of_members(names) or (
        None if is_word or "[content_types].xml" in names else ("压缩包（ZIP）", _UNPACK)
    )


def _media_type_of(data: bytes) -> str:
    """The media type that a zip file states in its first member, which is not compressed, so that no zip need be opened."""
    name, extra = (int.from_bytes(data[offset : offset + 2], "little") for offset in (26, 28))
    if data[_ZIP_HEAD : _ZIP_HEAD + name] != b"mimetype":
        return ""
    start = _ZIP_HEAD + name + extra
    return data[start : start + _LONGEST_TYPE].partition(b"PK")[0].decode("ascii", "replace").strip()


def _kind_of_members(names: Collection[str]) -> tuple[str, str] | None:
    for beginning, kind in _BY_MEMBER.items():
        if any(name.startswith(beginning) for name in names):
            return kind
    return None


def _kind_of_old_office(data: bytes) -> tuple[str, str] | None:
    if any(name.encode("utf-16-le") in data for name in _OFFICE_OF_WORD):
        return None
    for name, kind in _BY_STREAM.items():
        if name.encode("utf-16-le") in data:
            return kind
    return None
