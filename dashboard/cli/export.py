"""The command ``sitmap export``: what the page would show for a choice, as a file."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import QueryError
from ..situation import Situation
from ..workspace import Workspace, default_path
from . import choice
from .terminal import WorkspaceFile, opened_gazetteer, output_stream

_STANDARD_OUTPUT = Path("-")


def export(  # noqa: PLR0913, PLR0917  one parameter an option
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="File to write, .geojson, .csv, .kml or .html; - for standard output.",
        ),
    ],
    file_format: Annotated[
        str,
        typer.Option(
            "--format", metavar="NAME", help="geojson, csv, kml or html, whatever the name says."
        ),
    ] = "",
    workspace: WorkspaceFile = None,
    theme: choice.ThemeIds = None,
    not_theme: choice.NotThemeIds = None,
    first: choice.FirstDay = "",
    last: choice.LastDay = "",
    text: choice.Words = "",
    place: choice.PlaceName = "",
    source: choice.Sources = None,
    country: choice.Countries = None,
    harm: choice.Harms = None,
    harmed: choice.LeastHarmed = 0,
    tense: choice.Tenses = None,
) -> None:
    """Write the passages and places that a choice shows to a file: GeoJSON, CSV, KML or a page."""
    # folium takes a moment to import; the other commands do without it.
    from ..export import export as written  # noqa: PLC0415
    from ..export import format_of  # noqa: PLC0415

    to_terminal = output == _STANDARD_OUTPUT
    if to_terminal and not file_format:
        raise QueryError("-o - needs --format: geojson, csv, kml or html")
    wanted = file_format or format_of(output)
    kept = Workspace(workspace or default_path(), must_exist=True)
    situation = Situation(kept)
    filters = choice.chosen(
        situation,
        theme=theme,
        not_theme=not_theme,
        first=first,
        last=last,
        text=text,
        place=place,
        source=source,
        country=country,
        harm=harm,
        harmed=harmed,
        tense=tense,
    )
    file = written(situation, filters, wanted, opened_gazetteer())
    with output_stream(None if to_terminal else output, [kept.path]) as stream:
        for chunk in file.chunks:
            stream.buffer.write(chunk)
