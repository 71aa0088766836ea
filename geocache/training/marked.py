"""Annotated sentences written for this project, with the places marked in the text.

One document a line: ``[Idlib]`` marks a place in the literal role, ``{Moscow}`` one in the
associative role. ``[Idlib=169389]`` says which place it is, by its number in GeoNames. Lines that
begin with ``#`` are comments.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import CorpusError
from ..evaluation import GoldDocument, GoldMention
from ..records import Role

_MARKED = re.compile(r"\[([^\[\]{}=]+)(?:=(\d+))?\]|\{([^\[\]{}=]+)(?:=(\d+))?\}")


def marked_documents(path: Path) -> Iterator[GoldDocument]:
    """Yield the documents of a file.

    Raises
    ------
    CorpusError
        The file can't be read, or a mark is not closed.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: can't be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield marked(line.strip(), f"{path.name}:{number}")


def marked(line: str, name: str) -> GoldDocument:
    """Document of a line with marks.

    Raises
    ------
    CorpusError
        A mark is not closed, or stands inside another.
    """
    text, mentions, reached = "", [], 0
    for match in _MARKED.finditer(line):
        text += line[reached : match.start()]
        kind = Role.ASSOCIATIVE if match[1] is None else Role.LITERAL
        words, number = match[1] or match[3], match[2] or match[4]
        place_id = f"geonames:{number}" if number else ""
        start, end = len(text), len(text) + len(words)
        mentions.append(GoldMention(start, end, kind.value, place_id=place_id))
        text, reached = text + words, match.end()
    text += line[reached:]
    if set("[]{}") & set(text):
        raise CorpusError(f"{name}: expected [Place] or {{Place}}, got {line!r}")
    return GoldDocument(name, text, tuple(mentions))
