"""Kinds of places that words beside a name state: the Mosul dam, Lake Chad, Idlib province.

Such a word is part of the name, so that a place of another kind is another place. "A Moscow
hospital" says nothing of Moscow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from ..data_files import shipped
from ..gazetteer.names.normalise import normal_form
from ..recognition.implied_rivers import ARTICLE, Hint, hint_at_river
from ..records import Place, RecognizedMention
from .context import connected, connections, past_count

_LONGEST = 4
"""Words of the longest kind."""
_REACH = 48
"""Code points looked at behind a name, and in front of it."""
_BEHIND = re.compile(r"[ -]([A-Za-z]+)")
_CAPITALISED = re.compile(r" ([A-Z][\w'’-]+)")
_MOST_CONTINUED = 2
"""Words of a name behind the mention that only found its beginning: Aden of Aden Adde airport."""
_LISTING = frozenset({"list", "inside", "pair"})
_CLAUSE = re.compile(r"[.,;:!?\n]")
_INDEFINITE_REACH = 3


@dataclass(frozen=True, eq=False, slots=True)
class Kind:
    """A kind of place."""

    name: str
    codes: frozenset[str]
    may_be: frozenset[str]
    """Classes of which a place may be of the kind, too."""
    called: tuple[str, ...]
    """How gazetteers write its names, the name itself being "{}"."""
    words: frozenset[str]
    """Single words that name it."""
    is_administrative: bool
    has_of: bool
    """Whether its word may stand before an "of": "the strait of Hormuz"."""
    is_made: bool
    """Whether people made it, near to what it is called after."""
    is_vague: bool
    """Whether nothing tells where it ends; it is around the best-known place of the name."""

    def fits(self, place: Place) -> bool:
        """Whether a place is of the kind."""
        return place.feature_code in self.codes

    def is_in_name(self, place: Place) -> bool:
        """Whether a place's own name says that it is of the kind, as that of Fort Worth does."""
        return not self.words.isdisjoint(normal_form(place.name).split())


