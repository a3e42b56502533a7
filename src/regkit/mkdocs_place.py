"""Where MkDocs writes a site: beside its place, which it gets when all of it is there."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler

from regkit.disk.outputs import Output, making
from regkit.premises import Premises


class SitePlace:
    """The place of a site while it is built; of an output that is given, whoever gave it takes care."""

    def __init__(self, output: Output | None = None) -> None:
        self._output = output
        self._site_dir: str | None = None
        self._stack = ExitStack()

    def begin(self, config: MkDocsConfig, premises: Premises) -> None:
        """Refuse a folder that holds something else, or let MkDocs write beside it. Raises OutputError, LockedError."""
        if self._output is not None:
            return
        target = premises.check_site(Path(config.site_dir))
        self._output = self._stack.enter_context(making(target, "build", _say))
        self._site_dir = config.site_dir
        config.site_dir = str(self._output.staging)

    def check_free(self, names: Iterable[str]) -> None:
        """Look before the pages are made whether something of somebody else is in the way of them. Raises OutputError."""
        if self._output is not None:
            self._output.check_free(names)

    def finish(self, config: MkDocsConfig) -> None:
        """Give the site its place, unless MkDocs is about to say that there were warnings, which should be none. Raises OutputError."""
        if self._output is None or self._site_dir is None:
            return
        counters = [each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler)]
        if not (config.strict and any(each.get_counts() for each in counters)):
            self._output.put_in_place(_say)
        # Who deploys what was built looks there.
        config.site_dir = self._site_dir
        self.leave()

    def leave(self) -> None:
        """Remove what is not in its place; what is there stays."""
        if self._site_dir is not None:
            self._output = self._site_dir = None
            self._stack.close()


def _say(words: str) -> None:
    # Not as a warning of MkDocs, which would be a failure where there should be none.
    print(words, file=sys.stderr, flush=True)
