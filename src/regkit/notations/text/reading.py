"""Plain text: decodes the bytes of a file."""

from __future__ import annotations

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.notations.text.encodings import decode_chinese, decode_utf_16

# What begins Chinese, Japanese or Korean words between words of ASCII.
_ISO_2022 = b"\x1b$"
# Those of UTF-32 begin like those of UTF-16.
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, GB18030 (including GBK and GB2312) or Big5.

    Bytes that would be text in several of them are read in that in which they read as Chinese. Raises
    UnreadableFileError, with one Chinese sentence, for bytes in no such encoding, for text in encodings of other
    languages, and for Word, zip and PDF files.
    """
    require(data, bytes, "decode", "the bytes of a file", "what is text already needs no decoding")
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFileError(
                    f"文件以 {encoding} 标记开头，但第 {error.start} 字节起不是这种编码；请用 UTF-8 重新保存。",
                    code=ErrorCode.FILE_ENCODING,
                ) from None
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFileError(
            "这是 Word 或压缩文件，不是纯文本；如果是 Word 文件，请把它命名为 .docx 再读。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
        )
    if data.startswith(b"%PDF"):
        raise UnreadableFileError(
            "这是 PDF 文件，不是纯文本；请先导出其中的文字，存为 UTF-8 纯文本后再读。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
        )
    if b"\0" in data:
        text = decode_utf_16(data)
        if text is not None:
            return text
        raise UnreadableFileError(
            "文件含有空字节，不是文本文件；请给出 UTF-8 或 GB18030 编码的纯文本。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
        )
    if _ISO_2022 in data:
        raise UnreadableFileError(
            "文件是 ISO-2022 编码（旧的电子邮件所用）；请用 UTF-8 编码重新保存后再读。",
            code=ErrorCode.FILE_ENCODING,
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_chinese(data)
