"""Places and their names."""

from .index import CompiledGazetteer
from .memory import MemoryGazetteer
from .names import normal_form
from .records import Area, Gazetteer, Progress
from .store import open_gazetteer

__all__ = [
    "Area",
    "CompiledGazetteer",
    "Gazetteer",
    "MemoryGazetteer",
    "Progress",
    "normal_form",
    "open_gazetteer",
]
