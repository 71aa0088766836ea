"""What the map's page loads, all of it from this machine."""

import gzip
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from xstatic.pkg import leaflet

from geocache import Place
from geocache.gazetteer.outlines import world

ASSET_FOLDERS: dict[str, Path] = {
    "leaflet": Path(leaflet.BASE_DIR),
    "sitmap": Path(__file__).with_name("static"),
}
"""Folders that the server offers below ``/assets``, by name."""

ASSETS = "assets"
"""As seen from the root of the app."""

BASEMAP_FILE = "basemap.geojson"
TOWNS_FILE = "towns.json"
_TOLERANCE, _DIGITS = 0.003, 3
"""Degrees: about 300 m, less than a pixel until the map is at its deepest zooms."""


@cache
def basemap_geojson() -> bytes:
    """Return the country outlines (Natural Earth, 1:10 million) as gzipped GeoJSON."""
    outlines = world().outlines(_TOLERANCE, _DIGITS)
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in outlines]
    return _compressed({"type": "FeatureCollection", "features": features})


def towns_json(towns: Iterable[Place]) -> bytes:
    """Names to write on the map as gzipped JSON: ``[lon, lat, name]`` in order of precedence."""
    return _compressed([[round(p.lon, 4), round(p.lat, 4), p.name] for p in towns])


def _compressed(content: object) -> bytes:
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), 5, mtime=0)
