"""The index on disk: compiled from the sources once, then opened memory-mapped.

``build`` and ``reader`` are the two doors; each of the other files is one table of the index, with
what writes it and what reads it.
"""

from .manifest import Manifest
from .places import PlaceRows

__all__ = ["Manifest", "PlaceRows"]