@dataclass(frozen=True, slots=True)
class StatedKind:
    """What a text says that the place of a mention is; the same wherever it says so."""

    kind: Kind
    name: str
    """The name without the word for the kind: "Mosul" of "the Mosul dam"."""
    words: str
    """The name with that word, as it stands in the text."""
    end: int = field(compare=False)
    """Where the words end."""
    is_inside: bool = False
    """Whether the word is one of the mention's own."""
    is_continued: bool = False
    """Whether the name goes on behind the mention."""
    hint: Hint | None = None
    """What words around it only hint at; a place that no source knows is none of it."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """What gazetteers may call it, as it stands in the text first."""
        return (self.words, *(form.format(self.name) for form in self.kind.called))


class _Kinds(NamedTuple):
    behind: dict[str, Kind]
    plural: dict[str, Kind]
    singular: dict[str, str]
    """Of each plural."""
    front: dict[str, Kind]
    telling: frozenset[str]
    """Words in small letters that tell of a kind, or lead in what does, in front of a name."""
    indefinite: frozenset[str]
    not_before: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]


@cache
def _kinds() -> _Kinds:
    content = shipped("resolution", "kinds.yaml")
    administrative = frozenset(str(content["administrative"]).split())
    with_of = frozenset(str(content["with_of"]).split())
    behind, plural, front = dict[str, Kind](), dict[str, Kind](), dict[str, Kind]()
    singular = dict[str, str]()
    for name, entry in content["kinds"].items():
        words = [str(word) for word in entry["words"]]
        kind = Kind(
            name,
            frozenset(str(entry.get("codes", "")).split()),
            frozenset(str(entry.get("may_be", "")).split()),
            tuple(entry.get("called", ())),
            frozenset(normal_form(word).split()[-1] for word in [*words, *entry.get("front", ())]),
            name in administrative,
            name in with_of,
            bool(entry.get("made")),
            bool(entry.get("vague")),
        )
        for word in words:
            behind.setdefault(word, kind)
            plural.setdefault(_plural(word), kind)
            singular.setdefault(_plural(word), word)
        for word in entry.get("front", ()):
            front.setdefault(str(word), kind)
    plural = {word: kind for word, kind in plural.items() if word not in behind}
    lists = (str(content[key]) for key in ("indefinite", "not_before", "starts", "ends"))
    telling = frozenset((*front, "of", ARTICLE))
    return _Kinds(
        behind, plural, singular, front, telling, *(frozenset(words.split()) for words in lists)
    )


@cache
def _first_words() -> frozenset[str]:
    """Words that kinds begin with; hardly a name is followed by one."""
    return frozenset(words.split()[0] for words in (*_kinds().behind, *_kinds().plural))


@cache
def _last_words() -> frozenset[str]:
    """Words that kinds end with."""
    return frozenset(words.split()[-1] for words in _kinds().behind)


def _plural(word: str) -> str:
    if word[-1] == "y" and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "ch", "sh")) else f"{word}s"


def stated_kinds(text: str, mentions: Sequence[RecognizedMention]) -> list[StatedKind | None]:
    """Return what the words of each mention, and those beside it, say that it is; None for nothing.

    Parameters
    ----------
    text
        The whole document.
    mentions
        In text order.
    """
    ends = [*(mention.start for mention in mentions), len(text)][1:]
    behind = [_BEHIND.match(text, past_count(text, mention.end)) for mention in mentions]
    found = [
        _stated(text, mention, end, following)
        for mention, end, following in zip(mentions, ends, behind, strict=True)
    ]
    for last in range(len(mentions) - 1, 0, -1):
        following = behind[last]
        if following and following[1].lower() in _first_words():
            _share_plural(text, mentions, (following.start(), ends[last]), last, found)
    return found


def _stated(
    text: str, mention: RecognizedMention, end: int, following: re.Match[str] | None
) -> StatedKind | None:
    if mention.position is not None:
        return None
    inside = _inside(mention) if " " in mention.text else None
    if inside or mention.is_marked:  # of "London City Airport", who marks London means the city
        return inside
    if following and ((word := following[1]) in _first_words() or word[0].isupper()):
        behind = _behind(text, mention, end)
        if behind:
            return behind
    front = _word_in_front(text, mention.start)
    if front is None or (front.isalpha() and front.islower() and front not in _kinds().telling):
        return None  # as of most names
    return _in_front(text, mention, front) or _implied(text, mention)


def _word_in_front(text: str, start: int) -> str | None:
    """Return the word in front of a name; None where no white space stands between."""
    before = start - 1
    return text[text.rfind(" ", 0, before) + 1 : before] if text[before:start].isspace() else None


def _inside(mention: RecognizedMention) -> StatedKind | None:
    """Kind that the mention's own words state: "Tampa Bay", "Lake Chad"."""
    words, end = mention.text, mention.end
    parts, lower = words.split(), words.lower().split()
    if lower[-1] not in _last_words() and lower[0].rstrip(".") not in _kinds().front:
        return None
    for length in range(min(_LONGEST, len(parts) - 1), 0, -1):
        kind = _kinds().behind.get(" ".join(lower[-length:]))
        if kind:
            return StatedKind(kind, " ".join(parts[:-length]), words, end, is_inside=True)
    kind = _kinds().front.get(lower[0].rstrip("."))
    bare = parts[2:] if lower[1] == "of" else parts[1:]
    return StatedKind(kind, " ".join(bare), words, end, is_inside=True) if kind and bare else None


def _behind(text: str, mention: RecognizedMention, end: int) -> StatedKind | None:
    """Kind that the words behind a mention state: "the Mosul dam"."""
    start, name_end = mention.start, mention.end
    for continued in range(_MOST_CONTINUED + 1):
        found = _longest(text, name_end, end, _kinds().behind)
        if found:
            kind, stop = found
            if _begins_before(text, mention) or _leads_on(text, stop):
                return None
            name, words = text[start:name_end], text[start:stop]
            return StatedKind(kind, name, words, stop, is_continued=continued > 0)
        going_on = _CAPITALISED.match(text, name_end)
        if going_on is None or going_on.end() > end:
            return None
        name_end = going_on.end()
    return None


def _longest(text: str, start: int, end: int, kinds: dict[str, Kind]) -> tuple[Kind, int] | None:
    """The longest run of words from a position on that names a kind, and where it ends."""
    first = _BEHIND.match(text, start)
    if first is None or first[1].lower() not in _first_words():
        return None  # as behind most names
    words, stops, position = list[str](), list[int](), start
    while len(words) < _LONGEST:
        match = _BEHIND.match(text, position)
        if match is None or match.end() > end:
            break
        position = match.end()
        words.append(match[1].lower())
        stops.append(position)
    for length in range(len(words), 0, -1):
        kind = kinds.get(" ".join(words[:length]))
        if kind:
            return kind, stops[length - 1]
    return None


