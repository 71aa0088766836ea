"""How far areas that are built from settlements agree with true ones, where those are known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from ...antimeridian import is_cut, joined, polygonal
from ...caching import Caches
from ...geodesy import sphere_km
from ...records import Place
from ..protocols import Area
from .countries import country_polygon, numeric_codes
from .settled import AGREEMENT_PERCENT, SettledAreas, SettledSources, band
from .subdivisions import subdivision_polygon
from .voronoi import unclipped_cells

_COARSE_DEGREES = 0.02
"""Detail of country borders that is left out where whole countries are compared."""
_MAP = shapely.box(-180, -90, 180, 90)


@dataclass(frozen=True, slots=True)
class AreaQuality:
    """Agreement of a group of approximate areas with the true ones."""

    group: str
    count: int
    """Areas that were compared."""
    agreement: tuple[float, float]
    """Intersection over union on the ground, 0..1: median, and what 10% fall short of."""
    offset_km: tuple[float, float]
    """From the middle of one to the middle of the other: median, and what 10% go beyond."""

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.group}: {self.count} areas; agreement {self.agreement[0]:.0%} (median), "
            f"{self.agreement[1]:.0%} (10th percentile); middles {self.offset_km[0]:.0f} km apart "
            f"(median), {self.offset_km[1]:.0f} km (90th percentile)"
        )


class _Agreement(NamedTuple):
    overlap: float
    """Intersection over union, 0..1."""
    offset_km: float
    """Between the middles; nan where there is nothing on one side."""
    settlements: int = 0
    """That the approximate one is built from."""


def area_qualities(gazetteer: SettledSources, units: Sequence[Place]) -> Iterator[AreaQuality]:
    """Compare what would be built from settlements with outlines; takes minutes for the world.

    Parameters
    ----------
    gazetteer
        Gives the settlements.
    units
        Subdivisions; those without an outline are passed over.
    """
    first = [unit for unit in units if unit.is_first_order]
    second = [unit for unit in units if unit.is_second_order]
    american = [unit for unit in first if unit.country_code == "US"]
    others = [unit for unit in first if unit.country_code != "US"]
    everything = []
    for group, members in (
        ("states of the United States", american),
        ("counties of the United States", second),
        ("first-order units of other countries", others),
    ):
        found = list(_subdivisions(gazetteer, members))
        yield from _quality(group, found)
        everything += found
    bounds = [*AGREEMENT_PERCENT]
    for least, above in zip_longest(bounds, bounds[1:]):
        some = [agreement for agreement in everything if band(agreement.settlements) == least]
        counts = f"{least} to {above - 1}" if above else f"{least} and more"
        yield from _quality(f"any of these, built from {counts} settlements", some)


def country_quality(gazetteer: SettledSources) -> Iterator[AreaQuality]:
    """Compare countries with the cells of their settlements on a world without borders."""
    places = {
        (place.lon, place.lat): code
        for code in numeric_codes()
        for place in gazetteer.settlements(code)
        if country_polygon(code)
    }
    cells = unclipped_cells(np.array(list(places)), _MAP)
    rows = defaultdict(list)
    for row, code in enumerate(places.values()):
        rows[code].append(row)
    outlines = {code: _equal_area(_coarse(code)) for code in rows}
    tree = shapely.STRtree(list(outlines.values()))
    found = []
    for code, members in rows.items():
        ground = _equal_area(shapely.union_all(cells[members]))
        # Land is what the outlines cover; all other ground in the cells is sea.
        lands = [list(outlines.values())[row] for row in tree.query(ground, "intersects")]
        own = shapely.union_all([polygonal(ground.intersection(land)) for land in lands])
        found.append(_compared(own, outlines[code]))
    yield from _quality("countries, as if they had no borders", found)


def area_kind(area: Area | None) -> str:
    """Say what an area of a subdivision comes from."""
    return "missing" if area is None else area.method.value


def _subdivisions(gazetteer: SettledSources, units: Iterable[Place]) -> Iterator[_Agreement]:
    settled = SettledAreas(gazetteer, Caches())
    for unit in sorted(units, key=lambda place: (place.country_code, place.admin1_code)):
        second = unit.admin2_code if unit.is_second_order else ""
        known = subdivision_polygon(unit.country_code, unit.admin1_code, second)
        built = settled.settled(unit) if known else None
        if built:
            sides: list[Any] = [built.figure, known]
            if any(map(is_cut, sides)):
                sides = [joined(side) for side in sides]
            yield _compared(*map(_equal_area, sides))._replace(settlements=built.settlements)


def _compared(built: Any, known: Any) -> _Agreement:
    """Agreement of polygons on an equal-area map."""
    common = built.intersection(known).area
    offset = sphere_km(_middle(built), _middle(known)) if built.area else float("nan")
    return _Agreement(common / (built.area + known.area - common), offset)


def _quality(group: str, found: Iterable[_Agreement]) -> Iterator[AreaQuality]:
    agreements = list(found)
    if agreements:
        overlaps, offsets, _counts = np.transpose(agreements)
        median, low = np.percentile(overlaps, [50, 10]).tolist()
        apart, far = np.nanpercentile(offsets, [50, 90]).tolist()
        yield AreaQuality(group, len(agreements), (median, low), (apart, far))


def _coarse(country_code: str) -> Any:
    outline: Any = country_polygon(country_code)
    return outline.simplify(_COARSE_DEGREES)


def _equal_area(geometry: Any) -> Any:
    """Lambert's cylindrical equal-area map: x is the longitude, y the sine of the latitude."""

    def project(positions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack([positions[:, 0], np.sin(np.radians(positions[:, 1]))])

    # Corners that nearly touch may cross once they are projected.
    return polygonal(shapely.make_valid(shapely.transform(geometry, project)))


def _middle(geometry: Any) -> tuple[float, float]:
    """(lon, lat) in degrees of the centre of gravity on the equal-area map."""
    centre = geometry.centroid
    return centre.x, float(np.degrees(np.arcsin(np.clip(centre.y, -1, 1))))
