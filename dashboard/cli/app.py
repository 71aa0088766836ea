"""The command ``sitmap``."""

import os
import sys
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from geocache import GeocacheError

from ..errors import DashboardError
from .annotate import annotate
from .check import check
from .decisions import decisions, merge_workspace
from .evaluate import evaluate_corpora
from .explain import explain
from .export import export
from .gazetteer import app as gazetteer_app
from .geoparse import geoparse
from .intake import add, serve
from .keeping import backup_workspace, restore_workspace
from .lookup import lookup
from .query import query
from .reread import reread
from .terminal import warn
from .themes import app as themes_app

_OWN_OPTIONS = {"--help", "--version"}


class _ServeByDefault(TyperGroup):
    """Takes anything that is no command for what is to be served."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in _OWN_OPTIONS):
            args = ["serve", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_ServeByDefault, add_completion=False, pretty_exceptions_enable=False)


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


app.command("geoparse")(geoparse)
app.command("explain")(explain)
app.command("lookup")(lookup)
app.command("check")(check)
app.command("backup")(backup_workspace)
app.command("restore")(restore_workspace)
app.command("evaluate")(evaluate_corpora)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(themes_app, name="themes")


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
