"""Words of a text that measure: in "60 NM South-East of Aden" neither NM nor South-East is a place.

A unit behind a number, the direction behind a distance, a flight level and a magnitude are no
candidates, so that no weights can make them names.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..data_files import shipped, value_of
from .lexical import LOOKS_LIKE_NAME, MAY_BE_UNIT, WORD
from .tokens import TokenizedText

_FILE = ("footprint", "expressions.yaml")
_BEFORE = 20
"""Characters in front of a number that are read for the road whose number it is."""
_WORDS_BEFORE, _WORDS_BEHIND = 9, 3
"""Words around a direction that are read for its distance, and for what is measured from."""
_NAMES = re.compile(r"[\w$€£.]$|[A-Za-z]-$")
"""In front of digits that count nothing: "$60 m", "I-75"."""
_FLIGHT_LEVEL = re.compile(r"\bFL\s\d{2,3}\b")
_MAGNITUDE = re.compile(r"M(?<=\bM)[A-Za-z]{0,3}\s?\d\.\d(?![\w.])")
"""As in "M 5.4 - 87 km SSE of Sand Point": neither the M5 nor the M4."""
_ONWARD = re.compile(r"\b(?:NORTH|SOUTH|EAST|WEST)(?:-?(?:EAST|WEST))?WARDS?\b")
"""In capitals, where it looks like a part of the name in front."""
_BEFORE_OF = re.compile(
    r"(?<!the )\b(?:north|south|east|west)(?:[\s-]?(?:east|west))?\b(?= of (?:the )?(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""As in "South-East of Aden"; "the North of England" is a name."""
