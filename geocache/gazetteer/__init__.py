"""Places and their names."""

from .index import CompiledGazetteer
from .memory import MemoryGazetteer
from .names import normal_form
from .records import Area, Gazetteer, Progress
from .store import index_path, is_built, open_gazetteer

__all__ = [
    "Area",
    "CompiledGazetteer",
    "Gazetteer",
    "MemoryGazetteer",
    "Progress",
    "index_path",
    "is_built",
    "normal_form",
    "open_gazetteer",
]