def _begins_before(text: str, mention: RecognizedMention) -> bool:
    """Whether the words in front show that a name and a kind word are no name of the thing.

    What is named is one of several ("a Moscow hospital", "two large Moscow parks"), or the name
    begins before the mention ("Northern Illinois University").
    """
    front = text[max(0, mention.start - _REACH) : mention.start]
    words = _CLAUSE.split(front)[-1].split()[-_INDEFINITE_REACH:]
    if words and words[-1][:1].isupper() and words[-1] not in _kinds().starts:
        return True
    for word in reversed([word.lower() for word in words]):
        if word in _kinds().indefinite:
            return True
        if not word.isalpha() or word in _kinds().ends:
            return False
    return False


def _leads_on(text: str, stop: int) -> bool:
    """Whether a kind word begins something else: "Boston district attorney", "Gaza Port Road"."""
    following, word = _BEHIND.match(text, stop), text[:stop].rpartition(" ")[2]
    if following is None:
        return False
    return following[1].lower() in _kinds().not_before or (
        word[:1].isupper() and following[1][0].isupper()
    )


def _in_front(text: str, mention: RecognizedMention, front: str) -> StatedKind | None:
    """Kind that the words in front of a mention state: "the river Tigris"."""
    if front.endswith(":"):
        return _labelled(front[:-1].rpartition("\n")[2].lower(), mention)
    words = text[max(0, mention.start - _REACH) : mention.start].rsplit(None, 2)
    last, before = words[-1] if words else "", ""
    if last == "of":
        before = words[-2] if len(words) > 1 else ""
        kind = _kinds().front.get(before.lower())
    else:
        kind = _kinds().front.get(last.lower().rstrip("."))
        if kind and kind.is_administrative:
            return None
    if kind is None or (before and not kind.has_of):
        return None
    name = f"{before} {last} {mention.text}".strip()
    return StatedKind(kind, mention.text, name, mention.end)


def _labelled(label: str, mention: RecognizedMention) -> StatedKind | None:
    """Kind that the label of a form states: "Volcano: Sangay", "District: Meerut"."""
    kind = _kinds().behind.get(label)
    if kind is None:
        return None
    return StatedKind(kind, mention.text, f"{mention.text} {label}", mention.end)


def _implied(text: str, mention: RecognizedMention) -> StatedKind | None:
    """A river that is named without the word: "crossed the Dnipro"."""
    hint = hint_at_river(text, mention.start, mention.end)
    if hint is None:
        return None
    words = f"the {mention.text}"
    return StatedKind(_kinds().behind["river"], mention.text, words, mention.end, hint=hint)


def _share_plural(
    text: str,
    mentions: Sequence[RecognizedMention],
    behind: tuple[int, int],
    last: int,
    found: list[StatedKind | None],
) -> None:
    """In "the Dnipro and Volta rivers", both are rivers.

    Parameters
    ----------
    behind
        Where the words behind the last of them begin and end.
    last
        Position of the mention that may be the last of them.
    found
        What is stated of each, which is filled in.
    """
    listed = _listed(text, mentions, last)
    plural = _longest(text, *behind, _kinds().plural) if len(listed) > 1 else None
    if plural is None:
        return
    kind, stop = plural
    word = _kinds().singular[text[behind[0] : stop].strip(" -").lower()]
    for position in listed:
        mention, own = mentions[position], found[position]
        if (
            (own is None or _is_unit_all_the_same(own, kind))
            and mention.position is None
            and not mention.is_marked
        ):
            ending = stop if position == last else mention.end
            found[position] = StatedKind(kind, mention.text, f"{mention.text} {word}", ending)


def _is_unit_all_the_same(own: StatedKind, kind: Kind) -> bool:
    """Whether a list of units has what looks like another kind: "Homa Bay and Migori counties"."""
    return own.is_inside and kind.is_administrative and not own.kind.is_administrative


def _listed(text: str, mentions: Sequence[RecognizedMention], last: int) -> range:
    """Positions of the mentions of a list that ends with one; only that one without a list."""
    first = last
    while first:
        gap = text[mentions[first - 1].end : mentions[first].start]
        if connections()[connected(gap)] not in _LISTING:
            break
        first -= 1
    return range(first, last + 1)
