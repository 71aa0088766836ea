"""Answers about areas: how often a choice names each, and how they are drawn."""

from collections.abc import Callable
from functools import cache, lru_cache

from ..errors import QueryError
from ..maps.area_shapes import AreaShapes, disputed_ground, zoom_for
from ..situation import Filters, Situation
from ..situation.address import Parameters
from ..situation.areas import COUNTRY, LEVELS, area_counts
from .answers import DEEPEST_ZOOM, as_json, as_text, chosen_of, gzipped, last, number
from .shared import gazetteer

_KEPT, _KEPT_SHAPES = 64, 1024
"""Answers, and countries: an outline of subdivisions may take its settlements to draw."""
_SHAPES_LEVEL = 6
"""Of gzip: what is made once for all is made smaller."""
_CODE_LENGTH = 2


def _areas(held: Situation, parameters: Parameters) -> bytes:
    """How often a choice names each area of a level; the level is in ``level``."""
    return _counted(
        held, chosen_of(held, parameters), _level(parameters), held.model.snapshot.revision
    )


@lru_cache(_KEPT)
def _counted(held: Situation, filters: Filters, level: str, _revision: int) -> bytes:
    view = held.view(filters)
    counts = view.counts()
    content = {
        "level": level,
        "passages": counts["passages"],
        "reports": counts["documents"],
        "areas": area_counts(view, level),
    }
    return as_json(content)


def _area_shapes(_held: Situation, parameters: Parameters) -> bytes:
    """How areas are drawn: ``level``, ``zoom``, and in ``of`` the countries that are meant."""
    zoom = number(parameters, "zoom", 0, DEEPEST_ZOOM)
    given = [code for value in parameters.get("of", ()) for code in value.split(",") if code]
    for code in given:
        if not (code.isascii() and code.isalpha() and len(code) == _CODE_LENGTH):
            raise QueryError(f"of={code} in the address; expected codes of countries as SY")
    level = _level(parameters)
    if level != COUNTRY and not given:
        raise QueryError("of is missing in the address; expected codes of countries as SY")
    countries = sorted({code.upper() for code in given}) or [""]
    drawn = [_drawn(level, zoom_for(zoom), country) for country in countries]
    return gzipped("{" + ",".join(filter(None, drawn)) + "}", _SHAPES_LEVEL)


@lru_cache(_KEPT_SHAPES)
def _drawn(level: str, zoom: int, country: str) -> str:
    """Areas of a country, or of all when it is "", as the inside of a JSON object."""
    found = _shapes().shapes(level, zoom, country)
    return as_text(found)[1:-1]


@cache
def _shapes() -> AreaShapes:
    return AreaShapes(gazetteer(), disputed_ground())


def _level(parameters: Parameters) -> str:
    level = last(parameters, "level") or COUNTRY
    if level not in LEVELS:
        raise QueryError(f"level={level} in the address; expected one of {', '.join(LEVELS)}")
    return level


AREA_ANSWERS: dict[str, Callable[[Situation, Parameters], bytes]] = {
    "areas": _areas,
    "area-shapes": _area_shapes,
}
"""By the names that they have below ``/data``; JSON, deflated."""
