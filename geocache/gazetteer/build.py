"""Compile the sources into an index that is opened memory-mapped.

The index is written into a folder beside its place and moved there whole, manifest last, so what
can be opened is always complete.
"""

import gc
import shutil
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import mkdtemp

from ..errors import GazetteerError
from .collecting import Collected
from .manifest import Manifest
from .outline_table import write_outlines
from .records import Progress, Source, StreamedSource

_DRAFT = ".draft-"
_ABANDONED_S = 3600.0
"""Age from which a draft that nobody writes to is nobody's any more."""
_FINISHING = 4
"""Steps after the sources are read."""


def build_index(target: Path, sources: Iterable[Source], progress: Progress | None = None) -> Path:
    """Compile ``sources`` into the folder ``target``.

    Parameters
    ----------
    target
        The folder to make; when another process makes it first, that one stays.
    progress
        Told about each step.

    Returns
    -------
    Path
        ``target``.

    Raises
    ------
    GazetteerError
        A source contradicts itself or can't be read, or the folder can't be written.
    """
    report = progress or (lambda _step, _done, _total: None)
    sources = list(sources)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target.parent)
        draft = Path(mkdtemp(prefix=f"{_DRAFT}{target.name}-", dir=target.parent))
    except OSError as error:
        raise GazetteerError(f"can't write the gazetteer to {target.parent}: {error}") from error
    collecting = gc.isenabled()
    gc.disable()  # millions of small records and no cycles among them: a tenth of the time
    try:
        _write(draft, sources, report)
        _move(draft, target)
    except OSError as error:
        raise GazetteerError(f"can't write the gazetteer to {target.parent}: {error}") from error
    finally:
        if collecting:
            gc.enable()
        shutil.rmtree(draft, ignore_errors=True)
    steps = len(sources) + _FINISHING
    report("gazetteer compiled", steps, steps)
    return target


def _write(draft: Path, sources: list[Source], report: Progress) -> None:
    steps = len(sources) + _FINISHING
    with closing(Collected(draft)) as collected:
        _collect(collected, sources, report)
        for step, title in enumerate(collected.finish(), len(sources)):
            report(f"gazetteer: {title}", step, steps)
    report("gazetteer: drawing outlines", steps - 1, steps)
    write_outlines(draft)
    Manifest.of(sources).with_files(draft).write(draft)


def _collect(collected: Collected, sources: list[Source], report: Progress) -> None:
    steps = len(sources) + _FINISHING
    for step, source in enumerate(sources):
        title = f"gazetteer: {source.name}"
        report(title, step, steps)
        if isinstance(source, StreamedSource):
            source.reached = lambda share, at=step, what=title: report(what, at + share, steps)
        for record in source.records():
            collected.add(record)
    collected.apply_early()


def _clear_abandoned(folder: Path) -> None:
    """Remove drafts that a killed process left behind; a draft of now may be at work."""
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(FileNotFoundError):  # whoever made it is removing it
            written = max(path.stat().st_mtime for path in (draft, *draft.iterdir()))
            if time.time() - written > _ABANDONED_S:
                shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError:
        # Another process finished first; its index came from the same sources.
        if not (target / Manifest.FILE).exists():
            raise
