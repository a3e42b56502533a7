"""Measure what reading statutes costs, as ratios within one run. Usage: bench.py [FOLDER of .md or .txt files]

The unit is the cost of reading, decoding and splitting the same files into lines. It is measured in turn with the
parser, so that both run under the same conditions: one process, one document at a time, the default garbage collector.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import regkit
from regkit.files import parse_source
from regkit.notations import READERS
from regkit.notations.recognition import SUFFIXES

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
PROJECT_TEXTS = [*ROOT.glob("statutes/*/*.txt"), *ROOT.glob("examples/*/*.txt")]
ROUNDS = 7
Argument = TypeVar("Argument")
# The usual kinds of provisions; 640 of these articles make a statute of about 250 KB.
ARTICLE = (
    "第{n}条　市人民政府应当加强对集市的监督管理，建立健全协调机制，研究解决集市发展中的重大问题。\n"
    "有关部门按照各自职责，做好集市监督管理工作，有下列情形之一的，应当及时处理：\n"
    "（一）没有备案而开办集市的；\n（二）违反规定收取费用的；\n（三）法律、法规规定的其他情形。\n"
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt")) or PROJECT_TEXTS
    if files is PROJECT_TEXTS:
        print(f"{folder} has no texts: the {len(PROJECT_TEXTS)} texts of the project are measured instead.")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {len(files)} files")
    measure_reading(files)
    print()
    measure_confinement()
    print()
    measure_growth()
    print()
    measure_comparing()


def measure_reading(files: list[Path]) -> None:
    """Print the ratio of loading all files to the unit, and the share of parsing and of finding citations."""
    loads, parses = [], []
    for number in range(ROUNDS + 1):
        unit = load = parse = 0.0
        for file in files:
            unit += timed(read_and_split, file)
            load += timed(regkit.load, file)
            text = regkit.from_markdown(file.read_text("utf-8"))
            parse += timed(regkit.parse, text)
        if number:  # the first round only warms up
            loads.append(load / unit)
            parses.append(parse / unit)
            if sys.stderr.isatty():
                print(f"\rround {number} of {ROUNDS}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r" + " " * 20 + "\r", end="", file=sys.stderr)
    report("regkit.load, file by file with the unit", loads)
    report("regkit.parse alone", parses)
    passes = []
    for _ in range(ROUNDS):
        unit = sum(timed(read_and_split, file) for file in files)
        passes.append(sum(timed(regkit.load, file) for file in files) / unit)
    laws = [regkit.load(file) for file in files]
    texts = [regkit.from_markdown(file.read_text("utf-8")) for file in files]
    shares = []
    for _ in range(ROUNDS):
        parse = sum(timed(regkit.parse, text) for text in texts)
        shares.append(sum(timed(regkit.find_citations, law) for law in laws) / parse)
    report("regkit.load, all files after a pass of the unit over all files", passes)
    print(
        f"regkit.find_citations: {statistics.median(shares):.2f} of parsing (min {min(shares):.2f}, max {max(shares):.2f})"
    )
    measure_one_comparison(laws)
    characters = sum(len(file.read_text("utf-8")) for file in files)
    print(f"(the unit took {unit * 1000:.0f} ms for {characters / 1e6:.1f} million characters)")


def measure_one_comparison(laws: list[regkit.Statute]) -> None:
    """Print the cost of comparing a law with a copy that has one more article, in relation to parsing both."""
    longest = sorted(laws, key=lambda law: len(law.articles))[-3]
    text = regkit.to_text(longest)
    grown = regkit.parse(
        text.replace("第三条", "第二条之一　市人民政府应当公布集市名单，接受监督。\n第三条", 1)
    )
    ratios = []
    for _ in range(3):
        both = 2 * timed(regkit.parse, text)
        ratios.append(timed(lambda pair: regkit.compare(*pair), (longest, grown)) / both)
    print(
        f"regkit.compare of a law of {len(longest.articles)} articles with itself and one more:"
        f" {statistics.median(ratios):.0f} of parsing both (min {min(ratios):.0f}, max {max(ratios):.0f})"
    )


def measure_confinement() -> None:
    """Print the cost of reading Word files in a child process, in relation to reading them in this process."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.docx") for number in range(20)]
        for path in paths:
            regkit.save(regkit.load(PROJECT_TEXTS[0]), path)

        def read_here(path: Path) -> None:
            parse_source(READERS[SUFFIXES[".docx"]](path.read_bytes()))

        ratios = []
        for _ in range(ROUNDS):
            in_child = in_this_process = 0.0
            for path in paths:
                in_child += timed(regkit.load, path)
                in_this_process += timed(read_here, path)
            ratios.append(in_child / in_this_process)
    print(
        f"regkit.load of Word files: {statistics.median(ratios):.3f} of reading them without a child"
        f" (min {min(ratios):.3f}, max {max(ratios):.3f})"
    )


