"""Settle the account of many files in all formats, whole and damaged. Usage: accounts.py [FOLDER of .md files] [--every N]

Each text is written in every format that regkit writes and, in some of them, damaged at random: words are struck out,
hidden, raised or marked as deleted. Whatever was done, every sign must be read or named. Prints one line for each
format, and for each account that is not balanced what nobody claims; exits with 1 if there is any.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import regkit
from regkit.errors import RegkitError

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
# Every text is written as PDF by LibreOffice, which takes seconds; one in so many is enough.
PDF_EVERY = 25


def main() -> None:
    arguments = sys.argv[1:]
    every = int(arguments.pop(arguments.index("--every") + 1)) if "--every" in arguments else 1
    folder = next((Path(word) for word in arguments if not word.startswith("--")), CORPUS)
    files = [path for path in sorted(folder.rglob("*.md")) if path.name != "README.md"][::every]
    if not files:
        sys.exit(f"{folder} has no .md files.")
    tallies: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        for number, file in enumerate(files):
            for kind, path in _variants(file, Path(name), number):
                _settle(kind, path, file, tallies.setdefault(kind, Counter()))
    for kind, tally in tallies.items():
        omitted = ", ".join(f"{code} {count:,}" for code, count in sorted(tally.items()) if code[0] == "-")
        print(
            f"{kind:14} {tally['files']:5,} files {tally['signs']:12,} signs: taken {tally['taken']:,}, "
            f"not taken {omitted or 'none'}; added {tally['added']:,}; "
            f"unbalanced {tally['unbalanced']}, refused {tally['refused']}"
        )
    sys.exit(1 if any(tally["unbalanced"] for tally in tallies.values()) else 0)


def _settle(kind: str, path: Path, file: Path, tally: Counter[str]) -> None:
    """Add the account of one file to a tally."""
    tally["files"] += 1
    try:
        account = regkit.account_of(path)
    except RegkitError as error:
        tally["refused"] += 1
        print(f"{kind}: {file.name}: {error}")
        return
    tally["signs"] += account.signs
    tally["taken"] += account.taken
    tally["added"] += sum(account.added.values())
    for code, count in account.omitted.items():
        tally[f"-{code}"] += count
    if not account.is_balanced:
        tally["unbalanced"] += 1
        unclaimed = "/".join(excerpt.text[:20] for excerpt in account.unclaimed[:3])
        displaced = "/".join(excerpt.text[:20] for excerpt in account.displaced[:3])
        print(
            f"{kind}: {file.name}: unclaimed {unclaimed!r} invented {account.invented[:20]!r} displaced {displaced!r}"
        )


def _variants(file: Path, folder: Path, number: int) -> Iterator[tuple[str, Path]]:
    """Yield the kind and the path of each file that is made of a text."""
    yield "as it is", file
    law = regkit.load(file)
    for suffix in (".txt", ".md", ".html", ".docx", ".xml", ".json"):
        path = folder / f"law{suffix}"
        regkit.save(law, path, replace=True)
        yield suffix, path
        if suffix in _DAMAGES:
            damaged = folder / f"damaged{suffix}"
            _DAMAGES[suffix](path, damaged, random.Random(number))
            yield f"{suffix} damaged", damaged
    if number % PDF_EVERY == 0:
        path = folder / "law.pdf"
        regkit.save(law, path, replace=True)
        yield ".pdf", path


def _damage_text(
    path: Path, damaged: Path, draw: random.Random, pattern: str, wraps: list[tuple[str, str]]
) -> None:
    """Wrap some of the words that a pattern finds in a text file."""
    text = re.sub(
        pattern,
        lambda match: _wrapped(match, draw.choice(wraps)) if draw.random() < 0.05 else match[0],
        path.read_text("utf-8"),
    )
    damaged.write_text(text, "utf-8")


def _wrapped(match: re.Match[str], wrap: tuple[str, str]) -> str:
    words = match[1]
    middle = len(words) // 2
    return match[0].replace(words, f"{words[:middle]}{wrap[0]}{words[middle:]}{wrap[1]}", 1)


def _damage_html(path: Path, damaged: Path, draw: random.Random) -> None:
    wraps = [
        ("<del>", "</del>"),
        ("<s>", "</s>"),
        ("<sup>", "</sup>"),
        ("<i>", "</i>"),
        ('<span style="display:none">', "</span>"),
        ('<span style="text-decoration: line-through">', "</span>"),
    ]
    _damage_text(path, damaged, draw, r">([^<>&\n]{4,})<", wraps)


def _damage_markdown(path: Path, damaged: Path, draw: random.Random) -> None:
    _damage_text(
        path, damaged, draw, r"([\u4e00-\u9fff]{4,})", [("~~", "~~"), ("*", "*"), ("<del>", "</del>")]
    )


def _damage_word(path: Path, damaged: Path, draw: random.Random) -> None:
    import zipfile  # noqa: PLC0415 - only Word files are zip files

    properties = [
        "<w:strike/>",
        "<w:vanish/>",
        "<w:i/>",
        '<w:vertAlign w:val="superscript"/>',
        "<w:dstrike/>",
    ]

    def change(match: re.Match[str]) -> str:
        if draw.random() >= 0.05:
            return match[0]
        if draw.random() < 0.2:
            run = match[0].replace("<w:t>", "<w:delText>").replace("<w:t ", "<w:delText ")
            return f'<w:del w:id="9" w:author="x">{run.replace("</w:t>", "</w:delText>")}</w:del>'
        return match[0].replace("<w:r>", f"<w:r><w:rPr>{draw.choice(properties)}</w:rPr>", 1)

    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(damaged, "w") as broken:
        for member in whole.namelist():
            data = whole.read(member)
            if member == "word/document.xml":
                data = re.sub(r"<w:r><w:t[ >].*?</w:r>", change, data.decode("utf-8")).encode("utf-8")
            broken.writestr(member, data)


def _damage_akn(path: Path, damaged: Path, draw: random.Random) -> None:
    wraps = [
        ("<del>", "</del>"),
        ('<span status="removed">', "</span>"),
        ("<authorialNote><p>", "</p></authorialNote>"),
        ("<sup>", "</sup>"),
        ('<mod><quotedText startQuote="“" endQuote="”">', "</quotedText></mod>"),
        ("<ins>", "</ins>"),
    ]
    # Without this mark it is a document of another program.
    foreign = damaged.with_name("foreign.xml")
    foreign.write_text(path.read_text("utf-8").replace(' rk:blanks="exact"', ""), "utf-8")
    _damage_text(foreign, damaged, draw, r"<p>([^<>&\n]{4,})<", wraps)


_DAMAGES: dict[str, Callable[[Path, Path, random.Random], None]] = {
    ".html": _damage_html,
    ".md": _damage_markdown,
    ".docx": _damage_word,
    ".xml": _damage_akn,
}

if __name__ == "__main__":
    main()
