"""Faults: what MkDocs, its plugins, its themes and a disk raise, as one sentence that says what to do."""

from __future__ import annotations

import errno

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from regkit.errors import RegkitError, reason_of

_OF_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}


def sentence_of(error: BaseException) -> str:
    """What went wrong and what to do, in Chinese, in one sentence."""
    match error:
        case RegkitError():
            words = str(error)
        case TemplateNotFound():
            words = f"没有模板 {error.name}；请检查 overrides 里的模板和网页开头的 template。"
        case TemplateSyntaxError():
            template = error.filename or error.name or ""
            words = f"模板 {template} 第 {error.lineno} 行写法有误（{error.message}）；请改正它。"
        case TemplateError():
            words = f"模板有误（{error}）；请检查 overrides 里的模板。"
        case UnicodeDecodeError():
            words = "文件不是 UTF-8 编码的文本；请另存为 UTF-8。"
        case UnicodeEncodeError():
            words = "有写不成 UTF-8 的字符；请检查文件名和设置。"
        case RecursionError():
            words = "嵌套太深；请检查最近改过的网页、模板和设置。"
        case MemoryError():
            words = "内存不够；请关掉别的程序，再试一次。"
        case OSError():
            # Of a copy that finds no room, the first name is that of what was to be copied.
            name = error.filename2 or (None if error.errno in _OF_ROOM else error.filename)
            words = f"{f'读写 {name} 时出错：' if name else ''}{reason_of(error)}。"
        case _:
            said = " ".join(str(error).split())
            words = f"{type(error).__name__}：{said}；请检查 mkdocs.yml、其中的插件和自己的模板。"
    return words
