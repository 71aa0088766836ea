"""Finds the words for what is on the ground that stand behind names: "Kyiv Hospital".

Whatever is called so is a place, however rarely corpora of news mark it.
"""

from functools import cache

from ..data_files import shipped, words
from .kinds_of_works import goes_on, is_joined
from .tokens import TokenizedText

_LONGEST = 4
"""Words of the longest kind."""


@cache
def _kinds() -> dict[tuple[str, ...], bool]:
    """Return the words of every kind that is on the ground, in small letters.

    Of each, whether people make such things: others often are parts of longer names.
    """
    content = shipped("resolution", "kinds.yaml")
    left_out, ambiguous = (
        frozenset(str(content[key]).split()) for key in ("not_on_the_ground", "ambiguous")
    )
    return {
        tuple(str(kind).split()): bool(entry.get("made"))
        for name, entry in content["kinds"].items()
        if name not in left_out
        for kind in entry["words"]
        if kind not in ambiguous
    }


@cache
def _first_words() -> frozenset[str]:
    """Return the words that kinds begin with; those of what people make with a capital, too."""
    made = {kind[0] for kind, is_made in _kinds().items() if is_made}
    capitals = {word.capitalize() for word in made - words("cues", "surnames")}
    return frozenset(capitals.union(kind[0] for kind in _kinds()))


def before_kinds(document: TokenizedText) -> frozenset[int]:
    """Return the positions of the words that such a word stands behind."""
    first_words = _first_words()
    if first_words.isdisjoint(document.words):
        return frozenset()
    begins = [at for at, word in enumerate(document.words) if word in first_words]
    return frozenset(at - 1 for at in begins if at and _begins_kind(document, at))


def _begins_kind(document: TokenizedText, at: int) -> bool:
    """Whether the words from one on name a kind that ends a name: no "Creek" of "Creek Road"."""
    kind, last = list[str](), None
    for position in range(at, min(at + _LONGEST, len(document))):
        if not is_joined(document, position):
            break
        kind.append(document.words[position].lower())
        if tuple(kind) in _kinds():
            last = position
    return last is not None and not goes_on(document, last)
