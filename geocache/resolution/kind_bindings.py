"""Binding mentions to places of the kind that the text says they are.

"The Mosul dam" is no town. Where no source knows one, the town that has the name stands in for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..caching import PLACE_BYTES, Caches
from ..gazetteer.names.normalise import normal_form
from ..gazetteer.names.variants import is_longer_name
from ..gazetteer.protocols import Gazetteer
from ..geodesy import MEAN_RADIUS_KM
from ..records import MatchQuality, NameKind, NameMatch, PlaceOrigin, RecognizedMention, Role
from .binding import NOTHING_STATED, Binding, Statement
from .candidate_set import (
    COLUMN,
    QUALITIES,
    WELL_KNOWN,
    WHOLE_NAME,
    AdminUnitNumbers,
    CandidateSet,
    candidate_set,
    identity,
)
from .kinds import StatedKind
from .place_types import Namesake

Bools = npt.NDArray[np.bool_]
_SAID = 4.0
"""Log-odds for a place of the kind that is stated; not more, for it may still be an unknown one."""
_BY_NAME = 5.0
"""How much more for one that is called so without the word: Heathrow in London is."""
_CERTAIN = 8.0
"""By how much less is said for others: more than all evidence together."""
_AS_WRITTEN, _OF_ANOTHER = 3.0, 6.0
"""How much less is said for a place that has all the words as one of its names and is of another
kind, and for one of the kind that is called after another town: the text has to be about there."""
_EXACT = QUALITIES.index(MatchQuality.EXACT)
_PART = QUALITIES.index(MatchQuality.PART)
_BROAD = np.array([Namesake.COUNTRY, Namesake.COUNTRY_WITH_SETTLEMENT, Namesake.FIRST])
"""Countries, and subdivisions without a town of their name: "the Iraq dam" is no name."""
_COUNTRIES = np.array([Namesake.COUNTRY, Namesake.COUNTRY_WITH_SETTLEMENT])
_CALLED_AFTER_KM = 150.0
"""How far off a town lies, at most, that a dam or an airport is called after."""


@dataclass(frozen=True, eq=False, slots=True)
class ConstrainedMention:
    """The candidates of a mention, and what the text states of it."""

    candidates: CandidateSet
    statement: Statement = NOTHING_STATED
    container: CandidateSet | None = None
    """What the words behind say that it is in, where no candidate is in it."""
    placed: Bools | None = None
    """Shape (candidates,), those that are in what the text says; None when it doesn't say."""

    def with_binding(self, binding: Binding) -> "ConstrainedMention":
        """Add what binds the mention."""
        return replace(self, statement=self.statement.with_binding(binding))


class KindBindings:
    """Binds names to places of the kinds that texts say they are; once for each name and kind.

    Parameters
    ----------
    unconstrained
        Returns the candidates of a name by its own words.
    gazetteer
        Where places of a stated kind are looked up.
    numbers
        Numbers of codes of admin units.
    caches
        Where names that are bound are kept.
    """

    def __init__(
        self,
        unconstrained: Callable[[str], ConstrainedMention],
        gazetteer: Gazetteer,
        numbers: AdminUnitNumbers,
        caches: Caches,
    ) -> None:
        self._unconstrained = unconstrained
        self._gazetteer, self._numbers = gazetteer, numbers
        self._bound = caches.remember("stated kinds", self._bind, constrained_bytes)

    def __call__(self, mention: RecognizedMention, stated: StatedKind | None) -> ConstrainedMention:
        """Return the candidates of a mention with what its words, and those beside it, state.

        Parameters
        ----------
        mention
            The mention.
        stated
            What they say that it is; None when nothing.
        """
        words = mention.text
        if stated is None and (" " not in words or mention.role is Role.ASSOCIATIVE):
            return self._unconstrained(words)
        return self._bound((words, stated))

    def _bind(self, key: tuple[str, StatedKind | None]) -> ConstrainedMention:
        words, stated = key
        found = self._unconstrained(words)
        if stated:
            return _of_kind(found, words, stated, self._gazetteer, self._numbers)
        return _as_it_is(found, words)


def constrained_bytes(found: ConstrainedMention) -> int:
    """About how many bytes the candidates of a mention take."""
    return PLACE_BYTES * (1 + len(found.candidates.rows))


