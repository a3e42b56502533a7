"""How the account of a file is told to people: what was read, what was left out and why, and what nobody claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from regkit.census.accounting import Account
from regkit.census.excerpts import Excerpt
from regkit.codes import ProblemCode
from regkit.errors import Problem, Severity
from regkit.model.departures import DUPLICATE, METADATA, NUMBERED, REPLACED, SYNTAX
from regkit.notations.source import UNREAD
from regkit.views.unread import unread_in_words

KINDS: dict[str, str] = {
    **UNREAD,
    ProblemCode.TEXT_RADICALS: "换成汉字的部首符号",
    ProblemCode.TEXT_RAISED: "写成普通字的上标、下标",
    NUMBERED: "自动编号",
    REPLACED: "换成同义字符的字",
    SYNTAX: "格式标记",
    DUPLICATE: "同样的文字的另一份",
    METADATA: "文件属性",
}
"""What each kind of departure is called."""
_DEFECT = "这是 regkit 的缺陷，请把这个文件报告给维护者；在改正之前请人工核对。"
# Characters of an excerpt that a problem quotes.
_EXCERPT = 30


def account_in_words(account: Account) -> str:
    """The account as one Chinese sentence."""
    omitted = sum(account.omitted.values())
    parts = [f"文件里有 {account.signs:,} 个字（{account.means}）：读入 {account.taken:,} 个"]
    if omitted:
        parts.append(f"没有照原样读入 {omitted:,} 个（{_by_kind(account.omitted)}）")
    if account.pictures:
        parts.append(f"另有图片 {account.pictures} 处没有读入")
    if account.added:
        parts.append(f"另外写出文件里没有的 {sum(account.added.values()):,} 个（{_by_kind(account.added)}）")
    if account.is_balanced:
        parts.append("每个字都有着落" if omitted or account.pictures else "没有遗漏")
    return "，".join(parts) + "。"


def problems_in(account: Account) -> Iterator[Problem]:
    """Yield an error for whatever keeps the account from being balanced."""
    for excerpt in account.unclaimed:
        words = f"“{_shortened(excerpt.text)}”" if excerpt.text else "一处图片"
        yield _problem(
            ProblemCode.TEXT_UNCLAIMED, excerpt, f"文件{_place(excerpt)}的{words}既没有读入，也没有说明。"
        )
    if account.invented:
        yield _problem(
            ProblemCode.TEXT_INVENTED,
            Excerpt(text=account.invented),
            f"读出的文字里有 {len(account.invented)} 个字是文件里没有的：“{_shortened(account.invented)}”。",
        )
    for excerpt in account.displaced:
        yield _problem(
            ProblemCode.TEXT_DISPLACED,
            excerpt,
            f"文件{_place(excerpt)}的“{_shortened(excerpt.text)}”在读出的文字里没有连在一起。",
        )


def note_on(name: str, problems: Sequence[Problem]) -> str:
    """The sentence that a text has something to check, with what of its file was not read."""
    words = unread_in_words(problems)
    return (
        f"注意：{name} 有 {len(problems)} 处需要核对{f'（{words}）' if words else ''}，请运行 regkit check。"
    )


def _by_kind(counts: Mapping[str, int]) -> str:
    return "，".join(f"{KINDS.get(kind, kind)} {count:,}" for kind, count in counts.items())


def _place(excerpt: Excerpt) -> str:
    page = f"第 {excerpt.page} 页" if excerpt.page else ""
    return f"{page}{excerpt.part or ''}" or (f"第 {excerpt.line} 行" if excerpt.line else "中")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"


def _problem(code: ProblemCode, excerpt: Excerpt, message: str) -> Problem:
    return Problem(
        code=code,
        message=message,
        hint=_DEFECT,
        severity=Severity.ERROR,
        excerpt=_shortened(excerpt.text),
        page=excerpt.page,
        part=excerpt.part,
    )
