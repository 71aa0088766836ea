"""Tells ships, aircraft, streets, people, software and firms from places of the same name."""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import NamedTuple

from ..data_files import shipped, words
from .candidate_set import CandidateSpan
from .gazetteer_facts import ProminenceClass
from .lexical import CueKind
from .surroundings import BLANKS, LINKS, Surroundings, is_surname

_QUOTES = " \u00a0\"“”'‘’«»"
_MODEL_MARKS = " \u00a0-"
_LONGEST_STREET, _SHORT_PREFIX = 3, 2
_LONGEST_LIST = 14
"""Words in which vessels are listed behind their kind."""
_COPULAS = frozenset({"is", "are", "was", "were"})
_LONGEST_PREDICATE = 4
_ARTICLES = frozenset({"a", "an", "the"})
_VESSELS = frozenset({CueKind.VESSEL, CueKind.VESSELS})
_STREETS = frozenset({CueKind.STREET, CueKind.STREETS})


class Homograph(NamedTuple):
    """Words that tell beside the name of a place that something else is meant.

    ``data/recognition/homographs.yaml`` says where each stands.
    """

    before: frozenset[str]
    behind: frozenset[str]
    governing: frozenset[str]
    kinds: frozenset[str]
    beside: frozenset[str]
    acts: frozenset[str]


@cache
def homographs() -> dict[str, Homograph]:
    """Return what tells homographs from places, by their names."""
    knowledge = shipped("recognition", "homographs.yaml")
    found = {}
    for entry in knowledge.values():
        if isinstance(entry, dict):
            lists = (frozenset(str(entry[key]).split()) for key in Homograph._fields)
            names = str(entry["names"]).split()
            as_written = [name if name.isupper() else name.capitalize() for name in names]
            found.update(dict.fromkeys(as_written, Homograph(*lists)))
    return found


