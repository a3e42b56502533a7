"""LibreOffice, if it is installed: converts the document formats that no Python library reads or writes."""

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

# A thousand pages take half a minute of processor time; a conversion that takes longer than this never ends.
SECONDS = 180
"""Processor time that each process of LibreOffice may use, in seconds."""
PATIENCE = 480
"""Elapsed time of a conversion, in seconds; generous, because the machine may be busy."""
MEMORY = 2 * 1024**3
"""Address space of each process of LibreOffice, in bytes; enforced on Linux. A thousand pages take a quarter of it."""
MOST_BYTES = 128 * 1024**2
"""Size of a file that LibreOffice may write, in bytes."""
# The shell sets the limits for itself and everything it starts. They are not set in a fork of this process
# (preexec_fn), which is unsafe if it has threads.
_LIMITED = (
    f'ulimit -c 0; ulimit -f {MOST_BYTES // 512}; ulimit -t {SECONDS}; ulimit -v {MEMORY // 1024}; exec "$@"'
)
_NAMES = ("soffice", "libreoffice", "soffice.com")
_USUAL_PATHS = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)

# Nothing listens on the discard port; with it as the proxy, LibreOffice reaches no other host.
_NOWHERE, _PORT = "127.0.0.1", "9"
# The settings of the fresh profile, by LibreOffice's own names. Proxy type 2: use the proxy named here.
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
    """The LibreOffice program, on the PATH or in the usual places; None if it is not installed."""
    on_path = next(filter(None, map(shutil.which, _NAMES)), None)
    if on_path:
        return Path(on_path)
    return next((path for path in map(Path, _USUAL_PATHS) if path.is_file()), None)


def convert(data: bytes, source: str, target: str) -> bytes:
    """Convert a document to another format. `source` and `target` are suffixes without the dot, such as ``doc`` and ``docx``.

    The document may be hostile: LibreOffice runs in a temporary folder, with a fresh profile in which no macro
    runs, no link is followed and no other host is reached. Raises OfficeError, with one Chinese sentence, if
    LibreOffice is not installed, fails, or exceeds SECONDS, PATIENCE, MEMORY or MOST_BYTES.
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
        output_folder = folder / "made"
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
            str(output_folder),
            str(original),
        ]
        has_ended, limit = _run(command, folder)
        result = output_folder / f"document.{target}"
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
    """The settings of a fresh profile, as the XML of LibreOffice's registrymodifications.xcu."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _run(command: list[str], folder: Path) -> tuple[bool, str]:
    """Run a program, and kill it and every process it started when it has ended or its time is up.

    Returns whether it exited with 0, and the limit that it probably hit if it produced nothing: Chinese words
    for an error message, or "".
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
        # Processes that it left running, or that did not end in time.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if limited:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes]) -> tuple[bool, str]:
    """Wait until a program has ended or PATIENCE is over. Returns the same as `_run`."""
    timed_out = f"时间超过 {PATIENCE} 秒"
    if sys.platform == "win32":
        try:
            return process.wait(PATIENCE) == 0, ""
        except subprocess.TimeoutExpired:
            return False, timed_out
    for _ in range(PATIENCE * 20):
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            # The usage covers all its processes, since each waits for the processes that it starts.
            if usage.ru_utime + usage.ru_stime >= SECONDS:
                return process.returncode == 0, f"时间超过 {SECONDS} 秒"
            # A process that asks for too much memory at once is refused it, so half of MEMORY already tells.
            memory_exceeded = sys.platform == "linux" and usage.ru_maxrss * 1024 > MEMORY // 2
            return process.returncode == 0, f"内存超过 {MEMORY // 1024**3} GB " if memory_exceeded else ""
        time.sleep(0.05)
    return False, timed_out
