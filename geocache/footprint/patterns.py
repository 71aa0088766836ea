"""The spatial expressions that are understood, one row each.

A pattern reads the masked text, in which ``@`` below stands for a mention. Every row has an example
that a test parses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import builders
from .builders import Builder
from .cues import cue, stems
from .masked import SLOT, MaskedText

_BLANK = r"[^\S\n]*(?:\n[^\S\n]*|[^\S\n])"
"""White space, a line end at most: an expression does not reach into the next paragraph."""
_QUOTE = "[“”\"'‘’]?"
_NUMBER = r"(?P<size>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of expression."""

    name: str
    stems: tuple[str, ...]
    """One of them is in every expression, in any case: only near them the pattern is tried."""
    regex: re.Pattern[str]
    build: Builder
    example: str
    """Running text in which the pattern finds something."""


def _pattern(name: str, key: str, words: str, build: Builder, example: str) -> Pattern:
    """Row of the table; ``key`` has the cue words, or the one word, that no expression lacks."""
    spelled = words.replace("@", f"{_QUOTE}{SLOT}{_QUOTE}").replace(" ", _BLANK)
    return Pattern(name, stems(key), re.compile(spelled, re.IGNORECASE), build, example)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return every pattern; where two match, the longer expression wins."""
    unit = f"(?P<unit>{cue('units')})"
    centre = f"(?:the )?(?:{cue('point_nouns')} )?@"
    side = f"(?P<side>{cue('compass')})"
    road = f"(?:{cue('road_adjectives')} )*{cue('road_nouns')}"
    return (
        _pattern(
            "zone of a size around a place",
            cue("zone_nouns"),
            rf"(?<!\w)(?:the |an? )?{_NUMBER}[\s-]*{unit}[\s-]+(?:{cue('zone_adjectives')} )?"
            rf"{cue('zone_nouns')} {cue('around')} {centre}(?: (?:area|base|garrison)\b)?",
            builders.zone,
            "in the 55-km area around the Al Tanf area",
        ),
        _pattern(
            "within a distance of a place",
            "within",
            rf"(?<!\w)within {_NUMBER}[\s-]*{unit} of {centre}",
            builders.zone,
            "Everybody within 30 km of Damascus was warned.",
        ),
        _pattern(
            "border of two countries",
            cue("border_nouns"),
            rf"(?<!\w)(?:the )?@\s?[-–—]\s?@ {cue('border_nouns')}\b",
            builders.border,
            "the Syrian-Jordanian border was closed",
        ),
        _pattern(
            "border between two countries",
            cue("border_nouns"),
            rf"(?<!\w)(?:the )?{cue('border_nouns')} between @ and @",
            builders.border,
            "the border between Syria and Jordan was closed",
        ),
        _pattern(
            "border of one country with another",
            cue("border_nouns"),
            rf"(?<!\w)@['’]s {cue('border_nouns')} with @",
            builders.border,
            "Jordan's border with Syria was closed",
        ),
        _pattern(
            "road with its name",
            cue("road_nouns"),
            rf"(?<!\w)(?:the )?{road} @(?: in @)?(?:\s?\((?:the )?@\s?[-–—]\s?@ {road}\))?",
            builders.named_route,
            "patrols on the international road “M4” in Syria (the Latakia-Aleppo road)",
        ),
        _pattern(
            "road between two places",
            cue("road_nouns"),
            rf"(?<!\w)(?:the )?@\s?[-–—]\s?@ {road}\b",
            builders.route,
            "the Latakia-Aleppo road was cut",
        ),
        _pattern(
            "road from one place to another",
            cue("road_nouns"),
            rf"(?<!\w)(?:the )?{road} (?:from|between) @ (?:to|and) @",
            builders.route,
            "the road from Latakia to Aleppo was cut",
        ),
        _pattern(
            "agreed zone in a place",
            cue("agreed_zones"),
            rf"(?<!\w)(?:the |an? )?(?P<agreed>{cue('agreed_zones')} {cue('agreed_zone_nouns')}) "
            rf"(?:in|of|around) @",
            builders.agreed_zone,
            "the crisis in the de-escalation zone in Idlib",
        ),
        _pattern(
            "agreed zone named after a place",
            cue("agreed_zones"),
            rf"(?<!\w)(?:the )?@ (?P<agreed>{cue('agreed_zones')} {cue('agreed_zone_nouns')})",
            builders.agreed_zone,
            "shelling of the Idlib de-escalation zone",
        ),
        _pattern(
            "compass part of a place",
            cue("compass"),
            rf"(?<!\w){side} @",
            builders.part,
            "a difficult situation in southern Syria",
        ),
        _pattern(
            "side of a place",
            cue("compass"),
            rf"(?<!\w)(?<!to\s)(?<!km\s)the {side} of @",
            builders.part,
            "snow in the north of Syria",
        ),
    )


def found(masked: MaskedText) -> Iterator[tuple[Pattern, re.Match[str]]]:
    """Every match of every pattern, in the order of the patterns."""
    windows: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for pattern in patterns():
        if pattern.stems not in windows:
            windows[pattern.stems] = list(masked.windows(pattern.stems))
        for start, end in windows[pattern.stems]:
            for match in pattern.regex.finditer(masked.text, start, end):
                yield pattern, match
