"""The stretches of a masked text that patterns are tried in: those with their words and a node."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

_LETTERS = bytes(c if chr(c) in ascii_lowercase else ord(" ") for c in bytes(range(256)).lower())
_LIKE_ASCII = {"\u0131": "i", "\u0130": "i", "\u017f": "s", "\u212a": "k"}
"""Letters that regular expressions take for others where case does not matter."""
_REACH = 100
"""Characters from the cue word of an expression to its ends, at most: twice the most in any of
700 expressions of news and invented reports. Names are one character here."""

Beginnings = tuple[str, ...]
"""How words begin that every expression of a kind has one of, in lower-case letters."""
Stretches = Sequence[tuple[int, int]]
"""Half-open, in order and apart."""


class Windows:
    """Where words of a masked text begin with some letters, and what is near them.

    Parameters
    ----------
    text
        The masked text.
    slots
        Position of each node's slot.
    """

    __slots__ = ("_length", "_seen", "_slots", "_stretches", "spelled")

    def __init__(self, text: str, slots: Sequence[int]) -> None:
        self.spelled = b" " + _in_ascii(text).encode("ascii", "replace").translate(_LETTERS)
        """The text in lower case, a byte for every character: a blank for all but ASCII letters,
        and one more in front."""
        self._length, self._slots = len(text), slots
        self._seen: dict[str, Sequence[int]] = {}
        self._stretches: dict[tuple[Beginnings, ...], Stretches] = {}

    def note(self, seen: Mapping[str, Sequence[int]]) -> None:
        """Take in where some stems begin, which is else looked for when they are asked for."""
        self._seen.update(seen)

    def __call__(self, stems: Beginnings, *also: Beginnings) -> Stretches:
        """Stretches in which there are both a stem and a node near it.

        Parameters
        ----------
        stems
            Near which they are.
        also
            Further stems, of which a stretch must have one of each.
        """
        kinds = (stems, *also)
        known = self._stretches.get(kinds)
        if known is None:
            *fewer, last = kinds
            known = tuple(self._with_one(self(*fewer), last) if fewer else self._near(stems))
            self._stretches[kinds] = known
        return known

    def _near(self, stems: Beginnings) -> Iterator[tuple[int, int]]:
        start = end = 0
        for position in self._occurrences(stems):
            if position - _REACH > end:
                if _has_any(self._slots, start, end):
                    yield start, end
                start = position - _REACH
            end = position + _REACH
        end = min(end, self._length)
        if _has_any(self._slots, start, end):
            yield start, end

    def _with_one(self, stretches: Stretches, stems: Beginnings) -> Iterator[tuple[int, int]]:
        if stretches:
            positions = self._occurrences(stems)
            yield from (each for each in stretches if _has_any(positions, *each))

    def _occurrences(self, stems: Beginnings) -> list[int]:
        """Where words begin with any of the stems, in order."""
        found: list[int] = []
        for stem in stems:
            known = self._seen.get(stem)
            found += self._beginnings(stem) if known is None else known
        found.sort()
        return found

    def _beginnings(self, stem: str) -> Sequence[int]:
        found: list[int] = []
        find, letters = self.spelled.find, b" " + stem.encode()
        position = find(letters)
        while position >= 0:
            found.append(position)
            position = find(letters, position + 1)
        self._seen[stem] = found
        return found


def _in_ascii(text: str) -> str:
    """Text of the same length without the letters of `_LIKE_ASCII`."""
    for letter in () if text.isascii() else _LIKE_ASCII:
        text = text.replace(letter, _LIKE_ASCII[letter])
    return text


def _has_any(positions: Sequence[int], start: int, end: int) -> bool:
    """Whether any of some positions, given in order, lies in a stretch."""
    return bisect_left(positions, start) < bisect_left(positions, end)
