"""Names whose only known places are far from all that they are named with.

"Refugees crossed at Joda into Renk in South Sudan" speaks of no Joda in India: no source knows it.
That can be told only once it is known what the other names mean.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..data_files import shipped
from ..geodesy import MEAN_RADIUS_KM
from ..records import RecognizedMention
from .batch import MentionBatch
from .candidate_set import COLUMN, NO_CANDIDATES, CandidateSet
from .context import connected, connections
from .place_types import Prominence

Floats = npt.NDArray[np.float64]
_SURE, _LIKELY = 0.7, 0.5
_FAR_KM = 700.0
_UNITS = (Prominence.COUNTRY, Prominence.FIRST)
_JOINED = frozenset({"inside", "in", "bracket", "of", "list"})
_REACH = 50
_LEADING = re.compile(r"[a-z ]*(?:[A-Z][a-z]+ )?[a-z ]*")
_HEADING = re.compile(r":[ \n]| ?[—–] ")
_TOWNS = 2
"""So many of them, in one country, say as much as a country that is named."""


def strays(batch: MentionBatch, probabilities: Floats) -> dict[int, CandidateSet]:
    """Return mentions that can be none of the places of their name, and what they are named with.

    Parameters
    ----------
    batch
        Mentions and their candidates.
    probabilities
        Shape (rows,), of the last pass.

    Returns
    -------
    dict
        By the position of each mention, the countries and subdivisions; perhaps none.
    """
    if len(batch.mentions) == 1:
        return {}
    suspects = [
        mention
        for mention, own in enumerate(batch.candidates)
        if not own.has_nearby and own.are_small and _can_be_none(batch, mention)
    ]
    if not suspects:
        return {}
    company = _company(batch.text, batch.mentions)
    suspects = [mention for mention in suspects if company[mention]]
    if not suspects:
        return {}
    best, names = _best(batch, probabilities), batch.names.tolist()
    chances = {mention: float(probabilities[row]) for mention, row in best.items()}
    found = {}
    for mention in suspects:
        if mention not in best:
            continue
        likely = [m for m in best if chances[m] >= _LIKELY and names[m] != names[mention]]
        anchors = [m for m in company[mention] if m in likely and chances[m] >= _SURE]
        tell_where = _tell_where(batch, [best[m] for m in anchors])
        if tell_where and not _speak_for(batch, mention, [best[m] for m in likely]):
            units = [batch.candidates[m].units for m in anchors]
            named = [own for own in units if own.matches]
            found[mention] = named[-1] if named else NO_CANDIDATES
    return found


def _best(batch: MentionBatch, probabilities: Floats) -> dict[int, int]:
    """The likeliest row of each mention, where that has its name."""
    bounds = zip(batch.starts.tolist(), batch.none.tolist(), strict=True)
    rows = {
        mention: start + int(probabilities[start:none].argmax())
        for mention, (start, none) in enumerate(bounds)
        if start < none
    }
    return {mention: row for mention, row in rows.items() if not batch.columns.nearby[row]}


def _can_be_none(batch: MentionBatch, mention: int) -> bool:
    """Whether nothing is decided or stated that binds a name to the places that have it."""
    is_stated = bool(batch.statements and batch.statements[mention].bindings)
    has_whole_name = batch.candidates[mention].any_has_whole_name
    return has_whole_name and not is_stated and mention not in batch.predetermined


def _tell_where(batch: MentionBatch, rows: Sequence[int]) -> bool:
    """Whether places are enough to tell where it is: a unit that is named, or towns together."""
    countries = {int(batch.columns.country[row]) for row in rows}
    if not rows or 0 in countries or (len(countries) > 1 and not _are_together(batch, rows)):
        return False
    return len(rows) >= _TOWNS or any(int(batch.columns.prominence[row]) in _UNITS for row in rows)


def _are_together(batch: MentionBatch, rows: Sequence[int]) -> bool:
    directions = batch.directions[list(rows)]
    farthest = np.arccos(np.clip(directions @ directions.T, -1.0, 1.0)).max() * MEAN_RADIUS_KM
    return bool(farthest < _FAR_KM)


def _speak_for(batch: MentionBatch, mention: int, rows: Sequence[int]) -> bool:
    """Whether a place in some rows is in a country that has one of the name, or near to one."""
    own, countries = batch.candidates[mention], batch.columns.country[rows].tolist()
    if not set(countries).isdisjoint(own.column(COLUMN.country).tolist()):
        return True
    cosines = own.directions[:-1] @ batch.directions[rows].T
    return bool((np.arccos(np.clip(cosines, -1.0, 1.0)) * MEAN_RADIUS_KM < _FAR_KM).any())


def _company(text: str, mentions: Sequence[RecognizedMention]) -> list[list[int]]:
    """Of each mention, those that are named together with it, and the heading that it is under."""
    gaps = [text[one.end : other.start] for one, other in pairwise(mentions)]
    first, groups = 0, list[Iterable[int]]()
    for last, gap in enumerate([*gaps, ". "]):
        if not _joins(gap):
            groups += [range(first, last + 1)] * (last + 1 - first)
            first = last + 1
    company = [[other for other in group if other != m] for m, group in enumerate(groups)]
    heading = None
    for position, mention in enumerate(mentions):
        if position and "\n\n" in gaps[position - 1]:
            heading = None
        if heading is not None:
            company[position].append(heading)
        starts_line = mention.start == 0 or text[mention.start - 1] == "\n"
        if starts_line and _HEADING.match(text, mention.end):
            heading = position
    return company


def _joins(gap: str) -> bool:
    """Whether the words between two names only say how the places lie to each other."""
    if connections()[connected(gap)] in _JOINED:
        return True
    if len(gap) > _REACH or _LEADING.fullmatch(gap) is None:
        return False
    words = [word for word in gap.split() if word.islower()]
    return bool(words) and words[-1] in _last_words() and _filling().issuperset(words)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(str(shipped("resolution", "containers.yaml")["leads_to"]).split())


@cache
def _filling() -> frozenset[str]:
    between = str(shipped("resolution", "containers.yaml")["between"]).split()
    return _last_words() | frozenset(between)
