"""regkit verify: check whether the texts of the library are unchanged since they were added."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from regkit.cli.options import LIBRARY
from regkit.cli.printing import as_text, echo
from regkit.library import Finding, Library


@click.command("verify", epilog="例：regkit verify")
@LIBRARY
def command(folder: Path) -> None:
    """核对收录的文本：与收录时记下的 SHA-256 是否一致。有改动或者缺失时退出码为 1。"""
    library = Library(folder)
    mismatches = library.verify()
    texts = sum(version.statute is not None for work in library for version in work.versions)
    sentences = {
        Finding.CHANGED: "文本与收录时不同；请用版本管理查看改动，确实无误时用 regkit add --replace 重新收录。",
        Finding.MISSING: "文本不见了；请恢复这个文件，或者重新收录。",
        Finding.UNRECORDED: "没有记下来源和 SHA-256，无从核对；可以用 regkit add --replace 重新收录。",
    }
    for mismatch in mismatches:
        echo(f"{mismatch.path}：{sentences[mismatch.finding]}")
    changed = sum(mismatch.finding is not Finding.UNRECORDED for mismatch in mismatches)
    unrecorded = len(mismatches) - changed
    unchanged = f"{texts - sum(mismatch.finding is not Finding.MISSING for mismatch in mismatches)} 个一致"
    echo(
        f"核对了 {as_text(folder)} 中的 {texts} 个文本：{unchanged}，{changed} 个有改动或者缺失，{unrecorded} 个没有记录。"
    )
    sys.exit(1 if changed else 0)
