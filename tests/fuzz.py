"""A fuzz target for the parser, guided by coverage. Run it with: make fuzz SECONDS=3600

It draws bytes, makes text of them that looks like law, and holds the parser to what it promises for any text:
it ends soon, raises nothing but ParseError, and loses nothing, nor when what it printed is read again. Citations,
terms and duties are looked for in what was read.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["regkit"]):
    import regkit

from tests.strategies import FRAGMENTS

SECONDS_FOR_ONE_TEXT = 5


def read_any_text(data: bytes) -> None:
    """Hold one text to the promises; whatever is broken raises, and the fuzzer keeps the bytes."""
    text = draw(data)
    try:
        law = regkit.parse(text)
    except regkit.ParseError:
        return
    printed = regkit.to_text(law)
    assert regkit.without_blanks(printed) == regkit.without_blanks(text), "a character was lost"
    again = regkit.to_text(regkit.parse(printed))
    assert regkit.without_blanks(again) == regkit.without_blanks(text), (
        "a character was lost on reading again"
    )
    for citation in regkit.find_citations(law):
        assert citation.start < citation.end
    regkit.find_terms(law)
    regkit.find_duties(law)
    assert len(law.lines) == sum(1 for _ in law.walk()), "a provision has no line"


def draw(data: bytes) -> str:
    """Text made of fragments of law, with any other characters between them."""
    source = atheris.FuzzedDataProvider(data)
    pieces = []
    while source.remaining_bytes():
        number = source.ConsumeIntInRange(0, len(FRAGMENTS) + 15)
        if number < len(FRAGMENTS):
            pieces.append(FRAGMENTS[number])
        else:
            pieces.append(source.ConsumeUnicodeNoSurrogates(number - len(FRAGMENTS)))
    return "".join(pieces)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, f"-timeout={SECONDS_FOR_ONE_TEXT}", "-print_final_stats=1"], read_any_text)
    atheris.Fuzz()
