"""Hostile strings derived from a pattern: a prefix that reaches a repetition, a pump that it repeats, a suffix that fails."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice, product, zip_longest
from typing import Any, NamedTuple

# The parser of the standard library has had no public name since Python 3.11, but nothing else shows the parts of a pattern.
_PARSER: Any = importlib.import_module("re._parser")
_C: Any = importlib.import_module("re._constants")

_REPEATS = (_C.MAX_REPEAT, _C.MIN_REPEAT, _C.POSSESSIVE_REPEAT)
# A repetition with a smaller maximum cannot become slow.
_WORTH_PUMPING = 3
_GENERIC = "甲a1 \n，。（<第"
_MOST_WORDS = 6
_MOST_PUMPS = 12


class Hostile(NamedTuple):
    """A family of texts: `prefix`, then `pump` repeated until the size is reached, then `suffix`."""

    prefix: str
    pump: str
    suffix: str

    def text(self, size: int) -> str:
        """The text of the family that has about `size` characters."""
        times = max(1, (size - len(self.prefix) - len(self.suffix)) // len(self.pump))
        return self.prefix + self.pump * times + self.suffix


def hostile_to(pattern: str, examples: Iterable[str], most: int) -> list[Hostile]:
    """At most `most` families of texts on which a search for the pattern may be slow, the likeliest first.

    `examples` are texts that the pattern matches; they are cut at every position and repeated.
    """
    tree = _PARSER.parse(pattern)
    alphabet = _Alphabet(tree)
    sources = [_around(repetition) for repetition in _repetitions(list(tree), alphabet, [""], [""])]
    sources.append(_broken_off(examples))
    sources.append(Hostile("", character, "") for character in alphabet.characters)
    # One of each source in turn, so that every repetition of the pattern is tried.
    turns = chain.from_iterable(zip_longest(*sources))
    return list(islice(dict.fromkeys(filter(None, turns)), most))


def _broken_off(examples: Iterable[str]) -> Iterator[Hostile]:
    """Yield families that repeat an example, its beginnings, or the character after a beginning."""
    for example in filter(None, examples):
        yield Hostile("", example, "")
        for end in range(len(example) - 1, 0, -1):
            yield Hostile("", example[:end], "")
            yield Hostile(example[:end], example[end], "")


class _Repetition(NamedTuple):
    """Texts that lead to a repetition, texts that it repeats, and texts that follow it."""

    before: list[str]
    bodies: list[str]
    after: list[str]


def _around(repetition: _Repetition) -> Iterator[Hostile]:
    """Yield the families of texts that may make one repetition slow."""
    befores = list(dict.fromkeys([*repetition.before, ""]))
    cut = [word[:-1] for word in repetition.after if len(word) > 1]
    afters = list(dict.fromkeys(filter(None, [*cut, *repetition.after])))
    for before, body in product(befores, repetition.bodies):
        yield Hostile(before, body, "")
        # In this text a match may begin at every position.
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
    """Yield each repetition within successive nodes, with the texts that may stand before and after it."""
    leading = before
    for index, node in enumerate(nodes):
        rest = _cross(alphabet.words(nodes[index + 1 :]), after)
        operator, argument = node
        if operator in _REPEATS:
            _, most, body = argument
            if most >= _WORTH_PUMPING:
                yield _Repetition(leading, alphabet.pumps(list(body), rest, leading), rest)
            yield from _repetitions(list(body), alphabet, leading, rest)
        elif operator is _C.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(list(branch), alphabet, leading, rest)
        elif operator is _C.SUBPATTERN:
            yield from _repetitions(list(argument[-1]), alphabet, leading, rest)
        elif operator is _C.ATOMIC_GROUP:
            yield from _repetitions(list(argument), alphabet, leading, rest)
        elif operator in (_C.ASSERT, _C.ASSERT_NOT) and argument[0] > 0:
            yield from _repetitions(list(argument[1]), alphabet, leading, rest)
        if operator is _C.ASSERT and argument[0] < 0:
            # A lookbehind: the text before this node ends with what it requires.
            words = alphabet.words(list(argument[1]))
            leading = [old[: len(old) - len(word)] + word for old, word in product(leading, words)][
                :_MOST_WORDS
            ]
        else:
            leading = _cross(leading, alphabet.words([node]))


def _cross(lefts: list[str], rights: list[str]) -> list[str]:
    """Combinations of a left and a right text, at most `_MOST_WORDS`; those of early texts come first."""
    pairs = sorted(product(enumerate(lefts), enumerate(rights)), key=lambda pair: pair[0][0] + pair[1][0])
    return list(dict.fromkeys(left + right for (_, left), (_, right) in pairs))[:_MOST_WORDS]


class _Alphabet:
    """The characters that matter to a pattern, and short texts that its parts match."""

    def __init__(self, tree: Any) -> None:
        self.characters = list(dict.fromkeys([*_literals(tree), *_GENERIC]))

    def words(self, nodes: list[Any]) -> list[str]:
        """Some short and different texts that successive nodes match."""
        texts = [""]
        for node in nodes:
            texts = _cross(texts, self._node(node))
        return texts

    def pumps(self, body: list[Any], rest: list[str], before: list[str]) -> list[str]:
        """Texts that a repetition may repeat, first those that the rest or the whole pattern can begin with too."""
        operator, argument = body[0] if len(body) == 1 else (None, None)
        wanted = [word[:end] for word in (*rest, *before) for end in range(1, len(word) + 1)]
        taken = self._accepted(operator, argument)
        if taken is None:
            return list(dict.fromkeys(filter(None, self.words(body))))
        words = [word for word in wanted if set(word) <= taken]
        characters = [character for character in (*_GENERIC, *self.characters) if character in taken]
        return list(dict.fromkeys([*characters[:1], *words, *characters]))[:_MOST_PUMPS]

    def _accepted(self, operator: Any, argument: Any) -> set[str] | None:
        """The characters of the alphabet that a single-character node matches; None for any other node."""
        if operator is _C.ANY:
            return {character for character in self.characters if character != "\n"}
        if operator is _C.LITERAL:
            return {chr(argument)}
        if operator is _C.NOT_LITERAL:
            return {character for character in self.characters if character != chr(argument)}
        if operator is _C.IN:
            return {character for character in self.characters if _is_in(character, argument)}
        return None

    def _node(self, node: Any) -> list[str]:  # noqa: PLR0911 - one for each kind of node
        """Some short texts that one node matches."""
        operator, argument = node
        taken = self._accepted(operator, argument)
        if taken is not None:
            return [character for character in self.characters if character in taken][:_MOST_WORDS]
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
            # Whitespace ends a word, as the boundary requires.
            return [" ", ""]
        # Other positions and assertions match nothing; references to groups are treated like them.
        return [""]


def _is_in(character: str, members: list[Any]) -> bool:
    """Whether a character class matches a character."""
    negated = bool(members) and members[0][0] is _C.NEGATE
    is_member = False
    for operator, argument in members:
        if operator is _C.LITERAL:
            is_member |= ord(character) == argument
        elif operator is _C.RANGE:
            is_member |= argument[0] <= ord(character) <= argument[1]
        elif operator is _C.CATEGORY:
            is_member |= _CATEGORIES[argument](character)
    return is_member != negated


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_CATEGORIES: dict[Any, Any] = {
    _C.CATEGORY_SPACE: str.isspace,
    _C.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    _C.CATEGORY_DIGIT: str.isdecimal,
    _C.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    _C.CATEGORY_WORD: _is_word,
    _C.CATEGORY_NOT_WORD: lambda character: not _is_word(character),
}


def _literals(nodes: Any) -> Iterator[str]:
    """Yield the characters that are written in the pattern."""
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
