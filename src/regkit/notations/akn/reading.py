"""Akoma Ntoso 3.0: reads a statute from a document.

Documents that regkit wrote are read without loss, those of other programs as far as Chinese law has the same structure.
Whatever words of a document are not read are named, or the document is refused.
"""

from __future__ import annotations

from lxml import etree

from regkit.arguments import require
from regkit.codes import ErrorCode
from regkit.errors import UnreadableFileError
from regkit.model.tree import Statute
from regkit.notations.akn.documents import DocumentReader
from regkit.notations.akn.elements import DOCUMENTS, name_of, where
from regkit.notations.akn.meta import AKN, WHITESPACE
from regkit.notations.flow import check_tags
from regkit.notations.source import TreeSource
from regkit.notations.tree_building import MisbuiltError

_ROOT = "akomaNtoso"
# The namespaces of earlier and later versions begin like these.
_FAMILIES = ("http://www.akomantoso.org/", AKN.removesuffix("3.0"))
_MOST_BYTES = 32 * 1024 * 1024


def from_akn(data: bytes | str) -> Statute:
    """The statute in a document of Akoma Ntoso 3.0 (the OASIS standard of 2018) or of one of its drafts.

    What is deleted or removed in the document, notes and pictures are not read; the `problems` of the statute say which
    words those are. Raises UnreadableFileError, with one Chinese sentence, for other files and other versions, and for
    documents with an element that has no place in a Chinese statute; ParseError, as `parse` does, for Taiwan's order of levels.
    """
    require(data, (bytes, str), "from_akn", "XML as text or bytes", "regkit.load() reads a file")
    return read_akn(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).statute


def read_akn(data: bytes) -> TreeSource:
    """The statute as `from_akn` reads it, with everything in which it departs from the document."""
    root = _parse(data)
    _check_version(root)
    exact = any(element.get(WHITESPACE) == "exact" for element in root.iter())
    try:
        source = DocumentReader(exact=exact).read(root)
    except MisbuiltError as error:
        raise UnreadableFileError(
            f"这个 Akoma Ntoso 文件不能完整读入：{error}；请改正文件，或者把文字另存为 .txt 再读。",
            code=ErrorCode.FILE_INVALID_TREE,
        ) from None
    if source.statute == Statute() and not exact:
        raise UnreadableFileError(
            "文件里没有读得到的文字；请确认它是一件法规的文本。", code=ErrorCode.FILE_NO_TEXT
        )
    return source


def _check_version(root: etree._Element) -> None:
    """Raise UnreadableFileError unless this is a document of Akoma Ntoso 3.0 that can be a statute."""
    space, _, local_name = root.tag.removeprefix("{").rpartition("}")
    if local_name == _ROOT and not name_of(root):
        family = next((family for family in _FAMILIES if space.startswith(family)), None)
        version = space.removeprefix(family)[:20] if family else ""
        if version:
            reason = f"这是 Akoma Ntoso {version} 的文件，regkit 只读 3.0 版；请转换成 3.0 版后再读。"
        elif space:
            reason = f"命名空间 {space[:80]} 不是 Akoma Ntoso 3.0；请改成 {AKN} 后再读。"
        else:
            reason = (
                f'<akomaNtoso> 没有写明命名空间，不知道是哪一版；如果是 3.0 版，请加上 xmlns="{AKN}" 后再读。'
            )
        raise UnreadableFileError(reason, code=ErrorCode.FILE_UNKNOWN_FORMAT)
    if not name_of(root):
        raise UnreadableFileError(
            "这不是 Akoma Ntoso 文件；请给出 Akoma Ntoso 3.0 的文件。", code=ErrorCode.FILE_UNKNOWN_FORMAT
        )
    documents = [element for element in root if name_of(element) in DOCUMENTS]
    if name_of(root) != _ROOT or not documents:
        other = next((element for element in root if isinstance(element.tag, str)), root)
        raise UnreadableFileError(
            f"{where(other)}不是法规；请给出含有 act、bill、doc 或者 statement 的 Akoma Ntoso 3.0 文件。",
            code=ErrorCode.FILE_UNKNOWN_FORMAT,
        )


def _parse(data: bytes) -> etree._Element:
    if len(data) > _MOST_BYTES:
        raise UnreadableFileError(
            f"文件超过 {_MOST_BYTES // 1024 // 1024} MB 的上限；请确认它是一件法规的文本。",
            code=ErrorCode.FILE_TOO_LARGE,
        )
    check_tags(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise UnreadableFileError(
            f"XML 文件{f'第 {line} 行' if line else ''}有误，读不出来；请重新取得文件。",
            code=ErrorCode.FILE_DAMAGED,
        ) from None
    # A DTD can declare entities that expand without limit or read other files.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError(
            "XML 文件里有 DTD，为安全起见不读；请去掉 DOCTYPE 后再读。", code=ErrorCode.FILE_UNKNOWN_FORMAT
        )
    return root
