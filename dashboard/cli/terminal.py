"""What commands of the terminal share: messages, progress, the gazetteer, files to write."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from geocache.gazetteer import Gazetteer, LayeredGazetteer, PackSource, Progress, open_gazetteer
from geocache.gazetteer.outlines.countries import numeric_codes

from ..errors import DashboardError
from ..ingest.packs import check_pack_names
from ..workspace.jobs import Run

if TYPE_CHECKING:  # most commands take no reports in
    from ..running import Follow

_LINE_EVERY_S = 5.0

messages = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to read.")]
Places = Annotated[
    list[Path] | None,
    typer.Option(
        "--places", metavar="FILE", help="Own places: .yaml, .geojson or .csv; may be repeated."
    ),
]

WorkspaceFile = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="FILE",
        help="File that keeps reports and places; reports.sitmap in your data folder by default.",
    ),
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that read; one a processor by default.")
]
Scheduler = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="Let the workers of a Dask scheduler read, as tcp://10.0.0.5:8786.",
    ),
]


def warn(reason: str) -> None:
    """Print a problem that does not stop the command."""
    messages.print(reason, style="red")


def country_code(option: str, given: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in capitals; raises `DashboardError` if it is none."""
    code = given.strip().upper()
    if code not in numeric_codes():
        raise DashboardError(f"{option}: {given!r} is no two-letter code of a country, as SY")
    return code


def opened_gazetteer(packs: Sequence[PackSource] = ()) -> Gazetteer:
    """Open the gazetteer in use, showing what is compiled, with packs of places laid over it."""
    with progress() as report:
        gazetteer = open_gazetteer(report)
    return LayeredGazetteer(gazetteer, packs) if packs else gazetteer


def read_packs(paths: Sequence[Path] | None) -> list[PackSource]:
    """Read packs of places.

    Raises
    ------
    KnowledgeFileError
        One can't be read, or two would be taken for one another.
    """
    packs = [PackSource.read(path) for path in paths or ()]
    check_pack_names(packs)
    return packs


@contextmanager
def progress(*, lines: bool = True) -> Iterator[Progress]:
    """Yield what shows progress on standard error: a bar on a terminal, else a line a step.

    Without ``lines`` nothing is shown where there is no terminal.
    """
    if not messages.is_terminal:
        if not lines:
            yield lambda _step, _done, _total: None
            return
        shown: set[str] = set()
        yield lambda step, _done, _total: _show_once(step, shown)
        return
    with Bar(console=messages, transient=True) as bar:

        def report(step: str, done: float, total: int) -> None:
            if not bar.task_ids:
                bar.add_task(step)
            bar.update(bar.task_ids[0], description=step, completed=done, total=total)

        yield report


@contextmanager
def following() -> "Iterator[Follow]":
    """Yield what shows how far a run of intake is: a bar with rate and time left, else lines."""
    if not messages.is_terminal:
        yield _lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f} a second"),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=messages, transient=True) as bar:

        def follow(run: Run) -> None:
            if not bar.task_ids:
                bar.add_task(run.step, rate=0.0, left="")
            bar.update(
                bar.task_ids[0],
                description=run.step,
                completed=run.done,
                total=run.total,
                rate=run.rate,
                left=_left(run),
            )

        yield follow


def _lines() -> "Follow":
    """Say every few seconds how far a run is."""
    step, at = "", 0.0

    def follow(run: Run) -> None:
        nonlocal step, at
        if run.state == "reading" and (run.step != step or run.updated - at > _LINE_EVERY_S):
            step, at = run.step, run.updated
            messages.print(
                f"sitmap: {run.step}: {run.done} of {run.total}, {run.rate:.0f} a second, "
                f"{_left(run)}"
            )

    return follow


def _left(run: Run) -> str:
    seconds = run.seconds_left
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s left" if minutes else f"{rest} s left"


def _show_once(step: str, shown: set[str]) -> None:
    if step not in shown:
        shown.add(step)
        messages.print(f"sitmap: {step}")


@contextmanager
def output_stream(path: Path | None, inputs: Iterable[Path] = ()) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is whole.

    Raises
    ------
    DashboardError
        It can't be written, or is one of the inputs.
    """
    if path is None:
        yield sys.stdout
        return
    if not path.name or path.is_dir():
        raise DashboardError(f"{path}: expected the name of a file to write")
    if any(_are_one(path, given) for given in inputs):
        raise DashboardError(f"{path}: is read from; expected another file to write to")
    if path.exists() and not path.is_file():  # a pipe or device: there is nothing to replace
        with path.open("w", encoding="utf-8") as stream:
            yield stream
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        draft.replace(path)
    except BrokenPipeError:  # of standard output, which nobody reads any more
        raise
    except OSError as error:
        raise DashboardError(f"{path}: can't be written: {error.strerror}") from error
    finally:
        with suppress(OSError):  # of a name that is too long, say: it was never written
            draft.unlink(missing_ok=True)


def _are_one(path: Path, other: Path) -> bool:
    """Whether two paths lead to the same file."""
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there
        return False
