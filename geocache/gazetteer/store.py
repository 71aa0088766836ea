"""Where the compiled index is kept, and when it is made anew."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from ..errors import GazetteerError
from ..resources import cache_path
from .build import build_index
from .index import CompiledGazetteer
from .manifest import Manifest
from .records import Progress, Source
from .sources import default_sources


def index_path(sources: Sequence[Source]) -> Path:
    """Folder of the index that these sources compile to."""
    return cache_path("gazetteer", Manifest.of(sources).key)


def is_built() -> bool:
    """Whether the embedded gazetteer has been compiled."""
    return (index_path(default_sources()) / Manifest.FILE).exists()


def open_gazetteer(
    progress: Progress | None = None, sources: Sequence[Source] | None = None
) -> CompiledGazetteer:
    """Open the compiled gazetteer, compiling it first where it is missing or damaged.

    Parameters
    ----------
    progress
        Told about each step of compiling.
    sources
        What to compile; the embedded ones when None.

    Raises
    ------
    GazetteerError
        It can be neither opened nor compiled; the message says what to do.
    """
    chosen = sources if sources is not None else default_sources()
    folder = index_path(chosen)
    try:
        exists = folder.exists()
    except OSError as error:
        raise GazetteerError(f"can't look for the gazetteer in {folder}: {error}") from error
    if exists:
        try:
            return CompiledGazetteer(folder)
        except GazetteerError:
            shutil.rmtree(folder, ignore_errors=True)
    return CompiledGazetteer(build_index(folder, chosen, progress))
