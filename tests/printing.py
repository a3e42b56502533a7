"""Cases that a lawyer can read: a Markdown file holds texts and, below them, the lines that describe the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from regkit import Comparison, DutyKind, Nature, RowKind, Statute, find_duties
from regkit.contracts.diff import DiffRun, to_diff

_KINDS = {
    DutyKind.MUST: "应当",
    DutyKind.MUST_NOT: "不得",
    DutyKind.MAY: "可以",
    DutyKind.ENCOURAGED: "鼓励",
    DutyKind.PENALTY: "责任",
}


def check_case(case: Path, printed: str, *, renew: bool) -> None:
    """Assert that the last fence of a case holds `printed`; with `renew`, write it there first."""
    head, _, last = case.read_text("utf-8").rpartition("```text\n")
    _, end, tail = last.partition("```")
    written = f"{head}```text\n{printed}{end}{tail}"
    if renew:
        case.write_text(written, "utf-8", newline="\n")
    assert case.read_text("utf-8") == written


def texts_of(case: Path) -> list[str]:
    """The contents of all fences of a case but the last one: the input texts."""
    return [fence.partition("```")[0] for fence in case.read_text("utf-8").split("```text\n")[1:-1]]


def outline_of(law: Statute) -> str:
    """A statute as an outline: each provision with its address, label, heading and its text without its children."""
    lines = [f"标题 {law.title}"] if law.title else []
    lines = [f"公告 {text}" for text in law.announcement] + lines
    for name, texts in (("题注", law.notes), ("目录", law.contents), ("序言", law.preamble)):
        lines += [f"{name} {text}" for text in texts]
    for address, provision in law.walk():
        words = [provision.label, provision.heading, provision.text.replace("\n", "⏎")]
        run_in = "（同行）" if getattr(provision, "run_in", False) else ""
        lines.append(
            f"{'  ' * (len(address.steps) - 1)}{address.eid}{run_in} | {' | '.join(w for w in words if w)}"
        )
    lines += [f"落款 {text}" for text in law.signature]
    lines += [f"! 第{problem.line}行 {problem.code}" for problem in law.problems]
    return "\n".join(lines) + "\n"


def duties_of(law: Statute) -> str:
    """The duties of a statute as lines: address, kind, actors, condition, action, and the words that lead in a list."""
    lines = []
    for duty in find_duties(law):
        who = " + ".join(duty.actors) or "—"
        line = f"{duty.source.eid} {_KINDS[duty.kind]} | {who} | {duty.condition or '—'} | {duty.action}"
        lines.append(line + (f" ← {duty.lead.text}" if duty.lead else ""))
    return "".join(f"{line}\n" for line in lines)


def changes_of(comparison: Comparison) -> str:
    """A comparison as lines: one for each row, its inner rows indented below it, then the replacements throughout the text."""
    return "".join(f"{line}\n" for line in _lines_of(comparison))


def _lines_of(comparison: Comparison) -> Iterator[str]:
    diff = to_diff(comparison, "旧", "新")
    for row in diff.headings:
        yield _line(row.kind, row.old, row.new, row.natures, row.moved, row.redline)
    for row in diff.rows:
        yield _line(row.kind, row.old, row.new, row.natures, row.moved, row.redline)
        for inner in row.inner:
            yield "  " + _line(inner.kind, inner.old, inner.new, inner.natures, inner.moved, ())
            for item in inner.inner:
                yield "    " + _line(item.kind, item.old, item.new, item.natures, item.moved, ())
    for replacement in comparison.replacements:
        yield f"统一替换 {replacement.old} → {replacement.new} {replacement.places}"


def _line(
    kind: RowKind,
    old: Iterable[str],
    new: Iterable[str],
    natures: Iterable[Nature],
    moved: bool,
    runs: Iterable[DiffRun],
) -> str:
    """One row as a line: kind, addresses, natures, whether it moved, and the redline."""
    marks = {"kept": ("", ""), "removed": ("〔-", "-〕"), "added": ("{+", "+}")}
    text = "".join(f"{marks[run.mark.value][0]}{run.text}{marks[run.mark.value][1]}" for run in runs).replace(
        "\n", "¶"
    )
    columns = [
        kind.value,
        f"{'、'.join(old)} → {'、'.join(new)}",
        "、".join(natures),
        "moved" if moved else "",
        text,
    ]
    return " | ".join(filter(None, columns))
