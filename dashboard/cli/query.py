"""The command ``sitmap query``: what the page would show for a choice."""

import json
from datetime import date
from textwrap import shorten
from typing import Annotated, Any

import typer

from ..annotate import Themes
from ..errors import QueryError
from ..situation import Filters, Situation
from ..situation.answers import answer, day_number
from ..situation.places import places_called
from ..workspace import Workspace, default_path
from .intake import WorkspaceFile
from .terminal import country_code, warn

_WIDTH = 200


def query(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: WorkspaceFile = None,
    theme: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="With this theme, or one of several.")
    ] = None,
    not_theme: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Without this theme.")
    ] = None,
    first: Annotated[
        str, typer.Option("--from", metavar="DAY", help="Of this day (YYYY-MM-DD) or later.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DAY", help="Of this day (YYYY-MM-DD) or earlier.")
    ] = "",
    text: Annotated[
        str,
        typer.Option(metavar="WORDS", help='Words, "phrases", OR, -not, begin*, place:, source:.'),
    ] = "",
    place: Annotated[
        str, typer.Option(metavar="NAME|ID", help="At this place, a part of it or in it.")
    ] = "",
    source: Annotated[
        list[str] | None, typer.Option(metavar="S", help="From this outlet, or one of several.")
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option(metavar="CC", help="In this country, or one of several.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="How many passages to list.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the passages and marks that a choice shows: newest first, undated last."""
    kept = Workspace(workspace or default_path(), must_exist=True)
    situation = Situation(kept)
    filters = Filters(
        themes=tuple(_known_themes(kept, "--theme", theme)),
        not_themes=tuple(_known_themes(kept, "--not-theme", not_theme)),
        first_day=_day("--from", first),
        last_day=_day("--to", last),
        text=text,
        place=place,
        sources=tuple(source or ()),
        countries=tuple(country_code("--country", code) for code in country or ()),
    )
    if place and not places_called(situation.model.snapshot, place):
        warn(f"no report in {kept.path} names a place called {place!r}")
    found = answer(situation, filters, limit)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    total = situation.view(filters).counts()["all_passages"]
    typer.echo(
        f"{found['passages_total']} of {total} passages in {found['documents']} reports, "
        f"{len(found['marks'])} marks"
    )
    for passage in found["passages"]:
        for line in _lines(passage):
            typer.echo(line)


def _lines(passage: dict[str, Any]) -> list[str]:
    when = passage["from"] or "undated"
    if passage["to"] != passage["from"]:
        when += f" to {passage['to']}"
    if passage["dated"] == "report":
        when = f"reported {when}"
    themes = f" [{', '.join(passage['themes'])}]" if passage["themes"] else ""
    return [
        "",
        f"{when} · {passage['title']} · passage {passage['passage'] + 1}{themes}",
        f"  {shorten(passage['text'], _WIDTH, placeholder=' …')}",
    ]


def _known_themes(workspace: Workspace, option: str, given: list[str] | None) -> list[str]:
    """Return the theme ids that were given; raises `QueryError` for one that there is not."""
    known = {theme.id for theme in Themes.shipped().all}
    known |= {name for (name,) in workspace.rows("SELECT name FROM theme")}
    for theme in given or ():
        if theme not in known:
            raise QueryError(
                f"{option}: there is no theme {theme!r}; expected one of {', '.join(sorted(known))}"
            )
    return given or []


def _day(option: str, given: str) -> int | None:
    if not given:
        return None
    try:
        return day_number(date.fromisoformat(given))
    except ValueError:
        raise QueryError(f"{option}: {given!r} is no day; expected YYYY-MM-DD") from None
