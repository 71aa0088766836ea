"""CSV for spreadsheets: one row for each passage and place, or passage without a place."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from ..situation.plain_values import Record
from ..workspace.codes import HARMS
from .content import Content

COLUMNS = (
    *("document", "title", "source", "passage", "text", "from", "to", "dated", "themes"),
    *("dead", "injured", "missing"),
    *("place_id", "place", "kind", "lat", "lon", "exact", "confidence", "about"),
)
_ROWS = 500
"""That are written at once."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(content: Content) -> Iterator[bytes]:
    """Write all rows, newest first; ``about`` of the first one holds what the file says of itself.

    It is a column so that what reads CSV needs no option to skip lines.
    """
    buffer = io.StringIO()
    rows = csv.writer(buffer)
    rows.writerow(COLUMNS)
    about = "\n".join(content.about())
    written = 0
    for row in _rows(content):
        rows.writerow([guarded(cell) for cell in (*row, about)])
        about = ""
        written += 1
        if written % _ROWS == 0:
            yield _taken(buffer, first=written == _ROWS)
    if not written:
        rows.writerow([*[""] * (len(COLUMNS) - 1), about])
    yield _taken(buffer, first=written < _ROWS)


def guarded(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers are left as they are."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def most_counted(casualties: Sequence[Record], kind: str) -> int | None:
    """Return the highest number of people of a kind that a passage counts; None of no number."""
    numbers = [one["number"] for one in casualties if one["kind"] == kind]
    return max((number for number in numbers if number is not None), default=None)


def _rows(content: Content) -> Iterator[tuple[Any, ...]]:
    for row, passage in content.passages(content.rows):
        said = (
            *(passage[name] for name in COLUMNS[:8]),
            " ".join(passage["themes"]),
            *(most_counted(passage["casualties"], kind) for kind in HARMS),
        )
        places = content.places_of.get(row, ())
        for place in places:
            yield (
                *said,
                *(place.id, place.label, place.kind, place.lat, place.lon),
                *("yes" if place.exact else "no", place.confidence),
            )
        if not places:
            yield (*said, *[None] * 7)


def _taken(buffer: io.StringIO, *, first: bool) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8-sig" if first else "utf-8")  # the mark by which Excel knows UTF-8
