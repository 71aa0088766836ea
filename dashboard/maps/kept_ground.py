"""The ground, made once and kept in the user's cache: it costs seconds."""

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkstemp

from geocache.data_files import cache_path, data_path

from .ground import ground_level

_VERSION = 2
"""Raised whenever the same sources are drawn in another way."""
_SOURCES = ("countries-10m.json", "corrections.yaml", "disputed.yaml", "ground-10m.json")


@cache
def ground_key() -> str:
    """Short hash, different for every different ground: a part of its address."""
    found = hashlib.sha256(str(_VERSION).encode())
    for name in _SOURCES:
        found.update(data_path("basemap", name).read_bytes())
    return found.hexdigest()[:12]


def _path(level: int) -> Path:
    return cache_path("ground", f"{ground_key()}-{level}.json.gz")


def is_kept(level: int) -> bool:
    """Whether `kept_level` has it at once."""
    return _path(level).exists()


def kept_level(level: int) -> bytes:
    """Return `ground_level`, from the user's cache when it is there."""
    path = _path(level)
    with suppress(OSError):
        return path.read_bytes()
    content = ground_level(level)
    with suppress(OSError):  # a cache that can't be written is none
        _write(path, content)
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(draft).replace(path)
