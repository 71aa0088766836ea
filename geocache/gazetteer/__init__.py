"""Places and their names."""

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
