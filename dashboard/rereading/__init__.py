"""Reading again: what another reading would change, and taking it over where somebody wants it.

A new reading of a report that stands differs from the old one in places, in how sure they are, in
themes and in dates. Until somebody accepts a difference, the old reading stands.
"""

from .difference import Change, ChangeKind, differences
from .found_themes import find_themes
from .proposals import (
    Chosen,
    Judged,
    OpenCount,
    PlaceChanges,
    Proposals,
    Proposed,
    by_place,
    forget_others,
    group_of,
    propose,
    stale_count,
)
from .wording import effect_in_words, in_words, kinds_in_words

__all__ = [
    "Change",
    "ChangeKind",
    "Chosen",
    "Judged",
    "OpenCount",
    "PlaceChanges",
    "Proposals",
    "Proposed",
    "by_place",
    "differences",
    "effect_in_words",
    "find_themes",
    "forget_others",
    "group_of",
    "in_words",
    "kinds_in_words",
    "propose",
    "stale_count",
]