def _of_kind(
    found: ConstrainedMention,
    name: str,
    stated: StatedKind,
    gazetteer: Gazetteer,
    numbers: AdminUnitNumbers,
) -> ConstrainedMention:
    """Bind a name to places of the kind that the words say it is."""
    own = found.candidates
    by_name = own.column(COLUMN.identity)
    # Of most names with such a word the words themselves were looked up: Kern County, Lake Chad.
    is_listed = stated.is_inside and not stated.kind.is_made and _fitting(own, stated).any()
    listed = [] if is_listed else list(_listed(stated, gazetteer))
    if stated.is_continued and not listed:
        return found
    own = _with(_without_kind_words(own, stated), listed, name, numbers)
    fits = _fitting(own, stated)
    if stated.is_continued:
        fits &= np.isin(own.columns.identity, [identity(m.place.id) for m in listed])
    if stated.kind.is_vague:  # the Charlotte region is around the best-known Charlotte
        fits &= _are_around_largest(own) & (not _may_be_wider(own))
    if stated.hint and not (fits.any() and (stated.hint.may_be_country or not _is_country(own))):
        return found
    if not fits.any() and (_may_be(own, stated) or (not stated.is_inside and _is_broad(own))):
        return ConstrainedMention(own)
    qualities = own.columns.quality
    lends = ~fits & (qualities > _EXACT if stated.is_inside else qualities >= _EXACT)
    lends &= np.array([match.kind is not NameKind.DEMONYM for match in own.matches], bool)
    if not fits.any():
        return _lending(own, stated.words, lends)
    scores = np.where(fits, _SAID, _SAID - _CERTAIN)
    if stated.is_inside:
        others = ~fits | _are_units_called_so(own, stated, fits)
        scores[others & (qualities == _EXACT)] = _SAID - _AS_WRITTEN
    if stated.kind.is_made and not stated.is_continued:  # Aden Adde airport is not Aden's
        largest = _is_largest(own, ~fits)
        far = fits & _are_of_another(own, largest)
        lends &= largest & bool(far[fits].all())
        scores[lends] = _SAID
        scores[fits & far] = _SAID - _OF_ANOTHER
        scores[fits & ~far & np.isin(own.columns.identity, by_name)] += _BY_NAME
    binding = Binding("stated_kind", scores, f"'{stated.words}' says of what kind it is")
    return ConstrainedMention(own, Statement((binding,), stated.words, lends))


def _as_it_is(found: ConstrainedMention, name: str) -> ConstrainedMention:
    """Tell that a place only lends its name to the words: Boise to Boise National Forest."""
    if not is_longer_name(name):
        return found
    own = found.candidates
    return _lending(own, name, own.column(COLUMN.quality) == _PART)


def _lending(own: CandidateSet, words: str, lends: Bools) -> ConstrainedMention:
    """Constrain a mention to places that only share the name of what no source knows."""
    return ConstrainedMention(own, Statement((), words, lends) if lends.any() else NOTHING_STATED)


def _without_kind_words(own: CandidateSet, stated: StatedKind) -> CandidateSet:
    """Leave away places that are called as the kind itself: Forest, of Boise National Forest."""
    if not stated.is_inside or own.any_has_whole_name:
        return own
    said = set(normal_form(stated.words).split()) - set(normal_form(stated.name).split())
    kept = [m for m in own.matches if not said.issuperset(normal_form(m.place.name).split())]
    return own.only(kept)


def _may_be(own: CandidateSet, stated: StatedKind) -> bool:
    """Whether a place of the name may be of the kind, though its code does not say so."""
    return any(
        match.place.feature_class in stated.kind.may_be and match.quality is not MatchQuality.PART
        for match in own.matches
    )


def _is_largest(own: CandidateSet, chosen: Bools) -> Bools:
    """The one with most people of some candidates that have the name."""
    columns = own.columns
    people = np.where(chosen & (columns.quality <= WHOLE_NAME), columns.population, 0)
    is_largest: Bools = (people > 0) & (np.arange(len(people)) == people.argmax())
    return is_largest


def _are_around_largest(own: CandidateSet) -> Bools:
    """Which candidates are of the first-order unit of the largest town of the name.

    All without a town; none around Washington, which is in no state of its name.
    """
    columns = own.columns
    people = np.where(own.are_towns, columns.population, -1)
    if people.max(initial=-1) < 0:
        return np.ones(len(people), bool)
    are_there: Bools = columns.first_order == columns.first_order[people.argmax()]
    return are_there


