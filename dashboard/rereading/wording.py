"""Differences in words, for terminal and page alike."""

from collections.abc import Mapping

from .difference import Change, ChangeKind, Facts

_ROLES = {"literal": "happens there", "associative": "named as an actor"}
_OUTCOMES = {
    "RESOLVED": "sure",
    "AMBIGUOUS": "may mean another place",
    "NIL": "no known place",
    "NOT_A_PLACE": "no place",
}
_KINDS = {
    ChangeKind.MOVED: "moved",
    ChangeKind.CHANGED: "changed",
    ChangeKind.GONE: "gone",
    ChangeKind.NEW: "new",
}


def kinds_in_words(kinds: Mapping[ChangeKind, int]) -> str:
    """Return how many changes there are of each kind, in the order in which they weigh."""
    return ", ".join(f"{kinds[kind]} {word}" for kind, word in _KINDS.items() if kinds.get(kind))


def in_words(change: Change) -> str:
    """Return what would change, in one line."""
    return f"“{change.words}” {effect_in_words(change)}"


def effect_in_words(change: Change) -> str:
    """Return what becomes of the words."""
    before, after = change.before or {}, change.after or {}
    if change.kind is ChangeKind.NEW:
        return f"is found: {_place(after)}"
    if change.kind is ChangeKind.GONE:
        return f"is taken for no place any more; was {_place(before)}"
    if change.kind is ChangeKind.MOVED:
        if before["id"] == after["id"]:
            return f"lies elsewhere, {_km(change.km)} away"
        far = f", {_km(change.km)} away" if change.km is not None else ""
        return f"means {_place(after)} instead of {_place(before)}{far}"
    return _change_in_words(change, before, after)


def _change_in_words(change: Change, before: Facts, after: Facts) -> str:
    if change.what in {"themes", "dates"}:
        was, now = (", ".join(facts[change.what]) or "none" for facts in (before, after))
        return f"has other {change.what}: {now}; was {was}"
    if change.what == "role":
        return f"{_ROLES[after['role']]}; was: {_ROLES[before['role']]}"
    if change.what == "certainty":
        return f"is {_certainty(after)}; was {_certainty(before)}"
    if change.what == "shape":
        return "is drawn otherwise"
    return "is spoken of in other passages"


def _certainty(facts: Facts) -> str:
    return f"{round(100 * facts['confidence'])}% certain, {_OUTCOMES[facts['outcome']]}"


def _place(facts: Facts) -> str:
    if not facts["id"]:
        return "no known place"
    return f"{facts['name']}, {facts['country']}" if facts["country"] else str(facts["name"])


def _km(distance: float | None) -> str:
    return "" if distance is None else f"{distance:,.1f} km"
