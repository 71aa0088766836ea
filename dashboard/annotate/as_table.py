"""An annotated document as rows of GeoParquet: one for every observation.

A passage that speaks of no place has a row without a footprint, and a document without words one
without a passage, so that nothing vanishes. Geometries are WKB in (lon, lat) degrees; see
https://geoparquet.org/releases/v1.1.0/
"""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geocache import Footprint, Outcome
from geocache.antimeridian import figure_of

from ..model import AnnotatedDocument, Observation, Passage
from .as_json import by_passage, place_of

_DEGREE_DIGITS = 6
"""Decimals of positions: a tenth of a metre."""
_PROBABILITY_DIGITS = 4
_KEPT_OUTLINES = 512
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
}
"""Without a "crs" it is OGC:CRS84; no geometry types means that any may come up."""
_OUTCOMES = tuple(Outcome)
"""From the least to the most doubtful."""

SCHEMA = pa.schema(
    [
        pa.field("document", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("language", pa.string(), nullable=False),
        pa.field("passage", pa.int32()),
        pa.field("passage_start", pa.int32()),
        pa.field("passage_end", pa.int32()),
        pa.field("text", pa.string()),
        pa.field("words", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("kind", pa.string()),
        pa.field("role", pa.string()),
        pa.field("exact", pa.bool_()),
        pa.field("note", pa.string()),
        pa.field("place_id", pa.string()),
        pa.field("place_name", pa.string()),
        pa.field("country_code", pa.string()),
        pa.field("outcome", pa.string()),
        pa.field("confidence", pa.float64()),
        pa.field("first_day", pa.date32()),
        pa.field("last_day", pa.date32()),
        pa.field("dated", pa.string()),
        pa.field("carried", pa.bool_()),
        pa.field("themes", pa.list_(pa.string())),
        pa.field("geometry", pa.binary()),
    ],
    metadata={"geo": json.dumps(_GEO)},
)
"""Columns of the rows; those that may be null are so where a passage speaks of no place."""


def as_record_batch(identity: str | int, annotated: AnnotatedDocument) -> pa.RecordBatch:
    """Return the rows of a document, in the order of its passages.

    Parameters
    ----------
    identity
        What the document is called by who gave it.
    """
    rows = list(_rows(str(identity), annotated))
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def _rows(identity: str, annotated: AnnotatedDocument) -> Iterator[dict[str, Any]]:
    document = annotated.document
    named = {
        "document": identity,
        "title": document.title,
        "source": document.source,
        "language": document.language,
    }
    themes: dict[int, list[str]] = defaultdict(list)
    observations: dict[int, list[Observation]] = defaultdict(list)
    for hit in annotated.themes:
        if hit.core:
            themes[hit.passage].append(hit.theme)
    for observation in by_passage(annotated):
        observations[observation.passage].append(observation)
    for passage in annotated.passages:
        within = {**named, **_passage(document.text, passage), "themes": themes[passage.number]}
        for observation in observations[passage.number]:
            yield {**within, **_observation(annotated, observation)}
        if not observations[passage.number]:
            yield within
    if not annotated.passages:
        yield named


def _passage(text: str, passage: Passage) -> dict[str, Any]:
    return {
        "passage": passage.number,
        "passage_start": passage.start,
        "passage_end": passage.end,
        "text": text[passage.start : passage.end],
    }


def _observation(annotated: AnnotatedDocument, observation: Observation) -> dict[str, Any]:
    placed = annotated.placed[observation.footprint]
    footprint = placed.footprint
    place = place_of(annotated, footprint)
    first, last = observation.when.interval or (None, None)
    return {
        "words": annotated.document.text[footprint.start : footprint.end],
        "start": footprint.start,
        "end": footprint.end,
        "kind": footprint.kind.value,
        "role": placed.role.value,
        "exact": footprint.exact,
        "note": footprint.note,
        "place_id": place.id if place else None,
        "place_name": place.name if place else None,
        "country_code": (place.country_code or None) if place else None,
        **_certainty(annotated, footprint),
        "first_day": first,
        "last_day": last,
        "dated": observation.dated.value or None,
        "carried": bool(observation.carried),
        "geometry": _GEOMETRIES.of(footprint),
    }


def _certainty(annotated: AnnotatedDocument, footprint: Footprint) -> dict[str, Any]:
    """Most doubtful outcome, and least confidence, of the mentions of a footprint."""
    mentions = (annotated.parsed.mentions[index] for index in footprint.mentions)
    resolutions = [mention.resolution for mention in mentions]
    doubtful = max(resolutions, key=lambda resolution: _OUTCOMES.index(resolution.outcome))
    confidence = min(float(resolution.confidence) for resolution in resolutions)
    return {
        "outcome": doubtful.outcome.value,
        "confidence": round(confidence, _PROBABILITY_DIGITS),
    }


class _Geometries:
    """Geometries of footprints as WKB; outlines of countries and the like are remembered."""

    def __init__(self) -> None:
        self._outlines: OrderedDict[str, bytes] = OrderedDict()

    def of(self, footprint: Footprint) -> bytes | None:
        """Return the geometry of a footprint; None when it is not drawn."""
        outline = footprint.outline
        if outline in self._outlines:
            self._outlines.move_to_end(outline)
            return self._outlines[outline]
        geometry = _wkb(footprint)
        if outline and geometry is not None:
            self._outlines[outline] = geometry
            if len(self._outlines) > _KEPT_OUTLINES:
                self._outlines.popitem(last=False)
        return geometry


_GEOMETRIES = _Geometries()


def _wkb(footprint: Footprint) -> bytes | None:
    if footprint.geometry is None:
        return None
    rounded = shapely.transform(
        figure_of(footprint.geometry), lambda positions: np.round(positions, _DEGREE_DIGITS)
    )
    return bytes(shapely.to_wkb(rounded))
