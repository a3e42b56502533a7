"""LibreOffice, where it is installed: what it converts that no library reads or writes."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from regkit.errors import OfficeError

# A thousand pages take half a minute; what takes longer does not end.
SECONDS = 180
_NAMES = ("soffice", "libreoffice", "soffice.com")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)


def find_office() -> Path | None:
    """The program of LibreOffice, on the PATH or where it is usually installed; None where it is not."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return Path(found)
    return next((place for place in map(Path, _PLACES) if place.is_file()), None)


def convert(data: bytes, source: str, target: str) -> bytes:
    """A document in another format; both are suffixes without the dot, such as ``doc`` and ``docx``.

    It is done in a folder of its own with a fresh profile, in which no macro runs and no other file is at hand. Raises
    OfficeError, in one Chinese sentence, where LibreOffice is not installed, fails, or takes longer than SECONDS.
    """
    program = find_office()
    if program is None:
        raise OfficeError("这台电脑上没有找到 LibreOffice；请安装它，或者在 Word、WPS 中另存为需要的格式。")
    with tempfile.TemporaryDirectory(prefix="regkit-") as name:
        folder = Path(name)
        original = folder / f"document.{source}"
        original.write_bytes(data)
        made = folder / "made"
        command = [
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            target,
            "--outdir",
            str(made),
            str(original),
        ]
        _run(command, folder)
        result = made / f"document.{target}"
        if not result.is_file() or not result.stat().st_size:
            raise OfficeError(
                f"LibreOffice 没能把 .{source} 文件转换成 .{target}；文件可能已损坏，或者设有密码。"
            )
        return result.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run a program and all that it starts, and end all of it when its time is up."""
    grouped = os.name == "posix"
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=grouped,
    )
    try:
        process.wait(SECONDS)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            if grouped:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            raise OfficeError(
                f"LibreOffice 在 {SECONDS} 秒内没有转换完，已经停止；请确认文件是一件法规的文本。"
            ) from None
        raise
