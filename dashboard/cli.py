"""The command ``sitmap``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version as installed_version
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TextIO

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from typer.core import TyperGroup

from geocache import GeocacheError, Geoparser
from geocache.evaluation import coverage
from geocache.gazetteer import Progress, open_gazetteer
from geocache.resources import data_path

from .annotate import Annotator
from .checking import attributions, findings
from .errors import DashboardError
from .explaining import explanation
from .geoparsing import geoparse_files
from .ingest import read_document, read_paths, shown
from .model import Document, Problem
from .workspace import Workspace

_messages = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
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


@app.command()
def serve(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE|FOLDER]...", help="Text files, and folders of .txt files."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="TCP port; the first free one from 8501 by default."),
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Don't open the browser.")] = False,
    workspace: Annotated[
        Path | None,
        typer.Option(help="File that keeps the documents; a temporary one by default."),
    ] = None,
) -> None:
    """Open the dashboard on the shipped article and on the given reports."""
    # Streamlit takes a second to import; the other commands do without it.
    from .views.server import free_port  # noqa: PLC0415
    from .views.server import serve as serve_workspace  # noqa: PLC0415

    chosen_port = free_port(port)
    with _workspace_file(workspace) as file:
        fill_workspace(Workspace(file), paths or [])
        serve_workspace(file, port=chosen_port, headless=headless)


@contextmanager
def _workspace_file(chosen: Path | None) -> Iterator[Path]:
    if chosen:
        yield chosen
        return
    with TemporaryDirectory(prefix="sitmap-") as folder:
        yield Path(folder) / "workspace.sqlite"


def fill_workspace(workspace: Workspace, paths: list[Path]) -> None:
    """Annotate the given reports and the shipped article; say what could not be read."""
    documents, problems = read_paths([*paths, data_path("documents")])
    for problem in problems:
        _messages.print(problem.reason, style="red")
    workspace.add_problems(problems)
    with _progress() as report:
        annotator = Annotator(Geoparser(progress=report))
        for number, document in enumerate(documents):
            report("reading the documents", number, len(documents))
            _annotate(annotator, document, workspace)
        report("reading the documents", len(documents), len(documents))


def _annotate(annotator: Annotator, document: Document, workspace: Workspace) -> None:
    try:
        workspace.add(annotator.annotate(document))
    except GeocacheError as error:
        problem = Problem(document.origin, f"{document.origin}: {error}")
        _messages.print(problem.reason, style="red")
        workspace.add_problems([problem])


@app.command()
def geoparse(
    files: Files,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output if none.")
    ] = None,
) -> None:
    """Print a JSON line for every document in .txt and .jsonl files."""
    with _progress() as report:
        geoparser = Geoparser(progress=report)
    with _output(output) as out:
        complete = geoparse_files(
            files, geoparser, out, lambda reason: _messages.print(reason, style="red")
        )
    if not complete:
        raise typer.Exit(1)


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is whole."""
    if path is None:
        yield sys.stdout
        return
    if not path.name or path.is_dir():
        raise DashboardError(f"{path}: expected the name of a file to write")
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
    except OSError as error:
        raise DashboardError(f"{path}: can't be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


@app.command()
def explain(files: Files) -> None:
    """Print for each mention the candidates, the evidence and the choice."""
    with _progress() as report:
        geoparser = Geoparser(progress=report)
    complete = True
    for path in files:
        try:
            document = read_document(path)
        except DashboardError as error:
            complete = False
            _messages.print(str(error), style="red")
            continue
        typer.echo(f"{shown(path)}: {document.title}\n")
        for line in explanation(geoparser.parse(document.text, title=document.title)):
            typer.echo(line)
    if not complete:
        raise typer.Exit(1)


@app.command()
def check() -> None:
    """Tell what is installed, whether it is whole, and what to do when it is not."""
    complete = True
    for finding in findings():
        complete = complete and finding.ok
        typer.echo(f"{'ok ' if finding.ok else 'BAD'} {finding.title}")
        if finding.hint:
            typer.echo(f"    -> {finding.hint}")
    if not complete:
        raise typer.Exit(1)


gazetteer_app = typer.Typer(help="Look after the gazetteer.", add_completion=False)
app.add_typer(gazetteer_app, name="gazetteer")


@gazetteer_app.command("build")
def gazetteer_build() -> None:
    """Compile the embedded gazetteer now, if it is not yet."""
    with _progress() as report:
        gazetteer = open_gazetteer(report)
    typer.echo(f"{len(gazetteer):,} places, {gazetteer.name_count:,} names")


@gazetteer_app.command("sources")
def gazetteer_sources() -> None:
    """Print where places come from, with versions and licences."""
    for line in attributions():
        typer.echo(line)


@gazetteer_app.command("coverage")
def gazetteer_coverage(
    corpora: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="JSON-lines files.")],
    misses: Annotated[int, typer.Option(min=0, help="How many misses to list.")] = 20,
) -> None:
    """Print how many gold places of annotated corpora the gazetteer can answer with."""
    with _progress() as report:
        gazetteer = open_gazetteer(report)
    for path in corpora:
        found = coverage(path, gazetteer)
        typer.echo(str(path))
        for words, count, total in (
            ("gold ids held under any name", found.held, found.with_id),
            ("gold ids offered for the words", found.offered, found.with_id),
            ("gold id, or a candidate within 161 km", found.near, found.with_point),
        ):
            if total:
                typer.echo(f"  {words}: {count / total:.1%} ({count} of {total})")
        for text, count in found.misses.most_common(misses):
            if count:
                typer.echo(f"    missed {count} times: {text}")


@contextmanager
def _progress() -> Iterator[Progress]:
    """Yield what shows progress on standard error: a bar on a terminal, else a line a step."""
    if not _messages.is_terminal:
        shown: set[str] = set()
        yield lambda step, _done, _total: _show_once(step, shown)
        return
    with Bar(console=_messages, transient=True) as bar:

        def report(step: str, done: int, total: int) -> None:
            if not bar.task_ids:
                bar.add_task(step)
            bar.update(bar.task_ids[0], description=step, completed=done, total=total)

        yield report


def _show_once(step: str, shown: set[str]) -> None:
    if step not in shown:
        shown.add(step)
        _messages.print(f"sitmap: {step}")


def main() -> None:
    """Run the command; errors of ours end it with one line and status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the terminal's locale says
    try:
        app()
    except (DashboardError, GeocacheError) as error:
        _messages.print(f"sitmap: {error}", style="red")
        sys.exit(1)
