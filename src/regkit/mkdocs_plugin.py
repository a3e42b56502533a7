"""The MkDocs plugin: an adapter that puts the pages of regkit.site into a MkDocs build.

In ``mkdocs.yml``::

    plugins:
      - search
      - regkit:
          library: statutes
          examples: examples    # optional: works for demonstration
          cache: .cache/regkit  # optional: where finished pages are kept; "" keeps none
          pdf: true             # optional: PDF files too, by LibreOffice
"""

from __future__ import annotations

import gzip
import logging
import os
import sys
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from regkit.assets import STYLES, join_parts, lighten, read_scripts, write
from regkit.errors import UnwritableFileError
from regkit.files import to_pdf
from regkit.library import Work, read_works, today, written
from regkit.mkdocs_pages import (
    LawPage,
    RegkitConfig,
    as_source,
    check_sources,
    one_sentence,
    settings_of,
    source_of,
)
from regkit.mkdocs_place import SitePlace
from regkit.model.tree import Statute
from regkit.office import find_office
from regkit.premises import Premises
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
    Templates,
    Used,
    checksum_of,
    material,
    search_files,
    search_pages,
    site_items,
)
from regkit.store import digest_of_folders, open_store
from regkit.workers import make_ahead, page_of

log = logging.getLogger("mkdocs.plugins.regkit")

# The range of dates that both gzip and ZIP files can hold; the clock of the machine may be outside of it.
_FIRST_DAY, _LAST_DAY = "1980-01-01", "2105-12-31"
_EXTENSIONS = ("attr_list", "md_in_html", "tables", "fenced_code")


