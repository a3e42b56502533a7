"""regkit init: create a library of one's own."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import click

from regkit.cli.printing import as_text, echo
from regkit.cli.requirements import DISTRIBUTION, WHEELS, Requirement, pins_of, requirement_of
from regkit.disk.filling import fill
from regkit.errors import LockedError, reason_of

_TEMPLATE = Path(__file__).parents[2] / "template"
# Prefix in the template, in place of the dot, of names that tools would take for their own settings.
_DOT = "dot-"
# Lines of mkdocs.yml, without and with the example.
_PLUGIN, _PLUGIN_WITH_EXAMPLES = "  - regkit\n", "  - regkit:\n      examples: examples\n"


@click.command("init", epilog="例：regkit init 我的法规库 --example")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), help="建在哪个文件夹。")
@click.option("--name", metavar="TITLE", help="网站的名称；不写时用文件夹的名称。")
@click.option("--example", is_flag=True, help="附上一件虚构的条例，有两个版本，可以看看网站是什么样子。")
def command(folder: Path, name: str | None, example: bool) -> None:
    """建立自己的法规库：文件夹、网站的设置、自动检查和发布。DIR 须是新的或者空的文件夹。"""
    title = _checked_title(folder.absolute().name if name is None else name)
    shown = as_text(folder)
    requirement = requirement_of(distribution(DISTRIBUTION))
    try:
        _check_target(folder)
        files = _files(title, requirement, example=example)
        fill(folder, files, known={*files, *_files(title, requirement, example=True)})
    except FileExistsError:
        raise click.ClickException(
            f"{shown} 不是空文件夹；请换一个新的或者空的，以免混进别的文件。"
        ) from None
    except LockedError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"不能建立 {shown}：{reason_of(error)}。") from None
    echo(f"在 {shown} 建立了法规库。接下来：")
    if folder.absolute() != Path.cwd():
        echo(f"    cd {_shell_argument(shown)}")
    echo("    regkit add 官方文本.docx    收录一个文本，也可以是 .pdf、.html、.txt")
    echo("    regkit build                生成网站")
    echo("怎样检查和发布，每个文件夹是什么，写在其中的 README.md 里。")
    if requirement.wheel and not requirement.file:
        echo(
            f"在网上自动检查和发布，还要有 regkit 的安装包：请把 {requirement.wheel} 放进其中的 {WHEELS} 文件夹。"
        )


def _checked_title(title: str) -> str:
    """The title itself. Raises UsageError if it is empty or cannot be encoded as UTF-8."""
    try:
        title.encode("utf-8")
    except UnicodeEncodeError:
        raise click.UsageError("网站的名称里有写不成 UTF-8 的字符；请用 --name 给出。") from None
    if not title.strip():
        raise click.UsageError("网站的名称不能是空的；请用 --name 给出。")
    return title


def _check_target(folder: Path) -> None:
    """Raise ClickException if no library can be created at this path."""
    name = as_text(folder)
    if not folder.parent.is_dir():
        raise click.ClickException(f"没有文件夹 {as_text(folder.parent)}；请先建立它。")
    if folder.is_symlink() and not folder.exists():
        raise click.ClickException(f"{name} 是链接，而它指向的地方不存在；请换一个名称。")
    if folder.exists() and not folder.is_dir():
        raise click.ClickException(f"{name} 不是空文件夹；请换一个新的或者空的，以免混进别的文件。")


def _files(title: str, requirement: Requirement, *, example: bool) -> dict[str, bytes]:
    """All files of a new library, by relative path."""
    files = dict(_template_files(_TEMPLATE / "library"))
    settings = files["mkdocs.yml"].decode("utf-8")
    if example:
        files |= _template_files(_TEMPLATE / "example")
        settings = settings.replace(_PLUGIN, _PLUGIN_WITH_EXAMPLES)
    # The title comes last, because it may contain anything.
    files["mkdocs.yml"] = settings.replace("SITE_NAME", _yaml_scalar(title)).encode("utf-8")
    if requirement.file:
        files[f"{WHEELS}/{requirement.wheel}"] = requirement.file.read_bytes()
    files["requirements.txt"] = f"{requirement.line}\n".encode()
    pins = "\n".join(("# 建立这个法规库时所用的版本。", *pins_of(distribution(DISTRIBUTION))))
    files["constraints.txt"] = f"{pins}\n".encode()
    return files


def _template_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a template folder by relative path, with a dot in place of `_DOT`."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        # Files whose names begin with a dot were left there by an editor or the system.
        if path.is_file() and not any(part.startswith(".") for part in parts):
            names = ("." + part.removeprefix(_DOT) if part.startswith(_DOT) else part for part in parts)
            yield "/".join(names), path.read_bytes()


def _yaml_scalar(text: str) -> str:
    """A text as a YAML scalar on one line, whatever characters it has."""
    escaped = (f"\\{character}" if character in '"\\' else character for character in text)
    return '"' + "".join(part if part.isprintable() else f"\\U{ord(part):08X}" for part in escaped) + '"'


def _shell_argument(name: str) -> str:
    """The name of a folder as one types it in a terminal."""
    if all(character.isalnum() or character in "-_./\\:" for character in name):
        return name
    return f'"{name}"' if os.name == "nt" else shlex.quote(name)
