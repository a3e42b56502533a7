"""Which encoding the bytes of a Chinese text are in, where several could be: that in which they read as Chinese."""

from __future__ import annotations

from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError

# The most frequent characters of Chinese law, simplified and traditional: two thirds of any text of law, and hardly a
# tenth of what comes out when a text is read in a wrong encoding.
_FREQUENT = frozenset(
    "的人第条和行应十法当定规管业理政以民有关部者会门设用市或工务国机二一建保生本作三员施其区责不公地主事等对在产制位处单合发水资动为经"
    "及府物安全进五依四照上护可中监构下实由所并他方通内出级体自利权提家大职时品委查按任报得要成标准开院项违组境划表化县企代议证期同专交"
    "條應當規業關會門設務國機員區責對產處單發資動為爲經進護監構實並內級體權職時報標準開項違組劃縣議證專"
    "，。、；：（）《》“”　"
)
# In characters: how much of a text is looked at.
_SAMPLE = 5_000
# Shares of frequent characters: in a text that is Chinese at least, and in one that is not at most.
_CHINESE = 0.25
_NO_CHINESE = 0.1
# The share of Chinese characters and punctuation among those above ASCII, in a text in UTF-16.
_ALL_BUT_FEW = 0.8
# With fewer characters than this above ASCII, a low share proves nothing.
_ENOUGH = 60
# Encodings of other languages, with the first and last character of their letters, and the share of those in a text.
_OTHERS = (
    ("shift_jis", "日文（Shift-JIS）", "\u3041", "\u30fe", 0.2),
    ("euc_jp", "日文（EUC-JP）", "\u3041", "\u30fe", 0.2),
    ("cp949", "韩文（EUC-KR）", "\uac00", "\ud7a3", 0.5),
)


def decode_chinese(data: bytes) -> str:
    """Bytes that are no UTF-8 as text, in GB18030 (GBK, GB2312) or Big5, whichever reads as Chinese.

    Raises UnreadableFileError, with one Chinese sentence, if they are in neither, or read as Chinese in neither.
    """
    simplified, traditional = _decoded(data, "gb18030"), _decoded(data, "big5hkscs")
    text = simplified
    if traditional is not None:
        share = _share_of_frequent(traditional)
        # A short text may have no frequent character at all; then it is taken for the usual encoding.
        if share >= _CHINESE and share > _share_of_frequent(simplified or ""):
            text = traditional
    if text is None or not reads_as_chinese(text):
        raise UnreadableFileError(_reason(data), code=ErrorCode.FILE_ENCODING)
    if _above_ascii(text) >= _ENOUGH and _share_of_frequent(text) < _CHINESE and _other_language(data):
        raise UnreadableFileError(_reason(data), code=ErrorCode.FILE_ENCODING)
    return text


def decode_utf_16(data: bytes) -> str | None:
    """Bytes in UTF-16 without a byte order mark as text; None if they do not read as Chinese."""
    readings = [_decoded(data, "utf-16-le"), _decoded(data, "utf-16-be")]
    text = max(readings, key=lambda reading: _share_of_frequent(reading or ""))
    if text is None or "\0" in text:
        return None
    sample = text[:_SAMPLE]
    characters = sum("\u2e80" <= character <= "\u9fff" or character >= "\uff00" for character in sample)
    is_chinese = _share_of_frequent(text) > 0 and reads_as_chinese(text)
    return text if is_chinese and characters >= _ALL_BUT_FEW * _above_ascii(text) else None


def reads_as_chinese(text: str) -> bool:
    """Whether a text may be Chinese: false only if there is enough of it to know that it is not."""
    return _above_ascii(text) < _ENOUGH or _share_of_frequent(text) >= _NO_CHINESE


def _reason(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _share_of_frequent(data.decode("utf-8", "ignore")) >= _CHINESE:
            return f"文件是 UTF-8 编码，但第 {error.start + 1} 个字节起有损坏；请重新取得文件，或者用 UTF-8 编码重新保存后再读。"
    language = _other_language(data)
    if language:
        return f"文件像是{language}编码，不是中文；如果它是中文的法规，请用 UTF-8 编码重新保存后再读。"
    return "文件既不是 UTF-8，也不是 GB18030 或者 Big5 编码的中文；请用 UTF-8 编码重新保存后再读。"


def _other_language(data: bytes) -> str | None:
    """The language and encoding in which bytes have as many letters of that language as its texts have."""
    for encoding, name, first, last, least in _OTHERS:
        text = (_decoded(data, encoding) or "")[:_SAMPLE]
        letters = sum(first <= character <= last for character in text)
        if letters and letters >= least * _above_ascii(text):
            return name
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _above_ascii(text: str) -> int:
    return sum(character > "\x7f" for character in text[:_SAMPLE])


def _share_of_frequent(text: str) -> float:
    """The share of frequent characters among those above ASCII, from 0 to 1."""
    sample = text[:_SAMPLE]
    return sum(character in _FREQUENT for character in sample) / max(1, _above_ascii(sample))
