"""Says what the search box offers while somebody types: places, reports, outlets and themes."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..workspace.text_index import folded
from .columns import Snapshot
from .plain_values import Record
from .situation import Situation

_MOST_OF_A_KIND = {"place": 6, "report": 4, "source": 3, "theme": 3}
_LEAST_LETTERS = 2


class _Entry(NamedTuple):
    """One thing that may be meant."""

    folded: str
    label: str
    id: str
    passages: int
    country: str = ""
    """ISO code, of a place."""


class _Entries(NamedTuple):
    """All that may be meant, those with most passages first."""

    places: list[_Entry]
    reports: list[_Entry]
    sources: list[_Entry]


def suggestions(situation: Situation, typed: str) -> list[Record]:
    """List what somebody may mean who typed these letters.

    Parameters
    ----------
    typed
        Letters; of fewer than two nothing is offered.

    Returns
    -------
    list of dict
        ``kind`` (place, report, source or theme), ``id``, ``label``, ``passages`` and ``country``
        (ISO code, of places). What begins with the letters comes first, then words that do, then
        what holds them; of equals what more passages speak of.
    """
    words = folded(typed).strip()
    if len(words) < _LEAST_LETTERS:
        return []
    entries = _entries(situation, situation.model.snapshot)
    themes = [
        _Entry(folded(theme.label), theme.label, theme.id, 0)
        for theme in situation.themes.all
        if theme.id
    ]
    groups = zip(
        _MOST_OF_A_KIND,
        (entries.places, entries.reports, entries.sources, themes),
        strict=True,
    )
    return [
        {
            "kind": kind,
            "id": entry.id,
            "label": entry.label,
            "passages": entry.passages,
            "country": entry.country,
        }
        for kind, group in groups
        for entry in _best(group, words, _MOST_OF_A_KIND[kind])
    ]


def _best(entries: list[_Entry], words: str, most: int) -> list[_Entry]:
    by_rank: tuple[list[_Entry], list[_Entry], list[_Entry]] = ([], [], [])
    inside = f" {words}"
    for entry in entries:
        if words not in entry.folded:
            continue
        rank = 0 if entry.folded.startswith(words) else 1 if inside in entry.folded else 2
        if len(by_rank[rank]) < most:
            by_rank[rank].append(entry)
        if len(by_rank[0]) == most:
            break
    return [entry for group in by_rank for entry in group][:most]


@lru_cache(1)
def _entries(situation: Situation, snapshot: Snapshot) -> _Entries:
    """Collect all that can be offered; kept for the last state, for each letter typed asks."""
    return _Entries(_places(situation, snapshot), *_documents(snapshot))


def _places(situation: Situation, snapshot: Snapshot) -> list[_Entry]:
    counts = situation.view().thing_counts()
    order = np.argsort(-counts, kind="stable")
    things = order[counts[order] > 0]
    # A dictionary: one look-up in a pandas series takes as long as forty of these.
    labels, ids = situation.labels().to_dict(), _thing_ids(snapshot)
    names, country = snapshot.dictionaries["countries"], snapshot["marks"]["country"]
    return [
        _Entry(folded(labels[thing]), labels[thing], ids[thing], count, names[country[thing]])
        for thing, count in zip(things.tolist(), counts[things].tolist(), strict=True)
        if thing in ids and thing in labels
    ]


def _thing_ids(snapshot: Snapshot) -> dict[int, str]:
    query = (
        "SELECT m.id - 1, coalesce(p.key, m.hash) "
        "FROM mark m LEFT JOIN place p ON p.id = m.place_id"
    )
    return dict(snapshot.workspace.rows(query))


def _documents(snapshot: Snapshot) -> tuple[list[_Entry], list[_Entry]]:
    table = snapshot["passages"]
    alive = table["alive"].view(bool)
    documents = table["document"][alive]
    counts = np.bincount(documents, minlength=snapshot.count("documents")).tolist()
    query = "SELECT id - 1, hash, title FROM document WHERE replaced_by IS NULL ORDER BY id DESC"
    reports = [
        _Entry(folded(title), title, key, counts[row])
        for row, key, title in snapshot.workspace.rows(query)
        if row < len(counts)
    ]
    names = snapshot.dictionaries["sources"]
    by_source = np.bincount(snapshot["documents"]["source"][documents], minlength=len(names))
    sources = [
        _Entry(folded(name), name, name, count)
        for name, count in zip(names, by_source.tolist(), strict=True)
        if name and count
    ]
    return reports, sorted(sources, key=lambda source: -source.passages)
