"""What a text states of a mention for certain, and which candidates that binds it to.

A word for a kind that belongs to the name ("the Mosul dam"), or a state or country behind it
("Moscow, ID"), is no evidence among other evidence: candidates that do not fit lose. Where none
fits, no source knows the place. A place that shares its name then stands in for it, or the one that
it is in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ..gazetteer.protocols import Gazetteer
from ..geodesy import MEAN_RADIUS_KM
from ..recognition.measures import is_measured_from
from ..records import RecognizedMention
from .binding import Binding, Statement, scored
from .candidate_set import NO_CANDIDATES, WHOLE_NAME, AdminUnitNumbers, CandidateSet
from .containers import Container, containers, leads_in
from .favoured_country import without_favoured
from .kind_bindings import ConstrainedMention, KindBindings
from .kinds import stated_kinds

_CERTAIN = 8.0
"""Log-odds for what an abbreviation states: more than all evidence together."""
_IN_ANOTHER = 3.0
"""Log-odds of 95% for what is named as in a place, and for the same name elsewhere in the text.

Not learnt: no corpus has enough of such words.
"""
_MEASURED_FROM = 2.0
"""Log-odds for what a distance is measured from: nobody measures from what readers don't know."""
_BESIDE_KM = 30.0
_WHERE = "the text says that it is in '{}'"


def constrained_mentions(
    text: str,
    mentions: Sequence[RecognizedMention],
    known: Sequence[ConstrainedMention | None],
    source: str,
    bound_to_kind: KindBindings,
    gazetteer: Gazetteer,
    numbers: AdminUnitNumbers,
) -> list[ConstrainedMention]:
    """Return the candidates of each mention with what binds it.

    Parameters
    ----------
    text
        The whole document.
    mentions
        In text order.
    known
        Of each that there is nothing to decide about, its candidates; None of all others.
    source
        The outlet's domain, which says more than the text does; empty when not known.
    bound_to_kind
        Returns the candidates of a mention with what a stated kind says.
    gazetteer
        Where states are looked up, and what is near to them.
    numbers
        Numbers of codes of admin units.
    """
    kinds = stated_kinds(text, mentions)
    constrained = [
        own or bound_to_kind(mention, kind)
        for mention, kind, own in zip(mentions, kinds, known, strict=True)
    ]
    ends = [kind.end if kind else m.end for kind, m in zip(kinds, mentions, strict=True)]
    sets = [found.candidates for found in constrained]
    for position, container in containers(text, mentions, ends, sets, gazetteer, numbers):
        if known[position] is None:
            constrained[position] = _in_container(constrained[position], container)
    for position, found in enumerate(constrained[:-1]):
        if found.statement.lends_name is None:
            continue
        gap = text[ends[position] : mentions[position + 1].start]
        if _is_put_elsewhere(found, gap, constrained[position + 1].candidates):
            towns = constrained[position + 1].candidates.inhabited
            constrained[position] = _only_in(found, towns, mentions[position + 1].text)
    for position, mention in enumerate(mentions):
        if known[position] is None and is_measured_from(text, mention.start):
            constrained[position] = _as_known(constrained[position])
    if not source:
        constrained = without_favoured(constrained, numbers)
    return _in_one_sense(mentions, constrained)


def _is_put_elsewhere(found: ConstrainedMention, gap: str, following: CandidateSet) -> bool:
    """Whether the text puts what no source knows in a town far from the one that lends its name.

    "The Al-Quds hospital in Gaza" is not in Jerusalem.
    """
    towns, lends = following.inhabited, found.statement.lends_name
    if lends is None or found.statement.bindings or not lends.any() or not leads_in(gap):
        return False
    if not towns.matches or following.units.matches:
        return False
    cosines = (found.candidates.directions[:-1][lends] @ towns.directions[:-1].T).max()
    return bool(np.arccos(min(cosines, 1.0)) * MEAN_RADIUS_KM > _BESIDE_KM)


def _in_container(constrained: ConstrainedMention, container: Container) -> ConstrainedMention:
    """Bind a mention to places in what the text says that it is in."""
    fits = container.holds
    if not fits.any():
        return _only_in(constrained, container.units, container.words)
    strength = _CERTAIN if container.is_code else _IN_ANOTHER
    scores = scored(strength, fits)
    binding = Binding("stated_container", scores, _WHERE.format(container.words))
    return replace(constrained.with_binding(binding), placed=fits)


def _only_in(found: ConstrainedMention, around: CandidateSet, words: str) -> ConstrainedMention:
    """Leave away all candidates of a mention, for no source knows it; it is only known where."""
    # What is around comes first of the candidates that are only named near by.
    scores = np.full(len(around.matches), _IN_ANOTHER)
    binding = Binding("stated_container", scores, _WHERE.format(words))
    return ConstrainedMention(NO_CANDIDATES, Statement((binding,), found.statement.unknown), around)


def _as_known(found: ConstrainedMention) -> ConstrainedMention:
    """Hold what a distance is measured from for one of the places of its whole name."""
    has_name = found.candidates.columns.quality <= WHOLE_NAME
    if not has_name.any() or found.statement.bindings:
        return found
    scores = scored(_MEASURED_FROM, has_name)
    return found.with_binding(Binding("measured_from", scores, "a distance is measured from it"))


def _in_one_sense(
    mentions: Sequence[RecognizedMention], constrained: list[ConstrainedMention]
) -> list[ConstrainedMention]:
    """Let a name that the text places somewhere mean the same elsewhere in it."""
    placed: dict[str, set[int]] = {}
    for mention, found in zip(mentions, constrained, strict=True):
        if found.placed is not None:
            places = found.candidates.columns.identity[found.placed].tolist()
            placed.setdefault(mention.text, set()).update(places)
    if not placed:
        return constrained
    return [
        _as_placed(found, mention.text, placed)
        for mention, found in zip(mentions, constrained, strict=True)
    ]


def _as_placed(
    found: ConstrainedMention, name: str, placed: Mapping[str, set[int]]
) -> ConstrainedMention:
    """Bind a name to where the text puts it elsewhere, if nothing else binds it."""
    is_free = found.placed is None and not found.statement.bindings and found.container is None
    if name not in placed or not is_free:
        return found
    is_meant = np.isin(found.candidates.columns.identity, list(placed[name]))
    detail = f"the text says elsewhere where '{name}' is"
    return found.with_binding(Binding("placed_elsewhere", scored(_IN_ANOTHER, is_meant), detail))
