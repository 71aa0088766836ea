"""The notation of the rules, and what matches of one.

A rule is a row of elements with blanks between them; blanks of the text may stand there too::

    d:Day ~Suffix? of? m:Month [ ,? y:Year ]

A capitalised element is a class of words or numbers, any other a word or sign; ``|`` gives a
choice, ``?`` makes it optional, ``name:`` lets it be asked for, ``~`` forbids a blank before it.
``[ … ]`` is optional as a whole; ``{ … }`` comes once or more.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .expressions import Expression
from .lexing import Tokens
from .vocabulary import Vocabulary

GAP = "[ \\n]?"
"""What may stand between two elements."""
_ELEMENT = re.compile(r"(?P<glued>~?)(?:(?P<name>\w+):)?(?P<choice>[^\s?]+|\?)(?P<optional>\??)")


@dataclass(frozen=True)
class Found:
    """A match of a rule."""

    tokens: Tokens
    match: re.Match[str]

    @property
    def start(self) -> int:
        """First token."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Token behind the last."""
        return self.match.end()

    def index(self, name: str) -> int:
        """Return the token of a named element; -1 where it is left out, or the rule has none."""
        return self.match.start(name) if name in self.match.re.groupindex else -1

    def word(self, name: str) -> str:
        """Return the word of a named element in small letters; "" where it is left out."""
        return self.tokens.word(self.index(name))

    def number_at(self, index: int) -> int:
        """Return the value of a token of digits."""
        return int(self.tokens.words[index])

    def number(self, name: str, kind: str = "") -> int | None:
        """Return the value of a named element: of digits, or of a word by its class."""
        word = self.word(name)
        if not word:
            return None
        if word.isdecimal():
            return int(word)
        return int(Vocabulary.shipped().values[kind][word])

    def value(self, name: str, kind: str) -> str:
        """Return the value of a word by its class; "" where it is left out."""
        word = self.word(name)
        return str(Vocabulary.shipped().values[kind][word]) if word else ""


Build = Callable[[Found], Expression | Sequence[Expression] | None]
"""Makes what a match says; None where it says no date."""


@dataclass(frozen=True)
class Rule:
    """What a row of tokens says."""

    notation: str
    build: Build

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The notation over codes."""
        return re.compile(_compiled(self.notation))

    @cached_property
    def rest(self) -> str:
        """The pattern behind its first token, without names, to be one choice of many."""
        _, _, behind = self.notation.partition(" ")
        return re.sub(r"\?P<\w+>", "?:", _compiled(behind, is_behind=True))

    @property
    def names(self) -> Iterator[str]:
        """Names of the classes, words and signs that it asks for."""
        for piece in self.notation.split():
            if piece not in "[]{}":
                element = _ELEMENT.fullmatch(piece)
                if element is None:
                    raise ValueError(f"no element of a rule: {piece!r}")
                yield from element["choice"].split("|")

    @cached_property
    def seconds(self) -> set[str] | None:
        """Codes that the token behind the first may have, blanks aside; None where none need be."""
        return _first_of(self.notation.split()[1:])

    @cached_property
    def starters(self) -> set[str]:
        """Codes that a match may begin with."""
        element = _ELEMENT.fullmatch(self.notation.split()[0])
        return _codes(element["choice"]) if element else set()


def _compiled(notation: str, *, is_behind: bool = False) -> str:
    parts: list[str] = []
    for number, piece in enumerate(notation.split()):
        if piece in "[{":
            parts.append("(?:")
        elif piece == "]":
            parts.append(")?")
        elif piece == "}":
            parts.append(")+")
        else:
            parts.append(_element(piece, is_first=number == 0 and not is_behind))
    return "".join(parts)


def _first_of(pieces: Sequence[str]) -> set[str] | None:
    """Return the codes that a match of pieces may begin with; None where it may be empty."""
    found: set[str] = set()
    depth = 0
    is_open = True  # whether the group that is read may still begin here
    for piece in pieces:
        if piece in "[{":
            depth, is_open = depth + 1, True
        elif piece in "]}":
            depth -= 1
            if depth == 0 and piece == "}":
                return found
            is_open = True
        elif is_open:
            element = _ELEMENT.fullmatch(piece)
            assert element is not None  # noqa: S101  the pattern of the rule was made of it
            found |= _codes(element["choice"])
            if not element["optional"]:
                if depth == 0:
                    return found
                is_open = False
    return None


def _element(piece: str, *, is_first: bool) -> str:
    element = _ELEMENT.fullmatch(piece)
    if element is None:
        raise ValueError(f"no element of a rule: {piece!r}")
    chosen = "".join(sorted(_codes(element["choice"])))
    one = f"[{re.escape(chosen)}]"
    if element["name"]:
        one = f"(?P<{element['name']}>{one})"
    gap = "" if is_first or element["glued"] else GAP
    return f"(?:{gap}{one})?" if element["optional"] else gap + one


def _codes(choice: str) -> set[str]:
    vocabulary = Vocabulary.shipped()
    return set().union(*(vocabulary.codes_of(name) for name in choice.split("|")))
