"""Live reload: a change to a statute changes the page being served."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.conftest import ROOT

PAGE = "statutes/heilongjiang-sme-promotion/2022-05-13.html"


def test_a_change_to_a_statute_changes_the_page(tmp_path: Path) -> None:
    for name in ("docs", "statutes", "examples", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://{address}/{PAGE}"
            assert _page_with(url, "本省行政区域内促进中小企业发展的活动"), (tmp_path / "log").read_text()
            text = tmp_path / "statutes" / "heilongjiang-sme-promotion" / "2022-05-13.txt"
            text.write_text(text.read_text("utf-8").replace("本省行政区域内", "改过的文字"), "utf-8")
            assert _page_with(url, "改过的文字促进中小企业发展的活动"), (tmp_path / "log").read_text()
        finally:
            running.terminate()
            running.wait(10)


def _page_with(url: str, words: str) -> bool:
    """Whether the page contains the words within a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if words in answer.read().decode("utf-8"):
                    return True
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        time.sleep(0.3)
    return False
