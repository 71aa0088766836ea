"""The command ``sitmap reread``: what another reading would change, and what becomes of it."""

import json
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any

import typer

from ..annotate.identity import todays_engine
from ..errors import DashboardError, WorkspaceError
from ..pipeline import Counts, Pipeline
from ..rereading import (
    Chosen,
    PlaceChanges,
    Proposals,
    Proposed,
    group_of,
    in_words,
    kinds_in_words,
    stale_count,
)
from ..rereading.difference import as_plain
from ..situation import ReadModel
from ..workspace import Workspace, default_path
from .terminal import Scheduler, Workers, WorkspaceFile, following, progress, warn

_INTERRUPTED = 130
"""Exit status of what Ctrl+C ended, as shells have it."""
_MOST_LINES = 200


def reread(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: WorkspaceFile = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take changes over.")] = False,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="Leave what would change as it was read before.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The list as one JSON object.")] = False,
    place: Annotated[str, typer.Option(metavar="NAME|ID", help="Only changes of this place.")] = "",
    report: Annotated[
        str, typer.Option(metavar="ID", help="Only changes of this report, by the id it is listed.")
    ] = "",
    workers: Workers = None,
    scheduler: Scheduler = "",
) -> None:
    """Read reports again that another program, or other data, read; say what would change.

    The old reading stands until changes are accepted. Stopped or killed, run it again: it goes on.
    """
    if accept and refuse:
        raise DashboardError("--accept and --refuse at once; expected one of them")
    kept = Workspace(workspace or default_path(), must_exist=True)
    counts = _read_again(kept, workers, scheduler)
    proposals = Proposals(kept)
    chosen = _chosen(proposals, place, report)
    if accept or refuse:
        judged = proposals.accept(chosen) if accept else proposals.refuse(chosen)
        keep_columns(kept)
        what = "accepted" if accept else "refused"
        typer.echo(f"{judged.changes} changes in {judged.reports} reports {what}")
    elif as_json:
        typer.echo(json.dumps(_as_json(proposals, chosen), ensure_ascii=False))
    elif listed:
        for line in _lines(proposals, chosen):
            typer.echo(line)
    else:
        typer.echo(_summary(counts, proposals))
    if counts.problems:
        raise typer.Exit(1)


def _read_again(workspace: Workspace, workers: int | None, scheduler: str) -> Counts:
    engine = todays_engine(workspace.own_knowledge())
    if engine is not None and not stale_count(workspace, engine):
        return Counts()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as cleanly as Ctrl+C
    try:
        with progress() as compiling, following() as follow:
            pipeline = Pipeline(
                workspace,
                progress=compiling,
                follow=follow,
                warn=warn,
                workers=workers,
                scheduler=scheduler,
            )
            counts = pipeline.run([], again=True)
    except KeyboardInterrupt:
        left = stale_count(workspace, engine) if engine else 0
        warn(f"sitmap: stopped; {left} reports are still to be read again: run it again to go on")
        raise typer.Exit(_INTERRUPTED) from None
    keep_columns(workspace)
    return counts


def keep_columns(workspace: Workspace) -> None:
    """Keep the columns of the read model in a workspace, so that a server is ready at once."""
    with suppress(WorkspaceError):  # a help for the next start, no more
        ReadModel(workspace).keep()
        workspace.settle()


def _chosen(proposals: Proposals, place: str, report: str) -> Chosen:
    """Return the changes that options mean; raises `DashboardError` where they mean none."""
    group = ""
    if place:
        groups = {one.group: one.name for one in (*proposals.places(), *_refused(proposals))}
        named = [key for key, name in groups.items() if place.casefold() == name.casefold()]
        if place in groups:
            named = [place]
        if len(named) != 1:
            known = ", ".join(sorted(f"{name or key} ({key})" for key, name in groups.items())[:9])
            what = "is the name of several places" if named else "has no changes"
            raise DashboardError(f"--place: {place!r} {what}; expected one of: {known or 'none'}")
        (group,) = named
    if report and not proposals.changes(Chosen(document=report)):
        raise DashboardError(f"--report: no changes wait of {report!r}; --list names reports")
    return Chosen(group=group, document=report)


def _refused(proposals: Proposals) -> list[PlaceChanges]:
    return proposals.places(refused=True)


def _summary(counts: Counts, proposals: Proposals) -> str:
    count = proposals.open_count()
    parts = [f"{counts.again} reports read again" if counts.again else "nothing to read again"]
    if count.changes:
        parts.append(
            f"{count.changes} changes in {count.reports} reports wait: `sitmap reread --list` "
            "lists them, `--accept` takes them over, `--refuse` leaves what was read before"
        )
    elif counts.again:
        parts.append("nothing changes")
    if counts.problems:
        parts.append(f"{len(counts.problems)} could not be read again")
    return "; ".join(parts)


def _lines(proposals: Proposals, chosen: Chosen) -> Iterator[str]:
    changes = proposals.changes(chosen)
    if not changes:
        yield "nothing waits"
        return
    yield f"{len(changes)} changes wait; {proposals.same_count()} mentions are the same"
    left = _MOST_LINES
    for place in proposals.places():
        some = [one for one in changes if group_of(one.change) == place.group]
        if not some:
            continue
        yield f"{_named(place)}: {kinds_in_words(place.kinds)} in {place.reports} reports"
        for one in some[: max(0, left)]:
            yield f"    {in_words(one.change)}  [{one.title or one.document}, {one.document}]"
        left -= len(some)
    if left < 0:
        yield f"and {-left} more; --json has all"


def _named(place: PlaceChanges) -> str:
    return f"{place.name}, {place.country or '?'} ({place.group})" if place.name else place.group


def _as_json(proposals: Proposals, chosen: Chosen) -> dict[str, Any]:
    count = proposals.open_count()
    return {
        "reports": count.reports,
        "changes": count.changes,
        "refused": count.refused,
        "same": proposals.same_count(),
        "places": [asdict(place) for place in proposals.places()],
        "list": [_plain(one) for one in proposals.changes(chosen)],
    }


def _plain(one: Proposed) -> dict[str, Any]:
    return {
        "document": one.document,
        "title": one.title,
        "key": one.change.key,
        "group": group_of(one.change),
        **as_plain(one.change),
    }
