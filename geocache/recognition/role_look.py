"""What decides whether a mention says where something is or who is meant, one row each."""

from collections.abc import Iterator

from ..lexicon import words
from .candidates import OUTSIDE, Candidate
from .templates import Template
from .word_classes import classes

_BACK, _AHEAD = 8, 5
_STOPS = frozenset(".;:!?\n")


def _stops(gap: str) -> bool:
    return not _STOPS.isdisjoint(gap)


def _governor(c: Candidate) -> tuple[str, int]:
    """Nearest small word before that is no article, name or adjective, and how far back."""
    document, position = c.document, c.first
    skipped = words("roles", "skipped_back")
    for back in range(1, _BACK + 1):
        at = position - back
        if at < 0 or _stops(document.gaps[at]):
            return "^", back
        word = document.words[at]
        if word.islower() and word not in skipped and not word.isdigit():
            return word, back
    return OUTSIDE, _BACK


def _governor_key(c: Candidate) -> tuple[object, ...]:
    word, back = _governor(c)
    is_listed = c.gap_before == "," or c.before in {"and", "or"}
    return word, min(back, 3), is_listed, c.standing, c.gap_after == "'s"


def _governor_features(c: Candidate) -> Iterator[str]:
    """The preposition or verb that governs the name."""
    word, back, listed, standing, owns = _governor_key(c)
    yield from (f"{word}", f"{word}{standing}", f"{word}{listed:d}", f"{word}{back}{standing}")
    yield f"{word}'{owns:d}"
    yield from classes(str(word))


def _head(c: Candidate) -> tuple[str, str, bool]:
    """First small word behind the name, the one after it, and whether names stand between."""
    document, position = c.document, c.following
    between = False
    for ahead in range(position, min(len(document), position + _AHEAD)):
        if _stops(document.gaps[ahead - 1]) or "," in document.gaps[ahead - 1]:
            return "$", "", between
        if document.words[ahead].islower():
            behind = document.lower[ahead + 1] if ahead + 1 < len(document) else ""
            return document.lower[ahead], behind, between
        between = True
    return "$", "", between


def _head_key(c: Candidate) -> tuple[object, ...]:
    return (*_head(c), c.standing, c.gap_after == "'s", c.joined_after)


def _head_features(c: Candidate) -> Iterator[str]:
    """The noun or verb that the name leads to."""
    word, behind, between, standing, owns, joined = _head_key(c)
    how = f"{owns:d}{joined:d}"
    yield from (f"{word}", f"{word}{standing}", f"{word}{between:d}{how}", f"{word} {behind}")
    for kind in classes(str(word)):
        yield from (kind, f"{kind}{standing}{how}")
    for kind in classes(str(behind))[1:]:
        yield f"+{kind}"


def _pair_key(c: Candidate) -> tuple[object, ...]:
    return (_governor(c)[0], _head(c)[0], c.standing, c.begins, c.gap_after)


def _pair_features(c: Candidate) -> Iterator[str]:
    """What governs it, together with what follows."""
    governor, head, standing, begins, after = _pair_key(c)
    left, right = classes(str(governor)), classes(str(head))
    yield from (f"{left[2]}{right[2]}", f"{governor}{right[2]}", f"{left[2]}{head}")
    yield from (f"{standing}{begins:d}{after}", f"{governor}{after}", f"{begins:d}{right[2]}")
    yield f"{begins:d}{right[1]}"


def _name_features(c: Candidate) -> Iterator[str]:
    """What kind of name it is."""
    low = c.document.lower[c.first : c.last + 1]
    yield from ("bias", f"s{c.standing}{min(c.size, 3)}", f"t={c.words.lower()}")
    yield from (f"last={low[-1]}", *(f"last{kind}" for kind in classes(low[-1])))
    yield from c.facts.features


def _sides_key(c: Candidate) -> tuple[object, ...]:
    left = c.before if c.joined_before else ""
    right = c.after if c.joined_after else ""
    return left, right, c.standing, c.gap_before, c.gap_after


def _sides_features(c: Candidate) -> Iterator[str]:
    """The words and marks right beside it."""
    left, right, standing, before, after = _sides_key(c)
    yield from (f"<{before}{standing}", f">{after}{standing}", f"{before}{after}{standing}")
    if left:
        yield from (f"<{left}", f"<{classes(str(left))[1]}", f"<{classes(str(left))[2]}{standing}")
    if right:
        yield from (
            f">{right}",
            f">{classes(str(right))[1]}",
            f">{classes(str(right))[2]}{standing}",
        )
    yield from (f"<<{kind}" for kind in classes(c.before))


def _sides_full_key(c: Candidate) -> tuple[object, ...]:
    return (*_sides_key(c), c.before)


ROLE_TEMPLATES: tuple[Template[Candidate], ...] = (
    Template("role: name", lambda c: c.words, _name_features, lambda c: c.words),
    Template(
        "role: governor",
        _governor_key,
        _governor_features,
        lambda c: f"'{_governor(c)[0]}' leads to it",
    ),
    Template("role: head", _head_key, _head_features, lambda c: f"it leads to '{_head(c)[0]}'"),
    Template("role: pair", _pair_key, _pair_features, lambda _: "what leads to it and follows it"),
    Template("role: sides", _sides_full_key, _sides_features, lambda _: "what stands beside it"),
)
