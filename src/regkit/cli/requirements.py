"""The pip requirement that installs this regkit on another machine, and the versions of its dependencies here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

DISTRIBUTION = "regkit-law"
"""The name of regkit for pip: on PyPI the name regkit belongs to another project."""
WHEELS = "wheels"
"""The folder of a library in which wheels are kept."""
_EXTRA = "site"


@dataclass(frozen=True)
class Requirement:
    """A line of requirements.txt, and the wheel that it needs.

    `wheel` is the name of the wheel in `WHEELS`, None if none is needed. `file` is that wheel on this machine, None if it is not
    here.
    """

    line: str
    wheel: str | None = None
    file: Path | None = None


def requirement_of(regkit: Distribution) -> Requirement:
    """The requirement that installs this regkit, and what a site needs, on another machine.

    It has the name and version if regkit was installed from an index, the address if it was installed from the web or a
    repository, and otherwise the path of its wheel.
    """
    # https://packaging.python.org/en/latest/specifications/direct-url/
    direct_url = regkit.read_text("direct_url.json")
    if direct_url is None:
        return Requirement(f"{DISTRIBUTION}[{_EXTRA}]=={regkit.version}")
    origin = json.loads(direct_url)
    url = origin.get("url", "")
    parts = urlsplit(url)
    if parts.scheme == "https" and (vcs := origin.get("vcs_info")):
        return Requirement(f"{DISTRIBUTION}[{_EXTRA}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}")
    if parts.scheme == "https":
        digest = origin.get("archive_info", {}).get("hashes", {}).get("sha256")
        return Requirement(f"{DISTRIBUTION}[{_EXTRA}] @ {url}" + (f"#sha256={digest}" if digest else ""))
    path = Path(unquote(parts.path))
    is_wheel = parts.scheme == "file" and path.suffix == ".whl" and path.is_file()
    name = path.name if is_wheel else f"{DISTRIBUTION.replace('-', '_')}-{regkit.version}-py3-none-any.whl"
    return Requirement(f"./{WHEELS}/{name}[{_EXTRA}]", name, path if is_wheel else None)


def pins_of(regkit: Distribution) -> list[str]:
    """``name==version`` of every installed package that regkit and its site need, sorted by name, regkit itself left out."""
    seen = {regkit.name: regkit}
    waiting = [regkit]
    while waiting:
        package = waiting.pop()
        for dependency in _needed(package, _EXTRA if package is regkit else None):
            if dependency.name not in seen:
                seen[dependency.name] = dependency
                waiting.append(dependency)
    del seen[regkit.name]
    return sorted((f"{package.name}=={package.version}" for package in seen.values()), key=str.casefold)


def _needed(package: Distribution, extra: str | None) -> Iterator[Distribution]:
    """The installed packages that a package requires, with those of an extra."""
    for requirement in package.requires or ():
        specifier, _, marker = requirement.partition(";")
        if "extra ==" in marker and (extra is None or f'"{extra}"' not in marker.replace("'", '"')):
            continue
        name = specifier[
            : next(
                (
                    i
                    for i, character in enumerate(specifier)
                    if not (character.isalnum() or character in "-_.")
                ),
                None,
            )
        ]
        try:
            yield distribution(name)
        except PackageNotFoundError:
            # Only other systems need it, or it is not installed yet.
            continue
