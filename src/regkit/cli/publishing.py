"""Commands that publish: build, site export."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from regkit.cli.printing import as_text, echo
from regkit.cli.progress import clear, tell
from regkit.disk.outputs import making
from regkit.disk.targets import check_target
from regkit.errors import RegkitError, reason_of
from regkit.library import Work, read_works, today, written
from regkit.premises import Premises


@click.command()
@click.option(
    "--config",
    "config_file",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(path_type=Path),
    help="MkDocs 的设置文件。",
)
@click.option(
    "--out",
    "site_dir",
    type=click.Path(path_type=Path),
    help="网站写到哪个文件夹；默认按设置文件，通常是 site。",
)
@click.option("--strict", is_flag=True, help="有任何警告就失败。")
def build(config_file: Path, site_dir: Path | None, strict: bool) -> None:
    """生成网站。"""
    if not config_file.is_file():
        raise click.ClickException(
            f"没有 {config_file}；请在含有 mkdocs.yml 的文件夹中运行，或者用 --config 指明。"
        )
    # The theme would print its view of MkDocs 2 into every build.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        from mkdocs.commands.build import build as build_site  # noqa: PLC0415 - an extra, not always there
        from mkdocs.config import load_config  # noqa: PLC0415 - as above

        from regkit.cli.settings import Notes, check_loaded, check_settings  # noqa: PLC0415 - as above
    except ModuleNotFoundError:
        raise click.ClickException("生成网站还需要 MkDocs；请运行：pip install 'regkit-law[site]'") from None
    begun = time.monotonic()
    echo("正在读取法规……")
    pages = _Pages()
    with Notes(config_file) as notes:
        # Whoever builds asks for the day; better to know at once that there is none.
        today()
        check_settings(config_file)
        options: dict[str, Any] = {"site_dir": str(site_dir.absolute())} if site_dir else {}
        config = load_config(str(config_file), strict=strict or None, **options)
        check_loaded(config_file, config)
        folder = _from_here(Path(config.site_dir))
        config.plugins.events["page_context"].append(pages)
        _build_beside(config, build_site)
    pages.end()
    for words in notes.errors:
        _say(f"ERROR: {words}")
    echo(f"完成：{pages.count} 页，用时 {time.monotonic() - begun:.1f} 秒。")
    echo(f"打开 {folder / 'index.html'} 即可查看；要在本机发布，请运行：")
    echo(f"    {_from_here(Path(sys.executable))} -m http.server --directory {folder} 8000")
    echo("然后打开 http://127.0.0.1:8000/")


def _build_beside(config: Any, build_site: Callable[[Any], None]) -> None:
    """Build a site beside its place, and put it there when nothing went wrong. Raises what MkDocs and its plugins raise."""
    from regkit.mkdocs_place import SitePlace  # noqa: PLC0415 - needs MkDocs

    plugin = config.plugins.get("regkit")
    target = Premises(config, plugin.config if plugin else {}).check_site(Path(config.site_dir))
    with making(target, "build", _say) as output:
        config.site_dir = str(output.staging)
        if plugin:
            plugin.place = SitePlace(output)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_site(config)
        finally:
            config.plugins.on_shutdown()
        output.put_in_place(_say)


def _say(words: str) -> None:
    echo(words, err=True)


@click.group()
def site() -> None:
    """网站的页面。"""


@site.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--library",
    "libraries",
    multiple=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹，可以给出多个；默认 statutes，有 examples 时也包括它。",
)
def export(folder: Path, libraries: tuple[Path, ...]) -> None:
    """把网站的全部页面写成 Markdown，供任何网站生成器使用。DIR 须是新的或者空的文件夹。"""
    names = [Path(name) for name in _USUAL if name == "statutes" or Path(name).is_dir()]
    try:
        works = read_works(libraries or names)
        target = check_target(folder, "网页", apart=libraries or names, around=())
        with making(target, "site export", _say, new=True) as output:
            count = write_pages(works, output.staging)
            output.put_in_place(_say)
    except RegkitError:
        raise
    except OSError as error:
        raise click.ClickException(f"写不进 {as_text(folder)}：{reason_of(error)}。") from None
    echo(f"已写出 {count} 页到 {folder}。")


_USUAL = ("statutes", "examples")


def write_pages(works: Sequence[Work], folder: Path) -> int:
    """Write every page as Markdown, which HTML is too, with the files that go with it; says how many pages there are."""
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
    return count


def _one_block(content: str) -> str:
    """HTML that every generator takes as it stands: no blank line, at which Markdown would begin, and no sign of a template language."""
    lines = "\n".join(line for line in content.split("\n") if line.strip())
    for sign in ("{{", "{%", "{#"):
        lines = lines.replace(sign, f"&#123;{sign[1]}")
    return lines


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Nobody sees half of it: the folder gets its name when all of them are there.
    with file.open("xb") as stream:
        stream.write(data)


class _Pages:
    """Counts the pages as MkDocs renders them, and shows the count on a console."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, context: Any, **_: Any) -> Any:
        self.count += 1
        tell(f"正在生成第 {self.count} 页")
        return context

    def end(self) -> None:
        clear()


def _from_here(path: Path) -> Path:
    """The path as one would type it in the working directory."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
