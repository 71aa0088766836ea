"""Options of the commands that are asked for a choice, and the choice that they make."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from ..errors import QueryError
from ..situation import Filters, Situation
from ..situation.columns import TENSES
from ..situation.days import day_number
from ..situation.places import places_called
from ..workspace.codes import HARMS
from .terminal import country_code, warn

ThemeIds = Annotated[
    list[str] | None,
    typer.Option("--theme", metavar="ID", help="With this theme, or one of several."),
]
NotThemeIds = Annotated[
    list[str] | None, typer.Option("--not-theme", metavar="ID", help="Without this theme.")
]
FirstDay = Annotated[
    str, typer.Option("--from", metavar="DAY", help="Of this day (YYYY-MM-DD) or later.")
]
LastDay = Annotated[
    str, typer.Option("--to", metavar="DAY", help="Of this day (YYYY-MM-DD) or earlier.")
]
Words = Annotated[
    str,
    typer.Option(
        "--text", metavar="WORDS", help='Words, "phrases", OR, -not, begin*, place:, source:.'
    ),
]
PlaceName = Annotated[
    str,
    typer.Option("--place", metavar="NAME|ID", help="At this place, a part of it or in it."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="S", help="From this outlet, or one of several."),
]
Countries = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="CC", help="In this country, or one of several."),
]


Harms = Annotated[
    list[str] | None,
    typer.Option("--harm", metavar="KIND", help="Counting dead, injured or missing people."),
]
LeastHarmed = Annotated[
    int,
    typer.Option("--harmed", metavar="N", min=0, help="Counting so many of them at least."),
]
Tenses = Annotated[
    list[str] | None,
    typer.Option("--tense", metavar="NAME", help="Telling news, or background."),
]


def chosen(  # noqa: PLR0913  one parameter an option
    situation: Situation,
    *,
    theme: list[str] | None,
    not_theme: list[str] | None,
    first: str,
    last: str,
    text: str,
    place: str,
    source: list[str] | None,
    country: list[str] | None,
    harm: list[str] | None,
    harmed: int,
    tense: list[str] | None,
) -> Filters:
    """Return the choice that the options say; a place that no report names is warned of.

    Raises
    ------
    QueryError
        There is no such theme, day, kind of harm or tense.
    DashboardError
        There is no such country.
    """
    kept = situation.workspace
    filters = Filters(
        themes=_known_themes(situation, "--theme", theme or ()),
        not_themes=_known_themes(situation, "--not-theme", not_theme or ()),
        first_day=_day("--from", first),
        last_day=_day("--to", last),
        text=text,
        place=place,
        sources=tuple(source or ()),
        countries=tuple(country_code("--country", code) for code in country or ()),
        casualties=_among("--harm", harm or (), HARMS),
        least_casualties=harmed,
        tenses=_among("--tense", tense or (), TENSES),
    )
    if place and not places_called(situation.model.snapshot, place):
        warn(f"no report in {kept.path} names a place called {place!r}")
    return filters


def _known_themes(situation: Situation, option: str, given: Sequence[str]) -> tuple[str, ...]:
    """Return the theme ids that were given; raises `QueryError` for one that there is not."""
    themes = situation.themes
    known = {theme.id for theme in themes.all}
    used = "SELECT name FROM theme WHERE id IN (SELECT theme_id FROM theme_hit)"
    known |= {name for (name,) in situation.workspace.rows(used)}
    wanted: dict[str, None] = {}
    for theme in given:
        new = [theme] if theme in known else [one for one in themes.renewed(theme) if one in known]
        if not new:
            raise QueryError(
                f"{option}: there is no theme {theme!r}; expected one of {', '.join(sorted(known))}"
            )
        wanted |= dict.fromkeys(new)
    return tuple(wanted)


def _among(option: str, given: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for value in given:
        if value not in known:
            raise QueryError(f"{option}: {value!r} is none of {', '.join(known)}")
    return tuple(dict.fromkeys(given))


def _day(option: str, given: str) -> int | None:
    if not given:
        return None
    try:
        return day_number(date.fromisoformat(given))
    except ValueError:
        raise QueryError(f"{option}: {given!r} is no day; expected YYYY-MM-DD") from None
