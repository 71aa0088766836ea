"""Frames into folium maps: the only room that knows folium, and that flips lon and lat."""

from .assets import ASSET_FOLDERS, GROUND
from .disputed import claimants
from .drawing import base_map, mark_layer
from .geometry import SIDES
from .ground import GROUND_LEVELS, towns_json
from .kept_ground import ground_key, is_kept, kept_level
from .marks import MARK_COLUMNS, MarkGeometries, mark_frame
from .packed_marks import packed_marks, packed_places
from .page_map import map_parts
from .view import FittedView, overview, view_of

__all__ = [
    "ASSET_FOLDERS",
    "GROUND",
    "GROUND_LEVELS",
    "MARK_COLUMNS",
    "SIDES",
    "FittedView",
    "MarkGeometries",
    "base_map",
    "claimants",
    "ground_key",
    "is_kept",
    "kept_level",
    "map_parts",
    "mark_frame",
    "mark_layer",
    "overview",
    "packed_marks",
    "packed_places",
    "towns_json",
    "view_of",
]
