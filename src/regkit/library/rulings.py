"""Rulings: what a drafter decided about which articles belong together, kept in a small file beside the version.

``2022-05-13.rulings.toml``::

    old = 2011-12-08                       # the version that it was compared with
    together = [["第十条", "第十二条"]]      # the old one became the new one
    apart = [["第三条", "第四条"]]           # these two have nothing to do with each other
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from regkit.changes import Comparison, Rulings, compare
from regkit.codes import ErrorCode
from regkit.errors import AddressError, LibraryError, ProvisionNotFoundError
from regkit.library.checked import read_checked
from regkit.model.address import Address
from regkit.model.tree import Statute

_Pair = Annotated[tuple[str, str], Field(description="An old and a new address")]


class RulingsFile(BaseModel):
    """What a file of rulings says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    old: Annotated[date, Strict()] | None = Field(None, description="The day of adoption of the old version")
    together: tuple[_Pair, ...] = Field(
        (), description="Articles that belong together, however their words differ"
    )
    apart: tuple[_Pair, ...] = Field((), description="Articles that do not belong together")

    def rulings(self) -> Rulings:
        """The rulings with their addresses read. Raises AddressError."""
        return Rulings(
            tuple((Address.parse(old), Address.parse(new)) for old, new in self.together),
            tuple((Address.parse(old), Address.parse(new)) for old, new in self.apart),
        )


def read_rulings(path: Path) -> RulingsFile:
    """The rulings in a file. Raises LibraryError, in one sentence with file and key, for any mistake."""
    file = read_checked(path, RulingsFile)
    try:
        file.rulings()
    except AddressError as error:
        raise LibraryError(f"{path} 有误：{error}", code=ErrorCode.LIBRARY_RULINGS) from None
    return file


def compare_ruled(old: Statute, new: Statute, path: Path | None, file: RulingsFile | None) -> Comparison:
    """Compare two texts as the rulings want it. Raises LibraryError where these name what is not there."""
    if file is None:
        return compare(old, new)
    try:
        return compare(old, new, file.rulings())
    except ProvisionNotFoundError as error:
        raise LibraryError(f"{path or '裁定'} 有误：{error}", code=ErrorCode.LIBRARY_RULINGS) from None
