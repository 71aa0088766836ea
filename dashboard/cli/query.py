"""The command ``sitmap query``: what the page would show for a choice."""

import json
from textwrap import shorten
from typing import Annotated, Any

import typer

from ..situation import Situation
from ..situation.answers import answer, when_in_words
from ..situation.casualty_words import in_words
from ..workspace import Workspace, default_path
from . import choice
from .terminal import WorkspaceFile

_WIDTH = 200


def query(  # noqa: PLR0913, PLR0917  one parameter an option
    workspace: WorkspaceFile = None,
    theme: choice.ThemeIds = None,
    not_theme: choice.NotThemeIds = None,
    first: choice.FirstDay = "",
    last: choice.LastDay = "",
    text: choice.Words = "",
    place: choice.PlaceName = "",
    source: choice.Sources = None,
    country: choice.Countries = None,
    harm: choice.Harms = None,
    harmed: choice.LeastHarmed = 0,
    tense: choice.Tenses = None,
    limit: Annotated[int, typer.Option(min=0, help="How many passages to list.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the passages and marks that a choice shows: newest first, undated last."""
    kept = Workspace(workspace or default_path(), must_exist=True)
    situation = Situation(kept)
    filters = choice.chosen(
        situation,
        theme=theme,
        not_theme=not_theme,
        first=first,
        last=last,
        text=text,
        place=place,
        source=source,
        country=country,
        harm=harm,
        harmed=harmed,
        tense=tense,
    )
    found = answer(situation, filters, limit)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    total = situation.view(filters).counts()["all_passages"]
    typer.echo(
        f"{found['passages_total']} of {total} passages in {found['documents']} reports, "
        f"{len(found['marks'])} marks"
    )
    for passage in found["passages"]:
        for line in _lines(passage):
            typer.echo(line)


def _lines(passage: dict[str, Any]) -> list[str]:
    themes = f" [{', '.join(passage['themes'])}]" if passage["themes"] else ""
    head = f"{when_in_words(passage)} · {passage['title']} · passage {passage['passage'] + 1}"
    harm = "".join(f" · {in_words(one)}" for one in passage["casualties"])
    return [
        "",
        f"{head}{themes}{harm}",
        f"  {shorten(passage['text'], _WIDTH, placeholder=' …')}",
    ]
