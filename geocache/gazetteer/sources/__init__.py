"""Sources that places come from: one file for each, and the lists of those that are compiled."""

from collections.abc import Collection, Sequence
from pathlib import Path

from ..protocols import Source
from .airports import AirportSource
from .cities import CitySource
from .countries import CountrySource
from .curated import CuratedSource
from .geonames import AlternateNamesSource, GeoNamesSource, Report
from .opentraveldata import OpenTravelDataSource
from .subdivisions import SubdivisionSource

__all__ = ["default_sources", "geonames_sources"]


def default_sources() -> list[Source]:
    """Return the sources of the embedded gazetteer, in the order they are read."""
    return [
        CountrySource(),
        SubdivisionSource(),
        CitySource(),
        OpenTravelDataSource(),
        AirportSource(),
        CuratedSource(),
    ]


def geonames_sources(
    tables: Sequence[Path],
    alternate_names: Path | None = None,
    countries: Collection[str] = (),
    report: Report | None = None,
) -> list[Source]:
    """Return the sources of the whole of GeoNames, to be read before the embedded ones.

    Parameters
    ----------
    tables
        Files of places as GeoNames publishes them.
    alternate_names
        The file of alternate names; None for only those in the tables.
    countries
        ISO 3166-1 alpha-2 codes of the countries to take; all when empty.
    report
        Told about lines that can't be used.

    Raises
    ------
    GazetteerError
        A file can't be read, or is an archive that is cut off.
    """
    places: list[Source] = [GeoNamesSource(path, countries, report) for path in tables]
    names = [AlternateNamesSource(alternate_names, report)] if alternate_names else []
    return [*places, *names]
