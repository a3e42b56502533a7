"""Commands that publish: build, site export."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from regkit.errors import LibraryError
from regkit.files import write_whole_bytes
from regkit.library import Work, read_works, today, written


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
        from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException  # noqa: PLC0415 - as above
    except ModuleNotFoundError:
        raise click.ClickException(
            "生成网站还需要 MkDocs；请在 regkit 的源码文件夹中运行：pip install '.[site]'"
        ) from None
    _report_warnings()
    begun = time.monotonic()
    click.echo("正在读取法规……")
    options: dict[str, Any] = {"site_dir": str(site_dir.absolute())} if site_dir else {}
    try:
        config = load_config(str(config_file), strict=strict or None, **options)
        _check_target(Path(config.site_dir), _sources(config))
        pages = _Pages()
        config.plugins.events["page_context"].append(pages)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_site(config)
        finally:
            config.plugins.on_shutdown()
    except (Abort, ConfigurationError, MkDocsException) as error:
        raise click.ClickException(str(error).strip() or "网站没有生成，原因见上。") from None
    pages.end()
    folder = _from_here(Path(config.site_dir))
    click.echo(f"完成：{pages.count} 页，用时 {time.monotonic() - begun:.1f} 秒。")
    click.echo(f"打开 {folder / 'index.html'} 即可查看；要在本机发布，请运行：")
    click.echo(f"    {_from_here(Path(sys.executable))} -m http.server --directory {folder} 8000")
    click.echo("然后打开 http://127.0.0.1:8000/")


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
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} 不是空文件夹；请换一个，以免混进旧的页面。")
    try:
        works = read_works(
            libraries or [name for name in _USUAL if name == "statutes" or Path(name).is_dir()]
        )
        count = write_pages(works, folder)
    except LibraryError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"已写出 {count} 页到 {folder}。")


def _sources(config: Any) -> list[Path]:
    """The folders that a build reads, none of which it may write to."""
    root = Path(config.config_file_path).parent
    options = config.plugins["regkit"].config if "regkit" in config.plugins else {}
    names = filter(None, (options.get("library"), options.get("examples")))
    return [Path(config.docs_dir), *(root / name for name in names)]


def _check_target(folder: Path, sources: list[Path]) -> None:
    """Refuse to build where a build would destroy something: MkDocs empties the folder first."""
    target = folder.resolve()
    for source in (*sources, Path.cwd()):
        if source.resolve().is_relative_to(target):
            raise click.ClickException(f"网站不能写到 {folder}：那里有 {source}，会被清空。请换一个文件夹。")
    for source in sources:
        if target.is_relative_to(source.resolve()):
            raise click.ClickException(f"网站不能写到 {folder}：它在 {source} 里面。请换一个文件夹。")
    if target.is_dir() and any(target.iterdir()) and not (target / "sitemap.xml").is_file():
        raise click.ClickException(f"{folder} 里有别的文件，不是以前生成的网站，会被清空。请换一个文件夹。")


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
    write_whole_bytes(file, data, replace=False)


class _Pages:
    """Counts the pages as MkDocs renders them, and shows the count on a console."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, context: Any, **_: Any) -> Any:
        self.count += 1
        if sys.stderr.isatty():
            click.echo(f"\r正在生成第 {self.count} 页……", err=True, nl=False)
        return context

    def end(self) -> None:
        if self.count and sys.stderr.isatty():
            click.echo("\r" + " " * 40 + "\r", err=True, nl=False)


def _from_here(path: Path) -> Path:
    """The path as one would type it in the working directory."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _report_warnings() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
