"""What the project's own site does besides its settings; named by `hooks` in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

STYLES = "assets/_mkdocstrings.css"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take the styles of the reference from all pages: the pages of laws, which the public reads on phones, load nothing that they do not need."""
    config.extra_css.remove(STYLES)
    return config


def on_page_content(html: str, *, page: Page, **_: object) -> str:
    """Give them to the pages that show code."""
    if "doc-object" not in html:
        return html
    return f'<link rel="stylesheet" href="{get_relative_url(STYLES, page.url)}">\n{html}'
