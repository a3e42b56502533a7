"""Making pages by several processes: all are made, and a build does not wait for a process that is no more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_BUILD = """
import os, signal, sys
from pathlib import Path
from regkit.site import SiteItem, SitePage
from regkit.site.pages import Layout
from regkit.store import open_store
from regkit.workers import make_ahead, page_of

builder, ends_at = os.getpid(), int(sys.argv[2])

def item(number):
    def make():
        if number == ends_at and os.getpid() != builder:
            os.kill(os.getpid(), signal.SIGKILL)
        return SitePage(title=str(number), description="", content=f"第{number}页", layout=Layout.READING)
    return SiteItem(path=f"statutes/{number}/index.html", title=str(number), inputs=str(number), make=make)

items = [item(number) for number in range(80)]
store = open_store(Path(sys.argv[1]))
told = []
make_ahead(items, store, ("templates", "program"), lambda done, count: told.append((done, count)))
print(told[-1])
print([page_of(each, store, "templates").content for each in items] == [f"第{number}页" for number in range(80)])
"""


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no process can be split here")
@pytest.mark.parametrize("ends_at", [-1, 40], ids=["none ends", "one is ended by the system"])
def test_every_page_is_made_also_where_a_process_is_ended_by_the_system(tmp_path: Path, ends_at: int) -> None:
    command = [sys.executable, "-c", _BUILD, str(tmp_path / "cache"), str(ends_at)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == ("(80, 80)\nTrue\n", "")
