"""The command ``sitmap``."""

import os
import sys
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from geocache import GeocacheError, Geoparser, OutletMemory
from geocache.data_files import is_writable

from ..errors import DashboardError
from ..ingest import read_document, shown
from ..situation.lookup import Lookup
from .annotate import annotate
from .check import check
from .decisions import decisions, merge_workspace
from .evaluate import evaluate_corpora
from .explain import explanation
from .export import export
from .gazetteer import app as gazetteer_app
from .geoparse import geoparse_files
from .intake import add, serve
from .keeping import backup_workspace, restore_workspace
from .query import query
from .reread import reread
from .terminal import (
    Places,
    country_code,
    opened_gazetteer,
    output_stream,
    read_packs,
    warn,
)

_OWN_OPTIONS = {"--help", "--version"}


class _ServeByDefault(TyperGroup):
    """Takes anything that is no command for what is to be served."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in _OWN_OPTIONS):
            args = ["serve", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_ServeByDefault, add_completion=False, pretty_exceptions_enable=False)
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to read.")]


def _print_version(wanted: bool) -> None:  # noqa: FBT001  as Typer calls it
    if wanted:
        typer.echo(f"sitmap {installed_version('sitmap')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Turn reports into a map that can be checked.

    `sitmap [FILE|FOLDER ...]` is short for `sitmap serve [FILE|FOLDER ...]`.
    """


app.command("serve")(serve)
app.command("add")(add)
app.command("query")(query)
app.command("export")(export)
app.command("decisions")(decisions)
app.command("merge")(merge_workspace)
app.command("reread")(reread)
app.command("annotate")(annotate)


@app.command()
def geoparse(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output if none.")
    ] = None,
    places: Places = None,
) -> None:
    """Print a JSON line for every document in .txt and .jsonl files."""
    geoparser = Geoparser(opened_gazetteer(read_packs(places)), outlet_memory=OutletMemory())
    with output_stream(output, [*files, *(places or ())]) as out:
        written, complete = geoparse_files(files, geoparser, out, warn)
        if not written and not complete:
            raise typer.Exit(1)  # and what was there before stays
    if not complete:
        raise typer.Exit(1)


@app.command()
def explain(files: Files, places: Places = None) -> None:
    """Print for each mention the candidates, the evidence and the choice."""
    geoparser = Geoparser(opened_gazetteer(read_packs(places)), outlet_memory=OutletMemory())
    complete = True
    for path in files:
        try:
            document = read_document(path)
        except DashboardError as error:
            complete = False
            warn(str(error))
            continue
        typer.echo(f"{shown(path)}: {document.title}\n")
        for line in explanation(geoparser.parse(document.text, title=document.title)):
            typer.echo(line)
    if not complete:
        raise typer.Exit(1)


@app.command()
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


app.command("check")(check)
app.command("backup")(backup_workspace)
app.command("restore")(restore_workspace)
app.command("evaluate")(evaluate_corpora)
app.add_typer(gazetteer_app, name="gazetteer")


def main() -> None:
    """Run the command; errors of ours end it with one line and status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Whatever the terminal's locale says, and whatever bytes were typed.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except (DashboardError, GeocacheError) as error:
        warn(f"sitmap: {error}")
        sys.exit(1)
    except OSError as error:  # a full disk, say, or a reader that went away
        if not isinstance(error, BrokenPipeError):
            warn(f"sitmap: {error}")
        # What is left can't be written either, and would be tried again at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
