"""Where MkDocs writes a site: into a staging folder, which replaces the old site only when the build is complete."""

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
    """The output folder of one MkDocs build.

    If an `output` is passed, whoever passed it prepares the folder and puts it in place; then only `check_free`
    does anything.
    """

    def __init__(self, output: Output | None = None) -> None:
        self._output = output
        self._site_dir: str | None = None
        self._stack = ExitStack()

    def begin(self, config: MkDocsConfig, premises: Premises) -> None:
        """Make MkDocs write into a staging folder beside the site.

        Raises OutputError if the site folder holds files that regkit did not write, and LockedError if another
        build is writing it.
        """
        if self._output is not None:
            return
        target = premises.check_site(Path(config.site_dir))
        self._output = self._stack.enter_context(making(target, "build", _print_note))
        self._site_dir = config.site_dir
        config.site_dir = str(self._output.staging)

    def check_free(self, names: Iterable[str]) -> None:
        """Check, before pages are made, that no foreign file is in the way of the given paths. Raises OutputError."""
        if self._output is not None:
            self._output.check_free(names)

    def finish(self, config: MkDocsConfig) -> None:
        """Put the site in place, unless the build is strict and MkDocs has counted warnings. Raises OutputError."""
        if self._output is None or self._site_dir is None:
            return
        counters = [
            handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)
        ]
        if not (config.strict and any(counter.get_counts() for counter in counters)):
            self._output.put_in_place(_print_note)
        # Commands that deploy the site look for it here.
        config.site_dir = self._site_dir
        self.leave()

    def leave(self) -> None:
        """Remove the staging folder if it was not put in place. The site that exists stays as it is."""
        if self._site_dir is not None:
            self._output = self._site_dir = None
            self._stack.close()


def _print_note(words: str) -> None:
    # Not a warning of MkDocs, which would make a strict build fail.
    print(words, file=sys.stderr, flush=True)
