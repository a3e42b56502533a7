"""The premises of a build: which folders it reads, and so where it may write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regkit.disk.targets import check_target


class Premises:
    """The folders of a MkDocs project, from its settings and from the options of the plugin, if it has that."""

    def __init__(self, config: Any, options: Mapping[str, Any]) -> None:
        self._root = Path(config.config_file_path or "mkdocs.yml").parent
        libraries = [self._root / name for name in (options.get("library"), options.get("examples")) if name]
        custom = config.theme.custom_dir
        self._sources = [Path(config.docs_dir), *libraries, *([Path(custom)] if custom else [])]
        self._cache = self._root / options["cache"] if options.get("cache") else None

    def check_cache(self) -> Path | None:
        """Where finished pages are kept, if anywhere. Raises OutputError where that would mix them with something else."""
        if self._cache is None:
            return None
        return check_target(self._cache, "缓存", apart=self._sources, around=[self._root])

    def check_site(self, folder: Path) -> Path:
        """Where the site is to be written. Raises OutputError where that, or the cache, would be mixed with something else."""
        # First the cache: where that is wrong, no place for the site is right.
        cache = self.check_cache()
        apart = [*self._sources, *([cache] if cache else [])]
        return check_target(folder, "网站", apart=apart, around=[self._root])
