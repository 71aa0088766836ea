"""Sizes and distances as people write them: "55-km", "twenty miles", "10 to 15 kilometres"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from itertools import pairwise

from ...data_files import shipped
from ...records import FootprintKind
from ..expression import Builder, Draw, Expression, unknown_place
from .lexicon import REST, SIZE, compiled, cue, meaning

_FILE = ("footprint", "expressions.yaml")
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_RANGE = re.compile(r"\s*(?:[-–—]|\bto\b|\bor\b)\s*", re.IGNORECASE)
_GROUPS = ("unit", "size", "hedge")
_SUFFIXES = ("", "_2")
"""Behind the names of groups where an expression has room for a size twice."""
_ODD = "-odd"
"""Behind a number, as in "forty-odd": about so many."""
_ROUNDING = 1e-9
_POWERS = (100, 1000)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A length as the words have it."""

    low_km: float
    high_km: float
    is_stated: bool
    """Whether the words give one number, and no "about" before it."""

    @property
    def middle_km(self) -> float:
        """Half-way between both ends."""
        return (self.low_km + self.high_km) / 2

    @property
    def words(self) -> str:
        """For notes: "55 km", "10-15 km", "about 20 km"."""
        if self.low_km != self.high_km:
            return f"{written(self.low_km)}-{written(self.high_km)} km"
        about = "" if self.is_stated else "about "
        return f"{about}{written(self.middle_km)} km"


def written(length_km: float) -> str:
    """Return a number of kilometres as people write it: miles make long ones."""
    is_round = abs(length_km - round(length_km, 1)) < _ROUNDING
    return f"{length_km:.6g}" if is_round else f"{length_km:.3g}"


def size_pattern(suffix: str = "") -> str:
    """Return a pattern of what `size_words` found and what hedges it: groups hedge and size.

    Parameters
    ----------
    suffix
        Behind the names of the groups.
    """
    hedge = f"(?:(?P<hedge{suffix}>{cue('hedges')}) )?"
    return rf"(?<![\w.,]){hedge}(?P<size{suffix}>{SIZE}{REST}*)"


@cache
def size_words() -> re.Pattern[str]:
    """Return the pattern of a number and its unit, in the groups size and unit.

    It is long, and would be part of many others: it is looked for by itself, once.
    """
    words = "|".join(sorted(_numbers(), key=len, reverse=True))
    spelled = rf"(?:{words})(?:(?:[\s-]|\sand\s)(?:{words}))*(?!\w)"
    vague = "|".join(shipped(*_FILE)["vague_numbers"])
    number = f"(?:(?:{_DIGITS}|{spelled})(?:{_ODD})?|{vague})"
    several = rf"{number}(?:\s?[-–—]\s?{_DIGITS}| (?:to|or) {number})?"
    other = rf"{_DIGITS}(?:\s?[-–—]\s?{_DIGITS}| (?:to|or) {_DIGITS})?[\s-]*{cue('units')}"
    # Wire services give both: "40 kilometers (25 miles)".
    again = rf"(?:\s?\((?:\w+ )?{other}\)|\s?/\s?(?:{cue('hedges')} )?{other})?"
    whole = rf"(?<![\w.,])(?P<size>{several})[\s-]*(?P<unit>{cue('units')})(?!\w){again}"
    return compiled(whole)


def with_sizes(match: re.Match[str], sizes: Mapping[int, re.Match[str]]) -> dict[str, str | None]:
    """Return the groups of a pattern's match: of a size its number, and its unit in the group unit.

    Parameters
    ----------
    match
        Found in a text with `SIZE` for sizes.
    sizes
        What `size_words` found in the same text, by first characters.
    """
    groups: dict[str, str | None] = match.groupdict()
    for suffix in _SUFFIXES:
        if groups.get(f"size{suffix}"):
            size = sizes[match.start(f"size{suffix}")]
            groups |= {f"{name}{suffix}": size[name] for name in ("size", "unit")}
    return groups


def read_quantity(groups: dict[str, str]) -> Quantity:
    """Return the length in the groups of a pattern, as `with_sizes` has them.

    Raises
    ------
    KeyError
        The words are no number: "one one km".
    """
    unit, size, hedge = (groups.get(key, groups.get(f"{key}_2", "")) for key in _GROUPS)
    factor = meaning("units", " ".join(unit.split()))
    words = " ".join(size.split())
    if words.lower().endswith(_ODD):
        words, hedge = words[: -len(_ODD)], _ODD
    low, high = _whole(words) or _range(words)
    stated = low == high and not hedge
    return Quantity(min(low, high) * factor, max(low, high) * factor, stated)


def _range(words: str) -> tuple[float, float]:
    first, *others = _RANGE.split(words, maxsplit=1)
    return _number(first)[0], _number(others[0] if others else first)[1]


def _whole(words: str) -> tuple[float, float] | None:
    """Return the value of words that are one number: "twenty-five" is no range."""
    try:
        return _number(words)
    except KeyError:
        return None


def _number(words: str) -> tuple[float, float]:
    """Return the lowest and highest value of a number."""
    if re.fullmatch(_DIGITS, words):
        value = float(words.replace(",", ""))
        return value, value
    for pattern, ends in shipped(*_FILE)["vague_numbers"].items():
        if re.fullmatch(pattern, words, re.IGNORECASE):
            return float(ends[0]), float(ends[1])
    value = _spelled(words)
    return value, value


def _spelled(words: str) -> float:
    values = [_numbers()[w] for w in re.split(r"[\s-]+", words.lower()) if w != "and"]
    total, group = 0.0, 0.0
    for value in values:
        if value in _POWERS:
            group = max(group, 1.0) * value
            total, group = (total + group, 0.0) if value == max(_POWERS) else (total, group)
        else:
            group += value
    if any(b >= a and b not in _POWERS for a, b in pairwise(values)):
        raise KeyError(words)
    return total + group


def _numbers() -> dict[str, float]:
    numbers: dict[str, float] = shipped(*_FILE)["numbers"]
    return numbers


def sized(
    kind: FootprintKind, most_km: float
) -> Callable[[Callable[[Expression, Quantity], Draw | None]], Builder]:
    """Give a builder the size in the words; no number or an absurd one means something else.

    Parameters
    ----------
    kind
        What is said not to be drawn when no source knows the first anchor.
    most_km
        The largest size that makes sense.
    """

    def decorate(build: Callable[[Expression, Quantity], Draw | None]) -> Builder:
        @wraps(build)
        def builder(expression: Expression) -> Draw | None:
            try:
                size = read_quantity(expression.groups)
            except KeyError:
                return None
            if not 0 < size.high_km <= most_km:
                return None
            if not expression.anchors[0].is_known:
                return unknown_place(kind, expression)
            return build(expression, size)

        return builder

    return decorate
