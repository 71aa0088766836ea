"""Words that tell what kind of place a name is: "province", "city of"."""

import re
from collections.abc import MutableSequence, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..knowledge import shipped
from ..model import Mention
from .place_kinds import KINDS, PlaceKind

Ints = npt.NDArray[np.int64]
_REACH = 30
"""Code points looked at behind a name."""
_WORD = re.compile(r"[A-Za-z']+")
_OF = "of"


class Designators(NamedTuple):
    """Words that tell what kind of place a name is."""

    names: tuple[str, ...]
    """From 1; the first stands for none."""
    of_word: dict[str, int]
    agreement: Ints
    """Shape (designators, kinds): 0 nothing said, 1 another kind, 2 that kind."""


@cache
def designators() -> Designators:
    """Return the designators of ``data/resolution/surroundings.yaml``."""
    groups = shipped("resolution", "surroundings.yaml")["designators"]
    agreement = np.zeros((len(groups) + 1, KINDS), np.int64)
    of_word: dict[str, int] = {}
    for number, group in enumerate(groups.values(), 1):
        of_word.update(dict.fromkeys(group["words"].split(), number))
        agreement[number, 1:] = 1
        agreement[number, [PlaceKind[kind.upper()] for kind in group["kinds"].split()]] = 2
    return Designators(("", *groups), of_word, agreement)


def in_front(front: Sequence[str]) -> tuple[int, bool]:
    """Designator in front, as in "the city of" and "the river", and whether it is a plural.

    "A school in Homs" does not say that Homs is a school.
    """
    if not front:
        return 0, False
    if front[-1] != _OF:
        return designators().of_word.get(front[-1], 0), False
    if len(front) == 1:
        return 0, False
    return designators().of_word.get(front[-2], 0), front[-2].endswith("s")


def share_plurals(
    after: MutableSequence[int],
    connection: Sequence[str],
    text: str,
    mentions: Sequence[Mention],
) -> None:
    """In "Jackson, Lee and Barrow counties", all three are counties."""
    plural = False
    for row in range(len(mentions) - 2, -1, -1):
        if not after[row + 1] or after[row] or connection[row] not in {"inside", "list", "pair"}:
            plural = False
            continue
        end = mentions[row + 1].end
        following = _WORD.search(text[end : end + _REACH])
        plural = plural or (following is not None and following[0].endswith("s"))
        if plural:
            after[row] = after[row + 1]
