"""Telling what is installed, whether it is whole, and what to do when it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from geocache import GeocacheError
from geocache.gazetteer import CompiledGazetteer, index_path, is_built
from geocache.gazetteer.manifest import Manifest
from geocache.gazetteer.sources import default_sources
from geocache.resources import data_path

from .annotate import Themes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    title: str
    hint: str = ""
    """What to do; empty when nothing is to be done."""


def findings() -> Iterator[Finding]:
    """Look at everything the program stands on, one thing after the other."""
    yield Finding(ok=True, title=f"sitmap {version('sitmap')}")
    yield from _gazetteer()
    for name in ("documents", "gazetteer", "basemap"):
        files = [path for path in data_path(name).iterdir() if path.is_file()]
        hint = "" if files else "the installation is incomplete; install sitmap again"
        yield Finding(ok=bool(files), title=f"data/{name}: {len(files)} files", hint=hint)
    yield Finding(ok=True, title=f"data/themes.yaml: {len(Themes.shipped().all)} themes")


def _gazetteer() -> Iterator[Finding]:
    folder = index_path(default_sources())
    if not is_built():
        hint = "it is compiled at the first start; `sitmap gazetteer build` does it now"
        yield Finding(ok=False, title=f"gazetteer: not compiled yet in {folder}", hint=hint)
        return
    try:
        gazetteer = CompiledGazetteer(folder)
        altered = gazetteer.manifest.altered(folder)
    except GeocacheError as error:
        hint = f"delete {folder}; it is compiled anew at the next start"
        yield Finding(ok=False, title=f"gazetteer: {error}", hint=hint)
        return
    hint = f"delete {folder}; it is compiled anew at the next start" if altered else ""
    title = f"gazetteer: {len(gazetteer):,} places, {gazetteer.name_count:,} names, in {folder}"
    yield Finding(ok=not altered, title=title, hint=hint)
    for name in altered:
        yield Finding(ok=False, title=f"gazetteer: {name} is not what was written", hint=hint)


def attributions() -> Iterator[str]:
    """Name, version and licence of every source of the embedded gazetteer, and of the outlines."""
    for source in Manifest.of(default_sources()).sources:
        yield f"{source['name']}, version {source['version']}: {source['licence']}"
    yield "Natural Earth country outlines 4.1 (world-atlas 2.0.2): public domain; packaging ISC"
