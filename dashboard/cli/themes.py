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
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DashboardError(f"{shown(file)}: can't be read: {error}") from error
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


@app.command("list")
def list_themes() -> None:
    """Print the themes of this project: family, id, label and definition."""
    themes = Themes.shipped()
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
