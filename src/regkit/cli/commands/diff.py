"""regkit diff: what became of each provision between two texts, and which words changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from pathlib import Path

import click

from regkit.changes import Comparison, Nature
from regkit.cli.jsonl import print_json
from regkit.cli.options import ANY_LIBRARIES, JSON
from regkit.cli.printing import as_text, echo
from regkit.cli.progress import working
from regkit.cli.rows import head_of, print_row
from regkit.cli.texts import Text, compare_texts, note_problems, problems_of, read_text
from regkit.contracts.diff import to_diff, to_renumbering
from regkit.contracts.lines import to_json_line
from regkit.disk.writing import write_whole
from regkit.errors import reason_of
from regkit.library import read_rulings
from regkit.views.redline import USUALLY_HIDDEN, Natures
from regkit.views.renumbering import to_renumbering_csv, to_renumbering_html, to_renumbering_markdown
from regkit.views.table import (
    ComparisonTable,
    Mode,
    TableOptions,
    coarse_notes,
    is_visible,
    lay_out_table,
    summary,
)
from regkit.views.table_text import to_csv_table, to_html_table, to_markdown_table
from regkit.views.unread import unread_note

_MODES = {"全文": Mode.WHOLE, "同左": Mode.SAME, "仅修改": Mode.CHANGES}
_NATURES = {"引用": Nature.CITATION, "统一替换": Nature.REPLACEMENT, "标点": Nature.TYPOGRAPHY}


@click.command("diff", epilog="例：regkit diff 旧.docx 新.docx -o 对照表.docx")
@click.argument(
    "texts", metavar="OLD NEW [NEWER...]", nargs=-1, required=True, help="文件或者法规库中的版本，先旧后新。"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="写入文件：.docx .html .md .csv .json，按后缀定格式。",
)
@click.option(
    "--tracked", is_flag=True, help="写带修订标记的 Word 文件：全部接受即新文本，全部拒绝即旧文本。"
)
@click.option(
    "--mode", type=click.Choice(list(_MODES)), default="全文", show_default=True, help="没有修改的条怎样列。"
)
@click.option(
    "--hide",
    "hidden",
    multiple=True,
    type=click.Choice(list(_NATURES)),
    help="不标出这一类修改，可以给出多个。标点从不标出。",
)
@click.option("--numbers", is_flag=True, help="加“序号”栏。")
@click.option("--remarks", is_flag=True, help="加“说明”栏：新增、删除、合并、拆分、移自何处。")
@click.option("--additions-only", is_flag=True, help="只标新文本中增加、修改的文字，旧文本不标。")
@click.option("--rulings", type=click.Path(path_type=Path), help="人工裁定：哪些条对应、哪些不对应（TOML）。")
@click.option("--renumbering", is_flag=True, help="旧条号与新条号对照，到款、项。")
@click.option("--concordance", "renumbering", is_flag=True, hidden=True, help="--renumbering 从前的名称。")
@click.option("--replace", is_flag=True, help="文件已经存在时替换。")
@ANY_LIBRARIES
@JSON
def command(
    texts: tuple[str, ...],
    output: Path | None,
    tracked: bool,
    mode: str,
    hidden: tuple[str, ...],
    numbers: bool,
    remarks: bool,
    additions_only: bool,
    rulings: Path | None,
    renumbering: bool,
    replace: bool,
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """比较同一法规的两个文本，或者更多：哪一条变成了哪一条，改了哪些字。

    OLD 和 NEW 是文件，或者法规库中的版本，如 heilongjiang-sme-promotion@2022-05-13。写 -o 对照表.docx 就得到修改对照表。
    """
    if len(texts) < 2:
        raise click.UsageError("请给出两个文本：先旧后新。")
    versions = [read_text(words, folders) for words in texts]
    rulings_file = read_rulings(rulings) if rulings else None
    with working("正在比较"):
        comparisons = [compare_texts(old, new, rulings, rulings_file) for old, new in pairwise(versions)]
    names = [text.name for text in versions]
    # A table shows every version; everything else tells how the first became the last.
    whole = reduce(Comparison.then, comparisons)
    hidden_natures = USUALLY_HIDDEN | {_NATURES[name] for name in hidden}
    options = TableOptions(
        mode=_MODES[mode],
        hidden=hidden_natures,
        numbers=numbers,
        remarks=remarks,
        deletions=not additions_only,
    )
    if as_json:
        problems = problems_of(versions)
        print_json(
            to_renumbering(whole, names[0], names[-1], problems)
            if renumbering
            else to_diff(whole, names[0], names[-1], problems=problems)
        )
    elif output is None:
        _print(whole, hidden_natures, renumbering=renumbering)
    else:
        with working("正在写"):
            data = _written(
                output, comparisons, whole, versions, options, tracked=tracked, renumbering=renumbering
            )
        _write(output, data, replace=replace)
    if not as_json:
        for sentence in coarse_notes(comparisons):
            echo(sentence)
        note_problems(versions)
    sys.exit(0)


def _written(
    output: Path,
    comparisons: Sequence[Comparison],
    whole: Comparison,
    versions: Sequence[Text],
    options: TableOptions,
    *,
    tracked: bool,
    renumbering: bool,
) -> bytes:
    """The content of the output file, in the format of its suffix. Raises UsageError for a suffix that does not fit."""
    suffix = output.suffix.lower()
    names = [text.name for text in versions]
    problems = problems_of(versions)
    if renumbering:
        writers = {
            ".json": lambda: to_json_line(to_renumbering(whole, names[0], names[-1], problems)) + "\n",
            ".csv": lambda: to_renumbering_csv(whole),
            ".md": lambda: to_renumbering_markdown(whole),
            ".html": lambda: to_renumbering_html(whole, names[0], names[-1]),
        }
        if suffix not in writers:
            raise click.UsageError(f"条号对照可以写成 {'、'.join(writers)}；请改文件的后缀。")
        return writers[suffix]().encode("utf-8")
    if tracked:
        if suffix != ".docx":
            raise click.UsageError("带修订标记的文件是 Word 文件；请把文件的后缀写成 .docx。")
        from regkit.views.tracked import to_tracked_word  # noqa: PLC0415 - only Word files need python-docx

        return to_tracked_word(whole)
    if suffix == ".json":
        return (to_json_line(to_diff(whole, names[0], names[-1], problems=problems)) + "\n").encode("utf-8")
    notes = [unread_note(text.name, text.statute.problems) for text in versions]
    table = lay_out_table(comparisons, _heads(names), options, [note for note in notes if note])
    return _table(table, suffix)


def _table(table: ComparisonTable, suffix: str) -> bytes:
    """A table as the content of a file with this suffix. Raises UsageError for a suffix that does not fit."""
    if suffix == ".docx":
        from regkit.views.table_word import to_word_table  # noqa: PLC0415 - as above

        return to_word_table(table)
    writers = {".html": to_html_table, ".htm": to_html_table, ".md": to_markdown_table, ".csv": to_csv_table}
    if suffix not in writers:
        raise click.UsageError("对照表可以写成 .docx、.html、.md、.csv、.json；请改文件的后缀。")
    return writers[suffix](table).encode("utf-8")


def _heads(names: Sequence[str]) -> list[str]:
    """The heads of the columns: 修改前 and 修改后, or the names of the texts if there are more than two."""
    if len(names) == 2:
        return [f"修改前（{names[0]}）", f"修改后（{names[1]}）"]
    return list(names)


def _write(output: Path, data: bytes, *, replace: bool) -> None:
    """Write the output file. Raises ClickException if that cannot be done."""
    try:
        write_whole(output, data, replace=replace)
    except FileExistsError:
        raise click.ClickException(f"{as_text(output)} 已经存在；确实要替换时请加 --replace。") from None
    except OSError as error:
        raise click.ClickException(f"写不进 {as_text(output)}：{reason_of(error)}。") from None
    echo(f"已写入 {as_text(output)}。")


def _print(comparison: Comparison, hidden: Natures, *, renumbering: bool) -> None:
    """Print the changes for people, or with `renumbering` only which provision became which."""
    if renumbering:
        for old, new in comparison.became.items():
            echo(f"{old}\t{'、'.join(map(str, new)) or '（删除）'}")
        return
    for row in comparison.rows:
        if is_visible(row, hidden):
            echo(head_of(row))
            print_row(comparison, row, hidden)
    echo(summary(comparison))
    for replacement in comparison.replacements:
        echo(f"统一修改：“{replacement.old}”改为“{replacement.new}”，{replacement.places} 处。")
