"""States and provinces that a text puts behind a name as an abbreviation: "Moscow, ID".

A code says for certain which state a place is in. Many codes are words as well, so that what stands
around them has to fit.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..data_files import shipped
from ..errors import UnknownPlaceError
from ..gazetteer.protocols import Gazetteer
from ..recognition.postal_codes import codes_like_words
from ..records import NameKind, NameMatch, Place

_JOINT = r"(?P<joint>,[ \n]| \(|[ \n])"
_LONGEST_JOINT = 2
_CODE = re.compile(_JOINT + r"(?P<code>[A-Z]{2,3}|[A-Z][a-z]{2})(?![\w'’&-]|\.\w)")
_DOTTED = re.compile(_JOINT + r"(?P<code>[A-Z]\. ?[A-Z][a-z]*\.(?:[A-Z]\.)?|[A-Z][a-z]{1,4}\.)")
_ENDED = re.compile(r"\)?(?:[.,;:!?)\n—–]| -|$| \d{5})")
_GOES_ON = re.compile(r"\)? [a-z(]")
_NO_STATE = re.compile(r",? (?:border|line)\b| of\b")
"""Behind letters that name no state that a place is in: "Columbus NE of the river"."""
_ASKED = frozenset("?!")
_NO_SHOUT = 2
"""Letters of the longest name in capitals that is no headline."""


class StateCode(NamedTuple):
    """The units that an abbreviation behind a name stands for."""

    units: tuple[NameMatch, ...]
    """First-order subdivisions; of WA the one of the United States and the one of Australia."""
    words: str
    """The abbreviation as it stands in the text."""
    start: int
    end: int
    """Where it stands."""
    is_certain: bool
    """Whether it can be nothing else; if not, it counts when a place of the name is in a unit."""


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Return the ids of the places that each abbreviation stands for."""
    found: dict[str, list[str]] = {}
    for entry in shipped("gazetteer", "abbreviations.yaml")["entries"]:
        if "postal" in entry:
            shortened = (form for form in map(str, entry["forms"]) if _is_short(form))
            for form in dict.fromkeys([*map(str, entry["postal"]), *shortened]):
                found.setdefault(form, []).append(str(entry["place"]))
    return {form: tuple(ids) for form, ids in found.items()}


def _is_short(form: str) -> bool:
    """Whether a form is an abbreviation, as "N.Y.", "Ore.", NSW and Qld are."""
    return form.endswith(".") or form.isupper() or (form.isalpha() and len(form) == len("Qld"))


def state_code(text: str, name: str, end: int, gazetteer: Gazetteer) -> StateCode | None:
    """Return the units that an abbreviation behind a name stands for; None without one.

    Parameters
    ----------
    text
        The whole document.
    name, end
        The name, and where it ends, with a word for its kind.
    gazetteer
        Where the units are.
    """
    if not text[end : end + _LONGEST_JOINT + 1].lstrip(", (\n")[:1].isupper():
        return None  # as of most names
    found = _DOTTED.match(text, end) or _CODE.match(text, end)
    ids = _abbreviations().get(found["code"]) if found else None
    certainty = _certainty(text, name, found) if found and ids else None
    if found is None or ids is None or certainty is None:
        return None
    units = tuple(NameMatch(place, NameKind.CODE) for place in _places(ids, gazetteer))
    if not units:
        return None
    return StateCode(units, found["code"], *found.span("code"), certainty)


def _places(ids: Sequence[str], gazetteer: Gazetteer) -> Iterator[Place]:
    for place_id in ids:
        try:
            yield gazetteer.place(place_id)
        except UnknownPlaceError:  # a gazetteer of users' places alone knows no states
            continue


def _certainty(text: str, name: str, found: re.Match[str]) -> bool | None:
    """Whether a code can be nothing else; None when it is likelier to be a word."""
    code, is_apart = found["code"], not found["joint"].isspace()
    if _NO_STATE.match(text, found.end()):
        return None
    if code.endswith("."):
        return is_apart
    is_shouted = name.isupper() and len(name) > _NO_SHOUT
    is_word = code in codes_like_words()
    is_ended = _ENDED.match(text, found.end()) is not None
    goes_on = _GOES_ON.match(text, found.end()) is not None
    if is_shouted:
        return False if is_apart and is_ended else None
    if is_apart and not is_word:
        return True
    if is_apart and is_ended and text[found.end() : found.end() + 1] not in _ASKED:
        return True
    return False if is_ended or goes_on else None
