"""What a name is to a place that bears it, as near as its spelling tells.

That a town has another name says little: thousands have, in some language or of some time. That its
own name can be written so says much: Jenin is Janin in another romanisation. Countries are left
out: English has one name for each, and Granada is not Grenada.
"""

from collections.abc import Sequence
from enum import IntEnum

from ..gazetteer.names import normal_form
from ..gazetteer.romanisation import sound_alike
from ..gazetteer.variants import bare_unit_name
from ..model import NameKind, NameMatch

_OF_RECORD = {kind: number for number, kind in enumerate(NameKind)}
_ALTERNATE = NameKind.ALTERNATE


class Like(IntEnum):
    """How other names are like the place's own; numbers behind those of `NameKind`."""

    ROMANISED = len(NameKind)
    """Its own name in another romanisation."""
    SHORTENED = len(NameKind) + 1
    """Some of the words of its own name."""


NAME_KINDS = len(NameKind) + len(Like)


def name_kinds(words: str, matches: Sequence[NameMatch]) -> list[int]:
    """Number of the kind of each name; `Like` for other names that are like the place's own."""
    key = normal_form(words)
    return [_like(key, match) or _OF_RECORD[match.kind] for match in matches]


def _like(key: str, match: NameMatch) -> int:
    """`Like` of another name; 0 for names that are their places' own, or unlike it."""
    place = match.place
    if match.kind is not _ALTERNATE or not key or place.feature_code.startswith("PCL"):
        return 0
    own = bare_unit_name(place.name) if place.feature_class == "A" else normal_form(place.name)
    if own == key or sound_alike(key, own):
        return Like.ROMANISED
    return Like.SHORTENED if f" {key} " in f" {own} " else 0
