"""What was decided of the mentions of one report, in the form in which the engine asks for it."""

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence

from geocache import Outcome, Role
from geocache.gazetteer.names.normalise import normal_form, normalised
from geocache.records import Geometry, RecognizedMention, RecognizedText
from geocache.resolution import Correction, Scope, Spans

from .verdicts import LEAVE, Act, Reach, Ruling

Pair = tuple[int, int]
Named = dict[tuple[Reach, str], list[Ruling]]
"""Decisions about a name by how far they reach, the earliest first."""
_REACH = {
    Scope.MENTION: Reach.MENTION,
    Scope.DOCUMENT: Reach.DOCUMENT,
    Scope.SOURCE: Reach.SOURCE,
    Scope.EVERYWHERE: Reach.EVERYWHERE,
}
_OUTCOMES = {Act.UNKNOWN: Outcome.NIL, Act.REJECT: Outcome.NOT_A_PLACE}
_REVIEWS = {Act.CONFIRM: "confirmed", Act.REJECT: "rejected"}


class RuledMentions:
    """Decisions about words, places and roles, as `geocache.resolution.Revisions`.

    A decision about words here comes before one about their name in the report, and so on; of two
    that reach as far, the later counts.

    Parameters
    ----------
    text
        Of the report.
    rulings
        About it, the earliest first.
    """

    def __init__(self, text: str, rulings: Sequence[Ruling]) -> None:
        self._text = text
        self._places: dict[Pair, Ruling] = {}
        self._roles: dict[Pair, Ruling] = {}
        self._respanned: dict[Pair, Ruling] = {}
        self._named: Named = defaultdict(list)
        self._named_roles: Named = defaultdict(list)
        self._forced: dict[Pair, None] = {}
        self._dropped: set[Pair] = set()
        self._everywhere: list[Ruling] = []
        self._left: dict[str, set[Pair]] = defaultdict(set)
        self._drawn: dict[str, Geometry] = {}
        for ruling in rulings:
            self._take(ruling)

    def _take(self, ruling: Ruling) -> None:
        geometry, place = ruling.after.get("geometry"), ruling.after.get("place")
        if geometry and place:
            self._drawn[place["id"]] = geometry
        span = ruling.start, ruling.end
        if ruling.act == LEAVE:
            self._left[ruling.after["of"]].add(span)
        elif ruling.reach is not Reach.MENTION:
            self._take_name(ruling)
        elif ruling.act == Act.SPAN:
            self._move(span, (ruling.after["start"], ruling.after["end"]), ruling)
        else:
            self._take_words(span, ruling)

    def _take_name(self, ruling: Ruling) -> None:
        key = ruling.reach, ruling.name
        if ruling.decides_place:
            self._named[key].append(ruling)
        if ruling.after.get("role"):
            self._named_roles[key].append(ruling)
        if ruling.act == Act.ADD:
            self._everywhere.append(ruling)

    def _take_words(self, span: Pair, ruling: Ruling) -> None:
        if ruling.decides_place:
            self._places[span] = ruling
        if ruling.after.get("role"):
            self._roles[span] = ruling
        if ruling.act == Act.ADD or (ruling.decides_place and ruling.act != Act.REJECT):
            # Another engine may not see these words, but a person did.
            self._force(span)
            self._dropped.discard(span)

    def _move(self, old: Pair, new: Pair, ruling: Ruling) -> None:
        """Let other words be the name; what was decided of the old ones holds for them."""
        self._dropped.add(old)
        self._dropped.discard(new)
        self._forced.pop(old, None)
        self._force(new)
        self._respanned[new] = ruling
        for decided in (self._places, self._roles):
            if old in decided:
                decided.setdefault(new, decided.pop(old))

    def _force(self, span: Pair) -> None:
        self._forced.pop(span, None)  # the latest is the last
        self._forced[span] = None

    @property
    def only_places(self) -> bool:
        """Whether it says nothing but which places are meant of words that the machine saw."""
        words_change = self._dropped or self._respanned or self._words_to_add()
        return not (words_change or self._roles or self._names_a_role())

    def _names_a_role(self) -> bool:
        """Whether a name may be here of which a role was decided."""
        if not self._named_roles:
            return False
        whole = normalised(self._text)
        return any(name in whole for _, name in self._named_roles)

    def _words_to_add(self) -> bool:
        here = any(self._is_added(span) for span in self._forced)
        return here or any(True for ruling in self._everywhere for _ in self._occurrences(ruling))

    def _is_added(self, span: Pair) -> bool:
        ruling = self._places.get(span)
        return ruling is None or not ruling.after.get("seen")

    # ---- as the engine asks

    def spans(self, document: RecognizedText) -> Spans:
        """Return which words are names and which are not."""
        added: list[Pair] = []
        # Decisions of different times, or of two people, may overlap: the later counts.
        for span in reversed(self._forced):
            if span[1] <= len(self._text) and not _meets(added, span):
                insort(added, span)
        if self._everywhere:
            found = {(m.start, m.end) for m in document.mentions} - self._dropped
            taken = sorted({*added, *(span for span in found if not _meets(added, span))})
            for ruling in self._everywhere:
                for span in self._occurrences(ruling):
                    if not _meets(taken, span):
                        insort(taken, span)
                        insort(added, span)
        return Spans(tuple(added), frozenset(self._dropped))

    def _occurrences(self, ruling: Ruling) -> Iterator[Pair]:
        left = self._left.get(ruling.uid, set())
        for span in occurrences(self._text, ruling.after["words"]):
            if span not in left:
                yield span

    def decision(
        self, _document: RecognizedText, mention: RecognizedMention, scope: Scope
    ) -> Correction | None:
        """Return what was decided of the place of a mention with a scope."""
        ruling = self._of(self._places, self._named, mention, _REACH[scope])
        if ruling is None:
            return None
        place = ruling.place
        outcome = _OUTCOMES.get(Act(ruling.act)) or (Outcome.RESOLVED if place else Outcome.NIL)
        known = place.id if place and place.id not in self._drawn else ""
        return Correction(scope, outcome, known, ruling.by, place)

    def role(self, _document: RecognizedText, mention: RecognizedMention) -> Role | None:
        """Return which role was decided."""
        if not (self._roles or self._named_roles):
            return None  # as in nearly every report
        for reach in Reach:
            ruling = self._of(self._roles, self._named_roles, mention, reach)
            if ruling is not None:
                return Role(ruling.after["role"])
        return None

    def drawn(self, place_id: str) -> Geometry | None:
        """Return what a reviewer drew for a place."""
        return self._drawn.get(place_id)

    def _of(
        self,
        here: dict[Pair, Ruling],
        named: Named,
        mention: RecognizedMention,
        reach: Reach,
    ) -> Ruling | None:
        span = mention.start, mention.end
        if reach is Reach.MENTION:
            return here.get(span)
        found = named.get((reach, normal_form(mention.text)), ()) if named else ()
        return next((r for r in reversed(found) if span not in self._left.get(r.uid, ())), None)

    # ---- as reviewers ask

    def holding(self, mention: RecognizedMention) -> Iterator[Ruling]:
        """Yield the decisions that made a mention what it is."""
        for here, named in ((self._places, self._named), (self._roles, self._named_roles)):
            if not (here or named):
                continue
            found = (self._of(here, named, mention, reach) for reach in Reach)
            yield from [ruling for ruling in found if ruling][:1]
        if (mention.start, mention.end) in self._respanned:
            yield self._respanned[mention.start, mention.end]

    def review(self, mention: RecognizedMention) -> str:
        """Return what the decisions say of a mention, as `workspace.codes.REVIEWS` has it."""
        for ruling in self.holding(mention):
            return _REVIEWS.get(Act(ruling.act), "corrected")
        return "open"


def occurrences(text: str, words: str) -> Iterator[Pair]:
    """Yield where words stand in a text as whole words, however they are spaced.

    The case counts, but for the first letter at the beginning of a sentence.
    """
    first, *rest = words.split() or [""]
    if not first or max((first[1:], *rest), key=len) not in text:
        return
    starts = f"(?:{re.escape(first[0])}|{re.escape(first[0].upper())})"
    pattern = r"\s+".join([starts + re.escape(first[1:]), *map(re.escape, rest)])
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
        yield match.span()


def _meets(spans: Sequence[Pair], span: Pair) -> bool:
    """Whether a span overlaps one of some, which are sorted and don't overlap each other."""
    at = bisect_right(spans, span)
    return any(start < span[1] and span[0] < end for start, end in spans[max(0, at - 1) : at + 1])
