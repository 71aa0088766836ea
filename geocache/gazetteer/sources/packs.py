"""Users' own places: packs in YAML, GeoJSON or CSV.

YAML packs are written like the files in ``data/gazetteer`` (`curated`). In GeoJSON a feature's
properties, and in CSV a row's columns, are the keys of such an entry; its geometry is its point,
area or line. In CSV several names are separated by ";".
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.validation import explain_validity

from ...antimeridian import polygon_of
from ...data_files import parsed_yaml
from ...errors import KnowledgeFileError
from ...records import PlaceOrigin
from ..names.normalise import normal_form
from ..outlines.countries import numeric_codes
from ..protocols import Record
from .curated import EXPECTED, records_of

LISTS = ("also", "countries", "forms", "adjectives", "people", "postal")
_TEXTS = ("id", "name", "place", "feature", "source", "exactness", "stands_for", "admin1")
WRITTEN = frozenset((*LISTS, *_TEXTS, "population"))
"""What a column or a property may hold; others, which such files are full of, mean other things."""
KNOWN = WRITTEN | {"point", "area", "line", "through"}
_OF_FACTS = frozenset(("forms", "adjectives", "people", "postal"))


def checked(entry: Any) -> dict[str, Any]:
    """Return an entry as the sources take it.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is no mapping, has keys that mean nothing, or values of another kind than expected.
    """
    if not isinstance(entry, dict):
        raise TypeError("not a mapping of keys to values")
    _check_keys(entry)
    for key in _TEXTS:
        if key in entry and (isinstance(entry[key], bool) or not isinstance(entry[key], str | int)):
            raise TypeError(f"{key} is {entry[key]!r}; expected text, in quotation marks")
    for key in LISTS:
        names = entry.get(key) or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise TypeError(f"{key} is {entry[key]!r}; expected a list of texts")
    if int(entry.get("population") or 0) < 0:
        raise ValueError(f"population is {entry['population']!r}; expected 0 or more")
    return _with_codes(entry)


def _check_keys(entry: dict[Any, Any]) -> None:
    unknown = sorted(str(key) for key in set(entry) - KNOWN)
    if unknown:
        raise KeyError(f"{', '.join(unknown)} not among {', '.join(sorted(KNOWN))}")
    if "place" not in entry and _OF_FACTS & set(entry):
        raise KeyError("a place's own other names stand under 'also'")


def _with_codes(entry: dict[str, Any]) -> dict[str, Any]:
    """Entry with its countries in capitals; raises ValueError where one is no code."""
    countries = [code.upper() for code in entry.get("countries") or ()]
    for code in countries:
        if code not in numeric_codes():
            raise ValueError(f"countries: {code!r} is no two-letter code, as SY")
    return {**entry, "countries": countries} if countries else entry


FORMATS = (".yaml", ".yml", ".geojson", ".json", ".csv")
_SEPARATOR = ";"
_DELIMITERS = ",;\t|"
_DECLARED = re.compile(r"sep=(.)\r?\n")
_MOST_REPORTED = 10
_LOCALITY = "L.LCTY"
"""What GeoNames calls a place of which nothing more is said."""
_COLUMNS = {
    "longitude": "lon",
    "lng": "lon",
    "long": "lon",
    "latitude": "lat",
    "country": "countries",
}
"""Other headings under which columns are often found."""

Entry = dict[str, Any]
Located = tuple[str, Entry]
"""Where in the file an entry is, in words, and the entry."""


class PackSource:
    """A pack of places.

    Parameters
    ----------
    name
        Of the file; what it ends in tells the format.
    content
        Of the file.

    Raises
    ------
    KnowledgeFileError
        The format is not known, or the file is not of that format.
    """

    licence = "the user's own"

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content
        self.version = sha256(content).hexdigest()[:12]
        readers: dict[str, Callable[[str], Iterator[Located]]] = {
            ".csv": _csv_entries,
            ".geojson": _geojson_entries,
            ".json": _geojson_entries,
        }
        suffix = Path(name).suffix.lower()
        if suffix not in FORMATS:
            raise KnowledgeFileError(
                f"{name}: can't be read as places; expected a file whose name ends in one of "
                f"{', '.join(FORMATS)}"
            )
        try:
            text = content.decode("utf-8-sig")
            self._entries = list(readers.get(suffix, _yaml_entries)(text))
        except (ValueError, RecursionError, yaml.YAMLError, csv.Error) as error:
            raise KnowledgeFileError(f"{name}: can't be read: {error}") from error

    @classmethod
    def read(cls, path: Path) -> "PackSource":
        """Read a file; raises `KnowledgeFileError`."""
        try:
            return cls(path.name, path.read_bytes())
        except OSError as error:
            raise KnowledgeFileError(f"{path}: can't be read: {error.strerror or error}") from error

    def entries(self) -> list[Entry]:
        """Return what the file says of each place, with the ids that places have of it."""
        taken = set[str]()
        return [self._identified(entry, taken) for _, entry in self._entries]

    def written(self) -> list[Entry]:
        """Return what the file says of each place, as it stands there."""
        return [dict(entry) for _, entry in self._entries]

    def records(self) -> Iterator[Record]:
        """Yield every place; raises `KnowledgeFileError` that names the unusable ones."""
        problems, taken = [], set[str]()
        for where, entry in self._entries:
            try:
                records = self._records_of(entry, taken)
            except (KeyError, TypeError, ValueError, OverflowError) as error:
                problems.append(f"{self.name}, {where}: {entry!r} is not usable ({error!r})")
                continue
            yield from records
        if problems:
            more = len(problems) - _MOST_REPORTED
            listed = "\n".join(problems[:_MOST_REPORTED]) + (
                f"\nand {more} more" if more > 0 else ""
            )
            raise KnowledgeFileError(f"{listed}\nexpected {EXPECTED}")

    def _records_of(self, entry: Entry, taken: set[str]) -> list[Record]:
        identified = self._identified(checked(entry), taken)
        return records_of(identified, PlaceOrigin.USER, given=entry.keys())

    def _identified(self, entry: Entry, taken: set[str]) -> Entry:
        """Entry with an id, made of the names of file and place where it has none."""
        if "place" in entry:
            return {"source": self.name, **entry}
        made = f"{Path(self.name).stem}:{normal_form(str(entry['name'])).replace(' ', '-')}"
        number, unique = 1, str(entry.get("id") or made)
        while unique in taken:
            number += 1
            unique = f"{made}-{number}"
        taken.add(unique)
        return {"feature": _LOCALITY, "source": self.name, **entry, "id": unique}


def _yaml_entries(text: str) -> Iterator[Located]:
    content = parsed_yaml(text)
    entries = content.get("entries") if isinstance(content, dict) else content
    if not isinstance(entries, list):
        raise ValueError("expected a list of places, under 'entries' or by itself")  # noqa: TRY004  the caller words it
    for number, entry in enumerate(entries, 1):
        yield f"entry {number}", entry


def _csv_entries(text: str) -> Iterator[Located]:
    declared = _DECLARED.match(text)  # as spreadsheets write it
    text = text[declared.end() :] if declared else text
    first = text.partition("\n")[0]
    delimiter = declared.group(1) if declared else max(_DELIMITERS, key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    headings = {
        name: _COLUMNS.get(name.strip().lower(), name.strip().lower())
        for name in rows.fieldnames or ()
    }
    if not {"name", "lon", "lat"} <= set(headings.values()):
        raise ValueError(
            f"expected columns name, lon and lat; found {', '.join(headings) or 'none'}"
        )
    for row in rows:
        where = f"line {rows.line_num}"
        if None in row:
            raise ValueError(f"{where} has more columns than there are headings")
        entry: Entry = {
            headings[key]: value.strip() for key, value in row.items() if value and value.strip()
        }
        entry["point"] = [entry.pop("lon", None), entry.pop("lat", None)]
        entry = {key: value for key, value in entry.items() if key in (*WRITTEN, "point")}
        for key in set(LISTS) & set(entry):
            separator = "," if key == "countries" and _SEPARATOR not in entry[key] else _SEPARATOR
            entry[key] = [name.strip() for name in entry[key].split(separator) if name.strip()]
        yield where, entry


def _geojson_entries(text: str) -> Iterator[Located]:
    content = json.loads(text)
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = {"features": [content]}
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise ValueError("expected a GeoJSON FeatureCollection")  # noqa: TRY004  the caller words it
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        try:
            properties = feature.get("properties") or {}
            entry = {
                key.lower(): value
                for key, value in properties.items()
                if value not in (None, "") and key.lower() in WRITTEN
            }
            for key in set(LISTS) & set(entry):
                if isinstance(entry[key], str):
                    entry[key] = [name.strip() for name in entry[key].split(_SEPARATOR)]
            yield where, _located(entry, feature["geometry"])
        except (ShapelyError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"{where} is no feature with properties and a geometry ({error!r})"
            ) from error


def _located(entry: Entry, geometry: dict[str, Any]) -> Entry:
    """Entry with its point, and with its area or line."""
    drawn: Any = shape(geometry)
    west, south, east, north = drawn.bounds if not drawn.is_empty else (0, 0, 0, 0)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004  degrees
        raise ShapelyError(f"geometry: not in degrees, from {west}, {south} to {east}, {north}")
    if east - west > 180 and drawn.geom_type == "Polygon":  # noqa: PLR2004  the long way round
        drawn = polygon_of([drawn.exterior.coords, *(hole.coords for hole in drawn.interiors)])
        geometry = mapping(drawn)
    if drawn.is_empty or not drawn.is_valid:
        raise ShapelyError(f"geometry: {explain_validity(drawn)}")
    inside = drawn.representative_point()
    extent: Entry = {}
    if "Polygon" in drawn.geom_type:
        extent = {"area": {"geometry": geometry}}
    elif "LineString" in drawn.geom_type:
        extent = {"line": geometry}
    elif drawn.geom_type != "Point":
        raise ShapelyError(f"{drawn.geom_type} is not a point, line or polygon")
    return {"point": [inside.x, inside.y], **extent, **entry}
