"""Tables of figures, for a terminal or a document, and the line that says where they come from.

Every program that measures prints its figures by `Figures`. With ``--markdown`` it prints them as a
document holds them, followed by a line with the command, the day, the commit and the machine.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

MARKDOWN_HELP = "print the table as documents hold it"
_ROOT = Path(__file__).resolve().parents[2]
_COLUMN_GAP = "  "


class Figures:
    """A table of which the first column names what was measured."""

    def __init__(self, *heads: str) -> None:
        self.heads = heads
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: str) -> None:
        """Add a row.

        Raises
        ------
        ValueError
            There are more or fewer cells than columns.
        """
        if len(cells) != len(self.heads):
            raise ValueError(f"{cells}: expected {len(self.heads)} cells")
        self.rows.append(cells)

    def text(self, *, markdown: bool) -> str:
        """Return the table as it is printed: in aligned columns, or as a document holds it."""
        return f"{self.markdown()}\n\n{measured_by()}" if markdown else self.plain()

    def plain(self) -> str:
        """Return the table in aligned columns."""
        rows = [self.heads, *self.rows]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(_aligned(row, widths) for row in rows)

    def markdown(self) -> str:
        """Return the table in Markdown."""
        rows = [self.heads, ("---",) * len(self.heads), *self.rows]
        return "\n".join(_markdown_row(row) for row in rows)


def decimal(figure: float | None) -> str:
    """Return a score as tables have it; nothing where there is none."""
    return "" if figure is None else f"{figure:.3f}"


def percent(share: float | None) -> str:
    """Return a share as tables have it; nothing where there is none."""
    return "" if share is None else f"{share:.1%}"


def measured_by() -> str:
    """Return the line that says by which command, when, at which commit and on what it was."""
    return (
        f"Measured by `{_command()}` on {datetime.now(UTC).date()}, {_state()}, "
        f"on {os.cpu_count()} cores with Python {platform.python_version()}."
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return _COLUMN_GAP.join([first, *others]).rstrip()


def _markdown_row(cells: Sequence[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def _command() -> str:
    """Return the command that runs; files are named without their folders."""
    module = getattr(sys.modules["__main__"], "__spec__", None)
    program = Path(sys.argv[0])
    if module is not None:
        words = ["python", "-m", module.name]
    elif program.suffix == ".py":
        words = ["python", os.path.relpath(program.resolve(), _ROOT)]
    else:
        words = [program.name]
    arguments = [Path(word).name if Path(word).exists() else word for word in sys.argv[1:]]
    return " ".join([*words, *arguments])


def _state() -> str:
    """Return the commit of this checkout, with a plus where files differ from it.

    Outside of a checkout, and where git can't read it, it is the version of the package.
    """
    if (_ROOT / ".git").exists():
        with suppress(OSError, subprocess.CalledProcessError):
            changed = _git("status", "--porcelain", "--untracked-files=no")
            return f"commit {_git('rev-parse', '--short', 'HEAD')}{'+' if changed else ''}"
    return f"version {version('sitmap')}"


def _git(*words: str) -> str:
    command = ["git", "-C", str(_ROOT), *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  ours
    return done.stdout.strip()
