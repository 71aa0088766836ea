"""A choice in words."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..situation import Filters, Situation
from ..situation.days import iso_day
from ..situation.filters import EVERYTHING, Box, Ring

_PLAIN: tuple[tuple[str, str, str], ...] = (
    ("sources", "source", "none known"),
    ("languages", "language", "none known"),
    ("countries", "country", "none"),
    ("admin1", "region", "none"),
    ("kinds", "kind of place", "none"),
    ("roles", "role of the place", "none"),
    ("outcomes", "certainty of the place", "none"),
    ("reviews", "review", "none"),
)
_DATED = {"words": "in its words", "report": "by its report", "": "not at all"}


def in_words(filters: Filters, situation: Situation) -> list[str]:
    """Return each condition of a choice as a short phrase; an empty list for everything."""
    return list(_phrases(filters, situation))


def _phrases(filters: Filters, situation: Situation) -> Iterator[str]:
    for part, phrase in _PHRASES.items():
        value = getattr(filters, part)
        if value != getattr(EVERYTHING, part):
            yield phrase(value)
    for part, name in (("themes", "theme"), ("not_themes", "without theme")):
        values = getattr(filters, part)
        if values:
            yield f"{name}: {_or(values, _theme_names(situation))}"
    if filters.documents:
        yield f"report: {_or(filters.documents, _titles(situation, filters.documents))}"
    for part, name, nothing in _PLAIN:
        values = getattr(filters, part)
        if values:
            yield f"{name}: {' or '.join(str(value) or nothing for value in values)}"


def _box(box: Box) -> str:
    west, south, east, north = box
    return f"in the box from {south}, {west} to {north}, {east} (latitude, longitude)"


def _ring(ring: Ring) -> str:
    corners = " / ".join(f"{lat}, {lon}" for lon, lat in ring)
    return f"in the area with corners {corners} (latitude, longitude)"


def _or(values: Sequence[Any], word: Callable[[str], str]) -> str:
    return " or ".join(word(value) for value in values)


def _theme_names(situation: Situation) -> Callable[[str], str]:
    labels = {theme.id: theme.label for theme in situation.themes.all} | {"": "none"}
    return lambda theme_id: labels.get(theme_id, theme_id)


def _titles(situation: Situation, hashes: Sequence[str]) -> Callable[[str], str]:
    marks = ", ".join("?" * len(hashes))
    titles = dict(
        situation.workspace.rows(
            f"SELECT hash, title FROM document WHERE hash IN ({marks})",  # noqa: S608  only marks
            tuple(hashes),
        )
    )
    return lambda found: str(titles.get(found, found))


_PHRASES: dict[str, Callable[[Any], str]] = {
    "text": lambda text: f"words: {text}",
    "first_day": lambda day: f"from {iso_day(day)}",
    "last_day": lambda day: f"to {iso_day(day)}",
    "tenses": lambda tenses: f"telling {_or(tenses, str)}",
    "casualties": lambda kinds: f"counting {_or(kinds, lambda kind: str(kind) or 'nobody')}",
    "least_casualties": lambda least: f"counting {least} or more people",
    "dated": lambda dated: f"dated {_or(dated, lambda value: _DATED[str(value)])}",
    "since_revision": lambda revision: f"came after revision {revision}",
    "place": lambda place: f"at or in: {place}",
    "box": _box,
    "ring": _ring,
    "footprint": lambda mark: f"touching the shape {mark}",
    "confidence": lambda least: f"certainty of the place: {least} % and more",
}
