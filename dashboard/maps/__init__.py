"""Frames into folium maps: the only room that knows folium, and that flips lon and lat."""

from .assets import ASSET_FOLDERS, BASEMAP_FILE, TOWNS_FILE, basemap_geojson, towns_json
from .drawing import base_map, mark_layer
from .geometry import SIDES
from .marks import MARK_COLUMNS, MarkGeometries, mark_frame
from .packed_marks import packed_marks, packed_places
from .page_map import map_parts
from .view import FittedView, overview, view_of

__all__ = [
    "ASSET_FOLDERS",
    "BASEMAP_FILE",
    "MARK_COLUMNS",
    "SIDES",
    "TOWNS_FILE",
    "FittedView",
    "MarkGeometries",
    "base_map",
    "basemap_geojson",
    "map_parts",
    "mark_frame",
    "mark_layer",
    "overview",
    "packed_marks",
    "packed_places",
    "towns_json",
    "view_of",
]
