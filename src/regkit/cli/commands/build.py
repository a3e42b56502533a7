"""regkit build: generate the site."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from regkit.cli.printing import echo, echo_aside
from regkit.cli.progress import clear, tell
from regkit.disk.outputs import making
from regkit.library import today
from regkit.premises import Premises


@click.command("build", epilog="例：regkit build --strict")
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
def command(config_file: Path, site_dir: Path | None, strict: bool) -> None:
    """生成网站。"""
    if not config_file.is_file():
        raise click.ClickException(
            f"没有 {config_file}；请在含有 mkdocs.yml 的文件夹中运行，或者用 --config 指明。"
        )
    # Otherwise the theme prints its opinion on MkDocs 2 at every build.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        from mkdocs.commands.build import build as build_site  # noqa: PLC0415 - an extra, not always there
        from mkdocs.config import load_config  # noqa: PLC0415 - as above

        from regkit.cli.settings import Notes, check_loaded, check_settings  # noqa: PLC0415 - as above
    except ModuleNotFoundError:
        raise click.ClickException("生成网站还需要 MkDocs；请运行：pip install 'regkit-law[site]'") from None
    start = time.monotonic()
    echo("正在读取法规……")
    pages = _Pages()
    with Notes(config_file) as notes:
        # A wrong date of today would stop the build later on, so check it first.
        today()
        check_settings(config_file)
        options: dict[str, Any] = {"site_dir": str(site_dir.absolute())} if site_dir else {}
        config = load_config(str(config_file), strict=strict or None, **options)
        check_loaded(config_file, config)
        folder = _from_here(Path(config.site_dir))
        config.plugins.events["page_context"].append(pages)
        _build_beside(config, build_site)
    pages.end()
    for message in notes.errors:
        echo_aside(f"ERROR: {message}")
    echo(f"完成：{pages.count} 页，用时 {time.monotonic() - start:.1f} 秒。")
    echo(f"打开 {folder / 'index.html'} 即可查看；要在本机发布，请运行：")
    echo(f"    {_from_here(Path(sys.executable))} -m http.server --directory {folder} 8000")
    echo("然后打开 http://127.0.0.1:8000/")


def _build_beside(config: Any, build_site: Callable[[Any], None]) -> None:
    """Build the site in a staging folder and put it in place if nothing fails. Raises whatever MkDocs and its plugins raise."""
    from regkit.mkdocs_place import SitePlace  # noqa: PLC0415 - needs MkDocs

    plugin = config.plugins.get("regkit")
    target = Premises(config, plugin.config if plugin else {}).check_site(Path(config.site_dir))
    with making(target, "build", echo_aside) as output:
        config.site_dir = str(output.staging)
        if plugin:
            plugin.place = SitePlace(output)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_site(config)
        finally:
            config.plugins.on_shutdown()
        output.put_in_place(echo_aside)


class _Pages:
    """Counts the pages that MkDocs renders, and shows the count on a terminal."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, context: Any, **_: Any) -> Any:
        self.count += 1
        tell(f"正在生成第 {self.count} 页")
        return context

    def end(self) -> None:
        clear()


def _from_here(path: Path) -> Path:
    """The path relative to the working directory if it lies in there, as one would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
