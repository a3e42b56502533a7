"""The MkDocs plugin: an adapter that puts the pages of regkit.site into a MkDocs build.

In ``mkdocs.yml``::

    plugins:
      - search
      - regkit:
          library: statutes
          examples: examples    # optional: works for demonstration
          cache: .cache/regkit  # optional: where finished pages are kept; none with ""
          pdf: true             # optional: PDF files too, by LibreOffice
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from regkit.assets import ASSETS, lighten, write
from regkit.errors import LibraryError, UnwritableFileError
from regkit.files import to_pdf
from regkit.library import Work, read_works, today, written
from regkit.model.tree import Statute
from regkit.office import find_office
from regkit.site import (
    ACTORS,
    ALL_WORKS,
    CITED_ACTS,
    EXAMPLES,
    GLOSSARY,
    HOME,
    OWN,
    THE_DAY,
    Catalogue,
    SiteItem,
    Templates,
    Used,
    checksum_of,
    search_files,
    search_pages,
    site_items,
)
from regkit.store import Store, digest_of_folders
from regkit.workers import make_ahead, page_of

log = logging.getLogger("mkdocs.plugins.regkit")

# How the tabs call the pages that they lead to.
_SHORT = {
    HOME: "首页",
    ALL_WORKS: "全部法规",
    ACTORS: "谁应当做什么",
    GLOSSARY: "用语",
    CITED_ACTS: "引用的法律法规",
    EXAMPLES: "示例",
}
_EXTENSIONS = ("attr_list", "md_in_html", "tables", "fenced_code")


class RegkitConfig(Config):
    """The options of the plugin; folders are relative to mkdocs.yml."""

    library = config_options.Type(str, default="statutes")
    examples = config_options.Optional(config_options.Type(str))
    cache = config_options.Type(str, default=".cache/regkit")
    pdf = config_options.Type(bool, default=False)


class LawPage(Page):
    """A page that is not made of Markdown: its content comes when it is written, or is finished already."""

    def __init__(self, item: SiteItem, file: File, config: MkDocsConfig) -> None:
        super().__init__(_SHORT.get(item.path, item.title), file, config)
        self.item = item
        # The key of the finished page, and whether it is there.
        self.key = ""
        self.finished = False

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing is read; search has an index of its own."""
        self.markdown = ""
        self.meta = {
            "title": escape(self.item.title),
            "search": {"exclude": True},
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """No Markdown either."""
        self.content = ""
        self.toc = TableOfContents([])

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]  # only wanted where a link names one
        """The anchors that links in Markdown may name."""
        return set(self.item.anchors())


