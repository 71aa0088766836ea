"""Places for everything written for geopy: from the gazetteer, or from a service when asked."""

from .answers import Answer
from .cached import CachedGeocoder
from .narrowing import Narrower
from .offline import GazetteerGeocoder

__all__ = ["Answer", "CachedGeocoder", "GazetteerGeocoder", "Narrower"]
