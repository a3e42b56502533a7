"""LibreOffice, where it is installed: what it converts that no library reads or writes."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from regkit.codes import ErrorCode
from regkit.errors import OfficeError, reason_of

# A thousand pages take half a minute of a processor; what takes longer does not end.
SECONDS = 180
"""Seconds of a processor that each of its processes may take."""
PATIENCE = 480
"""Seconds by the clock, however busy the machine is."""
MEMORY = 2 * 1024**3
"""Bytes of address space that each of its processes may take; held on Linux. A thousand pages take a quarter."""
MOST_BYTES = 128 * 1024**2
"""Bytes of a file that it may write."""
# The shell sets what the system has, for itself and all that it becomes or starts: not in the copy of this process, which may have threads.
_LIMITED = (
    f'ulimit -c 0; ulimit -f {MOST_BYTES // 512}; ulimit -t {SECONDS}; ulimit -v {MEMORY // 1024}; exec "$@"'
)
_NAMES = ("soffice", "libreoffice", "soffice.com")
_USUAL_PATHS = (
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
    return next((path for path in map(Path, _USUAL_PATHS) if path.is_file()), None)


def convert(data: bytes, source: str, target: str) -> bytes:
    """A document in another format; both are suffixes without the dot, such as ``doc`` and ``docx``.

    It is done in a folder of its own, with a fresh profile in which no macro runs, no link is followed and no other host is
    reached: the document may be hostile. Raises OfficeError, in one Chinese sentence, where LibreOffice is not installed, fails,
    or takes more than SECONDS, PATIENCE, MEMORY or MOST_BYTES.
    """
    program = find_office()
    if program is None:
        raise OfficeError(
            "这台电脑上没有找到 LibreOffice；请安装它，或者在 Word、WPS 中另存为需要的格式。",
            code=ErrorCode.OFFICE_MISSING,
        )
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
        has_ended, limit = _run(command, folder)
        result = made / f"document.{target}"
        size = result.stat().st_size if has_ended and result.is_file() else 0
        if size > MOST_BYTES:
            limit = f"空间超过 {MOST_BYTES // 1024**2} MB "
        elif size:
            return result.read_bytes()
        raise OfficeError(
            f"LibreOffice 转换这个文件用的{limit}的上限，已经停止；请确认它是一件法规的文本。"
            if limit
            else f"LibreOffice 没能把 .{source} 文件转换成 .{target}；文件可能已损坏，或者设有密码。",
            code=ErrorCode.OFFICE_LIMIT if limit else ErrorCode.OFFICE_FAILED,
        )


def _settings() -> str:
    """The settings of a new profile, in the form in which LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: list[str], folder: Path) -> tuple[bool, str]:
    """Run a program and all that it starts, and end all of it when its time is up.

    Returns whether it ended as programs should, and which limit it has met if it did not do its work, in words.
    """
    proxies = dict.fromkeys(
        ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), f"http://{_NOWHERE}:{_PORT}"
    )
    limited = os.name == "posix"
    try:
        process = subprocess.Popen(
            ["/bin/sh", "-c", _LIMITED, "sh", *command] if limited else command,
            cwd=folder,
            env={**os.environ, **proxies, "no_proxy": "", "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=limited,
        )
    except OSError as error:
        raise OfficeError(f"启动不了 LibreOffice：{reason_of(error)}；请关闭一些程序后再试。") from None
    try:
        return _wait(process)
    finally:
        # Whatever it left running, or did not end.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if limited:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes]) -> tuple[bool, str]:
    """Wait for the end of a program. Returns what `_run` does."""
    late = f"时间超过 {PATIENCE} 秒"
    if sys.platform == "win32":
        try:
            return process.wait(PATIENCE) == 0, ""
        except subprocess.TimeoutExpired:
            return False, late
    for _ in range(PATIENCE * 20):
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            # Of all its processes: each waits for those that it starts.
            if usage.ru_utime + usage.ru_stime >= SECONDS:
                return process.returncode == 0, f"时间超过 {SECONDS} 秒"
            # What asks for too much at once never has it.
            much = sys.platform == "linux" and usage.ru_maxrss * 1024 > MEMORY // 2
            return process.returncode == 0, f"内存超过 {MEMORY // 1024**3} GB " if much else ""
        time.sleep(0.05)
    return False, late
