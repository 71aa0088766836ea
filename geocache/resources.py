"""Where knowledge is read from and where compiled files are kept."""

import os
from importlib.resources import files
from pathlib import Path

import platformdirs

CACHE_VARIABLE = "SITMAP_CACHE_DIR"


def data_path(*parts: str) -> Path:
    """Path of a shipped file or folder, the same in a checkout and in a wheel."""
    return Path(str(files("sitmap_data").joinpath(*parts)))


def cache_path(*parts: str) -> Path:
    """Path in the user's cache directory; ``SITMAP_CACHE_DIR`` overrides the default.

    Everything below it is compiled or downloaded and can be deleted at any time.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    root = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("sitmap")
    return root.joinpath(*parts)
