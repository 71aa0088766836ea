"""Word lists out of ``data/``."""

from functools import cache

from .knowledge import shipped


@cache
def words(file: str, key: str) -> frozenset[str]:
    """Return the blank-separated words under ``key`` of ``data/recognition/<file>.yaml``."""
    return frozenset(str(shipped("recognition", f"{file}.yaml")[key]).split())