class Namesakes:
    """Finds what is called like a place, among the candidates of a text in their order."""

    def __init__(self, around: Surroundings, candidates: Sequence[CandidateSpan]) -> None:
        self._around, self._candidates = around, candidates
        self._ends_of_vessels: set[int] = set()
        self._homographs = homographs()
        self._before_labelled = frozenset(first - 1 for first in around.labelled)

    @cached_property
    def _ends_of_known(self) -> frozenset[int]:
        """Last words of known names."""
        return frozenset(
            candidate.last
            for candidate in self._candidates
            if candidate.facts.prominence not in (ProminenceClass.UNKNOWN, ProminenceClass.DEMONYM)
        )

    @cached_property
    def _ends_of_long(self) -> frozenset[int]:
        """Last words of known names of several words."""
        return frozenset(
            candidate.last
            for candidate in self._candidates
            if candidate.last > candidate.first
            and candidate.facts.prominence is not ProminenceClass.UNKNOWN
        )

    def has(self, candidate: CandidateSpan) -> bool:
        """Whether a candidate is one; those before it that may be one have been asked."""
        if self._is_vessel(candidate):
            self._ends_of_vessels.add(candidate.last)
            return True
        return (
            self._is_aircraft(candidate)
            or self._is_of_street(candidate)
            or self._is_person(candidate)
            or self._is_homograph(candidate)
            or self._is_label(candidate)
            or self._is_kind_behind_name(candidate)
        )

    def may_have(self, candidate: CandidateSpan) -> bool:
        """Whether a candidate may be one, though no cue stands beside it."""
        if candidate.words in self._homographs or candidate.last in self._before_labelled:
            return True
        if self._ends_of_vessels and self._follows_vessel(candidate.first):
            return True
        return self._around.has_vessels and self._is_in_name_of_vessel(candidate.first)

    def _is_label(self, candidate: CandidateSpan) -> bool:
        """Whether it only labels the place behind it: "Volcano: Shiveluch"."""
        around, first, last = self._around, candidate.first, candidate.last
        if first != last or not around.labelled.get(last + 1):
            return False
        is_site = around.kind(first) == CueKind.SITE
        return is_site or around.low(first) in words("cues", "place_labels")

    def _is_kind_behind_name(self, candidate: CandidateSpan) -> bool:
        """Whether it is the kind at the end of a known name: "Callao Anchorage"."""
        around, first = self._around, candidate.first
        is_kind = around.kind(first) == CueKind.DIVISION and first == candidate.last
        return is_kind and around.is_joined(first) and first - 1 in self._ends_of_known

    def _is_vessel(self, candidate: CandidateSpan) -> bool:
        """Whether a vessel is named, or one of several: "the frigates Hessen and Bayern"."""
        around, first = self._around, candidate.first
        if self._names_fleet(first) and candidate.last > first:
            return True
        if candidate.facts.prominence is ProminenceClass.DEMONYM:
            return False
        if around.is_joined(first, _QUOTES):
            kind = around.kind(first - 1)
            if kind in _VESSELS and self._is_noun_of_vessel(candidate):
                return True
            if self._is_prefix(first - 1) or self._names_fleet(first - 1):
                return True
        return self._follows_vessel(first) or self._is_in_name_of_vessel(first)

    def _is_prefix(self, at: int) -> bool:
        """Whether the prefix of a vessel stands there; short ones only in capitals, as "MV"."""
        word = self._around.word(at)
        is_prefix = self._around.kind(at) == CueKind.VESSEL_PREFIX
        return is_prefix and (word.isupper() or (len(word) > _SHORT_PREFIX and word.istitle()))

    def _is_in_name_of_vessel(self, first: int) -> bool:
        """Whether a vessel is called after it: "the ferry Queen of Surrey"."""
        around, named = self._around, first - 2
        if around.low(first - 1) != "of" or not around.continues(named):
            return False
        is_vessel = around.kind(named - 1) in _VESSELS and around.word(named - 1).islower()
        return is_vessel or self._is_prefix(named - 1)

    def _is_noun_of_vessel(self, candidate: CandidateSpan) -> bool:
        """Whether the kind of vessel is no verb ("to ship"), and on no route ("ferry X to Y")."""
        around, at = self._around, candidate.first - 1
        if not around.word(at)[0].islower() or around.low(at - 1) in words("cues", "before_verbs"):
            return False
        behind = candidate.last + 1
        is_route = around.low(behind) == "to" or around.gap(candidate.last).strip() in ("-", "–")
        return not (
            is_route and around.begins_upper(behind + (around.low(behind) == "to"))
        ) or around.word(at) not in words("cues", "on_routes")

    def _names_fleet(self, at: int) -> bool:
        return self._around.kind(at) == CueKind.FLEET and self._around.begins_upper(at)

    def _follows_vessel(self, first: int) -> bool:
        """Whether it is listed behind a vessel, the kind of which stands in the plural."""
        around = self._around
        before = first - 2 if around.word(first - 1) in LINKS else first - 1
        if before not in self._ends_of_vessels:
            return False
        openings = range(before, max(-1, before - _LONGEST_LIST), -1)
        return any(around.kind(opening) == CueKind.VESSELS for opening in openings)

    def _is_aircraft(self, candidate: CandidateSpan) -> bool:
        around, first, behind = self._around, candidate.first, candidate.last + 1
        if around.is_joined(first) and around.kind(first - 1) == CueKind.MAKER:
            opening = first - 1
            while around.kind(opening - 1) == CueKind.MAKER:
                opening -= 1
            return around.begins_upper(first - 1) and around.low(opening - 1) in _ARTICLES
        if candidate.facts.prominence in (ProminenceClass.DEMONYM, ProminenceClass.COUNTRY):
            return False
        while around.is_joined(behind, _MODEL_MARKS) and _is_of_model(around.word(behind)):
            behind += 1
        is_bomber = around.is_joined(behind) and around.kind(behind) == CueKind.AIRCRAFT
        return is_bomber and around.low(first - 1) in ("a", "an")

    def _is_of_street(self, candidate: CandidateSpan) -> bool:
        """Whether a street has the name, or one of two whose noun stands behind the second."""
        around, last = self._around, candidate.last
        if around.kind(last) == CueKind.STREETS and last > candidate.first:
            return around.begins_upper(last)
        behind = last + 1
        if self._is_street(behind):
            return around.low(last) not in words("words", "unit_words")
        if around.word(behind) not in LINKS:
            return False
        for at in range(behind + 2, behind + 2 + _LONGEST_STREET):
            if not around.continues(at):
                return False
            if around.kind(at) == CueKind.STREETS:
                return True
        return False

    def _is_street(self, at: int) -> bool:
        """Whether the noun of a street ends a name: not "St. Petersburg", "Oxford Road 5"."""
        around = self._around
        if around.kind(at) not in _STREETS or not around.continues(at):
            return False
        is_abbreviation = around.gap(at).strip() == "." and around.low(at) == "st"
        goes_on = around.continues(at + 1) or (is_abbreviation and around.begins_upper(at + 1))
        is_numbered = around.is_joined(at + 1) and around.word(at + 1).isdigit()
        return not goes_on and not is_numbered

    def _is_person(self, candidate: CandidateSpan) -> bool:
        around, first, last = self._around, candidate.first, candidate.last
        if first != last:
            return False
        before = around.kind(first - 1) if around.is_joined(first) else CueKind.NONE
        if before == CueKind.FIRST_NAME:
            # "Lake Charles Louisiana": the first name ends the name of a place.
            is_of_place = first - 1 in self._ends_of_long
            if around.begins_upper(first - 1) and not is_of_place and not self._runs_on(last):
                return True
        if before == CueKind.FIRST_NAME_OF_PLACE and self._has_title(first - 1):
            return True
        if around.kind(first) != CueKind.FIRST_NAME_OF_PLACE or not around.continues(last + 1):
            return False
        is_named = is_surname(around.word(last + 1)) or self._has_title(first)
        return is_named and around.low(first - 1) not in words("roles", "locative_before")

    def _has_title(self, first: int) -> bool:
        """Whether a title stands before a name: "Brig. Gen. Jordan Lagos"."""
        around = self._around
        if not around.begins_upper(first - 1) or not around.is_joined(first, f"{BLANKS}."):
            return False
        title = around.low(first - 1)
        return title in words("words", "titles") or title in words("cues", "ranks")

    def _runs_on(self, last: int) -> bool:
        """Whether a capitalised word follows that is no surname: "George Town Hall"."""
        return self._around.continues(last + 1) and not is_surname(self._around.word(last + 1))

    def _is_homograph(self, candidate: CandidateSpan) -> bool:
        known = self._homographs.get(candidate.words)
        return known is not None and self._is_told_by(known, candidate)

    def _is_told_by(self, known: Homograph, candidate: CandidateSpan) -> bool:
        """Whether words around a homograph tell that it is no place."""
        around, first, last = self._around, candidate.first, candidate.last
        before, behind = around.low(first - 1), last + 1
        if around.is_joined(first) and before in known.before:
            return True
        if around.is_joined(behind) and around.low(behind) in known.behind:
            return True
        if before in words("roles", "locative_before") or before == "of":
            return around.low(first - 2) in known.governing
        end = around.end_of_enumeration(last)
        listed = {around.low(at) for at in range(behind, end + 1)}
        is_second = before in LINKS or around.gap(first - 1).strip() == ","
        if is_second:
            listed.add(around.low(first - 2) if before in LINKS else before)
        if not known.beside.isdisjoint(listed):
            return True
        if around.is_joined(end + 1) and around.low(end + 1) in known.acts:
            return True
        return self._is_kind_of(known, end)

    def _is_kind_of(self, known: Homograph, end: int) -> bool:
        """Whether a sentence goes on with what the homograph is: "Java is a language"."""
        around = self._around
        following = []
        for at in range(end + 1, end + 2 + _LONGEST_PREDICATE):
            if not around.is_in_sentence(at):
                break
            following.append(around.low(at))
        copula = next((n for n, word in enumerate(following[:2]) if word in _COPULAS), None)
        return copula is not None and not known.kinds.isdisjoint(following[copula + 1 :])


def _is_of_model(word: str) -> bool:
    """Whether a word is a letter or number of a model, as in "Y-10"."""
    return word.isdigit() or (len(word) == 1 and word.isupper())
