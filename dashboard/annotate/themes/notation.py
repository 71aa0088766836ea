"""Reads the notation in which cues are written down, and spells out the forms that it stands for.

``bomb(|s|ed|ing)`` stands for four words, ``price(|s) .. (rose|fell)`` for two words with up to
five others between them. A hyphen is the same as a blank. What has a capital is meant only so.
"""

import re
from itertools import pairwise
from typing import NamedTuple

GAP = ".."
"""Stands for up to `WIDEST_GAP` words of the same sentence."""
WIDEST_GAP = 5
MOST_FORMS = 5000
_GROUP = re.compile(r"\(([^()]*)\)")
_PART = re.compile(rf"{re.escape(GAP)}|\w+")
_STRANGE = re.compile(r"[*?\[\]{}\\^$+\"]")
_OF_GROUPS = re.compile(r"[()|]")


class NotationError(ValueError):
    """A cue can't be understood; the message says what was expected."""


class Form(NamedTuple):
    """One spelled-out form of a cue."""

    parts: tuple[str, ...]
    """Its words in lower case, and `GAP`."""
    written: str
    """Its words as they must be written, or "" where their case does not matter."""


def forms_of(cue: str) -> list[Form]:
    """Return the forms that a cue stands for, each once, in the order of its alternatives.

    Raises
    ------
    NotationError
        It has signs that mean nothing here, no words, or stands for too many forms.
    """
    if strange := _STRANGE.search(cue):
        raise NotationError(
            f"{cue!r}: {strange.group()!r} means nothing here; expected words, (alternatives|of "
            f"words) and {GAP}"
        )
    forms: dict[Form, None] = {}
    for spelled in _spelled(cue):
        if _OF_GROUPS.search(spelled):
            raise NotationError(f"{cue!r}: expected pairs of brackets with | only inside them")
        parts = _PART.findall(spelled)
        if not parts or GAP in (parts[0], parts[-1]):
            raise NotationError(f"{cue!r}: expected words, also before and after {GAP}")
        if (GAP, GAP) in pairwise(parts):
            raise NotationError(f"{cue!r}: expected words between {GAP} and {GAP}")
        written = " ".join(parts)
        lowered = written.lower()
        is_as_written = lowered != written
        forms[Form(tuple(lowered.split(" ")), written if is_as_written else "")] = None
    return list(forms)


def _spelled(cue: str) -> list[str]:
    """Choices of all pairs of brackets, the inner ones first."""
    group = _GROUP.search(cue)
    if group is None:
        return [cue]
    spelled: list[str] = []
    for choice in group.group(1).split("|"):
        spelled += _spelled(cue[: group.start()] + choice + cue[group.end() :])
        if len(spelled) > MOST_FORMS:
            raise NotationError(f"{cue!r}: expected a cue of at most {MOST_FORMS:,} forms")
    return spelled
