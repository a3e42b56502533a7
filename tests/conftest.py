"""What the tests share: paths, the built site, a browser, and the corpus of real statutes outside the repository."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "statutes" / "heilongjiang-sme-promotion" / "2022-05-13.txt"
EXAMPLES = sorted((ROOT / "examples" / "yunting-community-markets").glob("*.txt"))
# Real statutes may not be copied into the repository; where they are available, they lie in a folder beside it.
SHARED = ROOT.parent / "shared"
NO_BROWSER = "THE BROWSER TESTS WERE NOT RUN"

# A property must not fail because the machine is busy, so there is no deadline. `.ci/run` draws the same examples on every run,
# so that a change never fails because of an older fault; elsewhere each run draws new ones.
_HOME = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.register_profile("home", _HOME)
hypothesis.settings.register_profile("ci", _HOME, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "home")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew", action="store_true", help="write the golden files anew; read them in the diff"
    )


def pytest_report_header() -> list[str]:
    if not (SHARED / "corpus").is_dir():
        return [f"THE CORPUS IS NOT HERE ({SHARED / 'corpus'}): the tests over real statutes are skipped."]
    return []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reason for reason in skipped if NO_BROWSER in reason):
        terminalreporter.write_line(reason.removeprefix("Skipped: "), red=True, bold=True)


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be rewritten (option ``--renew``)."""
    return bool(request.config.getoption("--renew"))


@pytest.fixture(scope="session")
def corpus() -> list[Path]:
    """The real statutes of the corpus, in a fixed order; the test is skipped where there is no corpus."""
    files = sorted((SHARED / "corpus").rglob("*.md"))
    if not files:
        pytest.skip(f"no corpus of real statutes in {SHARED / 'corpus'}")
    return [file for file in files if file.name != "README.md"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository, built as users build it, with every warning treated as an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "regkit", "build", "--strict", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@contextmanager
def serve(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder on loopback while the block runs; yields the URL of the server."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
            pass

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The URL of a server on loopback that serves the built site."""
    with serve(site) as address:
        yield address


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return next(filter(None, map(shutil.which, names)), str(mac) if mac.exists() else None)


def _missing_for_browser() -> list[str]:
    """The names of the things that the browser tests need and that are not installed."""
    programs = {"chromium": _chromium(), "chromedriver": shutil.which("chromedriver")}
    missing = [name for name, path in programs.items() if not path]
    if shutil.which("fc-list"):
        fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout
        if not fonts.strip():
            missing.append("a Chinese font")
    return missing


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    """A headless Chromium of desktop size that records console messages and network requests."""
    missing = _missing_for_browser()
    if missing:
        message = (
            f"{NO_BROWSER}: {', '.join(missing)} missing (Debian: chromium chromium-driver fonts-noto-cjk)"
        )
        if os.environ.get("REGKIT_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    options = webdriver.ChromeOptions()
    options.binary_location = _chromium() or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1280,900",
        "--lang=zh-CN",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


# Opens a page of the built site by its path, or any page by its URL.
Open = Callable[[str], webdriver.Chrome]


@pytest.fixture
def page(browser: webdriver.Chrome, server: str) -> Iterator[Open]:
    """A function that opens a page; afterwards, fail if the page logged an error or asked another host for anything."""
    browser.get_log("browser")
    browser.get_log("performance")

    def go(path: str) -> webdriver.Chrome:
        address = path if ":" in path else server + path
        if browser.current_url.partition("#")[0] == address.partition("#")[0]:
            browser.get("about:blank")  # otherwise the browser would only scroll within the page
        browser.get(address)
        return browser

    yield go
    errors = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    hosts = _hosts_asked(browser)
    for command, parameters in _RESET_COMMANDS:
        browser.execute_cdp_cmd(command, parameters)
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": server, "storageTypes": "local_storage"})
    assert errors == []
    assert {host.partition(":")[0] for host in hosts} <= {"127.0.0.1"}


_RESET_COMMANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Emulation.clearDeviceMetricsOverride", {}),
    ("Emulation.setEmulatedMedia", {"media": "", "features": []}),
    ("Emulation.setTouchEmulationEnabled", {"enabled": False}),
    ("Emulation.setScriptExecutionDisabled", {"value": False}),
)


def _hosts_asked(browser: webdriver.Chrome) -> set[str]:
    """The hosts, with their ports, that pages have requested anything from."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return {urlsplit(url).netloc for url in urls if url.startswith(("http", "ws"))}
