"""Words in front of a name that speak of a town, or of the unit around it.

"North of", "the road to" and "between" are said of points, "throughout" and "villages in" of areas.
"""

from collections.abc import MutableSequence, Sequence
from functools import cache

from ..knowledge import shipped
from .designators import designators

_ARTICLES = frozenset({"the", "a", "an"})
_LONGEST = 4
"""Words in front of a name that are looked at, articles included."""


def words_in_front(back: str) -> list[str]:
    """Last words of what stands in front of a name, in lower case, without articles.

    None when the name is joined to what stands in front of it.
    """
    if not back[-1:].isspace():
        return []
    return [word for word in back.lower().split()[-_LONGEST:] if word not in _ARTICLES]


def cue(front: Sequence[str]) -> int:
    """Position in `cues` of what the words in front say; 0 for nothing."""
    if not front:
        return 0
    known = _of_words()
    of_two = known.get(f"{front[-2]} {front[-1]}") if len(front) > 1 else 0
    return of_two or known.get(front[-1], 0)


def shared(values: MutableSequence[int], connection: Sequence[str]) -> None:
    """Let the later members of a list hear what is said in front of the first.

    Commas alone make no list: in "near Paris, Texas" the second is what the first is in.

    Parameters
    ----------
    values
        Of each mention; 0 where nothing is said, which is filled in.
    connection
        Of each mention, how the next is connected.
    """
    first = 0
    for last, joint in enumerate(connection):
        if joint == "list" and values[first]:
            for row in range(first + 1, last + 2):
                values[row] = values[row] or values[first]
        if joint not in {"inside", "list"}:
            first = last + 1


def share_journeys(
    values: MutableSequence[int], after: Sequence[int], connection: Sequence[str]
) -> None:
    """Both ends of "from Homs to Hama" and of "the Homs-Hama road" are points.

    Parameters
    ----------
    values
        Of each mention, filled in.
    after
        Of each mention, the designator behind it.
    connection
        Of each mention, how the next is connected.
    """
    journey, street = cues().index("road"), designators().names.index("street")
    for row, joint in enumerate(connection):
        if joint == "to" or (joint == "pair" and after[row + 1] == street):
            for end in (row, row + 1):
                values[end] = values[end] or journey


@cache
def cues() -> tuple[str, ...]:
    """Names of cues; the first stands for none."""
    return ("", *shipped("resolution", "surroundings.yaml")["cues"])


@cache
def _of_words() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, group in enumerate(shipped("resolution", "surroundings.yaml")["cues"].values(), 1):
        behind = str(group.get("then", "")).split()
        for word in str(group["words"]).split():
            found |= dict.fromkeys(
                (f"{word} {then}" for then in behind) if behind else (word,), number
            )
    return found
