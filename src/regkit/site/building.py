"""Lists every page and every file of the site, work by work."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.library import Version, Work, describe, identity_of_version
from regkit.notations import WRITERS, write_akn
from regkit.site import api
from regkit.site.actors import actor_items
from regkit.site.addresses import (
    API,
    FEED,
    api_comparison_path,
    api_version_path,
    api_work_path,
    comparison_path,
    version_path,
)
from regkit.site.catalogue import Catalogue, digest, pairs_of, titled
from regkit.site.comparisons import comparison_item
from regkit.site.duties import duties_item
from regkit.site.feeds import feed
from regkit.site.glossaries import glossary_items
from regkit.site.histories import history_item
from regkit.site.listings import all_works_item, examples_item, home_item
from regkit.site.pages import SiteFile, SiteItem
from regkit.site.references import cited_acts_item, references_item
from regkit.site.versions import version_item
from regkit.site.works import latest_item, work_item
from regkit.views.table import TableOptions, lay_out_table
from regkit.views.table_word import to_word_table


def site_items(catalogue: Catalogue) -> Iterator[SiteItem]:
    """Yield everything that is published; all items of one work follow each other."""
    all_works = digest(catalogue.digest(work) for work in catalogue.works)
    yield home_item(
        catalogue,
        (
            SiteFile(
                API, digest(("api", all_works, str(catalogue.today))), lambda: api.index_json(catalogue)
            ),
            SiteFile(FEED, digest(("feed", all_works, catalogue.site_url or "")), lambda: feed(catalogue)),
        ),
    )
    yield all_works_item(catalogue)
    yield from glossary_items(catalogue)
    yield from actor_items(catalogue)
    yield cited_acts_item(catalogue)
    if catalogue.examples:
        yield examples_item(catalogue)
    for work in catalogue.works:
        yield from _items_of(catalogue, work)


def _items_of(catalogue: Catalogue, work: Work) -> Iterator[SiteItem]:
    """Yield the items of one work."""
    work_digest = catalogue.digest(work)
    yield work_item(
        catalogue,
        work,
        (
            SiteFile(
                api_work_path(work),
                digest(("api work", work_digest, str(catalogue.today))),
                lambda: api.work_json(catalogue, work),
            ),
        ),
    )
    yield latest_item(catalogue, work)
    for version in work.versions:
        yield version_item(catalogue, work, version, tuple(_downloads(catalogue, work, version, work_digest)))
    shown = catalogue.shown_text(work)
    if shown is not None:
        yield duties_item(catalogue, work, shown)
        yield references_item(catalogue, work, shown)
    pairs = pairs_of(work)
    if pairs:
        yield history_item(catalogue, work)
    for old, new in pairs:
        yield comparison_item(catalogue, work, old, new, tuple(_tables(catalogue, work, old, new)))


def _downloads(catalogue: Catalogue, work: Work, version: Version, work_digest: str) -> Iterator[SiteFile]:
    """Yield the files in which a text can be downloaded."""
    statute = version.statute
    if statute is None:
        return
    yield SiteFile(
        version_path(work, version, ".txt"),
        digest((".txt", work_digest, version.name)),
        lambda: WRITERS[".txt"](statute),
    )
    yield SiteFile(
        version_path(work, version, ".docx"),
        digest((".docx", work_digest, version.name)),
        lambda: WRITERS[".docx"](titled(work, statute)),
    )
    yield SiteFile(
        version_path(work, version, ".xml"),
        digest((".xml", work_digest, version.name)),
        lambda: write_akn(statute, identity_of_version(work, version)),
    )
    if catalogue.has_pdf:
        # If printing fails the file is empty, and empty files are not written.
        yield SiteFile(
            version_path(work, version, ".pdf"),
            digest((".pdf", work_digest, version.name)),
            lambda: catalogue.pdf_of(work, version) or b"",
        )
    yield SiteFile(
        api_version_path(work, version),
        digest(("api text", work_digest, version.name)),
        lambda: api.version_json(work, version),
    )


def _tables(catalogue: Catalogue, work: Work, old: Version, new: Version) -> Iterator[SiteFile]:
    """Yield the files of a comparison: a Word table and JSON."""
    inputs = digest((catalogue.digest(work), old.name, new.name))

    def word() -> bytes:
        heads = (describe(old), describe(new))
        table = lay_out_table(
            [catalogue.comparison(work, old, new)], heads, TableOptions(numbers=True, remarks=True)
        )
        return to_word_table(table)

    yield SiteFile(comparison_path(work, old, new, ".docx"), digest(("table", inputs)), word)
    yield SiteFile(
        api_comparison_path(work, old, new),
        digest(("api comparison", inputs)),
        lambda: api.comparison_json(catalogue, work, old, new),
    )