def report(subject: str, ratios: list[float]) -> None:
    print(
        f"{subject}: {statistics.median(ratios):.2f} units"
        f" (min {min(ratios):.2f}, max {max(ratios):.2f}, {len(ratios)} rounds)"
    )


def read_and_split(file: Path) -> list[str]:
    return file.read_bytes().decode("utf-8").splitlines()


def measure_growth() -> None:
    """Print time and memory for a document and one ten times as long, to show whether they grow in proportion."""
    for times in (1, 10):
        count = 640 * times
        text = "示范条例\n" + "".join(ARTICLE.format(n=regkit.to_chinese(n)) for n in range(1, count + 1))
        cost = min(timed(regkit.parse, text) for _ in range(5))
        tracemalloc.start()
        law = regkit.parse(text)
        size, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        lines = text.count("\n")
        print(
            f"{len(text.encode()) / 1000:,.0f} KB, {len(law.articles):,} articles, {lines:,} lines:"
            f" {cost / lines * 1e6:.2f} µs a line; tree {size / len(text):.1f},"
            f" peak {peak / len(text):.1f} bytes a character"
        )


def measure_comparing() -> None:
    """Print what comparing costs as texts double: similar, unrelated, moved and reworded articles, many items, one long paragraph."""
    draw = random.Random(1)
    words = [
        "摊位",
        "集市",
        "备案",
        "登记",
        "收费",
        "公示",
        "检查",
        "投诉",
        "核验",
        "公告",
        "应当",
        "可以",
        "街道办事处",
        "开办者",
        "信息",
        "制度",
    ]

    def random_text(count: int) -> str:
        return "".join(draw.choice(words) for _ in range(count))

    def articles(lines: Iterable[str]) -> str:
        return "条例\n" + "".join(
            f"第{regkit.to_chinese(n)}条　{line}。\n" for n, line in enumerate(lines, 1)
        )

    def items(lines: Iterable[str]) -> str:
        listed = "".join(f"（{regkit.to_chinese(n)}）{line}；\n" for n, line in enumerate(lines, 1))
        return f"条例\n第一条　下列事项列入清单：\n{listed}"

    def families(size: int) -> Iterator[tuple[str, str, str]]:
        lines = [random_text(12) for _ in range(size)]
        yield (
            "alike",
            *(
                articles(f"第{n}类摊位由街道{word}，不得收费" for n in range(size))
                for word in ("备案", "登记")
            ),
        )
        yield "unrelated", articles(lines), articles(random_text(12) for _ in range(size))
        yield "renumbered", articles(lines), articles([random_text(12), *lines])
        yield "reversed", articles(lines), articles(reversed(lines))
        yield "moved", articles(lines), articles(draw.sample(lines, size))
        yield "reworded", articles(lines), articles(f"{line[:9]}依法{line[12:]}" for line in lines)
        few = [random_text(6) for _ in range(size // 4)]
        yield "many 项", items(few), items(f"{line[:6]}依法{line[8:]}" for line in few)
        text = "本条例自2022年1月1日起施行，" * size
        yield "one 款, repeated", articles([text]), articles([text[: size * 7] + text[size * 7 :: 2]])
        text = random_text(size * 6)
        yield "one 款, mixed", articles([text]), articles([random_text(size * 6)])

    for size in (500, 1000, 2000):
        for name, old, new in families(size):
            pair = regkit.parse(old), regkit.parse(new)
            start = time.process_time()
            comparison = regkit.compare(*pair)
            cost = time.process_time() - start
            start = time.process_time()
            coarse = regkit.concord(*pair).coarse
            print(
                f"{name}, {len(old) + len(new):,} characters: compare {cost:.2f} s"
                f" ({'、'.join(comparison.coarse) or 'as fine as usual'}), concord"
                f" {time.process_time() - start:.2f} s ({'coarse' if coarse else 'as fine as usual'})"
            )


def timed(work: Callable[[Argument], object], argument: Argument) -> float:
    start = time.perf_counter()
    work(argument)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