def _may_be_wider(own: CandidateSet) -> bool:
    """Whether a country, a sea or a range has the name: the Red Sea region is no state of Sudan."""
    return any(
        match.place.feature_class in "HT" or match.place.is_country
        for match in own.matches
        if match.quality is MatchQuality.EXACT and match.kind is not NameKind.DEMONYM
    )


def _are_of_another(own: CandidateSet, chosen: Bools) -> Bools:
    """Which candidates are called after another place than a chosen one: far, and elsewhere.

    Curated places are known by their names, whatever else has them; and Heathrow in London is
    not called after a village.
    """
    largest, countries = int(chosen.argmax()), own.columns.country
    if not chosen.any() or own.columns.population[largest] < WELL_KNOWN:
        return np.zeros(len(chosen), bool)
    cosines = own.directions[:-1] @ own.directions[:-1][largest]
    km = np.arccos(np.clip(cosines, -1.0, 1.0)) * MEAN_RADIUS_KM
    is_curated = [match.place.origin is PlaceOrigin.CURATED for match in own.matches]
    is_elsewhere = (countries != countries[largest]) & (countries > 0)
    others: Bools = is_elsewhere & (km > _CALLED_AFTER_KM) & ~np.array(is_curated, bool)
    return others


def _listed(stated: StatedKind, gazetteer: Gazetteer) -> Iterator[NameMatch]:
    """Places of the stated kind, under the names that gazetteers list them by."""
    for spelling in stated.spellings:
        is_as_written = spelling == stated.words
        for match in gazetteer.matches(spelling):
            if stated.kind.fits(match.place):
                yield match if is_as_written else match.fitting(MatchQuality.RESPELT)
            elif is_as_written and stated.kind.is_in_name(match.place):
                yield match


def _with(
    own: CandidateSet, more: Sequence[NameMatch], words: str, numbers: AdminUnitNumbers
) -> CandidateSet:
    """Add candidates; a place that only has a part of the words as its name is known better now."""
    known = {match.place.id for match in own.matches if match.quality is not MatchQuality.PART}
    fresh = {match.place.id: match for match in reversed(more) if match.place.id not in known}
    if not fresh:
        return own
    kept = [match for match in own.matches if match.place.id not in fresh]
    return candidate_set([*fresh.values(), *kept], numbers, words)


def _fitting(own: CandidateSet, stated: StatedKind) -> Bools:
    """Which candidates are of a kind, or have it in their name as Fort Worth has."""
    qualities, kind = own.columns.quality, stated.kind
    of_kind = np.array([kind.fits(match.place) for match in own.matches], bool)
    of_kind &= qualities <= WHOLE_NAME
    if not stated.is_inside and of_kind.any():
        return of_kind
    is_exact = qualities == _EXACT
    named: Bools = is_exact.copy()
    for row in is_exact.nonzero()[0].tolist():
        named[row] = kind.is_in_name(own.matches[row].place)
    if stated.is_inside:
        fits: Bools = of_kind | named
        has_all_words: Bools = fits & is_exact
        return has_all_words if has_all_words.any() else fits
    return named


def _are_units_called_so(own: CandidateSet, stated: StatedKind, fits: Bools) -> Bools:
    """Which fitting candidates are admin units of the name of what is of the kind, in its country.

    The Murray River gives its name to a district; the Red River of Vietnam to none of Texas.
    """
    countries = own.columns.country
    of_kind = fits & [stated.kind.fits(match.place) for match in own.matches]
    is_unit = fits & ~of_kind & [match.place.feature_class == "A" for match in own.matches]
    is_there: Bools = np.isin(countries, countries[of_kind]) & (countries > 0)
    return is_unit & is_there


def _is_broad(own: CandidateSet) -> bool:
    """Whether the name is first of all that of a country, or of a subdivision without a town."""
    return _is_first_of_all(own, _BROAD)


def _is_country(own: CandidateSet) -> bool:
    """Whether the name is first of all that of a country."""
    return _is_first_of_all(own, _COUNTRIES)


def _is_first_of_all(own: CandidateSet, namesakes: npt.NDArray[np.int_]) -> bool:
    columns = own.columns
    is_named = columns.quality <= WHOLE_NAME
    if not is_named.any():
        return False
    largest = int(np.where(is_named, columns.population, -1).argmax())
    return bool(np.isin(columns.namesake[largest], namesakes))
