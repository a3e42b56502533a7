"""regkit: regulations as code. Reads Chinese law into a typed tree in which every provision has an address.

>>> import regkit
>>> law = regkit.parse("第一条　为了示范，制定本条例。\\n第二条　本条例自公布之日起施行。")
>>> law["第二条第一款"].text
'本条例自公布之日起施行。'
>>> print(regkit.to_text(law), end="")
第一条　为了示范，制定本条例。
第二条　本条例自公布之日起施行。
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from regkit.citations import Act, Citation, CitationKind, Reason, Unresolved, find_citations
from regkit.concordance import Correspondence, concord
from regkit.duties import Duty, DutyKind, Stretch, find_duties, group_by_actor
from regkit.errors import (
    AddressError,
    LibraryError,
    ParseError,
    Problem,
    ProvisionNotFoundError,
    RegkitError,
    Severity,
    UnreadableFileError,
    UnwritableFileError,
)
from regkit.files import load, save
from regkit.formats.markdown import from_markdown, to_markdown
from regkit.formats.text import decode
from regkit.metadata import Event, EventKind, Metadata, read_metadata
from regkit.model.address import Address, Number, Step
from regkit.model.blanks import without_blanks
from regkit.model.levels import Level
from regkit.model.numerals import from_chinese, to_chinese
from regkit.model.tables import find_tables
from regkit.model.tree import (
    Annex,
    Article,
    Chapter,
    Division,
    Item,
    Paragraph,
    Part,
    Provision,
    Section,
    Statute,
    Subitem,
    Subpart,
)
from regkit.parsing import parse
from regkit.printing.text import to_text
from regkit.terms import Term, TermKind, find_terms

if TYPE_CHECKING:
    from regkit.changes import (
        Budget,
        Coarse,
        Comparison,
        Nature,
        Row,
        RowKind,
        Rulings,
        Segment,
        WrongTextError,
        compare,
    )
    from regkit.formats.akn import to_akn
    from regkit.formats.akn_meta import Identity, LifeEvent
    from regkit.formats.akn_reading import from_akn
    from regkit.formats.compared import from_json_diff
    from regkit.formats.json_reading import from_json
    from regkit.library import (
        Addition,
        DateKind,
        Kind,
        Library,
        Outdated,
        Reach,
        Reference,
        References,
        Standing,
        State,
        Status,
        TimelineEvent,
        Version,
        Work,
    )

# pydantic takes longer to import than everything else together, and only libraries of works need it; the dictionary of
# words is needed for comparing only, and Akoma Ntoso and JSON by few.
_LATER = {
    "regkit.changes": (
        "Budget",
        "Coarse",
        "Comparison",
        "Nature",
        "Row",
        "RowKind",
        "Rulings",
        "Segment",
        "WrongTextError",
        "compare",
    ),
    "regkit.formats.akn": ("to_akn",),
    "regkit.formats.akn_meta": ("Identity", "LifeEvent"),
    "regkit.formats.akn_reading": ("from_akn",),
    "regkit.formats.compared": ("from_json_diff",),
    "regkit.formats.json_reading": ("from_json",),
    "regkit.library": (
        "Addition",
        "DateKind",
        "Kind",
        "Library",
        "Outdated",
        "Reach",
        "Reference",
        "References",
        "Standing",
        "State",
        "Status",
        "TimelineEvent",
        "Version",
        "Work",
    ),
}

__all__ = [
    "Act",
    "Addition",
    "Address",
    "AddressError",
    "Annex",
    "Article",
    "Budget",
    "Chapter",
    "Citation",
    "CitationKind",
    "Coarse",
    "Comparison",
    "Correspondence",
    "DateKind",
    "Division",
    "Duty",
    "DutyKind",
    "Event",
    "EventKind",
    "Identity",
    "Item",
    "Kind",
    "Level",
    "Library",
    "LibraryError",
    "LifeEvent",
    "Metadata",
    "Nature",
    "Number",
    "Outdated",
    "Paragraph",
    "ParseError",
    "Part",
    "Problem",
    "Provision",
    "ProvisionNotFoundError",
    "Reach",
    "Reason",
    "Reference",
    "References",
    "RegkitError",
    "Row",
    "RowKind",
    "Rulings",
    "Section",
    "Segment",
    "Severity",
    "Standing",
    "State",
    "Status",
    "Statute",
    "Step",
    "Stretch",
    "Subitem",
    "Subpart",
    "Term",
    "TermKind",
    "TimelineEvent",
    "UnreadableFileError",
    "Unresolved",
    "UnwritableFileError",
    "Version",
    "Work",
    "WrongTextError",
    "compare",
    "concord",
    "decode",
    "find_citations",
    "find_duties",
    "find_tables",
    "find_terms",
    "from_akn",
    "from_chinese",
    "from_json",
    "from_json_diff",
    "from_markdown",
    "group_by_actor",
    "load",
    "parse",
    "read_metadata",
    "save",
    "to_akn",
    "to_chinese",
    "to_markdown",
    "to_text",
    "without_blanks",
]


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'regkit' has no attribute {name!r}")
