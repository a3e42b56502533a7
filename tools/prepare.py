"""Set up what `make site` and `make test` need: a virtual environment, and a browser for the tests.

Runs on the Python of the machine (3.11 or later) without any packages. Usage: prepare.py site|test|fuzz
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# The extras and the dependency groups of pyproject.toml that each purpose needs.
WANTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "site": ("site", ("docs",)),
    "test": ("site,data", ("dev",)),
    "fuzz": ("site,data", ("dev", "fuzz")),
}
BROWSER_PACKAGES = ("chromium", "chromium-driver", "fonts-noto-cjk")


def main(purpose: str) -> None:
    """Prepare for a purpose, and do nothing if that has been done already."""
    stamp = VENV / f".prepared-{purpose}"
    fingerprint = hashlib.sha256(
        b"".join(
            (ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt", "tools/prepare.py")
        )
    ).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == fingerprint and PYTHON.exists()):
        make_environment()
        install(*WANTED[purpose])
        stamp.write_text(fingerprint)
    if purpose == "test":
        install_browser()


def make_environment() -> None:
    """Create .venv, if necessary after installing the Debian package with the module that does it."""
    if PYTHON.exists() and succeeds([PYTHON, "-m", "pip", "--version"]):
        return
    say("creating .venv")
    create = [sys.executable, "-m", "venv", "--clear", VENV]
    if succeeds(create, quiet=True):
        return
    say("this Python cannot create environments yet; installing the Debian package python3-venv")
    if not (apt_install(("python3-venv",)) and succeeds(create)):
        sys.exit("prepare: install the package python3-venv (apt-get install python3-venv), then try again.")


def install(extras: str, groups: tuple[str, ...]) -> None:
    """Install regkit from this folder, with extras and dependency groups, in the versions of constraints.txt."""
    packages = " and ".join((f"regkit-law[{extras}]", *groups))
    say(f"installing {packages} into .venv (about a minute the first time)")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--constraint", ROOT / "constraints.txt"]
    # The pip shipped with Python 3.11 to 3.13 may be older than 25.1, the first release with dependency groups.
    run([*pip, "--upgrade", "pip"])
    group_options = [part for group in groups for part in ("--group", f"{ROOT / 'pyproject.toml'}:{group}")]
    run([*pip, "--editable", f"{ROOT}[{extras}]", *group_options])


def install_browser() -> None:
    """Install Chromium, its driver and a Chinese font if the machine lacks them and allows it; Linux only."""
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    if not has_chinese_font():
        missing.append("a Chinese font")
    if not missing or sys.platform != "linux":
        return
    say(f"missing for the browser tests: {', '.join(missing)}; installing {' '.join(BROWSER_PACKAGES)}")
    if not apt_install(BROWSER_PACKAGES):
        say("could not install them; the browser tests will be skipped.")


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(fonts.stdout.strip())


def apt_install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages if that is possible without asking for a password; whether it succeeded."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return succeeds([*sudo, "apt-get", "update", "-qq"], quiet) and succeeds(
        [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], quiet
    )


def succeeds(
    command: list[str | Path], environment: dict[str, str] | None = None, *, quiet: bool = False
) -> bool:
    """Whether a command ends with exit code 0; if not, its output is shown unless `quiet`."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode and not quiet:
        print(done.stdout, done.stderr, sep="", file=sys.stderr)
    return done.returncode == 0


def run(command: list[str | Path]) -> None:
    """Run a command with its output visible, and exit with its exit code if it fails."""
    code = subprocess.run(command, check=False).returncode
    if code:
        sys.exit(code)


def say(words: str) -> None:
    """Print a message about the progress."""
    print(f"prepare: {words}", flush=True)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - the user may well have an older one
        sys.exit("prepare: Python 3.11 or later is needed.")
    if sys.argv[1:] not in [[purpose] for purpose in WANTED]:
        sys.exit(f"usage: prepare.py {'|'.join(WANTED)}")
    main(sys.argv[1])
