"""Rulings: a drafter's decisions on which articles of two versions correspond, in a small file beside the new version.

``2022-05-13.rulings.toml``::

    old = 2011-12-08                       # the version that it was compared with
    together = [["第十条", "第十二条"]]      # old 第十条 became new 第十二条
    apart = [["第三条", "第四条"]]           # old 第三条 and new 第四条 do not correspond
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

RULINGS_SUFFIX = ".rulings.toml"
_Pair = Annotated[tuple[str, str], Field(description="An old and a new address")]


class RulingsFile(BaseModel):
    """The contents of a rulings file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    old: Annotated[date, Strict()] | None = Field(None, description="The date that names the old version")
    together: tuple[_Pair, ...] = Field(
        (), description="Articles that correspond, however different their words are"
    )
    apart: tuple[_Pair, ...] = Field((), description="Articles that do not correspond")

    def applies_to(self, old: date | None, previous: date | None) -> bool:
        """Whether the rulings are about an old text.

        `old` is the date that names its version, None for a text from outside the library; `previous` names the text that
        precedes the new one in its work. A file that names no old version is about `previous`, and about texts from outside.
        """
        if self.old is not None:
            return old == self.old
        return old is None or old == previous

    def rulings(self) -> Rulings:
        """The rulings with their addresses parsed. Raises AddressError."""
        return Rulings(
            tuple((Address.parse(old), Address.parse(new)) for old, new in self.together),
            tuple((Address.parse(old), Address.parse(new)) for old, new in self.apart),
        )


def read_rulings(path: Path) -> RulingsFile:
    """The rulings in a file. Raises LibraryError for any mistake, with file and key in one Chinese sentence."""
    file = read_checked(path, RulingsFile)
    try:
        file.rulings()
    except AddressError as error:
        raise LibraryError(f"{path} 有误：{error}", code=ErrorCode.LIBRARY_RULINGS) from None
    return file


def compare_ruled(old: Statute, new: Statute, path: Path | None, file: RulingsFile | None) -> Comparison:
    """Compare two texts under the rulings of `file`, if there is one; `path` is for the message.

    Raises LibraryError if the rulings name a provision that does not exist.
    """
    if file is None:
        return compare(old, new)
    try:
        return compare(old, new, file.rulings())
    except ProvisionNotFoundError as error:
        raise LibraryError(f"{path or '裁定'} 有误：{error}", code=ErrorCode.LIBRARY_RULINGS) from None
