"""Lists what is worth a decision: doubtful words, alike ones together, most moving ones first."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..workspace.codes import OUTCOMES, REVIEWS
from .columns import Array
from .filters import Filters
from .mention_page import in_context
from .place_words import OUTCOME_WORDS, country_name, probability
from .plain_values import Record
from .situation import Situation
from .view import View

Spread = Callable[[str, float, float], float]
"""How far from a point, in km, the farthest place lies that may be called by some words."""
_OPEN = REVIEWS[0]
_SURE = 100
_RANKED = 400
"""Groups of which it is looked up how far their candidates lie apart: those with most doubt."""
_NEAR_KM = 10.0
"""Added to distances, so that one in the same town counts a little too."""
_MOST_ALIKE = 5000
_CHUNK = 900
_WORDS = """
SELECT f.id, w.text AS wording, me.start, me."end", me.confidence, me.outcome, me.role,
       substr(t.text, me.start + 1, me."end" - me.start) AS words,
       substr(t.text, p.start + 1, p."end" - p.start) AS text, p.start AS at, p.number AS passage,
       d.hash AS document, d.title, s.name AS source, d.date,
       coalesce(own.key, m.hash) AS mark, pl.key AS place, pl.name AS place_name,
       pl.country, pl.lon, pl.lat
FROM footprint f
JOIN wording w ON w.id = f.wording_id
JOIN mention me ON me.footprint_id = f.id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
JOIN document_text t ON t.document_id = d.id
JOIN source s ON s.id = d.source_id
JOIN mark m ON m.id = f.mark_id
LEFT JOIN place own ON own.id = m.place_id
LEFT JOIN place pl ON pl.id = me.place_id
WHERE f.id IN ({ids}) ORDER BY f.id, me.confidence, me.start
"""


@dataclass(frozen=True, slots=True)
class _Groups:
    """Counts open expressions that are written alike and mean the same thing, a row a group."""

    count: Array
    doubt: Array
    """Sum over its expressions of how probably each is wrong, per cent."""
    first: Array
    """Number of the footprint that is in most doubt."""
    reports: Array


def review_groups(situation: Situation, filters: Filters, spread: Spread, most: int) -> Record:
    """List groups of words that are worth a decision.

    Parameters
    ----------
    situation, filters
        What is looked at.
    spread
        How far candidates lie apart.
    most
        Groups that are listed.

    Returns
    -------
    dict
        ``total`` and ``mentions`` (of all groups), ``groups``, each with ``key`` (which `alike`
        takes), ``words``, ``wording`` (the whole expression), ``mark`` (id of the thing),
        ``taken`` (what the words are taken for), ``mentions``, ``reports``,
        ``certainty`` (of the least sure), ``doubt`` in words, ``spread_km`` and ``worth``:
        mentions that are probably wrong, by how far they would move.
    """
    view = situation.view(filters)
    groups = _grouped(view)
    if not len(groups.count):
        return {"total": 0, "mentions": 0, "groups": []}
    best = np.argsort(-groups.doubt, kind="stable")[: max(most, _RANKED)]
    facts = {row["id"] - 1: row for row in _least_sure(situation, groups.first[best].tolist())}
    listed = [
        _group(groups, number, facts[int(groups.first[number])], spread)
        for number in best.tolist()
        if int(groups.first[number]) in facts
    ]
    listed.sort(key=lambda group: -group["worth"])
    return {
        "total": len(groups.count),
        "mentions": int(groups.count.sum()),
        "groups": listed[:most],
    }


def _grouped(view: View) -> _Groups:
    table = view.snapshot["observations"]
    rows = _open_rows(view)
    thing = view.snapshot["marks"]["thing"][table["mark"][rows]]
    wording = table["wording"][rows]
    doubt = (_SURE - table["confidence"][rows]).astype(np.float64)
    keys = thing.astype(np.int64) << 32 | wording
    distinct, inverse = np.unique(keys, return_inverse=True)
    size = len(distinct)
    # The most doubtful one stands for its group.
    order = np.argsort(doubt, kind="stable")
    first = np.zeros(size, np.int64)
    first[inverse[order]] = table["footprint"][rows][order]
    document = view.snapshot["passages"]["document"][table["passage"][rows]]
    pairs = np.unique(inverse.astype(np.int64) << 32 | document)
    return _Groups(
        count=np.bincount(inverse, minlength=size),
        doubt=np.bincount(inverse, weights=doubt, minlength=size),
        first=first,
        reports=np.bincount(pairs >> 32, minlength=size),
    )


def _open_rows(view: View) -> npt.NDArray[np.int64]:
    """Return rows of observations that are shown, named there, in doubt and undecided."""
    table = view.snapshot["observations"]
    shown = view.snapshot["passages"]["alive"].view(bool)[table["passage"]]
    if view.visible is not None:
        shown = shown & view.visible
    shown &= (table["review"] == 0) & (table["carried"] == 0) & (table["confidence"] < _SURE)
    return np.flatnonzero(shown)


def _group(groups: _Groups, number: int, row: Record, spread: Spread) -> Record:
    apart = spread(row["words"], row["lon"], row["lat"]) if row["lon"] is not None else 0.0
    doubt = float(groups.doubt[number]) / _SURE
    return {
        "key": key_of(row["mark"], row["wording"]),
        "words": row["words"],
        "wording": row["wording"],
        "mark": row["mark"],
        "taken": _taken(row),
        "mentions": int(groups.count[number]),
        "reports": int(groups.reports[number]),
        "certainty": probability(row["confidence"]),
        "doubt": OUTCOME_WORDS[str(OUTCOMES[row["outcome"]])],
        "spread_km": round(apart),
        "worth": round(doubt * math.log10(_NEAR_KM + apart), 3),
    }


def _taken(row: Record) -> str:
    """Say what words were taken for, without saying again what they say themselves."""
    name = "" if row["place_name"] == row["wording"] else row["place_name"]
    return ", ".join(filter(None, (name, country_name(row["country"] or "")))) or "no known place"


def key_of(mark: str, wording: str) -> str:
    """Return what names a group: the id of what is meant, and how it is written."""
    return f"{mark} {wording}"


def alike(situation: Situation, filters: Filters, key: str) -> list[Record]:
    """List the words of a group, the least sure first.

    Returns
    -------
    list of dict
        ``document``, ``title``, ``source``, ``date``, ``passage``, ``start``, ``end``, ``words``,
        ``before``, ``behind`` and ``certainty``; empty when nothing is open in the group any more.
    """
    mark, _, wording = key.partition(" ")
    thing = situation.thing_row(mark)
    numbers = situation.workspace.rows("SELECT id FROM wording WHERE text = ?", (wording,))
    if thing is None or not numbers:
        return []
    view = situation.view(filters)
    table, rows = view.snapshot["observations"], _open_rows(view)
    rows = rows[table["wording"][rows] == numbers[0][0]]
    rows = rows[view.snapshot["marks"]["thing"][table["mark"][rows]] == thing]
    rows = rows[np.argsort(table["confidence"][rows], kind="stable")][:_MOST_ALIKE]
    mentions = _least_sure(situation, table["footprint"][rows].tolist())
    return [
        {name: mention[name] for name in ("document", "title", "source", "date", "passage")}
        | in_context(mention["text"], mention["at"], mention["start"], mention["end"])
        | {"certainty": probability(mention["confidence"])}
        for mention in sorted(mentions, key=lambda mention: float(mention["confidence"]))
    ]


def _least_sure(situation: Situation, footprints: Iterable[int]) -> list[Record]:
    """Return of each expression the mention that is in most doubt."""
    rows = list(footprints)
    least_sure: dict[int, Record] = {}
    for begin in range(0, len(rows), _CHUNK):
        ids = ", ".join(str(row + 1) for row in rows[begin : begin + _CHUNK])
        for row in situation.workspace.records(_WORDS.format(ids=ids)):
            least_sure.setdefault(row["id"], row)
    return list(least_sure.values())
