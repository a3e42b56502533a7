"""Pages of laws as MkDocs knows them, and the options of the plugin that adds them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape

from jinja2 import TemplateError
from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from regkit.codes import ErrorCode
from regkit.errors import NotAFileError, OutputError, RegkitError, reason_of
from regkit.faults import sentence_of
from regkit.site import ACTORS, ALL_WORKS, CITED_ACTS, EXAMPLES, GLOSSARY, HOME, SiteItem

# How the tabs call the pages that they lead to.
_SHORT = {
    HOME: "首页",
    ALL_WORKS: "全部法规",
    ACTORS: "谁应当做什么",
    GLOSSARY: "用语",
    CITED_ACTS: "引用的法律法规",
    EXAMPLES: "示例",
}


class Folder(config_options.Type[str]):
    """An option that names a folder."""

    def __init__(self, default: str | None = None) -> None:
        super().__init__(str, default=default)

    def run_validation(self, value: object) -> str:
        """The name. Raises ValidationError for what names no folder on any system."""
        if not isinstance(value, str) or not value.isprintable():
            raise ValidationError("应当是文件夹的名称")
        return value


class RegkitConfig(Config):
    """The options of the plugin; folders are relative to mkdocs.yml."""

    library = Folder("statutes")
    examples = config_options.Optional(Folder())
    cache = Folder(".cache/regkit")
    pdf = config_options.Type(bool, default=False)


# MkDocs would work for minutes on a larger one.
_MOST_BYTES = 8 * 1024 * 1024


def check_sources(files: Iterable[File]) -> None:
    """Look at what the project wrote itself. Raises OutputError for what is no file, NotAFileError, and for a page too long to be one."""
    for file in files:
        # A page that a plugin made has none; what MkDocs leaves out, such as the locks of editors, it does not read.
        name = file.abs_src_path
        if name is None or file.inclusion.is_excluded():
            continue
        try:
            facts = os.stat(name)  # noqa: PTH116 - to make a Path is slow, and there may be thousands of files
        except OSError as error:
            raise OutputError(
                f"读不出 {name}：{reason_of(error)}；请把它移出 docs，或者改正它。",
                code=ErrorCode.OUTPUT_SETTINGS,
            ) from None
        if not stat.S_ISREG(facts.st_mode):
            raise NotAFileError(name)
        if file.is_documentation_page() and facts.st_size > _MOST_BYTES:
            raise OutputError(
                f"{name} 超过 {_MOST_BYTES // 1024**2} MB，不像网页；请改成附件（例如 .txt），或者分成几页。",
                code=ErrorCode.OUTPUT_SETTINGS,
            )


class LawPage(Page):
    """A page that is not made of Markdown: its content comes when it is written, or is finished already."""

    def __init__(self, item: SiteItem, file: File, config: MkDocsConfig) -> None:
        super().__init__(_SHORT.get(item.path, item.title), file, config)
        self.item = item
        # The key of the finished page, and whether it seems to be there.
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


@contextmanager
def one_sentence() -> Iterator[None]:
    """Show a mistake in the library, in a template or of the disk as MkDocs shows mistakes."""
    try:
        yield
    except (RegkitError, OSError, TemplateError) as error:
        raise PluginError(sentence_of(error)) from None


def source_of(item: SiteItem) -> str:
    return as_source(item.path)


def as_source(path: str) -> str:
    """By what name MkDocs, and links in Markdown, know a page."""
    return path.removesuffix(".html") + ".md"


def settings_of(config: MkDocsConfig) -> list[str]:
    """What else the look of a page depends on."""
    names = ("site_name", "site_url", "site_description", "copyright", "repo_url", "extra", "extra_css")
    shown = {name: config[name] for name in names}
    return [repr(shown), repr(config.theme._vars), repr(config.nav), repr(config.extra_javascript)]
