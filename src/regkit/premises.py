"""The folders that a site build reads, and therefore the folders into which it may write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regkit.disk.targets import check_target


class Premises:
    """The folders of a MkDocs project, from its settings and from the options of the plugin (empty without the plugin)."""

    def __init__(self, config: Any, options: Mapping[str, Any]) -> None:
        self._root = Path(config.config_file_path or "mkdocs.yml").parent
        libraries = [self._root / name for name in (options.get("library"), options.get("examples")) if name]
        custom = config.theme.custom_dir
        self._sources = [Path(config.docs_dir), *libraries, *([Path(custom)] if custom else [])]
        self._cache = self._root / options["cache"] if options.get("cache") else None

    def check_cache(self) -> Path | None:
        """The cache folder, or None if none is configured.

        Raises OutputError if it overlaps a folder that the build reads, or contains the project.
        """
        if self._cache is None:
            return None
        return check_target(self._cache, "缓存", apart=self._sources, around=[self._root])

    def check_site(self, folder: Path) -> Path:
        """The real path of the site folder.

        Raises OutputError if it, or the cache, overlaps a folder that the build reads, if it contains the
        project, or if site and cache overlap.
        """
        # The cache first: if it is misplaced, no site folder can be checked against it.
        cache = self.check_cache()
        apart = [*self._sources, *([cache] if cache else [])]
        return check_target(folder, "网站", apart=apart, around=[self._root])
