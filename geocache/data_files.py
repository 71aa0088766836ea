"""Paths of shipped and cached files, and the YAML in which knowledge is kept."""

import os
import re
import zipfile
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs
import yaml

from .errors import KnowledgeFileError

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


try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # the C loader is absent where PyYAML was built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
)
"""What numpy raises for files that are cut off, damaged, or something else altogether."""


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file; raises `KnowledgeFileError` saying what is wrong where."""
    try:
        content = parsed_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeFileError(f"{path}: can't be read as YAML: {error}") from error
    if not isinstance(content, dict):
        raise KnowledgeFileError(f"{path}: expected a mapping, found {type(content).__name__}")
    return content


def parsed_yaml(text: str) -> Any:
    """Return what YAML says; raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_Loader)


def is_writable(text: str) -> bool:
    """Whether UTF-8 can hold a text: it has no half of a surrogate pair."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def read_entries(path: Path) -> list[dict[str, Any]]:
    """Return the list under ``entries``, each with the file's ``source`` where it has none."""
    content = read_yaml(path)
    entries = content.get("entries")
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise KnowledgeFileError(f"{path}: expected a list of mappings under 'entries'")
    return [{"source": content.get("source", ""), **entry} for entry in entries]


@cache
def shipped(*parts: str) -> dict[str, Any]:
    """Return the mapping in a shipped file, read once: ``shipped("recognition", "words.yaml")``."""
    return read_yaml(data_path(*parts))


def value_of(words: str, *table: str) -> Any:
    """Return what a table of a shipped file says of words, in any case; its keys are patterns.

    Parameters
    ----------
    words
        Looked for whole.
    table
        Parts of the path of the file, and the key of the table: one of words to numbers or names.

    Raises
    ------
    KeyError
        The words are not in the table.
    """
    for pattern, value in _patterns(*table):
        if pattern.fullmatch(words):
            return value
    raise KeyError(words)


@cache
def _patterns(*table: str) -> tuple[tuple[re.Pattern[str], Any], ...]:
    *path, key = table
    return tuple((re.compile(k, re.IGNORECASE), v) for k, v in shipped(*path)[key].items())


@cache
def words(file: str, key: str, folder: str = "recognition") -> frozenset[str]:
    """Return the blank-separated words under ``key`` of ``data/<folder>/<file>.yaml``."""
    return frozenset(str(shipped(folder, f"{file}.yaml")[key]).split())
