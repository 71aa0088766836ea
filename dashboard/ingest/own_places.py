"""Places of the user's own as a list that can be changed, and as the file that is kept of it.

A file stays of its format, and its places keep their ids, also under another name: decisions and
links name them.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import yaml

from geocache.errors import KnowledgeFileError
from geocache.gazetteer import PackSource

DEFAULT_FILE = "my-places.csv"
"""Of places that are added where no file of places is kept yet."""
_LISTED = ("also", "countries", "forms", "adjectives", "people", "postal")
_FIRST = ("name", "lon", "lat")
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """What a person says of a place."""

    name: str
    lon: float
    """Degrees, WGS84."""
    lat: float
    also: tuple[str, ...] = ()
    """Other names."""
    feature: str = ""
    """Class and code of GeoNames, as P.PPL; a locality when empty."""
    country: str = ""
    """ISO 3166-1 alpha-2; empty when not said."""


@dataclass(frozen=True)
class OwnPlaces:
    """A file of places as a list."""

    file: str
    """Its name, which tells the format."""
    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, file: str, content: bytes) -> "OwnPlaces":
        """Read a file; raises `KnowledgeFileError` where it can't be used."""
        source = PackSource(file, content)
        list(source.records())
        entries = source.written()
        for entry in entries:
            if "point" in entry:
                entry["point"] = [float(degrees) for degrees in entry["point"]]
        return cls(file, entries)

    def ids(self) -> list[str]:
        """Return the ids of the places; of an entry about a known place, that place's."""
        return [
            str(entry.get("place") or entry["id"])
            for entry in PackSource(self.file, self.content()).entries()
        ]

    def with_place(self, place: OwnPlace, position: int | None = None) -> "OwnPlaces":
        """Return the list with a place in it, in the stead of the one at a position if so asked.

        What the file says besides of that place stays: its outline, its inhabitants, its source.

        Raises
        ------
        KnowledgeFileError
            The place can't be used as it is; the message says why.
        """
        entries = [dict(entry) for entry in self.entries]
        if position is None:
            entries.append(_with_facts({}, place))
        else:
            entry = entries[position]
            if "name" in entry and entry["name"] != place.name:
                entry.setdefault("id", self.ids()[position])
            entries[position] = _with_facts(entry, place)
        return self._checked(entries)

    def without(self, position: int) -> "OwnPlaces":
        """Return the list without the place at a position."""
        return OwnPlaces(self.file, [e for n, e in enumerate(self.entries) if n != position])

    def _checked(self, entries: list[Entry]) -> "OwnPlaces":
        changed = OwnPlaces(self.file, entries)
        list(PackSource(self.file, changed.content()).records())
        return changed

    def content(self) -> bytes:
        """Return the file."""
        suffix = PurePath(self.file).suffix.lower()
        if suffix == ".csv":
            return _as_csv(self.entries)
        if suffix in {".geojson", ".json"}:
            return _as_geojson(self.entries)
        written = {"entries": self.entries}
        return yaml.safe_dump(written, allow_unicode=True, sort_keys=False).encode()


def has_extent(entry: Entry) -> bool:
    """Whether a place is drawn as more than a point."""
    return bool({"area", "line", "through"} & entry.keys())


def _with_facts(entry: Entry, place: OwnPlace) -> Entry:
    """Entry with what a person says of it."""
    if not place.name.strip():
        raise KnowledgeFileError("the place has no name; expected one")
    changed = entry | {"name": place.name.strip()}
    if not has_extent(entry):
        changed["point"] = [place.lon, place.lat]
    for key, value in (
        ("also", [name.strip() for name in place.also if name.strip()]),
        ("countries", [place.country.upper()] if place.country else []),
        ("feature", place.feature),
    ):
        changed.pop(key, None)
        if value:
            changed[key] = value
    return changed


def _as_csv(entries: Sequence[Entry]) -> bytes:
    rows = [_csv_row(entry) for entry in entries]
    more = sorted({key for row in rows for key in row} - set(_FIRST))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*_FIRST, *more], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _csv_row(entry: Entry) -> dict[str, Any]:
    lon, lat = entry.get("point") or ("", "")
    row = {"name": entry.get("name", ""), "lon": lon, "lat": lat}
    for key, value in entry.items():
        if key not in {"point", "name"}:
            row[key] = ";".join(value) if key in _LISTED else value
    return row


def _as_geojson(entries: Sequence[Entry]) -> bytes:
    features = []
    for entry in entries:
        geometry = entry.get("line") or (entry.get("area") or {}).get("geometry")
        facts = {k: v for k, v in entry.items() if k not in {"point", "line", "area"}}
        features.append(
            {
                "type": "Feature",
                "properties": facts,
                "geometry": geometry or {"type": "Point", "coordinates": entry["point"]},
            }
        )
    content = {"type": "FeatureCollection", "features": features}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
