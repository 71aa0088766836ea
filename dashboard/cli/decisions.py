"""The commands about decisions: ``sitmap decisions`` and ``sitmap merge``."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from ..decisions import Desk, Entry
from ..decisions.exchange import Corpus, as_geojson, as_yaml, places, points, table
from ..decisions.merging import Merged, merge
from ..errors import DashboardError
from ..workspace import Workspace, default_path
from .terminal import WorkspaceFile, output_stream, warn

_FORMATS = {
    ".csv": "a table of all decisions",
    ".geojson": "the places that were drawn",
    ".yaml": "the places that were drawn",
    ".jsonl": "reports of which every mention was decided, as an annotated corpus",
}


def decisions(
    workspace: WorkspaceFile = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write: .csv (all decisions), .geojson or .yaml (drawn places), .jsonl "
            "(an annotated corpus).",
        ),
    ] = None,
    undo: Annotated[
        str, typer.Option(metavar="BATCH", help="Take back the decisions of a batch.")
    ] = "",
    who: Annotated[str, typer.Option(help="Who takes them back.")] = "",
    most: Annotated[int, typer.Option(min=1, help="How many batches to list.")] = 50,
) -> None:
    """List what was decided, the newest first; write it to a file; or take some of it back."""
    kept = Workspace(workspace or default_path(), must_exist=True)
    if undo:
        done = Desk(kept).undo(undo, who=who, uid=str(uuid4()))
        typer.echo(f"{undo} taken back: {done.mentions} mentions in {done.reports} reports")
        for note in done.notes:
            warn(note)
    elif output:
        _write(kept, output)
    else:
        for entry in Desk(kept).history(most):
            typer.echo(_line(entry))
            for note in entry.notes:
                typer.echo(f"    {note}")


def _write(kept: Workspace, output: Path) -> None:
    suffix = output.suffix.lower()
    if suffix not in _FORMATS:
        known = ", ".join(f"{ending} ({what})" for ending, what in _FORMATS.items())
        raise DashboardError(f"{output}: expected a name that ends in one of {known}")
    corpus = Corpus(kept)
    pieces: Iterable[str]
    if suffix == ".csv":
        pieces = table(kept)
    elif suffix == ".jsonl":
        pieces = corpus.lines()
    else:
        drawn = places(kept)
        pieces = [as_geojson(drawn) if suffix == ".geojson" else as_yaml(drawn, points(kept))]
    with output_stream(output, [kept.path]) as stream:
        for piece in pieces:
            stream.write(piece)
    if suffix == ".jsonl":
        typer.echo(
            f"{corpus.written} reports written; {corpus.left} left out, "
            "of which some mentions are not decided"
        )


def _line(entry: Entry) -> str:
    who = f" by {entry.who}" if entry.who else ""
    before = entry.before.name if entry.before else "nothing"
    after = f" {before} -> {entry.after.name}" if entry.after else ""
    undone = " (taken back)" if entry.undone else ""
    words = " ".join(entry.words.split())
    where = f" in {entry.title!r}" if entry.title else ""
    return (
        f"{entry.batch}  {entry.at}{who}: {entry.act} {words!r}{after}, {entry.reach}{where}, "
        f"{entry.mentions} mentions{undone}"
    )


def merge_workspace(
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="A colleague's workspace.")],
    workspace: WorkspaceFile = None,
    prefer: Annotated[
        str, typer.Option(metavar="mine|theirs", help="Who counts where two disagree.")
    ] = "",
) -> None:
    """Take in the decisions of a colleague's workspace, which is only read.

    Where two decided otherwise about the same words both are listed, nothing is changed about
    them, and the command ends with status 1, unless one side is preferred.
    """
    kept = Workspace(workspace or default_path(), must_exist=True)
    merged = merge(kept, other, prefer)
    for line in _lines(merged, prefer):
        typer.echo(line)
    for conflict in merged.conflicts:
        warn(str(conflict))
    if merged.conflicts and not prefer:
        raise typer.Exit(1)


def _lines(merged: Merged, prefer: str) -> Iterable[str]:
    yield (
        f"{merged.taken} decisions taken in, {merged.taken_back} taken back, {merged.known} known, "
        f"{len(merged.conflicts)} in conflict{f' ({prefer} count)' if prefer else ''}"
    )
    for document in merged.waiting:
        yield f"waits for report {document}, which is not here"
