"""Extensions of griffe for reading the package in docs/reference; named in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import griffe


class DoctestBlocks(griffe.Extension):
    """Show examples in docstrings, from >>> to the next empty line, as code."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = "\n".join(_fenced(obj.docstring.value.split("\n")))


class StructSignatures(griffe.Extension):
    """Give msgspec structs the signature they have at run time; griffe knows it only for dataclasses."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        for struct in _structs(pkg):
            struct.set_member("__init__", _init_of(struct))


def _fenced(lines: list[str]) -> Iterator[str]:
    within = False
    for line in [*lines, ""]:
        if line.startswith(">>>") and not within:
            within = True
            yield from ("", "```pycon")
        elif within and not line:
            within = False
            yield "```"
        yield line


def _structs(module: griffe.Module) -> Iterator[griffe.Class]:
    for member in module.members.values():
        if isinstance(member, griffe.Module):
            yield from _structs(member)
        elif isinstance(member, griffe.Class) and any(map(_is_struct, (member, *member.mro()))):
            yield member


def _is_struct(candidate: griffe.Class) -> bool:
    return any(
        isinstance(base, griffe.Expr) and base.canonical_path == "msgspec.Struct" for base in candidate.bases
    )


def _init_of(struct: griffe.Class) -> griffe.Function:
    """The constructor made from the fields; a field redefined in a subclass keeps its position."""
    fields: dict[str, griffe.Attribute] = {}
    keyword_only = False
    for base in (*reversed(struct.mro()), struct):
        keyword_only = keyword_only or base.keywords.get("kw_only") == "True"
        fields |= {
            name: member
            for name, member in base.members.items()
            if isinstance(member, griffe.Attribute)
            and member.annotation is not None
            # A ClassVar belongs to the class and is no field.
            and "instance-attribute" in member.labels
        }
    kind = griffe.ParameterKind.keyword_only if keyword_only else griffe.ParameterKind.positional_or_keyword
    parameters = [
        griffe.Parameter(name, annotation=field.annotation, default=field.value, kind=kind)
        for name, field in fields.items()
    ]
    self_parameter = griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)
    return griffe.Function(
        "__init__", parameters=griffe.Parameters(self_parameter, *parameters), returns="None"
    )
