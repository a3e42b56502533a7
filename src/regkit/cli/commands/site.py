"""regkit site export: write the pages of the site for any site generator."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from regkit.cli.printing import as_text, echo, echo_aside
from regkit.disk.outputs import making
from regkit.disk.targets import check_target
from regkit.errors import RegkitError, reason_of
from regkit.library import Work, read_works, today, written

# The folders that are read if none is given; examples only if it exists.
_USUAL = ("statutes", "examples")


@click.group("site")
def command() -> None:
    """网站的页面。"""


@command.command("export", epilog="例：regkit site export 网页")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), help="写到哪个文件夹。")
@click.option(
    "--library",
    "libraries",
    multiple=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹，可以给出多个；默认 statutes，有 examples 时也包括它。",
)
def export_pages(folder: Path, libraries: tuple[Path, ...]) -> None:
    """把网站的全部页面写成 Markdown，供任何网站生成器使用。DIR 须是新的或者空的文件夹。"""
    folders = [Path(name) for name in _USUAL if name == "statutes" or Path(name).is_dir()]
    try:
        works = read_works(libraries or folders)
        target = check_target(folder, "网页", apart=libraries or folders, around=())
        with making(target, "site export", echo_aside, new=True) as output:
            count = write_pages(works, output.staging)
            output.put_in_place(echo_aside)
    except RegkitError:
        raise
    except OSError as error:
        raise click.ClickException(f"写不进 {as_text(folder)}：{reason_of(error)}。") from None
    echo(f"已写出 {count} 页到 {folder}。")


def write_pages(works: Sequence[Work], folder: Path) -> int:
    """Write every page as Markdown that consists of HTML, with the files that belong to it; the number of pages."""
    from regkit.assets import join_parts  # noqa: PLC0415 - an extra, not always there
    from regkit.site import OWN, THE_DAY, Catalogue, Templates, site_items  # noqa: PLC0415 - an extra, not always there

    count = 0
    day = today()
    for item in site_items(Catalogue(works, day, Templates())):
        count += 1
        page = item.make()
        head = {"title": page.title, "description": page.description}
        lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())
        text = "\n".join(
            ["---", *lines, "---", "", _one_block(page.content.replace(THE_DAY, written(day))), ""]
        )
        _write(folder / f"{item.path.removesuffix('.html')}.md", text.encode("utf-8"))
        for file in item.files:
            _write(folder / file.path, file.make())
    for asset in sorted(path for path in (OWN / "assets").rglob("*") if path.is_file()):
        _write(folder / asset.relative_to(OWN), asset.read_bytes())
    join_parts(folder)
    return count


def _one_block(content: str) -> str:
    """HTML that every site generator leaves alone: no blank line, where Markdown would start, and no template syntax."""
    lines = "\n".join(line for line in content.split("\n") if line.strip())
    for opening in ("{{", "{%", "{#"):
        lines = lines.replace(opening, f"&#123;{opening[1]}")
    return lines


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # No need to write atomically: the folder gets its name only when all files are there.
    with file.open("xb") as stream:
        stream.write(data)
