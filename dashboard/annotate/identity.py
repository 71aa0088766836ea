"""What reads documents: two readings by the same program on the same knowledge are the same."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geocache import GeocacheError
from geocache.data_files import data_path
from geocache.gazetteer import PackSource, chosen_index, index_path
from geocache.gazetteer.index.manifest import Manifest
from geocache.gazetteer.sources import default_sources

from ..model import OwnKnowledge

_KNOWLEDGE = ("*.yaml", "coordinates", "footprint", "recognition", "resolution", "themes")
"""Files below ``data`` that decide what is read, besides models and gazetteer."""
_THEMES = "own_themes"


def engine_identity(gazetteer_key: str, packs: Sequence[PackSource] = (), themes: str = "") -> str:
    """Return the identity of what reads documents, as JSON with its keys in order.

    Parameters
    ----------
    gazetteer_key
        Of the index's manifest.
    packs
        Places of the user's own, in the order in which they are laid over the gazetteer.
    themes
        Content of a file of themes of the user's own; empty where there is none.
    """
    identity: dict[str, Any] = {
        "program": version("sitmap"),
        "gazetteer": gazetteer_key,
        "models": _digest_of("models"),
        "knowledge": _digest_of(*_KNOWLEDGE),
        "packs": [f"{pack.name}:{_short(pack.content)}" for pack in packs],
    }
    return with_themes(json.dumps(identity), themes)


def with_themes(identity: str, themes: str) -> str:
    """Return the identity of what reads the same, but finds the themes of a file, or of none.

    Parameters
    ----------
    identity
        As `engine_identity` writes it.
    themes
        Content of the file; empty where the themes of this project are found.
    """
    facts = json.loads(identity)
    facts.pop(_THEMES, None)
    if themes:
        facts[_THEMES] = _short(themes.encode())
    return json.dumps(facts, sort_keys=True)


def todays_engine(own: OwnKnowledge) -> str | None:
    """Return the identity of what would read a document now; None where there is no gazetteer.

    Parameters
    ----------
    own
        What a workspace keeps to read reports with.
    """
    try:
        sources = [PackSource(*pack) for pack in own.packs]
        folder = chosen_index() or index_path(default_sources())
        return engine_identity(Manifest.read(folder).key, sources, own.themes)
    except GeocacheError:  # `sitmap check` says what is wrong
        return None


@cache
def _digest_of(*patterns: str) -> str:
    root = data_path()
    digest = hashlib.sha256()
    for path in sorted(_files(root, patterns)):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(root: Path, patterns: Sequence[str]) -> Iterator[Path]:
    for pattern in patterns:
        for found in root.glob(pattern):
            inside = found.rglob("*") if found.is_dir() else [found]
            yield from (path for path in inside if path.suffix in {".yaml", ".npz", ".marisa"})


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
