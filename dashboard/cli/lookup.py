"""The command ``sitmap lookup``: which places may be meant by a name."""

from typing import Annotated

import typer

from geocache.data_files import is_writable

from ..errors import DashboardError
from ..situation.lookup import Lookup
from .terminal import Places, country_code, opened_gazetteer, read_packs


def lookup(
    query: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="A name, with typing errors and all.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="How many places to list.")] = 10,
    country: Annotated[str, typer.Option(help="Only of this country, as SY.")] = "",
    places: Places = None,
) -> None:
    """Print the places that may be meant, the likeliest first: `sitmap lookup dier alzor`."""
    typed = " ".join(query)
    if not typed.strip(" ,"):
        raise DashboardError(f"{typed!r} is no name; expected one, as in `sitmap lookup aleppo`")
    if not is_writable(typed):
        raise DashboardError(f"{typed!r} holds bytes that are no UTF-8; expected a name")
    code = country_code("--country", country) if country else ""
    found = Lookup(opened_gazetteer(read_packs(places)))
    hits = found.find(typed, limit, code)
    for hit in hits:
        typer.echo(found.line(hit))
    if not hits:
        raise DashboardError(f"no place is called {typed!r}, or anything like it")
