"""MkDocs hooks for the site of this project; named by `hooks` in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

STYLES = "assets/_mkdocstrings.css"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the style sheet of the reference on no page by default: pages of laws, often read on phones, do not need it."""
    config.extra_css.remove(STYLES)
    return config


def on_page_content(html: str, *, page: Page, **_: object) -> str:
    """Load the style sheet on pages that show code."""
    if "doc-object" not in html:
        return html
    return f'<link rel="stylesheet" href="{get_relative_url(STYLES, page.url)}">\n{html}'
