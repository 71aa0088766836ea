"""Finds circles of latitude that a text calls by their degree: "the 38th parallel"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

PARALLEL = "PARL"
"""Feature code of a circle of latitude; no gazetteer has it."""
_TENS = ("twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth")
_ONES = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)
_COMPOUNDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty")
_BELOW_TEN, _POLE = 9, 90
_ORDINALS: dict[str, int] = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{
        f"{tens}{joint}{_ONES[one]}": 10 * number + one + 1
        for number, tens in enumerate(_COMPOUNDS, 2)
        for one in range(_BELOW_TEN)
        for joint in "- "
    },
}
_NUMBER = r"(?:(?P<digits>\d{1,2})(?:st|nd|rd|th)|(?P<words>[a-z]+(?:[- ][a-z]+)?))"
_PARALLEL = re.compile(
    rf"\b{_NUMBER} parallels?\b(?! (?:universe|session|process|line|track|event|market))"
    r"(?: (?P<half>north|south)\b(?! of\b))?",
    re.IGNORECASE,
)
_HINT = "arallel"


class Parallel(NamedTuple):
    """A circle of latitude, where it is written."""

    start: int
    end: int
    degrees: int
    """From the equator, 1..89."""
    half: str
    """"north" or "south"; empty when the text does not say."""


def find_parallels(text: str) -> Iterator[Parallel]:
    """Yield the circles of latitude that a text names, in text order."""
    if _HINT not in text and _HINT.upper() not in text:
        return
    for match in _PARALLEL.finditer(text):
        start, degrees = match.start(), 0
        if match["digits"]:
            degrees = int(match["digits"])
        else:
            written = match["words"].lower()
            if written not in _ORDINALS:  # "the eighth", behind another word
                written = re.split("[- ]", written)[-1]
                start = match.end("words") - len(written)
            degrees = _ORDINALS.get(written, 0)
        if 0 < degrees < _POLE:
            yield Parallel(start, match.end(), degrees, (match["half"] or "").lower())


def read_parallel(words: str) -> Parallel | None:
    """Return the circle of latitude that the words, and nothing besides, name."""
    found = next(find_parallels(words), None)
    return found if found and (found.start, found.end) == (0, len(words)) else None
