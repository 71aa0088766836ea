"""The commands that take reports in and show them: ``sitmap add`` and ``sitmap serve``."""

import hashlib
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from geocache.resources import cache_path, data_path

from ..annotate.identity import engine_identity
from ..errors import DashboardError, WorkspaceError
from ..pipeline import Counts, Pipeline
from ..situation import ReadModel
from ..views.taking_in import taking_in_of_server
from ..workspace import Workspace, default_path
from ..workspace.jobs import Jobs
from .terminal import Places, Scheduler, Workers, following, progress, read_packs, warn

_INTERRUPTED = 130
"""Exit status of what Ctrl+C ended, as shells have it."""
_SECRETS = Path(".streamlit") / "secrets.toml"
"""Where Streamlit looks for it, in the home folder and in the current one."""
_ARTICLE = "idlib-al-tanf-2020.txt"

WorkspaceFile = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="FILE",
        help="File that keeps reports and places; reports.sitmap in your data folder by default.",
    ),
]


def add(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE|FOLDER]...", help="Text files, and folders of .txt files."),
    ] = None,
    workspace: WorkspaceFile = None,
    places: Places = None,
    workers: Workers = None,
    scheduler: Scheduler = "",
) -> None:
    """Take reports into a workspace, without a page. Run again, it goes on where it was stopped.

    A file that was not touched since it was read is not read again. Ends with status 1 when an
    input was not taken.
    """
    packs = read_packs(places)
    kept = Workspace(workspace or default_path())
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as cleanly as Ctrl+C
    try:
        with progress() as compiling, following() as follow:
            pipeline = Pipeline(
                kept,
                progress=compiling,
                follow=follow,
                warn=warn,
                workers=workers,
                scheduler=scheduler,
            )
            counts = pipeline.run(paths or [], packs)
    except KeyboardInterrupt:
        left = Jobs(kept).open_count()
        warn(f"sitmap: stopped; {left} reports are still to be read: run it again to go on")
        raise typer.Exit(_INTERRUPTED) from None
    if counts.read or counts.again:
        with suppress(WorkspaceError):  # a help for the next start, no more
            ReadModel(kept).keep()
            kept.settle()
    typer.echo(_line(counts, kept))
    if counts.problems:
        raise typer.Exit(1)


def _line(counts: Counts, workspace: Workspace) -> str:
    total = workspace.rows("SELECT count(*) FROM document WHERE replaced_by IS NULL")[0][0]
    parts = [f"{counts.read} taken in", f"{counts.unchanged} unchanged"]
    if counts.again:
        parts.append(f"{counts.again} read again")
    if counts.differing:
        parts.append(f"{counts.differing} of these would change (`sitmap reread --list`)")
    parts.append(f"{len(counts.problems)} not taken")
    return f"{', '.join(parts)}; {total} reports in {workspace.path}"


def serve(  # noqa: PLR0913, PLR0917  one parameter an option
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE|FOLDER]...", help="Text files, and folders of .txt files."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="TCP port; the first free one from 8501 by default."),
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Don't open the browser.")] = False,
    workspace: WorkspaceFile = None,
    places: Places = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Address to listen at; others than this machine's only with sign-in or --open.",
        ),
    ] = "127.0.0.1",
    is_open: Annotated[
        bool, typer.Option("--open", help="Let anybody in who reaches the address.")
    ] = False,
    secrets: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="secrets.toml that says how people sign in; Help shows one."
        ),
    ] = None,
) -> None:
    """Open the dashboard on a workspace, and take reports into it meanwhile.

    A workspace that holds nothing shows the demonstration, which is kept apart.
    """
    # Streamlit takes a second to import; the other commands do without it.
    from ..views.access import access_of  # noqa: PLC0415
    from ..views.server import free_port  # noqa: PLC0415
    from ..views.server import serve as serve_workspace  # noqa: PLC0415

    files = [secrets] if secrets else [folder / _SECRETS for folder in (Path.home(), Path.cwd())]
    access = access_of(host, files, is_open=is_open, is_asked=secrets is not None)
    chosen_port = free_port(port, host)
    if not access.is_local:
        whom = "anybody" if access.is_open else "everybody who signs in"
        warn(f"sitmap: {whom} who reaches {host} sees and changes this workspace")
    read_packs(places)  # what can't be used is said before a page is opened
    kept = Workspace(workspace or default_path())
    shown = kept
    given = [*(paths or []), *(places or [])]
    if not given and _holds_nothing(kept):
        shown = Workspace(_demonstration())
        # The article first, so that the page opens with it.
        paths = [data_path("documents", _ARTICLE), data_path("documents")]
    arguments = [str(path) for path in paths or []]
    for pack in places or []:
        arguments += ["--places", str(pack)]
    with taking_in_of_server() as taking_in:
        if arguments or Jobs(shown).open_count():
            taking_in.start(shown.path, arguments)
        serve_workspace(
            shown.path,
            port=chosen_port,
            headless=headless,
            own=kept.path if shown is not kept else None,
            access=access,
        )


def _holds_nothing(workspace: Workspace) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM document) OR EXISTS (SELECT 1 FROM job)"
    return not workspace.rows(query)[0][0]


def _demonstration() -> Path:
    """Return the workspace of the demonstration: one for each program and its data."""
    identity = hashlib.sha256(engine_identity("").encode()).hexdigest()[:12]
    path = cache_path("demonstration", f"{identity}.sitmap")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DashboardError(f"{path.parent} can't be made: {error.strerror}") from error
    return path
