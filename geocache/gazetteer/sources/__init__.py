"""Where places come from: one module a source."""

from ..records import Source
from .airports import AirportSource
from .cities import CitySource
from .countries import CountrySource
from .curated import CuratedSource
from .subdivisions import SubdivisionSource

__all__ = ["default_sources"]


def default_sources() -> list[Source]:
    """Return the sources of the embedded gazetteer, in the order they are read."""
    return [
        CountrySource(),
        SubdivisionSource(),
        CitySource(),
        AirportSource(),
        CuratedSource(),
    ]
