"""Places of the world with their names and areas, looked up offline.

`open_gazetteer` opens the one in use; `Gazetteer` says what every gazetteer offers.
"""

from .curated_geometry import CuratedGeometry
from .index.reader import CompiledGazetteer
from .layered import LayeredGazetteer
from .memory import MemoryGazetteer
from .names.normalise import normal_form
from .protocols import Area, Gazetteer, Progress
from .search import SearchHit
from .sources.packs import PackSource
from .store import build_chosen, chosen_index, index_path, is_built, open_gazetteer, use_embedded

__all__ = [
    "Area",
    "CompiledGazetteer",
    "CuratedGeometry",
    "Gazetteer",
    "LayeredGazetteer",
    "MemoryGazetteer",
    "PackSource",
    "Progress",
    "SearchHit",
    "build_chosen",
    "chosen_index",
    "index_path",
    "is_built",
    "normal_form",
    "open_gazetteer",
    "use_embedded",
]
