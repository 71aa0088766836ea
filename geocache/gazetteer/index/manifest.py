"""What a compiled index was made from, and whether its files are whole."""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from ...errors import GazetteerError
from ..protocols import Source

SCHEMA = 12
"""Raised whenever the layout of the files, what sources make of theirs, or an outline changes."""
_STAMPS = "verified.json"
"""Size and times of files when they were last found whole."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The identity card of an index."""

    FILE: ClassVar[str] = "manifest.json"

    schema: int
    sources: tuple[dict[str, str], ...]
    """Name, version and licence of each, in reading order."""
    files: dict[str, dict[str, str | int]] = field(default_factory=dict)
    """Size in bytes and SHA-256 of each file of the index."""

    @classmethod
    def of(cls, sources: Sequence[Source]) -> "Manifest":
        """Describe an index that is to be made from these sources."""
        return cls(
            SCHEMA,
            tuple({"name": s.name, "version": s.version, "licence": s.licence} for s in sources),
        )

    @property
    def key(self) -> str:
        """Short hash, different for every different index."""
        identity = json.dumps([self.schema, *self.sources], sort_keys=True)
        return hashlib.sha256(identity.encode()).hexdigest()[:12]

    def with_files(self, folder: Path) -> "Manifest":
        """Add the sizes and checksums of the files in ``folder``."""
        files: dict[str, dict[str, str | int]] = {
            path.name: {"bytes": path.stat().st_size, "sha256": _checksum(path)}
            for path in sorted(folder.iterdir())
        }
        return replace(self, files=files)

    def write(self, folder: Path) -> None:
        """Write the manifest into ``folder``."""
        text = json.dumps(asdict(self), indent=2, sort_keys=True)
        (folder / self.FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of an index; raises `GazetteerError` when it is not usable."""
        try:
            content = json.loads((folder / cls.FILE).read_text(encoding="utf-8"))
            files: dict[str, dict[str, str | int]] = {
                str(name): {"bytes": int(facts["bytes"]), "sha256": str(facts["sha256"])}
                for name, facts in content["files"].items()
            }
            manifest = cls(int(content["schema"]), tuple(content["sources"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise GazetteerError(
                f"the gazetteer index in {folder} has no usable manifest ({error!r}); "
                "delete the folder and start again"
            ) from error
        if manifest.schema != SCHEMA or not files:
            raise GazetteerError(
                f"the gazetteer index in {folder} is of version {manifest.schema}, "
                f"and this program reads version {SCHEMA}"
            )
        return manifest

    def verify(self, folder: Path) -> None:
        """See that the files are what was written.

        Files are read that were touched since they were last found whole; so that copying an
        index costs one slow opening. `altered` reads all, whatever was found before.

        Raises
        ------
        GazetteerError
            Files are missing or not as they were written.
        """
        damaged = self.damaged(folder)
        if not damaged:
            damaged = self._altered(folder, self._suspects(folder))
        if damaged:
            raise GazetteerError(f"damaged files in {folder}: {', '.join(damaged)}")

    def _suspects(self, folder: Path) -> list[str]:
        stamps = _stamps(folder / _STAMPS)
        return [name for name in self.files if stamps.get(name) != _stamp(folder / name)]

    def damaged(self, folder: Path) -> list[str]:
        """Names of files that are missing or not as long as when they were written."""
        return [
            name
            for name, facts in self.files.items()
            if not (folder / name).is_file() or (folder / name).stat().st_size != facts["bytes"]
        ]

    def altered(self, folder: Path) -> list[str]:
        """Names of files whose content is not what was written; reads all of them."""
        damaged = self.damaged(folder)
        return damaged + self._altered(folder, [n for n in self.files if n not in damaged])

    def _altered(self, folder: Path, names: list[str]) -> list[str]:
        """Those of the files that are not what was written; the others are remembered as whole."""
        with ThreadPoolExecutor() as pool:
            sums = dict(zip(names, pool.map(lambda n: _checksum(folder / n), names), strict=True))
        altered = [name for name in names if sums[name] != self.files[name]["sha256"]]
        if len(names) > len(altered):
            stamps = _stamps(folder / _STAMPS)
            whole = {name: _stamp(folder / name) for name in names if name not in altered}
            if stamps | whole != stamps:
                _write_stamps(folder / _STAMPS, stamps | whole)
        return altered


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stamp(path: Path) -> list[int]:
    """Return what changes whenever a file is written to."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _stamps(path: Path) -> dict[str, list[int]]:
    try:
        stamps = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _write_stamps(path: Path, stamps: dict[str, list[int]]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):  # a folder that can't be written to is read again at each opening
        draft.write_text(json.dumps(stamps), encoding="utf-8")
        draft.replace(path)
