"""Marks of a view with what is drawn of them."""

from functools import lru_cache
from typing import Any

import pandas as pd

from geocache.antimeridian import geometry_of
from geocache.gazetteer import Gazetteer
from geocache.records import Geometry

from ..situation import Situation, View
from ..workspace.geometries import decode
from .disputed import without_disputed
from .geometry import SIDES

_KEPT = 1 << 14
MARK_COLUMNS = (
    *("mark_id", "label", "kind", "role", "geometry", "exact", "note", "confidence"),
    *("theme", "passages", "ambiguous", "called", *SIDES),
)
_DRAWN_COLUMNS = tuple(column for column in MARK_COLUMNS if column != "geometry")


def mark_frame(situation: Situation, shown: pd.DataFrame) -> pd.DataFrame:
    """What rows of `View.marks` are and are called, as `MARK_COLUMNS` but for the geometry.

    The sides of its box (``west`` and so on) are NaN of what can't be drawn.
    """
    facts = situation.mark_facts(shown["mark"].tolist())
    known = facts["thing_id"].notna().to_numpy()  # a mark may be gone since the view was made
    facts, shown = facts[known], shown[known]
    frame = facts.reset_index().rename(columns={"mark_id": "hash", "thing_id": "mark_id"})
    frame = frame.assign(
        confidence=shown["confidence"].to_numpy(),
        theme=shown["theme"].to_numpy(),
        passages=shown["passages"].to_numpy(),
        ambiguous=shown["ambiguous"].to_numpy(),
        called=situation.labels().reindex(shown["thing"]).to_numpy(),
    )
    return frame[["mark", *_DRAWN_COLUMNS]]


class MarkGeometries:
    """Draws marks: from what the workspace keeps, or from the outlines of the gazetteer.

    Parameters
    ----------
    situation
        Whose marks they are.
    gazetteer
        Has the outlines.
    """

    def __init__(self, situation: Situation, gazetteer: Gazetteer) -> None:
        self._situation, self._gazetteer = situation, gazetteer
        self._kept = lru_cache(maxsize=_KEPT)(self._read)

    def marks(self, view: View) -> pd.DataFrame:
        """One row for each place or shape that a view shows, as `MARK_COLUMNS`.

        ``geometry`` is GeoJSON, or None of what can't be drawn.
        """
        frame = mark_frame(self._situation, view.marks())
        facts = self._situation.mark_facts(frame["mark"].tolist())
        geometries = [self.geometry(row) for row in facts.itertuples()]
        frame["geometry"] = pd.Series(geometries, index=frame.index, dtype=object)
        return frame[[*MARK_COLUMNS]]

    def geometry(self, facts: Any, zoom: int | None = None) -> Geometry | None:
        """GeoJSON of a mark, given its row of `Situation.mark_facts`.

        With a zoom, outlines are as detailed as a map shows them there. Those of countries are
        without what is disputed, as the ground is.
        """
        if facts.west != facts.west:  # NaN: not drawn
            return None
        if (facts.west, facts.south) == (facts.east, facts.north):
            return {"type": "Point", "coordinates": [facts.lon, facts.lat]}
        return self._kept(facts.Index, facts.outline, zoom)

    def _read(self, mark: int, outline: str, zoom: int | None) -> Geometry | None:
        if outline:
            drawn = self._gazetteer.outline(outline, zoom)
            return without_disputed(outline, drawn, zoom) if drawn else None
        rows = self._situation.workspace.rows(
            "SELECT content FROM mark_geometry WHERE mark_id = ?", (mark + 1,)
        )
        return geometry_of(decode(rows[0][0])) if rows else None
