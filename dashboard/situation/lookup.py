"""Finds a place for a person at the keyboard, and says in a line what it is."""

from collections.abc import Iterator
from contextlib import suppress

from geocache.errors import UnknownPlaceError
from geocache.gazetteer import Gazetteer, SearchHit, normal_form
from geocache.geocoder import Narrower
from geocache.records import NameKind, NameMatch

EXACT = 1.0
_EVERY = 1_000_000
"""More than are alike."""


class Lookup:
    """Answers what was typed: a name in any spelling, "Paris, Texas", a code such as LHR, an id.

    Parameters
    ----------
    gazetteer
        Where places are looked up.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._narrower = Narrower(gazetteer)

    def find(self, typed: str, limit: int, country: str = "") -> list[SearchHit]:
        """Return places that may be meant, the likeliest first; of ``country`` when it is given."""
        hits: dict[str, SearchHit] = {}
        for hit in self._hits(typed, limit if not country else _EVERY):
            if not country or hit.place.country_code == country:
                hits.setdefault(hit.place.id, hit)
        return list(hits.values())[:limit]

    def _hits(self, typed: str, limit: int) -> Iterator[SearchHit]:
        yield from self._by_id(typed)
        yield from (_exact(match, typed) for match in self._gazetteer.coded(typed))
        if "," not in typed:
            yield from self._gazetteer.search(typed, limit)
            return
        yield from (_exact(match, typed) for match in self._narrower.matches(typed))
        name, _, outer = typed.partition(",")
        for hit in self._gazetteer.search(name, _EVERY):
            if self._narrower.lies_in(hit.place, outer):
                yield hit

    def _by_id(self, typed: str) -> Iterator[SearchHit]:
        """Return the place with an id as geonames:169389, or the country of a code as SY."""
        for place_id in (typed.strip(), f"country:{typed.strip().upper()}"):
            with suppress(UnknownPlaceError):
                place = self._gazetteer.place(place_id)
                yield SearchHit(place, NameKind.CODE, typed.strip(), EXACT)

    def line(self, hit: SearchHit) -> str:
        """Say name, kind, where it lies, population, position and id, and why it was found."""
        place = hit.place
        containers = ", ".join(self._narrower.containers(place))
        people = f", {place.population:,} people" if place.population else ""
        position = f"{place.lat:.4f}, {place.lon:.4f}"
        kind = f"{place.feature_class}.{place.feature_code}"
        inside = f" in {containers}" if containers else ""
        return f"{place.name} ({kind}){inside}{people}; {position}; {place.id}; {_why(hit)}"


def _exact(match: NameMatch, typed: str) -> SearchHit:
    name = typed.upper() if match.kind is NameKind.CODE else normal_form(typed.partition(",")[0])
    return SearchHit(match.place, match.kind, name, EXACT)


def _why(hit: SearchHit) -> str:
    if hit.name == hit.place.id:
        return "its id"
    if hit.kind is NameKind.CODE:
        return f"its code is {hit.name}"
    what = "its name" if hit.kind is NameKind.PREFERRED else f"{hit.kind.value} name"
    if hit.likeness >= EXACT:
        return what if hit.kind is NameKind.PREFERRED else f"{what} {hit.name!r}"
    return f"{hit.likeness:.0%} like {what} {hit.name!r}"
