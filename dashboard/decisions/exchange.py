"""Decisions for other programs: as an annotated corpus, as a file of places, as a table."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import yaml

from geocache import Outcome

from ..annotate.rulings import DocumentRulings, Rulings
from ..annotate.verdicts import LEAVE
from ..workspace import Workspace
from ..workspace.decisions import IN_FORCE, NOTE, UNDO, rulings_of
from .facts import mentions_of, reports
from .touched import as_document, as_mention

_RECORDS = f"""
SELECT d.uid, d.batch, d.at, d.who, d.act, d.scope, d.document_hash, coalesce(t.title, ''),
       d.start, d."end", d.before, d.after, d.why, {IN_FORCE}
FROM decision d LEFT JOIN document t ON t.hash = d.document_hash
WHERE d.act NOT IN ('{UNDO}', '{NOTE}', '{LEAVE}') ORDER BY d.id
"""
_COLUMNS = (
    *("uid", "batch", "at", "who", "act", "reach", "document", "title", "start", "end", "words"),
    *("before_id", "before_name", "before_outcome", "before_confidence"),
    *("after_id", "after_name", "after_lon", "after_lat", "role", "theme", "holds", "date"),
    *("why", "in_force"),
)
_GEONAMES = "geonames:"
_STANDING = "SELECT id FROM document WHERE replaced_by IS NULL"


def table(workspace: Workspace) -> Iterator[str]:
    """Yield the lines of a CSV table: every decision, and what it says."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in (_COLUMNS, *_rows(workspace)):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _rows(workspace: Workspace) -> Iterator[tuple[Any, ...]]:
    for row in workspace.rows(_RECORDS):
        *facts, before, after, why, holds = row
        old, new = json.loads(before), json.loads(after)
        was, place = old.get("place") or {}, new.get("place") or {}
        yield (
            *facts,
            new["words"],
            was.get("id", ""),
            was.get("name", ""),
            old.get("outcome", ""),
            old.get("confidence", ""),
            place.get("id", ""),
            place.get("name", ""),
            place.get("lon", ""),
            place.get("lat", ""),
            new.get("role", ""),
            new.get("theme", ""),
            "" if "holds" not in new else str(new["holds"]).lower(),
            new.get("date", ""),
            why,
            str(bool(holds)).lower(),
        )


def places(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the places that reviewers drew in decisions that hold, as entries of a pack."""
    entries: dict[str, dict[str, Any]] = {}
    for ruling in rulings_of(workspace.reader).all:
        place, geometry = ruling.place, ruling.after.get("geometry")
        if place is None or not geometry:
            continue
        entry: dict[str, Any] = {"id": place.id, "name": place.name, "source": "a reviewer"}
        if ruling.after["words"] != place.name:
            entry["also"] = [" ".join(ruling.after["words"].split())]
        if place.country_code:
            entry["countries"] = [place.country_code]
        known = entries.get(place.id)
        if known and "also" in entry:
            known["also"] = sorted({*known.get("also", ()), *entry["also"]})
        entries.setdefault(place.id, entry | {"geometry": geometry})
    return list(entries.values())


def as_geojson(entries: list[dict[str, Any]]) -> str:
    """Return a pack of places as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in entry.items() if key != "geometry"},
            "geometry": entry["geometry"],
        }
        for entry in entries
    ]
    content = {"type": "FeatureCollection", "features": features}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_yaml(entries: list[dict[str, Any]], points: dict[str, tuple[float, float]]) -> str:
    """Return a pack of places as YAML; ``points`` are (lon, lat) by id."""
    written = []
    for entry in entries:
        geometry = entry["geometry"]
        kept = {key: value for key, value in entry.items() if key != "geometry"}
        kept |= {"feature": "L.LCTY", "point": list(points[entry["id"]])}
        if "Polygon" in geometry["type"]:
            kept["area"] = {"geometry": geometry}
        elif "LineString" in geometry["type"]:
            kept["line"] = geometry
        written.append(kept)
    return str(yaml.safe_dump({"entries": written}, allow_unicode=True, sort_keys=False))


def points(workspace: Workspace) -> dict[str, tuple[float, float]]:
    """Return where the drawn places lie, (lon, lat) by id."""
    found = (ruling.place for ruling in rulings_of(workspace.reader).all)
    return {place.id: (place.lon, place.lat) for place in found if place}


class Corpus:
    """Reports of which a person decided every mention, as lines of an annotated corpus.

    Of other reports it is not known whether what is not marked is no place, so they are left out.

    Parameters
    ----------
    workspace
        Of the reports.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.written = 0
        """Reports so far."""
        self.left = 0
        """Reports so far of which some mentions were decided, and not all."""

    def lines(self) -> Iterator[str]:
        """Yield a JSON line for each report."""
        rulings = rulings_of(self._workspace.reader)
        for (number,) in self._workspace.rows(f"{_STANDING} ORDER BY id"):
            line = self._line(number, rulings)
            if line:
                yield json.dumps(line, ensure_ascii=False) + "\n"

    def _line(self, number: int, rulings: Rulings) -> dict[str, Any] | None:
        found = next(reports(self._workspace, [number]))
        document = as_document(found)
        about = rulings.about(document)
        if not about:
            return None
        ruled = DocumentRulings(document, about).mentions
        named = mentions_of(self._workspace, [number])
        decided = [any(True for _ in ruled.holding(as_mention(found, one))) for one in named]
        if not all(decided) or not named:
            self.left += any(decided)
            return None
        self.written += 1
        date = self._workspace.rows("SELECT date FROM document WHERE id = ?", (number,))[0][0]
        mentions = [
            {
                "start": one.start,
                "end": one.end,
                "text": found.text[one.start : one.end],
                "type": one.role,
                **_gold(one.place),
            }
            for one in named
            if one.outcome != Outcome.NOT_A_PLACE
        ]
        facts = {"id": found.hash, "title": found.title, "source": found.source, "date": date}
        return {**facts, "text": found.text, "mentions": mentions}


def _gold(place: dict[str, Any] | None) -> dict[str, Any]:
    if not place:
        return {}
    found: dict[str, Any] = {"lat": place["lat"], "lon": place["lon"]}
    if place["id"].startswith(_GEONAMES):
        found["geonameid"] = int(place["id"].removeprefix(_GEONAMES))
    return found
