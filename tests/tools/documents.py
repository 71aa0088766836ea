"""The documents of the project, and the commands and examples that stand in them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from dashboard.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = (".github", "dashboard", "data", "geocache", "tests")
_NO_DOCUMENTS = ROOT / "tests" / "dashboard" / "files"
"""Reports of the tests, some of them in Markdown."""
_FENCED = re.compile(
    r"^```(?P<language>\w*)\n(?P<content>.*?)^```$(?:\n+```\n(?P<below>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)
_INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
_TABLE = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)
_FIGURE = re.compile(r"[+-]?\.?\d[\d.,]*(?![\d.,]|[0-9a-z])")
"""A number, and no identifier that begins with a digit."""
_ENVIRONMENT = re.compile(r"^(?:\.venv(?:-test)?/bin/)?(.+)$")
_BETWEEN = {"&&", "||", "|", ";"}
_REDIRECTED = {">", ">>", "<"}


@dataclass(frozen=True)
class Block:
    """What stands between two fences."""

    language: str
    content: str
    below: str | None
    """The plain block that follows at once: what the example prints."""


def documents() -> list[Path]:
    """Every Markdown file of the project that is written for people."""
    inside = (path for name in _FOLDERS for path in (ROOT / name).rglob("*.md"))
    return sorted(p for p in (*ROOT.glob("*.md"), *inside) if _NO_DOCUMENTS not in p.parents)


def name_of(path: Path) -> str:
    """Path within the project."""
    return path.relative_to(ROOT).as_posix()


def blocks(text: str, language: str | None = None) -> list[Block]:
    """Return the fenced blocks, all or those of a language."""
    found = [
        Block(match["language"], match["content"], match["below"])
        for match in _FENCED.finditer(text)
    ]
    return [block for block in found if language in {None, block.language}]


def commands(text: str) -> Iterator[list[str]]:
    """Words of every command in the blocks for a shell, without what joins and redirects them."""
    for block in blocks(text, "sh"):
        yield from block_commands(block)


def block_commands(block: Block) -> Iterator[list[str]]:
    """Words of the commands of one block."""
    for line in block.content.splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words: list[str] = []
        tokens = iter(lexer)
        for token in tokens:
            if token in _BETWEEN:
                yield _plain(words)
                words = []
            elif token in _REDIRECTED:
                next(tokens)
            else:
                words.append(token)
        if words:
            yield _plain(words)


def spans(text: str) -> list[str]:
    """Inline code, outside of blocks, on one line."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(match[2].split()) for match in _INLINE.finditer(prose)]


@dataclass(frozen=True)
class Table:
    """A table, and what stands below it."""

    rows: list[list[str]]
    """Cells of each row, without the heading."""
    below: str
    """The next paragraph, on one line."""

    @property
    def holds_figures(self) -> bool:
        """Whether at least half of the cells begin with a number, but for those that name rows."""
        cells = [cell for row in self.rows for cell in row[1:] if cell]
        return 2 * sum(bool(_FIGURE.match(cell)) for cell in cells) >= len(cells) > 0


def tables(text: str) -> list[Table]:
    """Return the tables outside of blocks."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    found = []
    for match in _TABLE.finditer(prose):
        rows = [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for line in match[0].splitlines()[2:]
        ]
        paragraph = prose[match.end() :].strip().split("\n\n")[0]
        found.append(Table(rows, " ".join(paragraph.split())))
    return found


def links(text: str) -> list[str]:
    """Targets of links, and of pictures, within the project."""
    return _LINK.findall(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(text: str) -> set[str]:
    """Anchors of the headings, as GitHub makes them."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def parsed(words: list[str]) -> str:
    """Return the name of the command of ``sitmap`` that words are for, parsed as it would be.

    Raises
    ------
    click.UsageError
        The command would not take them.
    """
    context = typer.main.get_command(app).make_context("sitmap", list(words))
    while True:
        name, command, rest = context.command.resolve_command(
            context, [*context._protected_args, *context.args]
        )
        context = command.make_context(name, rest, parent=context)
        if not hasattr(command, "commands"):
            return context.command_path.removeprefix("sitmap ")


def leaves() -> dict[str, Any]:
    """Every command of ``sitmap``, by its words."""
    found = {}
    sitmap = typer.main.get_command(app)
    context = typer.Context(sitmap)
    for name in sitmap.list_commands(context):
        command = sitmap.get_command(context, name)
        inner = getattr(command, "commands", None)
        found |= {f"{name} {k}": c for k, c in inner.items()} if inner else {name: command}
    return found


def options_of(command: Any) -> set[str]:
    """Options that a command of ``sitmap`` takes."""
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


def _plain(words: list[str]) -> list[str]:
    program, *rest = words
    found = _ENVIRONMENT.match(program)
    assert found
    return [{"python3": "python"}.get(found[1], found[1]), *rest]
