"""Geocoders with the interface of geopy: the gazetteer itself, and services whose answers are kept.

``offline`` answers from the gazetteer; ``cached`` asks a service when it is switched on.
"""

from .answers import Answer
from .cached import CachedGeocoder
from .narrowing import Narrower
from .offline import GazetteerGeocoder

__all__ = ["Answer", "CachedGeocoder", "GazetteerGeocoder", "Narrower"]
