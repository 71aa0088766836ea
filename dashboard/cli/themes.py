"""The commands ``sitmap themes …``, and the part of ``sitmap evaluate`` that is about themes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..annotate import Themes
from ..annotate.passages import passages_of
from ..annotate.themes import Taxonomy, read_taxonomy, read_themes_file
from ..annotate.themes.labelled import LabelledPassage, read_labelled
from ..annotate.themes.scores import ThemeScores, score, table
from ..errors import DashboardError
from ..ingest import shown
from ..rereading import find_themes
from ..workspace import Workspace, default_path
from .reread import keep_columns
from .terminal import WorkspaceFile, warn

_INTERRUPTED = 130
_TOLD_EVERY = 1024
"""Reports after which it is said how far it is."""
app = typer.Typer(help="Look after themes of your own.", add_completion=False)

OwnThemes = Annotated[
    Path | None,
    typer.Option("--own-themes", metavar="FILE", help="Score a file of themes of your own."),
]


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML with themes of your own.")],
) -> None:
    """Say what is wrong with a file of themes: each fault with its place and what was expected.

    Ends with status 1 when something is.
    """
    text = _read(file)
    _, faults = read_themes_file(text)
    for fault in faults:
        typer.echo(f"{shown(file)}: {fault}")
    if faults:
        raise typer.Exit(1)
    taxonomy = Taxonomy.of_text(text, shown(file))
    own = sum(bool(theme.cues) for theme in taxonomy.themes)
    typer.echo(
        f"{shown(file)}: {len(taxonomy.themes)} themes, {own} of them with cues of their own"
    )


@app.command("use")
def use(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="YAML with themes of your own.")
    ] = None,
    workspace: WorkspaceFile = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Let the themes of this project hold again.")
    ] = False,
) -> None:
    """Keep themes of your own in a workspace, and sort its reports by them.

    Places, dates and decisions stay as they are. ``--shipped`` takes it back.
    """
    if (file is None) is not shipped:
        raise DashboardError("themes use: expected a file, or --shipped")
    kept = Workspace(workspace or default_path(), must_exist=True)
    if file is None:
        kept.forget_themes()
    else:
        text = _read(file)
        _, faults = read_themes_file(text)
        if faults:
            for fault in faults:
                typer.echo(f"{shown(file)}: {fault}")
            raise typer.Exit(1)
        kept.keep_themes(file.name, text)
    try:
        count = find_themes(kept, _follow)
    except KeyboardInterrupt:
        warn("sitmap: stopped; the same command goes on where it was")
        raise typer.Exit(_INTERRUPTED) from None
    keep_columns(kept)
    held = f"themes of {kept.themes_name()}" if file else "themes of this project"
    typer.echo(f"{kept.path} has the {held}; {count} reports were sorted by them")


def _follow(done: int, total: int) -> None:
    if done == total or done % _TOLD_EVERY == 0:
        warn(f"sitmap: sorting reports by themes: {done} of {total}")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DashboardError(f"{shown(file)}: can't be read: {error}") from error


@app.command("list")
def list_themes(workspace: WorkspaceFile = None) -> None:
    """Print the themes of this project, or of a workspace: family, id, label and definition."""
    themes = Themes.shipped()
    if workspace:
        themes = Themes.of_file(Workspace(workspace, must_exist=True).themes_file())
    for family in themes.families:
        typer.echo(family.label)
        for theme in themes.all:
            if theme.family == family.id:
                typer.echo(f"  {theme.id:<16}{theme.label}: {theme.definition}")


def evaluate_themes(files: Sequence[Path], own: Path | None) -> None:
    """Print how well themes are found in passages that people labelled."""
    themes = Themes(read_taxonomy(own)) if own else Themes.shipped()
    for path in files:
        scores = themes_scored(themes, read_labelled(path))
        for line in [f"{shown(path)}: {scores.passages} passages", *table(scores)]:
            typer.echo(line)


def themes_scored(themes: Themes, passages: Sequence[LabelledPassage]) -> ThemeScores:
    """Score the core themes that are found in passages, each read as a document of its own."""
    found = [
        {hit.theme for hit in themes.hits(one.text, passages_of(one.text), one.title) if hit.core}
        for one in passages
    ]
    return score(passages, found, [theme.id for theme in themes.all])
