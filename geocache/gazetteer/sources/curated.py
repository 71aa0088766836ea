"""Places and names that were written and reviewed for this project: ``data/gazetteer/*.yaml``.

A file holds ``entries``. An entry with ``id`` is a place; one with ``place`` adds names
(``english``, ``also``, ``forms``, ``adjectives``, ``people``, ``postal``) or a better ``point`` to
a place of any source, called ``geonames:ID``, ``sitmap:SLUG`` or ``country:XX``.
"""

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...data_files import data_path, read_entries
from ...errors import KnowledgeFileError
from ...records import NameKind, Place, PlaceOrigin
from ..curated_geometry import CuratedGeometry
from ..protocols import NameRecord, PlaceRecord, PointRecord, Record

EXPECTED = (
    "'place' with names or a point, or 'id', 'name', 'feature: CLASS.CODE' and 'point: [lon, lat]'"
)
_MAX_LON, _MAX_LAT = 180, 90
_CLASSES = frozenset("AHLPRSTUV")
_LONGEST_NAME = 400
_FIELDS = {
    "feature": ("feature_class", "feature_code"),
    "countries": ("country_code",),
    "admin1": ("admin1_code",),
    "population": ("population",),
}
"""Fields of a place that a key gives; no key gives the second-order code."""
_NAME_KEYS = {
    "english": NameKind.PREFERRED,
    "also": NameKind.ALTERNATE,
    "forms": NameKind.ABBREVIATION,
    "adjectives": NameKind.DEMONYM,
    "people": NameKind.DEMONYM,
    "postal": NameKind.CODE,
}


class CuratedSource:
    """Reviewed YAML files.

    Parameters
    ----------
    folder
        Where the files are; the shipped ones when None.
    """

    name = "sitmap curated places"
    licence = "MIT"

    def __init__(self, folder: Path | None = None) -> None:
        self._paths = sorted((folder or data_path("gazetteer")).glob("*.yaml"))
        content = b"".join(path.read_bytes() for path in self._paths)
        self.version = sha256(content).hexdigest()[:12]

    def records(self) -> Iterator[Record]:
        """Yield places and further names; raises `KnowledgeFileError` on a bad entry."""
        for path in self._paths:
            for entry in read_entries(path):
                try:
                    yield from records_of(entry, PlaceOrigin.CURATED)
                except (KeyError, TypeError, ValueError) as error:
                    raise KnowledgeFileError(
                        f"{path.name}: entry {entry!r} is not usable ({error!r}); "
                        f"expected {EXPECTED}"
                    ) from error


def records_of(
    entry: dict[str, Any], origin: PlaceOrigin, given: Collection[str] | None = None
) -> list[Record]:
    """Return what an entry says; raises KeyError, TypeError or ValueError when it says nothing.

    Parameters
    ----------
    entry
        Its keys and values.
    origin
        Of the places whose id is not one of GeoNames.
    given
        Keys that whoever wrote it gave; the others were filled in. All of them when None.
    """
    if "place" in entry:
        return _facts(entry)
    return [_place(entry, origin, entry.keys() if given is None else given)]


def _facts(entry: dict[str, Any]) -> list[Record]:
    """Return what an entry says of another source's place."""
    place_id, facts = str(entry["place"]), list[Record]()
    if "point" in entry:
        lon, lat = _position(entry)
        facts.append(PointRecord(place_id, lon, lat, f"point: {entry['source']}"))
    names = {str(form): kind for key, kind in _NAME_KEYS.items() for form in entry.get(key) or ()}
    if names or not facts:
        facts.append(NameRecord(place_id, names))
    return facts


def _position(entry: dict[str, Any]) -> tuple[float, float]:
    lon, lat = map(float, entry["point"])
    if not (abs(lon) <= _MAX_LON and abs(lat) <= _MAX_LAT):
        raise ValueError(f"point {entry['point']} is not [lon, lat] in degrees")
    return lon, lat


def _place(entry: dict[str, Any], origin: PlaceOrigin, given: Collection[str]) -> PlaceRecord:
    lon, lat = _position(entry)
    feature_class, _, feature_code = entry["feature"].partition(".")
    countries = entry.get("countries") or []
    if feature_class not in _CLASSES or not feature_code:
        raise ValueError(f"feature {entry['feature']!r} is not CLASS.CODE, as P.PPL")
    name = str(entry["name"]).strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ValueError(f"name {name[:40]!r} has not 1 to {_LONGEST_NAME} characters")
    names = {str(other): NameKind.ALTERNATE for other in entry.get("also") or ()}
    names[name] = NameKind.PREFERRED
    place_id = entry["id"]
    if "geonames" in entry:
        place_id, origin = f"geonames:{entry['geonames']}", PlaceOrigin.GEONAMES
    return PlaceRecord(
        Place(
            id=place_id,
            name=name,
            lon=lon,
            lat=lat,
            feature_class=feature_class,
            feature_code=feature_code,
            country_code=countries[0] if len(countries) == 1 else "",
            admin1_code=str(entry.get("admin1", "")),
            population=int(entry.get("population", 0)),
            note=entry.get("exactness", ""),
            source=entry["source"],
            origin=origin,
        ),
        names,
        CuratedGeometry.of(entry),
        (entry["id"],),
        frozenset(name for key, fields in _FIELDS.items() if key not in given for name in fields),
    )
