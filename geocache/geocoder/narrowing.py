"""What a place lies in, and names that say so: "Paris, Texas"."""

from collections.abc import Callable
from functools import cached_property

from shapely.geometry import Point as PlanarPoint
from shapely.prepared import prep

from ..gazetteer import Gazetteer
from ..geodesy import sphere_km
from ..records import NameMatch, Place

NEAR_KM = 50.0
"""A place "in" one that has neither code nor polygon (a town, a camp) is at most so far away."""

_Holds = Callable[[Place], bool]


class Narrower:
    """Looks names up, and keeps the places that lie where the query says.

    Parameters
    ----------
    gazetteer
        Knows the names, and the places they lie in.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def matches(self, query: str) -> list[NameMatch]:
        """Every place meant by a name, or by a name, a comma and what it lies in.

        Names that hold a comma themselves ("Washington, D.C.") are found as they are.
        """
        parts = [part.strip() for part in query.split(",") if part.strip(" ")]
        if not parts:
            return []
        name, *outer = parts
        whole = {match.place.id: match for match in self._gazetteer.matches(query)}
        whole = whole or {match.place.id: match for match in self._gazetteer.coded(query)}
        if not outer:
            return list(whole.values())
        inside = self._gazetteer.matches(name)
        for container in outer:
            holders = self._holders(container) if inside else []
            inside = tuple(
                match for match in inside if any(holds(match.place) for holds in holders)
            )
        return list((whole | {match.place.id: match for match in inside}).values())

    def lies_in(self, place: Place, outer: str) -> bool:
        """Whether a place lies in places of all these names, separated by commas."""
        names = [name.strip() for name in outer.split(",") if name.strip()]
        return all(any(holds(place) for holds in self._holders(name)) for name in names)

    def containers(self, place: Place) -> list[str]:
        """Names of the subdivision and country of a place, as far as they are known."""
        keys = [(place.country_code, place.admin1_code), (place.country_code, "")]
        divisions = [self._divisions[key] for key in keys if key in self._divisions]
        return list(dict.fromkeys(outer.name for outer in divisions if outer.id != place.id))

    @cached_property
    def _divisions(self) -> dict[tuple[str, str], Place]:
        """First-order subdivisions by their codes; countries by theirs and an empty one."""
        return {
            (place.country_code, place.admin1_code if place.is_first_order else ""): place
            for place in self._gazetteer.divisions()
            if place.country_code and (place.admin1_code or not place.is_first_order)
        }

    def _holders(self, name: str) -> list[_Holds]:
        """Tests of lying in any place of this name, or in what it is the code of."""
        code = name.upper()
        named = (*self._gazetteer.matches(name), *self._gazetteer.coded(name))
        holders = [self._holder(match.place) for match in named]
        if len(code) > 1 and code.isalpha():
            holders.append(lambda place: code in (place.country_code, place.admin1_code))
        return holders

    def _holder(self, outer: Place) -> _Holds:
        lies_in = self._extent(outer)
        return lambda place: place.id != outer.id and lies_in(place)

    def _extent(self, outer: Place) -> _Holds:
        """Test by code for countries and subdivisions, else by polygon, else by nearness."""
        if outer.is_country and outer.country_code:
            return lambda place: place.country_code == outer.country_code
        if outer.is_first_order and outer.admin1_code:
            codes = (outer.country_code, outer.admin1_code)
            return lambda place: (place.country_code, place.admin1_code) == codes
        area = self._gazetteer.area(outer.id)
        if area is None:
            centre = (outer.lon, outer.lat)
            return lambda place: sphere_km(centre, (place.lon, place.lat)) <= NEAR_KM
        outline = prep(area.figure)
        return lambda place: bool(outline.covers(PlanarPoint(place.lon, place.lat)))
