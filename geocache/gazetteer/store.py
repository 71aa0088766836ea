"""Where the compiled indexes are kept, which one is in use, and when one is made anew."""

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..data_files import cache_path
from ..errors import GazetteerError
from .index.build import build_index
from .index.manifest import Manifest
from .index.reader import CompiledGazetteer
from .protocols import Progress, Source
from .sources import default_sources

_CHOSEN = "chosen.json"
"""Names the index that takes the place of the embedded one; absent while there is none."""


def index_path(sources: Sequence[Source]) -> Path:
    """Folder of the index that these sources compile to."""
    return cache_path("gazetteer", Manifest.of(sources).key)


def is_built() -> bool:
    """Whether the gazetteer that is in use has been compiled."""
    folder = chosen_index() or index_path(default_sources())
    return (folder / Manifest.FILE).exists()


def chosen_index() -> Path | None:
    """Folder of the index that was built to take the place of the embedded one; None if none was.

    Raises
    ------
    GazetteerError
        What was chosen can't be read.
    """
    path = cache_path("gazetteer", _CHOSEN)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return path.with_name(str(content["folder"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GazetteerError(
            f"{path} does not say which gazetteer is in use ({error}); build it again with "
            "`sitmap gazetteer build`"
        ) from error


def use_embedded(progress: Progress | None = None) -> CompiledGazetteer:
    """Go back to the embedded gazetteer, and then delete the one that was used in its place.

    Raises
    ------
    GazetteerError
        It can't be compiled, or nothing can be written.
    """
    gazetteer = open_gazetteer(progress, default_sources())
    path = cache_path("gazetteer", _CHOSEN)
    folder = None
    with suppress(GazetteerError):
        folder = chosen_index()
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise GazetteerError(f"can't go back to the embedded gazetteer: {error}") from error
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    return gazetteer


def build_chosen(sources: Sequence[Source], progress: Progress | None = None) -> CompiledGazetteer:
    """Compile sources into the index that is used from now on; until it is whole, the old one is.

    Raises
    ------
    GazetteerError
        A source can't be read, or the index can't be written.
    """
    folder = index_path(sources)
    previous = None
    with suppress(GazetteerError):
        previous = chosen_index()
    gazetteer = _opened_or_built(folder, sources, progress)
    path = cache_path("gazetteer", _CHOSEN)
    draft = path.with_name(f"{_CHOSEN}.part")
    try:
        draft.write_text(json.dumps({"folder": folder.name}), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise GazetteerError(f"can't write {path}: {error}") from error
    if previous and previous != folder:
        shutil.rmtree(previous, ignore_errors=True)
    return gazetteer


def open_gazetteer(
    progress: Progress | None = None, sources: Sequence[Source] | None = None
) -> CompiledGazetteer:
    """Open the gazetteer in use, compiling the embedded one where it is missing or damaged.

    Parameters
    ----------
    progress
        Told about each step of compiling.
    sources
        What to compile; what is in use when None.

    Raises
    ------
    GazetteerError
        It can be neither opened nor compiled; the message says what to do.
    """
    chosen = chosen_index() if sources is None else None
    if chosen:
        return _open_chosen(chosen)
    compiled = sources if sources is not None else default_sources()
    return _opened_or_built(index_path(compiled), compiled, progress)


def _open_chosen(folder: Path) -> CompiledGazetteer:
    """Open an index that can't be made anew, since its sources may be gone."""
    try:
        return CompiledGazetteer(folder)
    except GazetteerError as error:
        raise GazetteerError(
            f"{error}; build it again with `sitmap gazetteer build --geonames FILE`, or go back to "
            "the embedded gazetteer with `sitmap gazetteer build`"
        ) from error


def _opened_or_built(
    folder: Path, sources: Sequence[Source], progress: Progress | None
) -> CompiledGazetteer:
    try:
        exists = folder.exists()
    except OSError as error:
        raise GazetteerError(f"can't look for the gazetteer in {folder}: {error}") from error
    if exists:
        try:
            return CompiledGazetteer(folder)
        except GazetteerError:
            shutil.rmtree(folder, ignore_errors=True)
    return CompiledGazetteer(build_index(folder, sources, progress))
