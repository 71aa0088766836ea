"""Telling what is installed, whether it is whole, and what to do when it is not."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib.metadata import Distribution, PackagePath, distribution, version
from pathlib import Path
from typing import Annotated

import typer

from geocache import GeocacheError
from geocache.data_files import data_path
from geocache.gazetteer import CompiledGazetteer, chosen_index, index_path
from geocache.gazetteer.index.manifest import Manifest
from geocache.gazetteer.sources import default_sources

from ..annotate import Themes
from ..annotate.identity import todays_engine
from ..attribution import OUTLINES, source_line
from ..errors import WorkspaceError
from ..model import Finding
from ..workspace import Workspace
from ..workspace.checks import workspace_findings

_REBUILD = (
    "`sitmap gazetteer build --geonames FILE` builds it again, `sitmap gazetteer build` goes back "
    "to the embedded one"
)
_DOWNLOAD = "https://download.geonames.org/export/dump/allCountries.zip"
_EMBEDDED = (
    "the embedded gazetteer holds settlements of 500 people and more, subdivisions, countries, "
    "airports and curated places; for villages, rivers and buildings everywhere get "
    f"{_DOWNLOAD} and run `sitmap gazetteer build --geonames allCountries.zip`"
)


WorkspaceFile = Annotated[
    Path | None,
    typer.Option(
        "--workspace", metavar="FILE", help="Check this file of reports, and nothing else."
    ),
]


def check(workspace: WorkspaceFile = None) -> None:
    """Tell what is installed, or kept in a workspace, whether it is whole, and what to do if not.

    Ends with status 1 when something is not as it should be.
    """
    complete = True
    for finding in _of_workspace(workspace) if workspace else findings():
        complete = complete and finding.ok
        typer.echo(f"{'ok ' if finding.ok else 'BAD'} {finding.title}")
        if finding.hint:
            typer.echo(f"    -> {finding.hint}")
    if not complete:
        raise typer.Exit(1)


def _of_workspace(path: Path) -> Iterator[Finding]:
    kept = Workspace(path, must_exist=True)
    engine = None
    with suppress(WorkspaceError):  # said by what is looked at
        engine = todays_engine(kept.own_knowledge())
    return workspace_findings(kept, engine)


def findings() -> Iterator[Finding]:
    """Look at everything the program stands on, one thing after the other."""
    yield Finding(ok=True, title=f"sitmap {version('sitmap')}")
    yield from installed(distribution("sitmap"))
    yield from _gazetteer()
    for line in OUTLINES:
        yield Finding(ok=True, title=f"outlines: {line}")
    for name in ("documents", "gazetteer", "basemap"):
        files = [path for path in data_path(name).iterdir() if path.is_file()]
        hint = "" if files else "the installation is incomplete; install sitmap again"
        yield Finding(ok=bool(files), title=f"data/{name}: {len(files)} files", hint=hint)
    yield Finding(ok=True, title=f"data/themes: {len(Themes.shipped().all)} themes")
    yield Finding(ok=True, title="online geocoders: off; nothing is asked of the network")


def installed(package: Distribution) -> Iterator[Finding]:
    """Look whether every file of a package is as its installation wrote it down."""
    files = [file for file in package.files or [] if file.hash]
    altered = [file for file in files if not _is_whole(file)]
    for file in altered:
        title = f"installation: {file} is missing or is not what was installed"
        yield Finding(ok=False, title=title, hint="install sitmap again")
    if not altered:
        yield Finding(ok=True, title=f"installation: {len(files)} files, as they were installed")


def _is_whole(file: PackagePath) -> bool:
    """Whether a file has the digest of its RECORD (Binary distribution format, PEP 376, 427)."""
    try:
        content = file.read_binary()
    except OSError:
        return False
    kept = file.hash
    if kept is None:
        return True
    digest = hashlib.new(kept.mode, content).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode() == str(kept.value)


def _gazetteer() -> Iterator[Finding]:
    try:
        chosen = chosen_index()
    except GeocacheError as error:
        yield Finding(ok=False, title=f"gazetteer: {error}")
        return
    folder = chosen or index_path(default_sources())
    if not chosen and not (folder / Manifest.FILE).exists():
        hint = "it is compiled at the first start; `sitmap gazetteer build` does it now"
        yield Finding(ok=False, title=f"gazetteer: not compiled yet in {folder}", hint=hint)
        return
    mend = _REBUILD if chosen else f"delete {folder}; it is compiled anew at the next start"
    try:
        yield from _index(folder, mend, "" if chosen else _EMBEDDED)
    except GeocacheError as error:
        yield Finding(ok=False, title=f"gazetteer: {error}", hint=mend)


def _index(folder: Path, mend: str, missing: str) -> Iterator[Finding]:
    manifest = Manifest.read(folder)
    altered = manifest.altered(folder)
    for name in altered:
        yield Finding(ok=False, title=f"gazetteer: {name} is not what was written", hint=mend)
    if altered:
        return
    gazetteer = CompiledGazetteer(folder)
    stamp = (folder / Manifest.FILE).stat().st_mtime
    day = datetime.fromtimestamp(stamp).astimezone().date().isoformat()
    size = f"{len(gazetteer):,} places, {gazetteer.name_count:,} names"
    yield Finding(ok=True, title=f"gazetteer: {size}, compiled {day}, in {folder}", hint=missing)
    for source in manifest.sources:
        yield Finding(ok=True, title=f"gazetteer: from {source_line(source)}")
