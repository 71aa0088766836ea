"""The cue words of spatial expressions in ``expressions.yaml``, and the symbols of patterns."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ...data_files import shipped, value_of

SLOT, LINE, REGION = "\ue000", "\ue001", "\ue002"
"""Stand for a mention, an expression of a line and one of an area; characters that Unicode
reserves for private use."""
PHRASE = "\ue005"
"""Stands for a noun phrase that is about a mention: "the Iraqi city of Kirkuk"."""
SIZE, REST = "\ue003", "\ue004"
"""Stand for the first character of a size, and for each of the others."""
_BLANK = re.compile(r" (\?)?")
_LEFT_OUT = re.compile(r"\[[^]]*\]|[a-z][?*]|[^a-z]")
"""Of an alternative: classes of letters, letters that may be missing, and what is no letter."""
_FILE = ("footprint", "expressions.yaml")
WHOLE = "$"
"""Behind a stem that is a whole word: "m" is in every unit of its kind, and begins many words."""


def cue(key: str) -> str:
    """Return the words of a key as alternatives, in one group that captures nothing."""
    value = shipped(*_FILE)[key]
    return f"(?:{'|'.join(value) if isinstance(value, dict) else value})"


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression, in any case, in which a blank stands for any number of them.

    At least one, but where a question mark follows; there is none in classes or lookbehinds.
    """
    blanks = _BLANK.sub(lambda blank: " *" if blank[1] else " +", pattern)
    return re.compile(blanks, re.IGNORECASE)


class Beginnings(tuple[str, ...]):
    """How words begin that every expression of a kind has one of, in lower-case letters.

    One is the same as itself alone: what is kept by them is looked up at each text for each
    pattern, and to compare dozens of words takes longer than what is kept.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@cache
def stems(alternatives: str) -> Beginnings:
    """Return stems in lower case; every text that matches has a word that begins with one.

    Parameters
    ----------
    alternatives
        Cue words as in the file, separated by "|"; with a dollar sign behind, whole words.
    """
    longest = {
        max(_LEFT_OUT.sub(" ", words).split(), key=len) + WHOLE * words.endswith(WHOLE)
        for words in alternatives.removeprefix("(?:").removesuffix(")").split("|")
    }
    return Beginnings(
        sorted(s for s in longest if not any(s.startswith(o) for o in longest if o != s))
    )


class StemFinder:
    """Finds where words of a text begin with one of some stems.

    Parameters
    ----------
    stems
        Lower-case letters.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        in_order = sorted(stems)
        self._prefixes_of = {
            word.encode(): [s for s in in_order if s == word + WHOLE or word.startswith(s)]
            for word in (stem.removesuffix(WHOLE) for stem in in_order)
        }
        """Stems that each one begins with, itself included."""
        self._any = re.compile(f" {_spelled_out(in_order)}".encode())

    def __call__(self, text: bytes) -> dict[str, list[int]]:
        """Return the positions of the blanks before such words, in order, for every stem found.

        Parameters
        ----------
        text
            Lower-case letters and blanks, one at either end.
        """
        positions: dict[str, list[int]] = {}
        for match in self._any.finditer(text):
            for stem in self._prefixes_of[match[0][1:]]:
                positions.setdefault(stem, []).append(match.start())
        return positions


def _spelled_out(words: Sequence[str]) -> str:
    """Return a pattern of words, the longest first, that reads each letter once."""
    further: dict[str, list[str]] = {}
    for word in words:
        if word:
            further.setdefault(word[0], []).append(word[1:])
    branches = [
        "(?![a-z])" if letter == WHOLE else letter + _spelled_out(rest)
        for letter, rest in further.items()
    ]
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}" if branches else ""


def meaning(key: str, words: str) -> float:
    """Return what the table ``key`` gives for ``words``: a unit in km, a bearing in degrees.

    Raises
    ------
    KeyError
        The words are not in the table.
    """
    return float(value_of(words, *_FILE, key))


def named(key: str, words: str) -> str:
    """Return the name that the table ``key`` gives for ``words``; raises as `meaning` does."""
    return str(value_of(words, *_FILE, key))