_DIGIT = re.compile(r"\d")
_DIGITS_OF_NUMBER = 16
"""More than are read as one number."""
_WORDS_OF_UNIT = 2
_FROM_REACH = 60
"""Characters in front of a name that are read for a distance from it."""
_MEASURED = re.compile(r"\d[^.;:\n]*\b(?:of|from|off) $", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_STATED = 120
"""Characters between two names in which a distance may stand."""
_SECOND_UNIT = r"(?:\s?\([^()\n]{1,30}\)|\s?/\s?[\d.,]+\s?[a-z. ]+?)?"
_WAY = r"(?:,?\s(?:away|off|distant))?,?\s(?:(?:to|in|on|at)\s)?(?:the\s|an?\s|due\s)?"
"""Between a distance and its direction."""


def measuring_words(document: TokenizedText) -> list[int]:
    """Return the positions of words that belong to a number and its unit, in order."""
    found: set[int] = set()
    for start, end in _spans(document):
        first = bisect_left(document.ends, start + 1)
        found.update(range(first, bisect_left(document.starts, end)))
    return sorted(found)


def is_measured_from(text: str, start: int) -> bool:
    """Tell whether a distance in digits stands in front of a name: "600 miles southwest of @"."""
    if text[max(0, start - 3) : start].lower() not in {"of ", "om ", "ff "}:
        return False
    front = text[max(0, start - _FROM_REACH) : start]
    return _MEASURED.search(front) is not None and _behind_digits().search(front) is not None


class StatedDistance(NamedTuple):
    """How far one place is from another by the words between their names."""

    km: float
    bearing: float | None
    """Degrees from north, as seen from the second; None where no direction is given."""


def stated_distance(words: str) -> StatedDistance | None:
    """Return what words between two names say of how far the first place is from the second.

    None where they say no distance: ", about 60 km west of " and " (12 miles from " do.
    """
    is_apposed = len(words) <= _LONGEST_STATED and words.lstrip(" ").startswith((",", "("))
    match = (
        _distance_between_names().fullmatch(words) if is_apposed and _DIGIT.search(words) else None
    )
    if not match or not all(_description().fullmatch(match[part]) for part in ("lead", "tail")):
        return None
    number = match["digits"].rstrip(".,").replace(",", "")
    if number.count(".") > 1:
        return None
    table = "compass" if match["wind"] else "compass_letters"
    wind = match["wind"] or match["letters"]
    bearing = float(value_of(wind, *_FILE, table)) if wind else None
    return StatedDistance(float(number) * value_of(match["unit"], *_FILE, "units"), bearing)


@cache
def _distance_between_names() -> re.Pattern[str]:
    """Return the pattern of a distance between two names, but for words that describe a place."""
    data = shipped(*_FILE)
    units, letters = ("|".join(data[key]) for key in ("units", "compass_letters"))
    wind = rf"(?:(?P<wind>{data['compass_words']})|(?-i:(?P<letters>{letters})))"
    return re.compile(
        r"\s?[,(]\s?(?P<lead>(?:[^\s\d]+\s){0,12})(?P<digits>\d[\d.,]{0,14}+)[\s-]{0,3}+"
        rf"(?P<unit>{units})(?!\w){_SECOND_UNIT}(?:{_WAY}{wind})?(?:\s(?:direction|side))?"
        r"(?:\saway)?,?\s(?:of|from)\s(?P<tail>(?:[^\s\d]+\s){0,6})",
        re.IGNORECASE,
    )


@cache
def _description() -> re.Pattern[str]:
    """Return the pattern of words that describe a place or hedge a distance."""
    data = shipped(*_FILE)
    lists = (data[key] for key in ("apposed", "hedges", "point_adjectives", "point_nouns"))
    return re.compile(rf"(?:(?:{'|'.join(lists)}|of)\s){{0,12}}", re.IGNORECASE)


def _spans(document: TokenizedText) -> Iterator[tuple[int, int]]:
    text = document.text
    if "FL" in text:
        yield from (match.span() for match in _FLIGHT_LEVEL.finditer(text))
    if "WARD" in text:
        yield from (match.span() for match in _ONWARD.finditer(text))
    if "M" in text:
        yield from (match.span() for match in _MAGNITUDE.finditer(text))
    measures = document.word(WORD.measures)
    at = measures.nonzero()[0]
    if len(at):
        kinds = list(zip(at.tolist(), measures[at].tolist(), strict=True))
        capitalised = [word for word, kind in kinds if kind & LOOKS_LIKE_NAME]
        units = [word for word, kind in kinds if kind & MAY_BE_UNIT]
        yield from _behind_numbers(document, units, capitalised)
        for word in capitalised:
            if match := _BEFORE_OF.match(text, document.starts[word]):
                yield match.span()


def _behind_numbers(
    document: TokenizedText, units: list[int], capitalised: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of units behind numbers, with the directions behind them."""
    text, start = document.text, _start_of_digits(document, units)
    if start is not None:
        for match in _behind_digits().finditer(text, start):
            if not _counts_nothing(text, match):
                yield match.start("unit"), match.end()
    if units:
        for first, last in _near_units(document, units, capitalised):
            for match in _behind_words().finditer(text, first, last):
                yield match.start("unit"), match.end()


def _start_of_digits(document: TokenizedText, units: list[int]) -> int | None:
    """Where the first digits may begin that have a unit behind them; None when none have."""
    for unit in units:
        start = document.starts[max(0, unit - _WORDS_OF_UNIT)]
        if _DIGIT.search(document.text, start, document.ends[unit]):
            return max(0, start - _DIGITS_OF_NUMBER)
    return None


def _near_units(
    document: TokenizedText, units: list[int], capitalised: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield spans of a text around words that look like names and have a unit in front."""
    for number in capitalised:
        first = max(0, number - _WORDS_BEFORE)
        if bisect_left(units, first) < bisect_right(units, number):
            end = document.ends[min(len(document) - 1, number + _WORDS_BEHIND)]
            yield document.starts[first], end


def _counts_nothing(text: str, match: re.Match[str]) -> bool:
    """Tell whether digits are a year, a part of a name or the number of a road."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return (
        _NAMES.search(before) is not None
        or _YEAR.fullmatch(match["digits"]) is not None
        or _road().search(before) is not None
    )


@cache
def _behind_digits() -> re.Pattern[str]:
    """Return the pattern of digits and their unit, with the direction behind if there is one."""
    digits = r"(?P<digits>\d[\d.,]{0,14}+)[\s-]{0,3}+"
    return re.compile(rf"{digits}{_unit_and_direction()}", re.IGNORECASE)


@cache
def _behind_words() -> re.Pattern[str]:
    """Return the pattern of a number in words and its unit."""
    numbers = "|".join(sorted(shipped(*_FILE)["numbers"], key=len, reverse=True))
    words = rf"\b(?-i:{numbers}|few|dozen|several|half an?|an?)[\s-]+"
    return re.compile(rf"{words}{_unit_and_direction()}", re.IGNORECASE)


def _unit_and_direction() -> str:
    data = shipped(*_FILE)
    units = "|".join(data["units"])
    compass = "|".join((*data["points_of_the_compass"], *data["compass"]))
    letters = "|".join(data["compass_letters"])
    direction = (
        rf"(?:{_SECOND_UNIT}{_WAY}(?:(?:{compass})(?=\s(?:of|from|off|direction)\b|\s?[.,;:)]|\s*\Z)"
        rf"|(?-i:{letters})(?!\w)))?"
    )
    # Three Mile Island and 100 Mile House are names.
    return rf"(?!(?-i:Mile)\b)(?P<unit>(?:{units})(?!\w)){direction}"


@cache
def _road() -> re.Pattern[str]:
    """Return the pattern of what a road is called in front of its number."""
    return re.compile(rf"\b(?:{shipped(*_FILE)['road_names']}|us) $", re.IGNORECASE)
