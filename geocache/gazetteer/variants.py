"""Other ways to write a name, and the names inside a longer one."""

from collections.abc import Iterator
from functools import cache

from ..knowledge import shipped
from .names import normal_form

_FILE = ("gazetteer", "variants.yaml")
_LONGEST = 6
"""Words of the longest name that is looked for inside another."""
_SHORTEST_PART = 3
"""Letters of the shortest name that counts inside another."""


@cache
def _designators() -> frozenset[str]:
    return frozenset(str(shipped(*_FILE)["says_what_it_is"]).split())


def respellings(name: str) -> Iterator[str]:
    """Normal forms under which the same place may be listed, the best first.

    Abbreviated words are written out; words that only say what a place is are left away.
    """
    key = normal_form(name)
    words = key.split()
    written_out = [shipped(*_FILE)["stands_for"].get(word, word) for word in words]
    bare = [word for word in written_out if word not in _designators()]
    seen = {key}
    for variant in (written_out, bare):
        spelled = " ".join(variant)
        if spelled and spelled not in seen:
            seen.add(spelled)
            yield spelled


def parts(name: str) -> Iterator[str]:
    """Runs of capitalised words inside a longer name, longest first, then from the left.

    "European Central Bank" is in Europe, and "Arizona State University" in Arizona.
    """
    words = name.split()
    for length in range(min(len(words) - 1, _LONGEST), 0, -1):
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            if run[0][:1].isupper() and len("".join(run)) >= _SHORTEST_PART:
                yield " ".join(run)
