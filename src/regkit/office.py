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

# Nobody listens on the port for discarding; as a proxy it is the end of every way to another host.
_NOWHERE, _PORT = "127.0.0.1", "9"
# What a new profile is told, by the names that LibreOffice gives its settings; 2 is a proxy that is named here.
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetNoProxy": "",
        "ooInetHTTPProxyName": _NOWHERE,
        "ooInetHTTPProxyPort": _PORT,
        "ooInetHTTPSProxyName": _NOWHERE,
        "ooInetHTTPSProxyPort": _PORT,
    },
}


def find_office() -> Path | None:
    """The program of LibreOffice, on the PATH or where it is usually installed; None where it is not."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found:
        return Path(found)
    return next((place for place in map(Path, _PLACES) if place.is_file()), None)


def convert(data: bytes, source: str, target: str) -> bytes:
    """A document in another format; both are suffixes without the dot, such as ``doc`` and ``docx``.

    It is done in a folder of its own, with a fresh profile in which no macro runs, no link is followed and no other host is
    reached: the document may be hostile. Raises OfficeError, in one Chinese sentence, where LibreOffice is not installed, fails,
    or takes longer than SECONDS.
    """
    program = find_office()
    if program is None:
        raise OfficeError("这台电脑上没有找到 LibreOffice；请安装它，或者在 Word、WPS 中另存为需要的格式。")
    with tempfile.TemporaryDirectory(prefix="regkit-") as name:
        folder = Path(name)
        original = folder / f"document.{source}"
        original.write_bytes(data)
        made = folder / "made"
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(), "utf-8")
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


def _settings() -> str:
    """The settings of a new profile, in the form in which LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: list[str], folder: Path) -> None:
    """Run a program and all that it starts, and end all of it when its time is up."""
    grouped = os.name == "posix"
    proxies = dict.fromkeys(
        ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), f"http://{_NOWHERE}:{_PORT}"
    )
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **proxies, "no_proxy": "", "HOME": str(folder), "TMPDIR": str(folder)},
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
