"""Patterns of lines: borders, coasts and roads, and what is made of them."""

from functools import cache

from . import borders, routes
from .border_patterns import border_patterns
from .coast_patterns import coast_patterns
from .cues import cue
from .masked import LINE
from .patterns import Pattern
from .road_patterns import road_patterns, road_words


@cache
def line_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a line between places; where two match, the longer one wins."""
    return (*border_patterns(), *coast_patterns(), *road_patterns())


@cache
def farther_patterns() -> tuple[Pattern, ...]:
    """Return the patterns of lines that are made of other lines."""
    road = road_words()
    return (
        Pattern(
            "road from a place to a line",
            cue("road_nouns"),
            rf"{road} (?:from|between) @ (?:to|and) (?:the )?~",
            routes.to_line,
            ("the road from Damascus to the Jordanian border was open",),
            LINE,
        ),
        Pattern(
            "side of a border",
            "side",
            r"@ side of (?:the |its )?~",
            borders.side,
            ("on the Syrian side of the Turkish border",),
            LINE,
        ),
    )
