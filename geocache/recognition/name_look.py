"""What a name tells before its surroundings are looked at, one row each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .document import shape
from .known_names import UNKNOWN, NameFacts
from .templates import Template
from .word_classes import classes, word_classes

_ROAD = re.compile(r"[A-Z]{1,3}[- ]?\d{1,4}[A-Z]?|(?:[A-Z][a-z]+ )+\d{1,4}[A-Z]?")


class Name(NamedTuple):
    """Words that could be a name."""

    words: str
    """As they stand in the text."""
    parts: tuple[str, ...]
    """Each word of them."""
    facts: NameFacts

    @property
    def size(self) -> str:
        """How many words, for features."""
        return f"L{min(len(self.parts), 4)}"


def _shapes(name: Name) -> str:
    return "-".join(map(shape, name.parts[:3]))


def _whole_key(name: Name) -> tuple[object, ...]:
    """Unknown names of several words are told apart only by how they are written."""
    if name.facts is UNKNOWN and len(name.parts) > 1:
        return _shapes(name), name.size, bool(_ROAD.fullmatch(name.words))
    return (name.words,)


def _whole(name: Name) -> Iterator[str]:
    size, standing = name.size, name.facts.standing
    yield from ("bias", size, f"shape={_shapes(name)}", f"s={standing}{size}")
    if name.facts is not UNKNOWN or len(name.parts) == 1:
        yield f"t={name.words.lower()}"
    for feature in name.facts.features:
        yield from (feature, feature + size)
    if _ROAD.fullmatch(name.words):
        yield from ("road", f"road{standing}")


def _word(word: str, standing: str, many: str) -> Iterator[str]:
    yield from (f"{word}{many}", word)
    for kind in classes(word):
        yield f"{kind}{many}"
    octave = word_classes()[word].octave
    yield from (f"{octave}{many}", f"{octave}{many}{standing}")


def _first_key(name: Name) -> tuple[str, ...]:
    if len(name.parts) == 1:
        return ()
    return name.parts[0].lower(), name.facts.standing


def _first(name: Name) -> Iterator[str]:
    if len(name.parts) > 1:
        yield from _word(name.parts[0].lower(), name.facts.standing, "+")


def _last_key(name: Name) -> tuple[object, ...]:
    return name.parts[-1].lower(), name.facts.standing, len(name.parts) > 1


def _last(name: Name) -> Iterator[str]:
    word, standing, many = name.parts[-1].lower(), name.facts.standing, len(name.parts) > 1
    yield from _word(word, standing, "+" if many else "")
    yield from (f"end2={word[-2:]}{standing}", f"{classes(word)[2]}{standing}")
    if not many or name.facts is UNKNOWN:
        yield from (f"end3={word[-3:]}", f"end4={word[-4:]}", f"begin3={word[:3]}")


NAME_TEMPLATES: tuple[Template[Name], ...] = (
    Template("name", _whole_key, _whole, lambda name: name.facts.told),
    Template("first word", _first_key, _first, lambda name: name.parts[0]),
    Template("last word", _last_key, _last, lambda name: name.parts[-1]),
)