class RegkitPlugin(BasePlugin[RegkitConfig]):
    """Adds the pages of all works, their style, their search and their place in the navigation."""

    works: tuple[Work, ...] = ()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the works and prepare the theme."""
        with _one_sentence():
            self.works = read_works(self._folders(config))
        # Forks of it have names that begin alike; a theme of one's own has none.
        if config.theme.name and not config.theme.name.startswith("material"):
            raise PluginError(
                f"regkit 的网页用 Material 主题，不能用 {config.theme.name}；请在 mkdocs.yml 中写 theme: material。"
            )
        if self.config.pdf and find_office() is None:
            raise PluginError("pdf: true 要用 LibreOffice；请先安装它，或者从 mkdocs.yml 中去掉这一行。")
        texts = [version.statute for work in self.works for version in work.versions if version.statute]
        doubtful = sum(bool(statute.problems) for statute in texts)
        log.info("%d works, %d texts, %d with something to check", len(self.works), len(texts), doubtful)
        # No page of a law may ask another host for anything, and the theme's own words should be Chinese too.
        config.theme["font"] = False
        if config.theme["language"] == "en":
            config.theme["language"] = "zh"
        # Before the theme, after what the project overrides itself.
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(OWN))
        config.extra_css.insert(0, f"{ASSETS}/regkit.css")
        config.markdown_extensions += [name for name in _EXTENSIONS if name not in config.markdown_extensions]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and their places in the navigation; a page that the project wrote itself is kept."""
        own = {file.src_uri: file for file in files.documentation_pages()}
        custom = [config.theme.custom_dir] if config.theme.custom_dir else []
        with _one_sentence():
            self._catalogue = catalogue = Catalogue(
                self.works,
                today(),
                Templates(custom),
                site_name=config.site_name,
                site_url=config.site_url or None,
                to_pdf=self._to_pdf if self.config.pdf else None,
            )
            items = list(site_items(catalogue))
        for item in items:
            file = own.get(_source(item)) or File.generated(
                config, _source(item), content="", inclusion=InclusionLevel.NOT_IN_NAV
            )
            # The address of a law must not depend on how a project likes its own addresses.
            file.dest_uri = item.path
            if _source(item) not in own:
                files.append(file)
                LawPage(item, file, config)
        config.nav = [
            _as_source(HOME),
            {"法规": [_as_source(path) for path in (ALL_WORKS, ACTORS, GLOSSARY, CITED_ACTS)]},
            # Without a navigation of its own, the project gets its pages in the order of their names.
            *(config.nav if config.nav is not None else [path for path in own if path != _as_source(HOME)]),
            *([_as_source(EXAMPLES)] if catalogue.examples else []),
        ]
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation, which every page shows."""
        self._nav = nav
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Look which pages are finished already: those that are made of the same as before.

        By now all pages of the project are read, so the navigation knows their titles.
        """
        scripts = "".join(path.read_text("utf-8") for path in sorted((OWN / ASSETS).glob("*.js")))
        tooltips = any("tooltips" in feature for feature in config.theme.get("features", None) or ())
        self._used = Used(scripts, ("md-tooltip",) if tooltips else ())
        self._store = Store(self._root(config) / self.config.cache if self.config.cache else None)
        # What a file or a page looks like depends on the program, a page also on the theme and on the project.
        self._program = digest_of_folders([Path(__file__).parent], [])
        custom = [config.theme.custom_dir] if config.theme.custom_dir else []
        surroundings = digest_of_folders(custom, [self._program, str(self._nav), *_settings(config)])
        pages = [file.page for file in files.documentation_pages() if isinstance(file.page, LawPage)]
        for page in pages:
            page.key = f"{surroundings}{page.item.inputs}"
            page.finished = self._store.has(page.key)
            page.meta["template"] = "regkit/finished.html" if page.finished else "regkit/page.html"
        missing = [page.item for page in pages if not page.finished]
        with _one_sentence():
            make_ahead(missing, self._store, self._program, _tell)
        return env

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Make the content of a page when it is written, not before: a library is larger than memory should be."""
        if isinstance(page, LawPage) and not page.finished:
            with _one_sentence():
                context["law"] = law = page_of(page.item, self._store, self._program)
            # The theme prints it as it is.
            page.meta["description"] = escape(law.description)
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Keep or fetch the finished page, and write the files that go with it."""
        if not isinstance(page, LawPage):
            return output
        if page.finished:
            output = self._store.get(page.key).decode("utf-8")
        else:
            # Templates indent for those who read them; only in code does it count.
            if "<pre" not in output:
                output = "\n".join(filter(None, (line.strip(" \t") for line in output.split("\n"))))
            self._store.put(page.key, output.encode("utf-8", "xmlcharrefreplace"))
        self._used.see(output)
        for file in page.item.files:
            data = self._store.get_or_make(self._program + file.inputs, file.make)
            if data:
                write(Path(config.site_dir, file.path), data)
        return output.replace(THE_DAY, written(self._catalogue.today))

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index of the search, and that of the theme as a script: a page opened from disk can load nothing else."""
        self._store.forget_the_rest()
        others = [Path(config.site_dir, path) for path in config.extra_css[1:]]
        lighten(Path(config.site_dir), self._used, [path for path in others if path.is_file()])
        for path, content in search_files(search_pages(self._catalogue)):
            write(Path(config.site_dir, path), content)
        index = Path(config.site_dir, "search", "search_index.json")
        if index.is_file():
            script = "var __index = " + index.read_text("utf-8")
            index.with_suffix(".js").write_text(script, "utf-8", newline="\n")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a statute changes."""
        for folder in self._folders(config):
            server.watch(str(folder))
        return server

    def _to_pdf(self, statute: Statute) -> bytes | None:
        """A statute as PDF, from the store where it was printed before; None, with a warning, where that fails."""
        key = self._program + checksum_of(statute) + ".pdf"
        try:
            return self._store.get_or_make(key, lambda: to_pdf(statute))
        except UnwritableFileError as error:
            log.warning("%s: %s", statute.title or "", error)
            return None

    def _folders(self, config: MkDocsConfig) -> list[Path]:
        root = self._root(config)
        return [root / name for name in (self.config.library, self.config.examples) if name]

    @staticmethod
    def _root(config: MkDocsConfig) -> Path:
        return Path(config.config_file_path or "mkdocs.yml").parent


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Show a mistake in the library as MkDocs shows mistakes."""
    try:
        yield
    except LibraryError as error:
        raise PluginError(str(error)) from None


def _tell(done: int, count: int) -> None:
    """Show on a console how far it is."""
    if sys.stderr.isatty():
        end = "\r" + " " * 40 + "\r" if done == count else ""
        print(f"\r正在准备第 {done} 页，共 {count} 页……{end}", end="", file=sys.stderr, flush=True)


def _source(item: SiteItem) -> str:
    return _as_source(item.path)


def _as_source(path: str) -> str:
    """By what name MkDocs, and links in Markdown, know a page."""
    return path.removesuffix(".html") + ".md"


def _settings(config: MkDocsConfig) -> list[str]:
    """What else the look of a page depends on."""
    names = ("site_name", "site_url", "site_description", "copyright", "repo_url", "extra", "extra_css")
    shown = {name: config[name] for name in names}
    return [repr(shown), repr(config.theme._vars), repr(config.nav), repr(config.extra_javascript)]
