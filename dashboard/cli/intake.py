"""The commands that take reports in and show them: ``sitmap add`` and ``sitmap serve``."""

import hashlib
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from geocache.data_files import cache_path, data_path

from ..annotate.identity import engine_identity
from ..errors import DashboardError, WorkspaceError
from ..ingest import Columns
from ..ingest.addresses import is_address
from ..ingest.limits import MAX_PACKED_MEGABYTES, MEGABYTE
from ..model import Problem
from ..pipeline import Counts, Pipeline
from ..situation import ReadModel
from ..views.given_texts import GivenText, offer_texts
from ..views.taking_in import taking_in_of_server
from ..workspace import Workspace, default_path
from ..workspace.jobs import Jobs
from .terminal import (
    Places,
    Scheduler,
    Workers,
    WorkspaceFile,
    following,
    progress,
    read_packs,
    warn,
)

_INTERRUPTED = 130
"""Exit status of what Ctrl+C ended, as shells have it."""
_SECRETS = Path(".streamlit") / "secrets.toml"
"""Where Streamlit looks for it, in the home folder and in the current one."""
_ARTICLE = "idlib-al-tanf-2020.txt"
_STANDARD_INPUT, _PIPED = "-", "standard input.txt"

_KINDS = (
    "Text, Markdown, HTML, PDF, Word, OpenDocument, RTF, e-mail, mailboxes, CSV, Excel, JSON "
    "lines, RSS and Atom, zip archives, folders of them, and addresses of pages and feeds"
)
InputsOption = Annotated[
    list[str] | None, typer.Argument(metavar="[FILE|FOLDER|ADDRESS]...", help=f"{_KINDS}.")
]
InputsOrPipe = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILE|FOLDER|ADDRESS|-]...", help=f"{_KINDS}; - for standard input."),
]
ColumnsOption = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="NAME=COLUMN,...",
        help="Which columns of tables hold what, as text=Body,date=Day; columns called text, "
        "title, date, id, source, url, author and language are known.",
    ),
]


def add(  # noqa: PLR0913, PLR0917  one parameter an option
    inputs: InputsOrPipe = None,
    workspace: WorkspaceFile = None,
    places: Places = None,
    name: Annotated[
        str,
        typer.Option(
            metavar="FILE", help="What standard input is called, with the ending of its format."
        ),
    ] = "",
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private",
            help="Ask addresses of this machine and of private networks too; refused by default.",
        ),
    ] = False,
    workers: Workers = None,
    scheduler: Scheduler = "",
    columns: ColumnsOption = "",
) -> None:
    """Take reports into a workspace, without a page. Run again, it goes on where it was stopped.

    A file that was not touched since it was read is not read again. Other machines are asked only
    for the addresses that are given, and for what feeds among them lead to. Ends with status 1 when
    an input was not taken.
    """
    packs = read_packs(places)
    given = Inputs.of(inputs or [])
    chosen = Columns.parse(columns)
    if name and not given.has_standard_input:
        raise DashboardError(f"--name {name}: names standard input, which - stands for; give both")
    kept = Workspace(workspace or default_path())
    refused = _take_standard_input(kept, name or _PIPED) if given.has_standard_input else []
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
                columns=chosen,
            )
            counts = pipeline.run(
                given.paths, packs, addresses=given.addresses, allow_private=allow_private
            )
    except KeyboardInterrupt:
        left = Jobs(kept).open_count()
        warn(f"sitmap: stopped; {left} reports are still to be read: run it again to go on")
        raise typer.Exit(_INTERRUPTED) from None
    counts.problems += refused
    if counts.read or counts.again:
        with suppress(WorkspaceError):  # a help for the next start, no more
            ReadModel(kept).keep()
            kept.settle()
    typer.echo(_line(counts, kept))
    if counts.problems:
        raise typer.Exit(1)


@dataclass(slots=True)
class Inputs:
    """What somebody named, by what it is."""

    paths: list[Path] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    has_standard_input: bool = False

    @classmethod
    def of(cls, given: Sequence[str]) -> "Inputs":
        """Sort what was given."""
        sorted_ = cls()
        for one in given:
            if one == _STANDARD_INPUT:
                sorted_.has_standard_input = True
            elif is_address(one):
                sorted_.addresses.append(one)
            else:
                sorted_.paths.append(Path(one))
        return sorted_


def _take_standard_input(workspace: Workspace, name: str) -> list[Problem]:
    """Let standard input be read, all of it as one file; return why it is not taken.

    It waits in the workspace, so that it is not lost when this run is stopped.
    """
    if sys.stdin.isatty():
        warn("sitmap: reading what you type; end it with Ctrl+D (Windows: Ctrl+Z and Enter)")
    content = sys.stdin.buffer.read(MAX_PACKED_MEGABYTES * MEGABYTE + 1)
    refused = offer_texts(workspace, [GivenText(name, content)]).refused
    for problem in refused:
        warn(problem.reason)
    return refused


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
    inputs: InputsOption = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="TCP port; the first free one from 8501 by default."),
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Don't open the browser.")] = False,
    workspace: WorkspaceFile = None,
    places: Places = None,
    columns: ColumnsOption = "",
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

    if Inputs.of(inputs or []).has_standard_input:
        raise DashboardError("- is for `sitmap add`; expected files, folders or addresses")
    files = [secrets] if secrets else [folder / _SECRETS for folder in (Path.home(), Path.cwd())]
    access = access_of(host, files, is_open=is_open, is_asked=secrets is not None)
    chosen_port = free_port(port, host)
    if not access.is_local:
        whom = "anybody" if access.is_open else "everybody who signs in"
        warn(f"sitmap: {whom} who reaches {host} sees and changes this workspace")
    read_packs(places)  # what can't be used is said before a page is opened
    chosen = Columns.parse(columns)
    kept = Workspace(workspace or default_path())
    shown = kept
    arguments = list(inputs or [])
    if not arguments and not places and _holds_nothing(kept):
        shown = Workspace(_demonstration())
        # The article first, so that the page opens with it.
        notes = sorted(data_path("documents").glob("*.txt"))
        arguments = [str(data_path("documents", _ARTICLE)), *map(str, notes)]
    for pack in places or []:
        arguments += ["--places", str(pack)]
    if str(chosen):
        arguments += ["--columns", str(chosen)]
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
