"""The commands that keep a workspace safe: ``sitmap backup`` and ``sitmap restore``."""

from pathlib import Path
from typing import Annotated

import typer

from ..workspace import default_path
from ..workspace.copies import back_up, default_copy_path, restore
from .terminal import WorkspaceFile


def backup_workspace(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The copy; beside the workspace, named after the time, by default.",
        ),
    ] = None,
    workspace: WorkspaceFile = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file of that name, once the copy is whole.")
    ] = False,
) -> None:
    """Copy a workspace into one file, also while a page is open or reports are read.

    The copy is checked before it gets its name.
    """
    source = workspace or default_path()
    made = back_up(source, output or default_copy_path(source), force=force)
    typer.echo(f"{made.reports} reports and {made.decisions} decisions copied to {made.path}")


def restore_workspace(
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="A copy, as backup makes it.")],
    workspace: WorkspaceFile = None,
) -> None:
    """Put a copy back in the place of a workspace, which is kept beside it.

    Nobody may use the workspace meanwhile.
    """
    target = workspace or default_path()
    kept = restore(copy, target)
    typer.echo(f"{target} is as {copy} has it")
    if kept:
        typer.echo(f"what was there before is kept as {kept}")
