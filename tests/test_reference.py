"""The public interface as griffe reads it from the source: each name defined once, documented, and free of private names."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import griffe
import msgspec
import pytest

import regkit
from tests.conftest import ROOT

PUBLIC = [name for name in regkit.__all__ if name != "__version__"]
PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))


@pytest.fixture(scope="module")
def package() -> griffe.Module:
    loaded = griffe.load("regkit", search_paths=[ROOT / "src"], resolve_aliases=True)
    assert isinstance(loaded, griffe.Module)
    return loaded


def _defined(module: griffe.Module) -> Iterator[griffe.Object]:
    """The classes and functions of all modules, where they are defined."""
    for member in module.members.values():
        if isinstance(member, griffe.Alias):
            continue
        if isinstance(member, griffe.Module):
            yield from _defined(member)
        elif isinstance(member, griffe.Class | griffe.Function):
            yield member


def _public(package: griffe.Module) -> Iterator[tuple[str, griffe.Object]]:
    """Every public class and function, and the public members of classes, with their public paths."""
    for name in PUBLIC:
        exported = package[name]
        target = exported.final_target if isinstance(exported, griffe.Alias) else exported
        yield name, target
        if isinstance(target, griffe.Class):
            for member in target.members.values():
                if not member.name.startswith("_") and isinstance(member, griffe.Object):
                    yield f"{name}.{member.name}", member


def test_each_public_name_is_defined_once(package: griffe.Module) -> None:
    paths = defaultdict(list)
    for defined in _defined(package):
        paths[defined.name].append(defined.path)
    assert {name: paths[name] for name in PUBLIC if len(paths[name]) != 1} == {}


def test_each_public_object_has_one_public_name(package: griffe.Module) -> None:
    names = defaultdict(list)
    for name in PUBLIC:
        exported = package[name]
        assert isinstance(exported, griffe.Alias)
        names[exported.final_target.path].append(name)
    assert {path: aliases for path, aliases in names.items() if len(aliases) > 1} == {}
    # The path that griffe reads from the stub must be that of the object in Python.
    for path, (name,) in names.items():
        value = getattr(regkit, name)
        # Errors give the package itself as their module, which is what a traceback shows.
        if not (isinstance(value, type) and issubclass(value, regkit.RegkitError)):
            assert path in (
                f"{value.__module__}.{value.__name__}",
                f"{value.__module__}.{value.__qualname__}",
            )


def test_everything_public_is_documented_on_exactly_one_page_of_the_reference(
    package: griffe.Module,
) -> None:
    shown = [
        name for page in PAGES for name in re.findall(r"^::: regkit\.(\w+)$", page.read_text("utf-8"), re.M)
    ]
    assert sorted(shown) == sorted(PUBLIC)
    undocumented = [
        path
        for path, definition in _public(package)
        if not definition.has_docstring and (definition.is_class or definition.is_function)
    ]
    assert undocumented == []


def test_the_site_shows_everything_public(site: Path) -> None:
    pages = "".join(
        path.read_text("utf-8") for path in (site / "reference").glob("*.html") if path.stem != "cli"
    )
    assert [name for name in PUBLIC if f'id="regkit.{name}"' not in pages] == []


def test_the_site_shows_the_fields_of_the_values(site: Path) -> None:
    pages = "".join(path.read_text("utf-8") for path in (site / "reference").glob("*.html"))
    text = html.unescape(re.sub(r"<[^>]*>", "", pages))
    values = [getattr(regkit, name) for name in PUBLIC]
    structs = [value for value in values if isinstance(value, type) and issubclass(value, msgspec.Struct)]
    assert len(structs) > 20
    for struct in structs:
        shown = re.search(rf"^{struct.__name__}\((?:[^\n]*\)$|.*?^\))", text, re.M | re.S)
        assert shown, struct
        names = re.findall(r"(\w+): ", shown[0])
        assert set(names) == set(struct.__struct_fields__), struct


def test_only_the_reference_loads_its_style_sheet(site: Path) -> None:
    loading = {
        path.relative_to(site).parts[0]
        for path in site.rglob("*.html")
        if "_mkdocstrings.css" in path.read_text("utf-8")
    }
    assert loading == {"reference"}
    assert (site / "assets" / "_mkdocstrings.css").is_file()


def test_public_signatures_contain_no_private_names(package: griffe.Module) -> None:
    leaks = {
        path: sorted(private)
        for path, definition in _public(package)
        if (private := {name for name in _names_in(definition) if name.startswith("_") and name != "_"})
    }
    assert leaks == {}


def _names_in(definition: griffe.Object) -> Iterator[str]:
    """All names in the annotations, default values and bases of an object."""
    expressions: list[str | griffe.Expr | None] = []
    if isinstance(definition, griffe.Function):
        expressions.append(definition.returns)
        for parameter in definition.parameters:
            expressions += [parameter.annotation, parameter.default]
    elif isinstance(definition, griffe.Class):
        expressions += definition.bases
    elif isinstance(definition, griffe.Attribute):
        expressions.append(definition.annotation)
    for expression in expressions:
        if isinstance(expression, griffe.Expr):
            yield from (part.name for part in expression.iterate() if isinstance(part, griffe.ExprName))
