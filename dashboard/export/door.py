"""One door to all formats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geocache.gazetteer import Gazetteer

from ..errors import QueryError
from ..situation import Filters, Situation
from . import geojson, kml, passages_csv, standalone_html
from .content import Content


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: str
    media_type: str
    write: Callable[[Content], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Export:
    """A file that is being written."""

    media_type: str
    file_name: str
    chunks: Iterator[bytes]
    """Its content, in pieces; what was chosen is looked up before the first is asked for."""


FORMATS = {
    made.name: made
    for made in (
        Format("geojson", "application/geo+json", geojson.write),
        Format("csv", "text/csv; charset=utf-8", passages_csv.write),
        Format("kml", "application/vnd.google-earth.kml+xml", kml.write),
        Format("html", "text/html; charset=utf-8", standalone_html.write),
    )
}
"""By the ending of their files."""


def export(
    situation: Situation,
    filters: Filters,
    file_format: str,
    gazetteer: Gazetteer,
    day: date | None = None,
) -> Export:
    """Write what a choice shows, no more and no less.

    Parameters
    ----------
    situation
        What is asked.
    filters
        The choice.
    file_format
        One of `FORMATS`.
    gazetteer
        Has the outlines of countries and regions.
    day
        That the file says it was made; today if none.

    Raises
    ------
    QueryError
        There is no such format, or the words searched can't be understood.
    """
    chosen = FORMATS.get(file_format)
    if chosen is None:
        raise QueryError(f"no file can be written as {file_format!r}; expected {_expected()}")
    made = day or date.today()  # noqa: DTZ011  the day where the person is
    content = Content(situation, filters, gazetteer, made)
    file_name = f"sitmap-{made.isoformat()}.{chosen.name}"
    return Export(chosen.media_type, file_name, chosen.write(content))


def format_of(path: Path) -> str:
    """Return the format that a file's ending says; raises `QueryError` if it says none."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise QueryError(
            f"{path}: what to write can't be told; expected a name in {_expected('.')}"
        )
    return ending


def _expected(dot: str = "") -> str:
    *others, last = (dot + name for name in FORMATS)
    return f"{', '.join(others)} or {last}"
