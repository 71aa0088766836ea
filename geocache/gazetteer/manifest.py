"""What a compiled index was made from, and whether its files are whole."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from ..errors import GazetteerError
from .records import Source

SCHEMA = 3
"""Raised whenever the layout of the files changes."""


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
            return cls(content["schema"], tuple(content["sources"]), content["files"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GazetteerError(
                f"the gazetteer index in {folder} has no usable manifest ({error}); "
                "delete the folder and start again"
            ) from error

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
        whole = [name for name in self.files if name not in damaged]
        return damaged + [n for n in whole if _checksum(folder / n) != self.files[n]["sha256"]]


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
