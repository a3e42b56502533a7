"""The MkDocs plugin: a thin adapter that puts the pages of regkit.site into a MkDocs build.

In ``mkdocs.yml``::

    plugins:
      - search
      - regkit:
          library: statutes
          examples: examples    # optional: works for demonstration
"""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from regkit.errors import LibraryError
from regkit.library import Work, read_works, today
from regkit.site import build_navigation, build_pages
from regkit.site.search import search_files
from regkit.site.works import HOME

log = logging.getLogger("mkdocs.plugins.regkit")

_THEME = Path(__file__).parent / "site" / "theme"
_STYLE = "assets/regkit/regkit.css"
_EXTENSIONS = ("attr_list", "md_in_html", "tables", "fenced_code")


class RegkitConfig(Config):
    """The options of the plugin; folders are relative to mkdocs.yml."""

    library = config_options.Type(str, default="statutes")
    examples = config_options.Optional(config_options.Type(str))


class RegkitPlugin(BasePlugin[RegkitConfig]):
    """Adds the pages of all works, their style, their search and their place in the navigation."""

    works: tuple[Work, ...] = ()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the works and prepare the theme."""
        try:
            self.works = read_works(self._folders(config))
        except LibraryError as error:
            raise PluginError(str(error)) from None
        texts = [version.statute for work in self.works for version in work.versions if version.statute]
        doubtful = sum(bool(statute.problems) for statute in texts)
        log.info("%d works, %d texts, %d with something to check", len(self.works), len(texts), doubtful)
        # Before the theme, after what the project overrides itself.
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(_THEME))
        config.extra_css.insert(0, _STYLE)
        config.markdown_extensions += [name for name in _EXTENSIONS if name not in config.markdown_extensions]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and their places in the navigation; a page that the project wrote itself is kept."""
        own = [file.src_uri for file in files.documentation_pages()]
        try:
            pages = build_pages(self.works, today())
        except LibraryError as error:
            raise PluginError(str(error)) from None
        for path, content in pages.items():
            if files.get_file_from_path(path) is None:
                files.append(File.generated(config, path, content=content))
        laws, examples = map(_as_html, build_navigation(self.works))
        config.nav = [
            {"首页": HOME},
            *([{"法规": laws}] if laws else []),
            # Without a navigation of its own, the project gets its pages in the order of their names.
            *(config.nav if config.nav is not None else [path for path in own if path != HOME]),
            *([{"示例": examples}] if examples else []),
        ]
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make the head of our own pages safe to print: the theme's templates escape nothing."""
        if page.file.generated_by == "regkit":
            page.meta = {
                key: escape(value) if isinstance(value, str) else value for key, value in page.meta.items()
            }
        return markdown

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search index once more as a script, the only form that a page opened from disk can load."""
        index = Path(config.site_dir, "search", "search_index.json")
        if index.is_file():
            script = "var __index = " + index.read_text("utf-8")
            index.with_suffix(".js").write_text(script, "utf-8", newline="\n")
        # The laws are still in Material's own index; the page asks for this one too.
        for path, content in search_files(()):
            target = Path(config.site_dir, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a statute changes."""
        for folder in self._folders(config):
            server.watch(str(folder))
        return server

    def _folders(self, config: MkDocsConfig) -> list[Path]:
        root = Path(config.config_file_path or "mkdocs.yml").parent
        return [root / name for name in (self.config.library, self.config.examples) if name]


def _as_html(navigation: Any) -> Any:
    """The navigation with its titles escaped: the theme's templates print them as HTML."""
    if isinstance(navigation, list):
        return [{escape(title): _as_html(entry) for title, entry in part.items()} for part in navigation]
    return navigation
