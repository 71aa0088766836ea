"""Every pattern of spatial expressions, in the stages in which they are looked for.

A new kind is a file with a function that returns its patterns, named here.
"""

from dataclasses import replace
from functools import cache

from .areas import area_patterns
from .between import between_patterns
from .borders import border_patterns, border_side_patterns
from .coasts import coast_patterns
from .described_lines import described_line_patterns, river_side_patterns
from .grammar.pattern import Pattern
from .meeting_points import meeting_point_patterns
from .offsets import offset_patterns
from .offshore import offshore_patterns
from .parallels import parallel_patterns
from .parts_of_places import fringe_patterns, part_patterns
from .routes import road_patterns, road_to_line_patterns
from .zones import ceasefire_zone_patterns, strip_patterns, zone_patterns


@cache
def stages() -> tuple[tuple[Pattern, ...], ...]:
    """Return every pattern: later stages read what earlier ones found.

    Where two of a stage match the same words, the longer match wins, then the earlier pattern.
    """
    roads = reading_phrases(road_patterns())
    described = reading_phrases(described_line_patterns())
    # A point where borders meet is read before their lines are: "the triple frontier of".
    lines = (*meeting_point_patterns(), *border_patterns(), *coast_patterns(), *roads, *described)
    lines_of_lines = (*reading_phrases(road_to_line_patterns()), *border_side_patterns())
    near_towns = reading_phrases((*fringe_patterns(), *between_patterns()))
    areas = (*area_patterns(), *part_patterns(), *near_towns)
    offsets = (
        *parallel_patterns(),
        *offset_patterns(),
        *offshore_patterns(),
        *river_side_patterns(),
    )
    distances = reading_phrases((*zone_patterns(), *strip_patterns(), *offsets))
    return lines, lines_of_lines, areas, distances, ceasefire_zone_patterns()


def reading_phrases(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """Return patterns that read noun phrases: they are about points, and a phrase has a head."""
    return tuple(replace(pattern, reads_phrases=True) for pattern in patterns)


def patterns() -> tuple[Pattern, ...]:
    """Return every pattern of every stage."""
    return tuple(pattern for stage in stages() for pattern in stage)
