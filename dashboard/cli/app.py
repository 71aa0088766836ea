"""The command ``sitmap``."""

import os
import sys
from importlib import import_module
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from geocache import GeocacheError

from ..errors import DashboardError
from ..executors import wait_for_ended_pools
from .terminal import warn

_OWN_OPTIONS = {"--help", "--version"}


_COMMANDS = {
    "serve": ("intake", "serve"),
    "add": ("intake", "add"),
    "query": ("query", "query"),
    "export": ("export", "export"),
    "decisions": ("decisions", "decisions"),
    "merge": ("decisions", "merge_workspace"),
    "reread": ("reread", "reread"),
    "annotate": ("annotate", "annotate"),
    "geoparse": ("geoparse", "geoparse"),
    "explain": ("explain", "explain"),
    "lookup": ("lookup", "lookup"),
    "check": ("check", "check"),
    "backup": ("keeping", "backup_workspace"),
    "restore": ("keeping", "restore_workspace"),
    "evaluate": ("evaluate", "evaluate_corpora"),
    "gazetteer": ("gazetteer", "app"),
    "themes": ("themes", "app"),
}
"""Module of each command, and what it is called there; in the order of the help."""


class _LoadedWhenAsked(TyperGroup):
    """Loads the module of a command when it is asked for, and serves what is no command.

    To load what all of them need takes longer than most of them run.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in _COMMANDS and args[0] not in _OWN_OPTIONS):
            args = ["serve", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        found = getattr(import_module(f".{module}", __package__), name)
        if not isinstance(found, typer.Typer):
            command = typer.Typer(add_completion=False)
            command.command(cmd_name)(found)
            return typer.main.get_command(command)
        group = typer.main.get_group(found)
        group.name = cmd_name
        return group


app = typer.Typer(cls=_LoadedWhenAsked, add_completion=False, pretty_exceptions_enable=False)


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
    finally:
        wait_for_ended_pools()
