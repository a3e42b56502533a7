"""The shell commands shown in the documents are run as they stand, except commands that need the network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from regkit.office import find_office
from tests.documents import desk, documents_with, fences, name_of

__all__ = ["desk"]
# Commands that install, fetch or make something are not run; neither are those that need LibreOffice if it is missing.
_RUNNABLE = re.compile(r"(?:regkit (?!fetch\b)|cd )")


def commands_in(fence: str) -> list[str]:
    """The lines of a fence that can be run here."""
    return [
        line
        for line in fence.splitlines()
        if _RUNNABLE.match(line) and (find_office() or ".pdf" not in line.partition("#")[0])
    ]


def _with_official_text(line: str) -> str:
    """A command; after `cd`, another one copies the official text that the user is assumed to have."""
    return f"{line} && cp ../官方文本.docx ." if line.startswith("cd ") else line


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell here")
@pytest.mark.parametrize(
    "path", [path for path in documents_with("sh") if path.name != "README.zh.md"], ids=name_of
)
def test_the_commands_in_the_documents_succeed(path: Path, desk: Path) -> None:
    """The commands of a fence run in one folder, and each fence gets its own. Both READMEs show the same commands."""
    scripts = [commands_in(fence) for fence in fences(path, "sh")]
    for number, lines in enumerate(filter(None, scripts)):
        folder = desk.parent / f"{desk.name}-{number}"
        shutil.copytree(desk, folder)
        # The documents assume that output files do not exist yet, and that the official text lies in the folder after `cd`.
        for written in re.findall(r" -o (\S+)", "\n".join(lines)):
            (folder / written).unlink(missing_ok=True)
        # If a command fails, `set -v` shows which one it was.
        script = (
            'set -ev\nregkit() { "$PYTHON" -m regkit "$@"; }\n'
            + "\n".join(map(_with_official_text, lines))
            + "\n"
        )
        done = subprocess.run(
            ["sh", "-s"],
            input=script,
            cwd=folder,
            env={**os.environ, "PYTHON": sys.executable},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
