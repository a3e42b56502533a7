"""What installs this regkit elsewhere, and in which versions what it needs is installed here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

DISTRIBUTION = "regkit-law"
"""What pip calls regkit: on PyPI the name regkit is another project's."""
WHEELS = "wheels"
_EXTRA = "site"


@dataclass(frozen=True)
class Requirement:
    """A line for pip; the name of the wheel in `WHEELS` that it needs, if any, and that wheel, if it is on this machine."""

    line: str
    wheel: str | None = None
    file: Path | None = None


def requirement_of(regkit: Distribution) -> Requirement:
    """What installs this regkit, with what a site needs, on another machine.

    It is the name and version if it came from an index, the address on the web if it came from there, and otherwise its wheel.
    """
    # https://packaging.python.org/en/latest/specifications/direct-url/
    record = regkit.read_text("direct_url.json")
    if record is None:
        return Requirement(f"{DISTRIBUTION}[{_EXTRA}]=={regkit.version}")
    told = json.loads(record)
    url = told.get("url", "")
    parts = urlsplit(url)
    if parts.scheme == "https" and (vcs := told.get("vcs_info")):
        return Requirement(f"{DISTRIBUTION}[{_EXTRA}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}")
    if parts.scheme == "https":
        digest = told.get("archive_info", {}).get("hashes", {}).get("sha256")
        return Requirement(f"{DISTRIBUTION}[{_EXTRA}] @ {url}" + (f"#sha256={digest}" if digest else ""))
    path = Path(unquote(parts.path))
    here = parts.scheme == "file" and path.suffix == ".whl" and path.is_file()
    name = path.name if here else f"{DISTRIBUTION.replace('-', '_')}-{regkit.version}-py3-none-any.whl"
    return Requirement(f"./{WHEELS}/{name}[{_EXTRA}]", name, path if here else None)


def pins_of(regkit: Distribution) -> list[str]:
    """``name==version`` of everything that is installed here for regkit and its site, regkit left out."""
    seen = {regkit.name: regkit}
    waiting = [regkit]
    while waiting:
        needing = waiting.pop()
        for found in _needed(needing, _EXTRA if needing is regkit else None):
            if found.name not in seen:
                seen[found.name] = found
                waiting.append(found)
    del seen[regkit.name]
    return sorted((f"{each.name}=={each.version}" for each in seen.values()), key=str.casefold)


def _needed(needing: Distribution, extra: str | None) -> Iterator[Distribution]:
    for requirement in needing.requires or ():
        words, _, marker = requirement.partition(";")
        if "extra ==" in marker and (extra is None or f'"{extra}"' not in marker.replace("'", '"')):
            continue
        name = words[
            : next((i for i, sign in enumerate(words) if not (sign.isalnum() or sign in "-_.")), None)
        ]
        try:
            yield distribution(name)
        except PackageNotFoundError:
            # Other systems need it, or it is not installed yet.
            continue
