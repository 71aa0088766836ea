"""Says what somebody wants to see."""

from dataclasses import dataclass, replace

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west beyond east crosses the antimeridian."""
Ring = tuple[tuple[float, float], ...]
"""Corners in (lon, lat) degrees."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Says what is chosen; empty parts choose everything. Hashable: answers are kept under it.

    A passage passes when it meets every condition on passages and, if there is a condition on
    places, holds a place that meets all of those at once. Several values of one part are
    alternatives.
    """

    # conditions on passages
    themes: tuple[str, ...] = ()
    """Theme ids; "" stands for passages without a theme."""
    not_themes: tuple[str, ...] = ()
    """Theme ids that a passage must not have."""
    first_day: int | None = None
    """Days from 1970-01-01: intervals that overlap pass. What has no date in words goes by its
    report's."""
    last_day: int | None = None
    dated: tuple[str, ...] = ()
    """What dates a passage: ``words``, ``report``, "" for nothing."""
    tenses: tuple[str, ...] = ()
    """What is told: ``news``, ``background``; of places that are shown, too."""
    casualties: tuple[str, ...] = ()
    """Whom a passage counts: ``dead``, ``injured``, ``missing``; "" for nobody."""
    least_casualties: int = 0
    """People of one of these kinds that a passage counts, at least; of any where none is chosen."""
    sources: tuple[str, ...] = ()
    """Outlets; "" stands for none known."""
    documents: tuple[str, ...] = ()
    """Hashes of documents."""
    languages: tuple[str, ...] = ()
    text: str = ""
    """In the grammar of the search box (`search`)."""
    since_revision: int | None = None
    """Documents that came after this revision; to be read again is not to come."""
    # conditions on places
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes."""
    admin1: tuple[str, ...] = ()
    """Country and GeoNames code, as ``SY.12``."""
    place: str = ""
    """Id or name: marks of the place, of its parts and of what lies in it."""
    box: Box | None = None
    ring: Ring = ()
    """A drawn polygon."""
    footprint: str = ""
    """Id of a mark: what touches its shape."""
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    confidence: int = 0
    """Per cent, at least."""
    outcomes: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()

    def without(self, *parts: str) -> "Filters":
        """Return the choice with some of its parts empty."""
        return replace(self, **{part: getattr(EVERYTHING, part) for part in parts})


EVERYTHING = Filters()
"""Hides nothing."""
