"""One Chinese sentence for any exception of MkDocs, its plugins, its themes or the disk; used while a site is built."""

from __future__ import annotations

import errno

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from regkit.errors import RegkitError, reason_of

_NO_SPACE = {errno.ENOSPC, errno.EFBIG, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}


def sentence_of(error: BaseException) -> str:
    """What went wrong and what to do about it, in one Chinese sentence."""
    match error:
        case RegkitError():
            sentence = str(error)
        case TemplateNotFound():
            sentence = f"没有模板 {error.name}；请检查 overrides 里的模板和网页开头的 template。"
        case TemplateSyntaxError():
            template = error.filename or error.name or ""
            sentence = f"模板 {template} 第 {error.lineno} 行写法有误（{error.message}）；请改正它。"
        case TemplateError():
            sentence = f"模板有误（{error}）；请检查 overrides 里的模板。"
        case UnicodeDecodeError():
            sentence = "文件不是 UTF-8 编码的文本；请另存为 UTF-8。"
        case UnicodeEncodeError():
            sentence = "有写不成 UTF-8 的字符；请检查文件名和设置。"
        case RecursionError():
            sentence = "嵌套太深；请检查最近改过的网页、模板和设置。"
        case MemoryError():
            sentence = "内存不够；请关掉别的程序，再试一次。"
        case OSError():
            # If a copy fails for lack of space, `filename` is the source; only `filename2`, the copy, is to blame.
            name = error.filename2 or (None if error.errno in _NO_SPACE else error.filename)
            sentence = f"{f'读写 {name} 时出错：' if name else ''}{reason_of(error)}。"
        case _:
            message = " ".join(str(error).split())
            sentence = f"{type(error).__name__}：{message}；请检查 mkdocs.yml、其中的插件和自己的模板。"
    return sentence
