"""regkit cite: what a text cites, where each citation leads, and what cites the text."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from regkit.citations import CitationKind, find_citations
from regkit.cli.jsonl import print_json
from regkit.cli.loading import as_problem, unreadable
from regkit.cli.options import ANY_LIBRARIES, JSON, AddressType
from regkit.cli.printing import as_text, echo, print_problems, print_text
from regkit.cli.progress import with_progress
from regkit.cli.references import cross_reference, describe, found_citations, source_of
from regkit.cli.selections import Selection, find_selection, library_folders
from regkit.codes import ProblemCode
from regkit.contracts.citations import CitingFile, CrossReferences
from regkit.errors import ParseError, Problem, ProvisionNotFoundError, UnreadableFileError
from regkit.files import parse_source, read_source
from regkit.library import Libraries, Reach, Reference, References, Version, Work, day_of, today
from regkit.metadata import read_metadata
from regkit.model.address import Address
from regkit.model.limits import is_unread_line
from regkit.model.source_map import SourceMap
from regkit.model.tree import Statute
from regkit.views.citation_graph import to_dot, works_to_dot


@dataclass(frozen=True)
class _Filter:
    """Which references the user asked for.

    With `everything` also 本条例 (the text itself) and 国家有关规定 (unnamed rules). With `broken` only references to something
    missing, repealed, changed or moved.
    """

    everything: bool
    broken: bool

    def includes(self, reference: Reference) -> bool:
        """Whether a reference belongs to the result."""
        return not self.broken or reference.reach is Reach.MISSING or reference.outdated is not None

    def shows(self, reference: Reference) -> bool:
        """Whether a reference is also printed for people: 本条例 and 国家有关规定 only if everything was asked for."""
        plain = reference.citation.kind not in (CitationKind.INTERNAL, CitationKind.EXTERNAL)
        return self.includes(reference) and (self.everything or not plain)


@click.command("cite", epilog="例：regkit cite heilongjiang-sme-promotion/第四十三条")
@click.argument("named", metavar="[FILE|WORK]...", nargs=-1, help="文件，或者法规库中的法规、条款。")
@click.option("--at", type=AddressType(), help="文件里的一处，如 第二十三条：它引用什么，文件里哪里引用它。")
@ANY_LIBRARIES
@click.option("--all", "everything", is_flag=True, help="也列出“本条例”和“国家有关规定”一类的引用。")
@click.option("--broken", is_flag=True, help="只列指向不存在、已废止、已修改或已移动的。")
@click.option("--dot", is_flag=True, help="输出 Graphviz 的图：哪一条引用哪一条、哪一件法规。")
@JSON
def command(
    named: tuple[str, ...],
    at: Address | None,
    folders: tuple[Path, ...],
    everything: bool,
    broken: bool,
    dot: bool,
    as_json: bool,
) -> None:
    """列出引用：引用了哪些条款和法规，指向哪里；有没有指向不存在、已废止、已修改的。

    给出文件，或者法规库中的一件法规、一处条款：法规的文件夹名或者名称，之后可以写 @通过日期 和条款地址，
    如 heilongjiang-sme-promotion@2022-05-13/第四十三条。什么也不给，就是法规库中的每一件，各看现行的文本。
    """
    wanted = _Filter(everything=everything, broken=broken)
    libraries, references = _references(folders)
    if not named and not references.works:
        raise click.UsageError("请给出文件；或者用 --library 给出法规库的文件夹。")
    if not named and dot:
        print_text(_library_dot(references))
        return
    failed = False
    for work in () if named else with_progress(references.works):
        version = work.shown_on(references.today)
        _cite_selection(Selection(work, version, None), references, wanted, dot=False, as_json=as_json)
    for words in with_progress(named):
        selection = None if Path(words).exists() else find_selection(words, libraries, references.today)
        if selection is not None and at is not None:
            raise click.ClickException(
                f"--at 用于文件；法规库中的一处请写在名称之后，如 {selection.work.id}/{at}。"
            )
        if selection is not None:
            _cite_selection(selection, references, wanted, dot=dot, as_json=as_json)
        else:
            failed = not _cite_file(words, at, references, wanted, dot=dot, as_json=as_json) or failed
    sys.exit(1 if failed else 0)


def _references(folders: tuple[Path, ...]) -> tuple[Libraries, References]:
    """The libraries in these folders, by default in statutes if it exists, and the references in them."""
    libraries = Libraries(library_folders(folders))
    return libraries, References(libraries.works, today())


def _cite_file(
    path: str, at: Address | None, references: References, wanted: _Filter, *, dot: bool, as_json: bool
) -> bool:
    """Print the citations of a file, only those at or to `at` if it is given; False if the file cannot be read."""
    problems: tuple[Problem, ...] = ()
    try:
        source = read_source(path)
        statute = parse_source(source)
        at = statute.locate(at)[0] if at else None
    except ParseError as error:
        problems = error.problems
    except UnreadableFileError as error:
        problems = (unreadable(error),)
    except ProvisionNotFoundError as error:
        problems = (as_problem(ProblemCode.ADDRESS_NOT_FOUND, str(error), "请核对地址。"),)
    if problems:
        if as_json:
            print_json(CitingFile(as_text(path), problems=problems))
        else:
            print_problems(path, problems, err=True)
        return False
    unread = tuple(filter(is_unread_line, statute.problems))
    if unread and not as_json:
        print_problems(path, unread, err=True)
    if dot:
        print_text(to_dot(statute.title or as_text(path), find_citations(statute)))
        return True
    work, version = _in_library(path, references.works)
    all_references = references.of(
        statute, day_of(work, version) if work and version else _day(statute, references.today), work, version
    )
    with_library = bool(references.works)
    if as_json:
        chosen = [
            reference
            for reference in all_references
            if (at is None or _stands_in(reference, at)) and wanted.includes(reference)
        ]
        citations = found_citations(chosen, SourceMap(source.text, statute), with_library=with_library)
        print_json(CitingFile(as_text(path), tuple(citations), unread))
        return True
    name = statute.title or (work.title if work else as_text(path))
    if at is None:
        _print_references(name, all_references, wanted, with_library=with_library)
    else:
        inside = [reference for reference in all_references if _stands_in(reference, at)]
        _print_references(f"{name}{at}", inside, wanted, with_library=with_library)
        _print_citing(
            [reference for reference in all_references if _leads_to(reference, at)], "本文件中引用它的"
        )
    return True


def _cite_selection(
    selection: Selection, references: References, wanted: _Filter, *, dot: bool, as_json: bool
) -> None:
    """Print what a text or provision of the library cites, and what cites it."""
    work, version, address = selection.work, selection.version, selection.address
    cited: Sequence[Reference] = ()
    if version.statute is not None:
        cited = references.of(version.statute, day_of(work, version), work, version)
        if address is not None:
            cited = [reference for reference in cited if _stands_in(reference, address)]
    citing = [
        reference
        for reference in references.to(work, address)
        if reference.version is version and _is_from_current(reference, references, version)
    ]
    if dot:
        name = f"{work.title}（{version.name}）"
        print_text(to_dot(name, [reference.citation for reference in cited]))
    elif as_json:
        print_json(
            CrossReferences(
                work=work.id,
                version=version.name,
                address=str(address) if address else None,
                cites=tuple(cross_reference(reference) for reference in cited if wanted.includes(reference)),
                cited_by=tuple(map(cross_reference, citing)),
            )
        )
    else:
        name = f"{work.title}（{version.name}）{address or ''}"
        if version.statute is None:
            echo(f"{name}：文本未收录，看不到它引用了什么。")
        else:
            _print_references(name, cited, wanted, with_library=True)
        if not wanted.broken:
            _print_citing(citing, "引用它的")


def _is_from_current(reference: Reference, references: References, version: Version) -> bool:
    """Whether a reference stands in a text that is in force, or in the version that was asked about."""
    citing = reference.citing_work
    return reference.citing_version is version or (
        citing is not None and reference.citing_version is citing.perhaps_at(references.today)
    )


def _in_library(path: str, works: Sequence[Work]) -> tuple[Work | None, Version | None]:
    """The work and the version whose text a file is, by the names of its folder and of the file."""
    file = Path(path).resolve()
    for work in works:
        if file.parent.name == work.id:
            for version in work.versions:
                if file.name == f"{version.name}.txt":
                    return work, version
    return None, None


def _day(statute: Statute, today: date) -> date:
    """The day from which a text is in force, as far as the text states it, otherwise `today`."""
    metadata = read_metadata(statute)
    return metadata.in_force or metadata.promulgated or metadata.passed or today


def _stands_in(reference: Reference, address: Address) -> bool:
    """Whether a reference stands in a provision."""
    source = reference.citation.source
    return isinstance(source, Address) and source.is_within(address)


def _leads_to(reference: Reference, address: Address) -> bool:
    """Whether a reference leads to a provision of the same text."""
    citation = reference.citation
    return citation.act is None and any(target.is_within(address) for target in citation.targets)


def _print_references(
    name: str, references: Sequence[Reference], wanted: _Filter, *, with_library: bool
) -> None:
    """Print how many references of each kind there are, and those that are asked for."""
    counts = Counter(reference.citation.kind for reference in references)
    plain = counts[CitationKind.SELF] + counts[CitationKind.VAGUE]
    rest = f"；另有“本条例”“国家有关规定”一类 {plain} 处" if plain else ""
    rest += "（用 --all 列出）" if plain and not wanted.everything and not wanted.broken else ""
    shown = [reference for reference in references if wanted.shows(reference)]
    if wanted.broken:
        rest += f"；其中 {len(shown)} 处要核对" if shown else "；没有要核对的"
    echo(
        f"{name}：引用本文件的条款 {counts[CitationKind.INTERNAL]} 处，"
        f"其他法规 {counts[CitationKind.EXTERNAL]} 处{rest}。"
    )
    for reference in shown:
        destination = describe(reference, with_library=with_library)
        echo(f"{source_of(reference)}\t{reference.citation.text}\t→ {destination}")


def _library_dot(references: References) -> str:
    """A graph in DOT of the works in force and what they cite, including works that the library does not have."""
    edges: Counter[tuple[str, str]] = Counter()
    for reference in references.all:
        citing, act = reference.citing_work, reference.citation.act
        if (
            act is None
            or citing is None
            or reference.citing_version is not citing.perhaps_at(references.today)
        ):
            continue
        cited = reference.work.title if reference.work else act.title
        edges[f"《{citing.title}》", f"《{cited}》"] += 1
    return works_to_dot("引用", edges, {f"《{work.title}》" for work in references.works})


def _print_citing(citing: Sequence[Reference], heading: str) -> None:
    """Print the references that cite something."""
    echo(f"{heading}：{len(citing)} 处。")
    for reference in citing:
        work = reference.citing_work
        title = (
            f"《{work.title}》（{reference.citing_version.name}）"
            if work and reference.citing_version
            else ""
        )
        echo(f"{title}{source_of(reference)}\t{reference.citation.text}")