class RegkitPlugin(BasePlugin[RegkitConfig]):
    """Adds the pages of all works to a MkDocs build, with their styles, their search and their entries in the navigation."""

    works: tuple[Work, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        # A program that runs MkDocs may replace it by a SitePlace with an output of its own.
        self.place = SitePlace()
        self._command = ""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember which command MkDocs runs. That this hook exists also makes MkDocs keep the plugin between rebuilds."""
        self._command = command

    # Before the other plugins, so that plugins that remember the site folder remember the staging folder.
    @event_priority(100)
    def _build_in_staging(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have the site written into a staging folder; refuse a site folder with foreign files before MkDocs empties it."""
        with one_sentence():
            self._today = today()
            if not os.environ.get("SOURCE_DATE_EPOCH"):
                # MkDocs would read an empty value as a number.
                os.environ.pop("SOURCE_DATE_EPOCH", None)
            premises = Premises(config, self.config)
            self._store = open_store(premises.check_cache())
            # `mkdocs serve` writes into a temporary folder, in which nothing can be lost.
            if self._command != "serve":
                self.place.begin(config, premises)
        return config

    def _prepare(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the works and set up the theme."""
        with one_sentence():
            self.works = read_works(self._folders(config))
        if not material.is_material(config.theme.name):
            raise PluginError(
                f"regkit 的网页用 Material 主题，不能用 {config.theme.name}；请在 mkdocs.yml 中写 theme: material。"
            )
        if self.config.pdf and find_office() is None:
            raise PluginError("pdf: true 要用 LibreOffice；请先安装它，或者从 mkdocs.yml 中去掉这一行。")
        texts = [version.statute for work in self.works for version in work.versions if version.statute]
        with_problems = sum(bool(statute.problems) for statute in texts)
        log.info("%d works, %d texts, %d with something to check", len(self.works), len(texts), with_problems)
        material.configure(config.theme)
        # Before the theme's templates, but after the overrides of the project.
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(OWN))
        config.extra_css.insert(0, STYLES)
        config.markdown_extensions += [name for name in _EXTENSIONS if name not in config.markdown_extensions]
        return config

    on_config = CombinedEvent(_build_in_staging, _prepare)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and their entries in the navigation. A page that the project wrote itself is kept."""
        with one_sentence():
            check_sources(files)
        project_pages = {file.src_uri: file for file in files.documentation_pages()}
        custom = [config.theme.custom_dir] if config.theme.custom_dir else []
        with one_sentence():
            self._catalogue = catalogue = Catalogue(
                self.works,
                self._today,
                Templates(custom),
                site_name=config.site_name,
                site_url=config.site_url or None,
                to_pdf=self._to_pdf if self.config.pdf else None,
            )
            items = list(site_items(catalogue))
        for item in items:
            file = project_pages.get(source_of(item)) or File.generated(
                config, source_of(item), content="", inclusion=InclusionLevel.NOT_IN_NAV
            )
            # The address of a law must not depend on the project's `use_directory_urls`.
            file.dest_uri = item.path
            if source_of(item) not in project_pages:
                files.append(file)
                LawPage(item, file, config)
        with one_sentence():
            self.place.check_free(file.dest_uri for file in files if file.inclusion.is_included())
        config.nav = [
            as_source(HOME),
            {"法规": [as_source(path) for path in (ALL_WORKS, ACTORS, GLOSSARY, CITED_ACTS)]},
            # If the project has no navigation, its pages follow in the order of their names.
            *(
                config.nav
                if config.nav is not None
                else [path for path in project_pages if path != as_source(HOME)]
            ),
            *([as_source(EXAMPLES)] if catalogue.examples else []),
        ]
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation: every page shows it, so it is part of the key of a finished page."""
        self._nav = nav
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Find out which pages are already finished in the store, and make the others ahead.

        MkDocs calls this after it has read all pages of the project, so the navigation knows their titles.
        """
        self._used = Used(read_scripts(OWN), material.classes_of(config.theme.get("features", None) or ()))
        self._env = env
        # Files depend on the program alone, contents of pages on the templates too, finished pages also on the
        # navigation and the settings.
        self._program = digest_of_folders([Path(__file__).parent], [])
        custom = [config.theme.custom_dir] if config.theme.custom_dir else []
        self._templates = digest_of_folders(custom, [self._program])
        surroundings = digest_of_folders([], [self._templates, str(self._nav), *settings_of(config)])
        for page in (file.page for file in files.documentation_pages() if file.page):
            page.update_date = min(max(page.update_date, _FIRST_DAY), _LAST_DAY)
        pages = [file.page for file in files.documentation_pages() if isinstance(file.page, LawPage)]
        for page in pages:
            page.key = f"{surroundings}{page.item.inputs}"
            page.finished = self._store.has(page.key)
            page.meta["template"] = "regkit/finished.html" if page.finished else "regkit/page.html"
        missing = [page.item for page in pages if not page.finished]
        with one_sentence():
            make_ahead(missing, self._store, (self._templates, self._program), _show_progress)
        return env

    @event_priority(-100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Make the content of a page just before it is written: a whole library would not fit into memory."""
        self._context = context
        if isinstance(page, LawPage) and not page.finished:
            self._add_law(context, page)
        return context

    def _add_law(self, context: Any, page: LawPage) -> None:
        with one_sentence():
            context["law"] = law = page_of(page.item, self._store, self._templates)
        # The theme prints it without escaping.
        page.meta["description"] = escape(law.description)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Store the finished page, or fetch it from the store, and write the files that belong to it."""
        if not isinstance(page, LawPage):
            return output
        finished_page = self._store.get(page.key) if page.finished else None
        if finished_page:
            output = finished_page.decode("utf-8")
        else:
            if page.finished:
                # The entry had the right length, but not the right digest.
                self._add_law(self._context, page)
                output = self._env.get_template("regkit/page.html").render(self._context)
            # Templates are indented for their readers; in pages, indentation matters only in <pre>.
            if "<pre" not in output:
                output = "\n".join(filter(None, (line.strip(" \t") for line in output.split("\n"))))
            if not output.strip():
                raise PluginError(f"{page.file.dest_uri} 是空的；请检查 overrides 里的模板。")
            self._store.put(page.key, output.encode("utf-8", "xmlcharrefreplace"))
        self._used.see(output)
        with one_sentence():
            for file in page.item.files:
                data = self._store.get_or_make(self._program + file.inputs, file.make)
                if data:
                    write(Path(config.site_dir, file.path), data)
        return output.replace(THE_DAY, written(self._catalogue.today))

    @event_priority(-100)
    def _write_indexes(self, *, config: MkDocsConfig) -> None:
        """Write the search index, and the theme's index as a script too: a page opened from disk can load only scripts."""
        self._store.remove_unused()
        if self._store.trouble:
            # Not a warning of MkDocs: the site is complete, and with --strict a warning would make the build fail.
            print(f"提示：{self._store.trouble}", file=sys.stderr)
        with one_sentence():
            site = Path(config.site_dir)
            others = [site / path for path in config.extra_css[1:]]
            join_parts(site)
            lighten(site, self._used, [path for path in others if path.is_file()])
            for path, content in search_files(search_pages(self._catalogue)):
                write(site / path, content)
            index = site / material.SEARCH_INDEX
            if index.is_file():
                write(site / material.SEARCH_INDEX_SCRIPT, material.as_script(index.read_bytes()))
            if (site / "sitemap.xml").is_file():
                # Without a time stamp, so that the same site gives the same bytes.
                write(site / "sitemap.xml.gz", gzip.compress((site / "sitemap.xml").read_bytes(), mtime=0))

    # After all other plugins, which may still write files.
    @event_priority(-10000)
    def _put_in_place(self, *, config: MkDocsConfig) -> None:
        """Put the site in place, unless the build is strict and MkDocs has counted warnings."""
        with one_sentence():
            self.place.finish(config)

    on_post_build = CombinedEvent(_write_indexes, _put_in_place)

    def on_build_error(self, *, error: Exception) -> None:
        """Drop the staging folder; the site that exists stays."""
        self.place.leave()

    def on_shutdown(self) -> None:
        """Do the same after an interrupted build."""
        self.place.leave()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a file in a library changes."""
        for folder in self._folders(config):
            server.watch(str(folder))
        return server

    def _to_pdf(self, statute: Statute) -> bytes | None:
        """A statute as PDF, printed or from the store; None, with a warning, if it cannot be printed."""
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


def _show_progress(done: int, count: int) -> None:
    """Show the progress on a console."""
    if sys.stderr.isatty():
        end = "\r" + " " * 40 + "\r" if done == count else ""
        print(f"\r正在准备第 {done} 页，共 {count} 页……{end}", end="", file=sys.stderr, flush=True)
