"""Files of the user's own places."""

from collections.abc import Sequence
from pathlib import Path

from geocache.errors import KnowledgeFileError
from geocache.gazetteer import PackSource


def check_pack_names(packs: Sequence[PackSource]) -> None:
    """Raise `KnowledgeFileError` when the places of two packs would get the same ids."""
    seen: dict[str, str] = {}
    for pack in packs:
        stem = Path(pack.name).stem
        if stem in seen:
            raise KnowledgeFileError(
                f"two files of places are called {stem!r} ({seen[stem]}, {pack.name}), "
                "which their places are named after; rename one"
            )
        seen[stem] = pack.name
