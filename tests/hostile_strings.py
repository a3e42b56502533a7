"""Hostile strings made from a pattern: a prefix that leads to a repetition, a pump that it takes again and again, a suffix that fails."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice, product, zip_longest
from typing import Any, NamedTuple

# The parser of the standard library; it has no public name since Python 3.11, and no other tells what a pattern is made of.
_PARSER: Any = importlib.import_module("re._parser")
_C: Any = importlib.import_module("re._constants")

_REPEATS = (_C.MAX_REPEAT, _C.MIN_REPEAT, _C.POSSESSIVE_REPEAT)
# A repetition that takes no more than these is not worth pumping.
_WORTH_PUMPING = 3
_GENERIC = "甲a1 \n，。（<第"
_MOST_WORDS = 6
_MOST_PUMPS = 12


class Hostile(NamedTuple):
    """A family of texts: `prefix`, then `pump` as often as the size asks for, then `suffix`."""

    prefix: str
    pump: str
    suffix: str

    def text(self, size: int) -> str:
        """The text of the family that has about so many characters."""
        times = max(1, (size - len(self.prefix) - len(self.suffix)) // len(self.pump))
        return self.prefix + self.pump * times + self.suffix


def hostile_to(pattern: str, examples: Iterable[str], most: int) -> list[Hostile]:
    """At most so many families of texts that a search for the pattern may take long over, the likeliest first.

    `examples` are texts that the pattern matches; they are broken off at every place and said again and again.
    """
    tree = _PARSER.parse(pattern)
    alphabet = _Alphabet(tree)
    sources = [_around(repetition) for repetition in _repetitions(list(tree), alphabet, [""], [""])]
    sources.append(_broken_off(examples))
    sources.append(Hostile("", sign, "") for sign in alphabet.signs)
    # One of each in turn, so that no repetition is left out for another.
    turns = chain.from_iterable(zip_longest(*sources))
    return list(islice(dict.fromkeys(filter(None, turns)), most))


def _broken_off(examples: Iterable[str]) -> Iterator[Hostile]:
    for example in filter(None, examples):
        yield Hostile("", example, "")
        for end in range(len(example) - 1, 0, -1):
            yield Hostile("", example[:end], "")
            yield Hostile(example[:end], example[end], "")


class _Repetition(NamedTuple):
    """What leads to a repetition, what it repeats, and what comes after it."""

    before: list[str]
    bodies: list[str]
    after: list[str]


def _around(repetition: _Repetition) -> Iterator[Hostile]:
    befores = list(dict.fromkeys([*repetition.before, ""]))
    cut = [word[:-1] for word in repetition.after if len(word) > 1]
    afters = list(dict.fromkeys(filter(None, [*cut, *repetition.after])))
    for before, body in product(befores, repetition.bodies):
        yield Hostile(before, body, "")
        # A text in which each place may be a beginning.
        yield Hostile("", before + body, "")
    for suffix, before, body in product(("\x00", "\n", "。"), befores, repetition.bodies):
        yield Hostile(before, body, suffix)
    for before, body, after in product(befores, repetition.bodies, afters):
        yield Hostile("", before + body + after, "")
        yield Hostile(before, body + after, "")
        yield Hostile(before, after + body, "\x00")
        yield Hostile(before + body, after, "")


def _repetitions(
    nodes: list[Any], alphabet: _Alphabet, before: list[str], after: list[str]
) -> Iterator[_Repetition]:
    """Each repetition within some nodes that follow each other, of which it is known what stands before and after them."""
    led = before
    for place, node in enumerate(nodes):
        rest = _cross(alphabet.words(nodes[place + 1 :]), after)
        operator, argument = node
        if operator in _REPEATS:
            _, most, body = argument
            if most >= _WORTH_PUMPING:
                yield _Repetition(led, alphabet.pumps(list(body), rest, led), rest)
            yield from _repetitions(list(body), alphabet, led, rest)
        elif operator is _C.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(list(branch), alphabet, led, rest)
        elif operator is _C.SUBPATTERN:
            yield from _repetitions(list(argument[-1]), alphabet, led, rest)
        elif operator is _C.ATOMIC_GROUP:
            yield from _repetitions(list(argument), alphabet, led, rest)
        elif operator in (_C.ASSERT, _C.ASSERT_NOT) and argument[0] > 0:
            yield from _repetitions(list(argument[1]), alphabet, led, rest)
        if operator is _C.ASSERT and argument[0] < 0:
            # What must stand before this place does.
            words = alphabet.words(list(argument[1]))
            led = [old[: len(old) - len(word)] + word for old, word in product(led, words)][:_MOST_WORDS]
        else:
            led = _cross(led, alphabet.words([node]))


def _cross(lefts: list[str], rights: list[str]) -> list[str]:
    """Each of one with each of the other, at most so many of them, so that all of both occur early."""
    pairs = sorted(product(enumerate(lefts), enumerate(rights)), key=lambda pair: pair[0][0] + pair[1][0])
    return list(dict.fromkeys(left + right for (_, left), (_, right) in pairs))[:_MOST_WORDS]


class _Alphabet:
    """The characters that tell anything to a pattern, and the shortest words that its parts take."""

    def __init__(self, tree: Any) -> None:
        self.signs = list(dict.fromkeys([*_literals(tree), *_GENERIC]))

    def words(self, nodes: list[Any]) -> list[str]:
        """Some texts that nodes in a row take, short and different from each other."""
        found = [""]
        for node in nodes:
            found = _cross(found, self._node(node))
        return found

    def pumps(self, body: list[Any], rest: list[str], before: list[str]) -> list[str]:
        """What a repetition may take again and again: above all what also begins the rest, or the whole."""
        operator, argument = body[0] if len(body) == 1 else (None, None)
        wanted = [word[:end] for word in (*rest, *before) for end in range(1, len(word) + 1)]
        taken = self._accepted(operator, argument)
        if taken is None:
            return list(dict.fromkeys(filter(None, self.words(body))))
        words = [word for word in wanted if set(word) <= taken]
        signs = [sign for sign in (*_GENERIC, *self.signs) if sign in taken]
        return list(dict.fromkeys([*signs[:1], *words, *signs]))[:_MOST_PUMPS]

    def _accepted(self, operator: Any, argument: Any) -> set[str] | None:
        """The signs that a single character of the pattern may be; None if that is no single character."""
        if operator is _C.ANY:
            return {sign for sign in self.signs if sign != "\n"}
        if operator is _C.LITERAL:
            return {chr(argument)}
        if operator is _C.NOT_LITERAL:
            return {sign for sign in self.signs if sign != chr(argument)}
        if operator is _C.IN:
            return {sign for sign in self.signs if _is_in(sign, argument)}
        return None

    def _node(self, node: Any) -> list[str]:  # noqa: PLR0911 - one for each kind of node
        operator, argument = node
        taken = self._accepted(operator, argument)
        if taken is not None:
            return [sign for sign in self.signs if sign in taken][:_MOST_WORDS]
        if operator is _C.BRANCH:
            branches = [self.words(list(branch)) for branch in argument[1]]
            return list(dict.fromkeys(words[0] for words in branches if words))[: 2 * _MOST_WORDS]
        if operator is _C.SUBPATTERN:
            return self.words(list(argument[-1]))
        if operator is _C.ATOMIC_GROUP:
            return self.words(list(argument))
        if operator in _REPEATS:
            least, _, body = argument
            once = self.words(list(body))[:2]
            return ([] if least else [""]) + [word * max(least, 1) for word in once]
        if operator is _C.AT and argument is _C.AT_BOUNDARY:
            # Where a word must end, a blank ends it.
            return [" ", ""]
        # Other places and assertions take nothing; a group said again is as good as nothing.
        return [""]


def _is_in(sign: str, members: list[Any]) -> bool:
    negated = bool(members) and members[0][0] is _C.NEGATE
    found = False
    for operator, argument in members:
        if operator is _C.LITERAL:
            found |= ord(sign) == argument
        elif operator is _C.RANGE:
            found |= argument[0] <= ord(sign) <= argument[1]
        elif operator is _C.CATEGORY:
            found |= _CATEGORIES[argument](sign)
    return found != negated


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


_CATEGORIES: dict[Any, Any] = {
    _C.CATEGORY_SPACE: str.isspace,
    _C.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    _C.CATEGORY_DIGIT: str.isdecimal,
    _C.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdecimal(),
    _C.CATEGORY_WORD: _is_word,
    _C.CATEGORY_NOT_WORD: lambda sign: not _is_word(sign),
}


def _literals(nodes: Any) -> Iterator[str]:
    """The characters that a pattern names, those in ranges by their ends."""
    for node in nodes:
        if not isinstance(node, tuple) or len(node) != 2:
            continue
        operator, argument = node
        if operator in (_C.LITERAL, _C.NOT_LITERAL):
            yield chr(argument)
        elif operator is _C.RANGE:
            yield from map(chr, argument)
        elif operator is _C.IN:
            yield from _literals(argument)
        elif operator is _C.BRANCH:
            for branch in argument[1]:
                yield from _literals(branch)
        elif operator in _REPEATS or operator is _C.SUBPATTERN:
            yield from _literals(argument[-1])
        elif operator is _C.ATOMIC_GROUP:
            yield from _literals(argument)
        elif operator in (_C.ASSERT, _C.ASSERT_NOT):
            yield from _literals(argument[1])
