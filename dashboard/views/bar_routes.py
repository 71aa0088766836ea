"""What the bar above the map is told: counts, menus, suggestions, and the timeline's bars."""

from collections.abc import Callable
from functools import lru_cache

from ..errors import QueryError
from ..situation import Filters, Situation
from ..situation.address import Parameters
from ..situation.histogram import histogram
from ..situation.menus import KEYS, menus
from ..situation.plain_values import Record
from ..situation.suggestions import suggestions
from . import saved_views
from .answers import as_json, chosen_of, last
from .shared import area_names, themes_told

_KEPT = 64


def _counts(held: Situation, parameters: Parameters) -> bytes:
    """Passages and reports that pass, and how many there are."""
    view = held.view(chosen_of(held, parameters))
    return as_json({**view.counts(), "v": held.model.snapshot.revision})


def _menus(held: Situation, parameters: Parameters) -> bytes:
    """What the filter menus offer; ``of`` says which."""
    keys = [key for value in parameters.get("of", ()) for key in value.split(",")] or KEYS
    unknown = next((key for key in keys if key not in KEYS), None)
    if unknown is not None:
        raise QueryError(f"of={unknown} in the address; expected some of {', '.join(KEYS)}")
    return as_json(menus(held, held.view(chosen_of(held, parameters)), area_names(), keys))


def _suggest(held: Situation, parameters: Parameters) -> bytes:
    """What may be meant by the letters typed."""
    names = area_names()
    found = suggestions(held, last(parameters, "typed"))
    return as_json([{**one, "country": names.name(one["country"])} for one in found])


def _timeline(held: Situation, parameters: Parameters) -> bytes:
    """Bars of the timeline."""
    return as_json(_kept_histogram(held, chosen_of(held, parameters), held.model.snapshot.revision))


@lru_cache(_KEPT)
def _kept_histogram(held: Situation, filters: Filters, _revision: int) -> Record:
    families = {theme.id: theme.family for theme in held.themes.all if theme.id}
    return histogram(held.view(filters), families=families)


def _themes(held: Situation, _parameters: Parameters) -> bytes:
    """Themes and families of the workspace."""
    return as_json(themes_told(held.themes))


def _views(_held: Situation, _parameters: Parameters) -> bytes:
    """Views that are saved."""
    return as_json(saved_views.listed())


BAR_ANSWERS: dict[str, Callable[[Situation, Parameters], bytes]] = {
    "counts": _counts,
    "menus": _menus,
    "suggest": _suggest,
    "themes": _themes,
    "timeline": _timeline,
    "views": _views,
}
"""By their names below ``/data``."""
