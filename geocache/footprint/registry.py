"""registry."""

from functools import cache

from .areas import _lists
from .between import _between
from .borders import border_patterns
from .coasts import coast_patterns
from .grammar.pattern import Pattern
from .offsets import offset_patterns
from .parts_of_places import _fringes, _parts
from .routes import farther_patterns, road_patterns
from .zones import _strips, _zones, agreed_patterns

# ---- lines


@cache
def line_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of a line between places; where two match, the longer one wins."""
    return (*border_patterns(), *coast_patterns(), *road_patterns())


# ---- measured


@cache
def measured_patterns() -> tuple[Pattern, ...]:
    """Return every pattern with a distance; where two match, the longer one wins."""
    return (*_zones(), *_strips(), *offset_patterns())


# ---- regions


@cache
def region_patterns() -> tuple[Pattern, ...]:
    """Return every pattern of an area; where two match, the longer one wins."""
    return (*_lists(), *_parts(), *_fringes(), *_between())


# ---- stages


def stages() -> tuple[tuple[Pattern, ...], ...]:
    """Return every pattern; later stages read what earlier ones found."""
    return (
        line_patterns(),
        farther_patterns(),
        region_patterns(),
        measured_patterns(),
        agreed_patterns(),
    )


def patterns() -> tuple[Pattern, ...]:
    """Return every pattern of every stage."""
    return tuple(pattern for stage in stages() for pattern in stage)
