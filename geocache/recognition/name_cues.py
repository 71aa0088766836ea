"""Weighs words beside a name that tell for sure what it names, and that corpora have too few of.

Learnt weights know that a ministry is no place. Corpora of news have hardly a ship or an aircraft,
no streets in pairs, and few places that no source knows; of these, lists tell.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from ..data_files import words
from .candidate_set import CandidateSpan
from .gazetteer_facts import CONTAINERS, FAINT, ProminenceClass, may_contain
from .lexical import ORDINARY, UNKNOWN_WORD, CueKind, word_classes
from .linear_model import UNIT
from .postal_codes import StateCodes, codes_like_words
from .surroundings import BLANKS, Surroundings, is_like_group

_SITE, _OTHER = 5 * UNIT, -3 * UNIT
"""Log-odds for a name that no source knows, or hardly one, of what is on the ground, or is not."""
_CONTAINED = 3 * UNIT
"""Log-odds for a known name that a state or country behind a comma contains."""
_CODED = 5 * UNIT
"""The same where the code of the state stands behind, which is hardly anything else."""
_HEADING = 2 * UNIT
"""Log-odds for a known name that is a heading; corpora of news have hardly any."""
_LINK, _LINKED = 3 * UNIT, re.compile(r"(?<=[a-z])[-–][ei][-– ](?=[A-Z])")
"""Log-odds for a name that is linked in Persian fashion: people hardly ever are."""
_LEAST_SITE = -6 * UNIT
_NO_HEADING = frozenset(
    {ProminenceClass.UNKNOWN, ProminenceClass.OTHER_NAME, ProminenceClass.DEMONYM}
)
_NEVER_MEASURED = frozenset({ProminenceClass.DEMONYM, ProminenceClass.COUNTRY})
_HEADING_ENDS = frozenset(":–—")
_FIRST_NAMES = frozenset({CueKind.FIRST_NAME, CueKind.FIRST_NAME_OF_PLACE})
_LEAST_BEFORE_KIND = -8 * UNIT
"""Log-odds below which more speaks against a name than the kind behind it for it."""
_NEVER_BEFORE_KIND = frozenset({ProminenceClass.UNKNOWN, ProminenceClass.DEMONYM})
_ENDS = frozenset(".,;:!?")
_COMMA = f"{BLANKS},"
_ARTICLES = frozenset({"a", "an", "the"})
_AWAY = frozenset({"from", "off", "outside"})
"""Between a distance and what it is measured from."""
_NOWHERE, _LONGEST_APPOSITION = -1, 5
_AFTER_THING = frozenset({"and", "or", "with", "from", "for", "to", "that", "which", "but"})
"""Behind "a Xyz" these tell that nothing else is named by it."""


class NameCues:
    """Weighs what words beside the candidates of a text, in their order, say for a place."""

    def __init__(
        self,
        around: Surroundings,
        candidates: Sequence[CandidateSpan],
        state_codes: StateCodes,
    ) -> None:
        self._around, self._codes = around, state_codes
        self._containers = {
            candidate.first: candidate
            for candidate in candidates
            if candidate.facts.prominence in CONTAINERS
        }
        """States and countries by their first words; the longest of each."""
        self._candidates, self._labelled = candidates, around.labelled
        self._bracketed = frozenset(
            first for first in self._containers if around.gap(first - 1).endswith("(")
        )
        """First words of states and countries behind a bracket."""
        self._may_begin = around.line_starts.union(self._labelled, self._bracketed)
        self._may_end = frozenset(first - 1 for first in (*self._containers, *state_codes))
        """First and last words of candidates that may be weighed without a cue."""

    def may_weigh(self, candidate: CandidateSpan) -> bool:
        """Whether it may weigh a candidate that no cue stands beside; quick."""
        return (
            candidate.first in self._may_begin
            or candidate.last in self._may_end
            or "-" in candidate.words
        )

    def weight(self, candidate: CandidateSpan, score: int, *, is_told: bool) -> int:
        """Return log-odds in parts of `UNIT` for a place, beside those that it has.

        Parameters
        ----------
        is_told
            Whether a cue stands where it can tell what a name is that no source knows.
        """
        if candidate.last + 1 in self._containers and self._is_contained(candidate):
            return _CONTAINED
        if self.is_in_coded_state(candidate):
            return _CODED
        if candidate.first in self._around.line_starts and self._is_heading(candidate):
            return _HEADING
        if candidate.first in self._bracketed and self._contains_what_it_follows(candidate):
            return _CONTAINED
        return self._of_cues(candidate, is_told=is_told) if score > _LEAST_SITE else 0

    def _of_cues(self, candidate: CandidateSpan, *, is_told: bool) -> int:
        """Log-odds by distances, nouns and labels beside it."""
        prominence = candidate.facts.prominence
        if is_told and prominence not in _NEVER_MEASURED:
            if self._is_measured(candidate):
                return 0 if self._ends_in_container(candidate) else _SITE
            if self._names_division_or_water(candidate):
                return _SITE
        if candidate.first in self._labelled and self._fills_label(candidate):
            return self._of_label(candidate)
        if prominence not in FAINT:
            return 0
        is_linked = "-" in candidate.words and _LINKED.search(candidate.words)
        return (self._of_unknown(candidate) if is_told else 0) or (_LINK if is_linked else 0)

    def _is_contained(self, candidate: CandidateSpan) -> bool:
        """Whether a state or country that has such a place closes it off: "Troy, N.C. –"."""
        around, last = self._around, candidate.last
        container = self._containers[last + 1]
        if not may_contain(container.facts, candidate.facts):
            return False
        between = around.gap(last)
        if between and not between.strip(BLANKS):
            # "Key West Florida"; one word before a state is too often part of another name.
            is_state = container.facts.prominence is ProminenceClass.STATE
            return is_state and last > candidate.first
        behind = around.gap(container.last)
        mark = behind.strip(BLANKS)[:1]
        is_closed = around.is_last(container.last) or (mark and mark not in "'’-")
        return between.strip(BLANKS) == "," and bool(is_closed or "\n" in behind)

    def is_in_coded_state(self, candidate: CandidateSpan) -> bool:
        """Whether the code of a state that has such a place stands behind: "Troy NY"."""
        around, at = self._around, candidate.last + 1
        states = self._codes.get(at)
        if states is None or states.isdisjoint(candidate.facts.states):
            return False
        longer = self._by_span.get((candidate.first, at))
        if longer and longer.facts.prominence is not ProminenceClass.UNKNOWN:
            return False  # "Washington DC" is a name of its own
        if not around.is_joined(at, _COMMA) or self._may_be_person(candidate.first):
            return False
        if around.is_last(at) or around.gap(at)[:1] in _ENDS:
            return True
        if around.word(at) in codes_like_words() and candidate.words.isupper():
            return False  # "SALEM OR ALBANY"
        # "Columbus NE of the river" is a direction.
        return not (around.continues(at + 1) or around.low(at + 1) == "of")

    def is_before_kind(self, candidate: CandidateSpan, score: int) -> bool:
        """Whether a name in front of a kind is known, and that of a place: "Kyiv Hospital".

        Parameters
        ----------
        candidate
            One that such a word stands behind, as in `Surroundings.before_kinds`.
        score
            Its log-odds in parts of `UNIT`, all cues counted.
        """
        prominence = candidate.facts.prominence
        if score < _LEAST_BEFORE_KIND or prominence in _NEVER_BEFORE_KIND:
            return False
        if candidate.first == candidate.last and not self._is_name(candidate):
            return False
        is_part_of_name = self._around.begins_upper(candidate.last + 1)  # "Mercy Medical Center"
        if is_part_of_name and prominence in FAINT:
            return False
        return not self._may_be_person(candidate.first)

    def _may_be_person(self, first: int) -> bool:
        """Whether a first name or a title may stand in front: "Adam Jackson, MD"."""
        around = self._around
        if not around.begins_upper(first - 1) or not around.is_joined(first, f"{BLANKS}."):
            return False
        return around.low(first - 1) not in words("roles", "locative_before")

    def _contains_what_it_follows(self, container: CandidateSpan) -> bool:
        """Whether it stands in brackets behind what is in it: "Tripoli (Libya)"."""
        if not self._around.gap(container.last).startswith(")"):
            return False
        inside = self._by_last_word.get(container.first - 1, ())
        return any(may_contain(container.facts, candidate.facts) for candidate in inside)

    def _ends_in_container(self, candidate: CandidateSpan) -> bool:
        """Whether a longer name is two: "Acapulco Mexico", as weather offices write them."""
        return any(
            other.first > candidate.first and other is self._containers.get(other.first)
            for other in self._by_last_word[candidate.last]
        )

    def _is_heading(self, candidate: CandidateSpan) -> bool:
        """Whether a known name at the beginning of a line is all of it, or ends in a colon."""
        around, first, last = self._around, candidate.first, candidate.last
        behind = around.gap(last)
        is_alone = "\n" in behind or around.is_last(last)
        if not is_alone and behind.strip()[:1] not in _HEADING_ENDS:
            return False
        if candidate.facts.prominence in _NO_HEADING:
            return False
        is_other = around.kind(first) in _FIRST_NAMES or around.low(first) in words(
            "cues", "labels"
        )
        return first < last or not is_other

    def _of_unknown(self, candidate: CandidateSpan) -> int:
        """Log-odds for a name that no source knows, or hardly one."""
        if self._begins_inside_name(candidate.first):
            return 0
        noun = self._noun_in_apposition(candidate.last)
        is_site = self._is_site(candidate.last + 1) or self._is_site(noun)
        if (is_site or self._begins_as_site(candidate)) and self._may_be_site(candidate):
            return _SITE
        if candidate.facts.prominence is not ProminenceClass.UNKNOWN:
            return 0
        is_person = self._around.low(noun) in words("cues", "persons")
        return _OTHER if is_person or self._is_other(candidate) else 0

    def _names_division_or_water(self, candidate: CandidateSpan) -> bool:
        """Whether a unit or a water has the name: "White Nile State", "the Messalo river"."""
        around, behind = self._around, candidate.last + 1
        if self._begins_inside_name(candidate.first):
            return False
        if around.kind(candidate.last) == CueKind.DIVISION and candidate.last > candidate.first:
            inner = self._by_span.get((candidate.first, candidate.last - 1), candidate)
            is_whole = around.low(candidate.last) not in words("cues", "short_divisions")
            return is_whole and self._is_division(inner, candidate.last)
        if not around.is_joined(behind):
            return False
        if around.kind(behind) == CueKind.WATER:
            return around.word(behind).islower() and self._may_be_site(candidate)
        is_short = around.low(behind) in words("cues", "short_divisions")
        is_longer = not is_short and (candidate.first, behind) in self._by_span
        return not is_longer and self._is_division(candidate, behind)

    @cached_property
    def _by_span(self) -> dict[tuple[int, int], CandidateSpan]:
        """All candidates by their first and last words."""
        return {(candidate.first, candidate.last): candidate for candidate in self._candidates}

    @cached_property
    def _by_last_word(self) -> dict[int, list[CandidateSpan]]:
        """All candidates by their last words."""
        ending: dict[int, list[CandidateSpan]] = {}
        for candidate in self._candidates:
            ending.setdefault(candidate.last, []).append(candidate)
        return ending

    def _is_division(self, candidate: CandidateSpan, at: int) -> bool:
        """Whether the word for a division ends a known name, or an unknown one that may be one.

        Michigan State is a university, as those of other states of its country are.
        """
        around = self._around
        if around.kind(at) != CueKind.DIVISION or around.continues(at + 1):
            return False
        of_universities = words("cues", "countries_of_state_universities")
        if around.low(at) == "state" and not of_universities.isdisjoint(candidate.facts.countries):
            return False
        is_known = candidate.facts.prominence not in FAINT
        return around.begins_upper(at) and (is_known or self._may_be_site(candidate))

    def _fills_label(self, candidate: CandidateSpan) -> bool:
        """Whether a name is all that stands behind a label: "Village: Xyz", "Camp: Xyz, Darfur"."""
        around, last = self._around, candidate.last
        gap = around.gap(last)
        is_closed = around.is_last(last) or gap.strip(BLANKS) != "" or "\n" in gap
        is_closed = is_closed or around.word(last + 1)[:1].isdigit()
        return is_closed and self._is_name(candidate)

    def _of_label(self, candidate: CandidateSpan) -> int:
        """Log-odds for what stands behind the label of a place, or of somebody."""
        prominence = candidate.facts.prominence
        if self._labelled[candidate.first]:
            return 0 if prominence is ProminenceClass.DEMONYM else _SITE
        return _OTHER if prominence is ProminenceClass.UNKNOWN else 0

    def _begins_as_site(self, candidate: CandidateSpan) -> bool:
        """Whether its first word says that it is on the ground: "Mount Dukono"."""
        is_front = self._around.kind(candidate.first) == CueKind.FRONT
        return is_front and candidate.last > candidate.first

    def _follows_article(self, candidate: CandidateSpan) -> bool:
        return self._around.kind(candidate.first - 1) == CueKind.INDEFINITE

    def _may_be_site(self, candidate: CandidateSpan) -> bool:
        """Whether it is written as a name, and no adverb weighs it: "a mainly Xyz area"."""
        around = self._around
        is_weighed = around.word(candidate.first - 1).endswith("ly")
        is_group = is_like_group(around.word(candidate.last))
        return self._is_name(candidate) and not is_weighed and not is_group

    def _is_name(self, candidate: CandidateSpan) -> bool:
        """Whether it is written as a name, and its first word is none that everybody uses."""
        name, first = candidate.words, self._around.low(candidate.first)
        if name.isupper() or any(letter.isdigit() for letter in name):
            return False
        octave = word_classes()[first][-1]
        is_rare = octave > ORDINARY or octave == UNKNOWN_WORD[-1]
        return is_rare and first not in _ARTICLES and first not in words("cues", "describing")

    def _is_other(self, candidate: CandidateSpan) -> bool:
        """Whether a firm, a product or a person is named."""
        around, first, behind = self._around, candidate.first, candidate.last + 1
        if around.is_joined(behind) and around.kind(behind) == CueKind.OTHER:
            return True
        if not around.is_joined(first):
            return False
        if self._follows_article(candidate):
            ends = around.gap(candidate.last)[:1] in _ENDS
            return ends or around.word(behind) in _AFTER_THING
        before = around.low(first - 1)
        return before in ("at", "in") and around.kind(first - 2) == CueKind.AT_WHOM

    def _begins_inside_name(self, first: int) -> bool:
        around = self._around
        is_cue = around.kind(first - 1) in (CueKind.COMPASS, CueKind.UNIT)
        is_cue |= around.low(first - 1) == "of" or around.low(first - 1) in _AWAY
        return (
            first > 1 and around.is_joined(first) and around.begins_upper(first - 1) and not is_cue
        )

    def _is_site(self, at: int) -> bool:
        """Whether a noun of what is on the ground stands there, in small letters."""
        around = self._around
        if not around.is_joined(at) or not around.word(at).islower():
            return False
        if around.kind(at) == CueKind.SITE:
            return around.word(at + 1) != "of"  # what is behind it has the name
        is_qualified = around.kind(at) == CueKind.SITE_QUALIFIER and around.is_joined(at + 1)
        return is_qualified and around.kind(at + 1) == CueKind.SITE

    def _noun_in_apposition(self, last: int) -> int:
        """The noun that words in apposition say a name is of: "Xyz, a small fishing village"."""
        around, at = self._around, last + 1
        if around.kind(at) != CueKind.INDEFINITE or around.gap(last).strip(BLANKS) != ",":
            return _NOWHERE
        for _ in range(_LONGEST_APPOSITION):
            following = around.low(at + 1)
            is_noun = around.is_joined(at + 1) and around.word(at + 1).islower()
            if not is_noun or following in words("cues", "behind_nouns") or following[:1].isdigit():
                break
            at += 1
        return at

    def _is_measured(self, candidate: CandidateSpan) -> bool:
        """Whether a distance and a direction stand beside it: "5 miles SE Xyz"."""
        around, first, behind = self._around, candidate.first, candidate.last + 1
        if self._begins_inside_name(first):
            return False
        if around.continues(behind) and behind not in self._containers:
            return False
        leading = around.low(first - 1)
        before = first - 2 if leading == "of" or leading in _AWAY else first - 1
        is_blank = around.is_joined(first) and (before == first - 1 or around.is_joined(first - 1))
        if is_blank and around.kind(before) == CueKind.COMPASS:
            # "30 km north-east of": two words of one direction.
            before -= around.kind(before - 1) == CueKind.COMPASS
            return before > 0 and around.kind(before - 1) == CueKind.UNIT
        is_away = leading == "of" or leading in _AWAY
        if is_blank and is_away and around.kind(before) == CueKind.UNIT:
            return self._may_be_site(candidate)
        gap = around.gap(candidate.last)
        is_distance = gap.strip() in (",", "(") and around.word(behind)[:1].isdigit()
        if not is_distance or around.kind(behind + 1) != CueKind.UNIT:
            return False
        return around.kind(behind + 2) == CueKind.COMPASS or around.word(behind + 2) == "from"
