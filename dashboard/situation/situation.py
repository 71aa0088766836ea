"""Opens what a workspace holds to pages, commands and exports."""

import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from geocache.errors import KnowledgeFileError

from ..annotate import Themes
from ..workspace import Workspace
from ..workspace.codes import KINDS, ROLES
from ..workspace.text_index import folded
from .columns import Snapshot
from .filters import EVERYTHING, Filters
from .plain_values import Record
from .read_model import ReadModel
from .reports import document, passages
from .search import Search
from .view import View

_KEPT_SEARCHES = 2
_FACTS = """
SELECT m.id - 1 AS mark, m.hash AS mark_id, coalesce(p.key, m.hash) AS thing_id, m.label, m.kind,
       m.role, m.exact, n.text AS note, m.uncertainty_km, m.country, m.admin1, m.lon, m.lat,
       m.west, m.south, m.east, m.north, m.outline, p.name AS place_name,
       coalesce(p.feature_class, '') AS feature_class,
       coalesce(p.feature_code, '') AS feature_code, coalesce(p.population, 0) AS population
FROM mark m
JOIN note n ON n.id = m.note_id
LEFT JOIN place p ON p.id = m.place_id
"""
_MOST_ASKED = 2500
"""Marks that are asked for by their rows; of more all are read, and kept."""


class Situation:
    """Answers what a workspace holds, for all who look at it in this process.

    Parameters
    ----------
    workspace
        What is looked at.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.model = ReadModel(workspace)
        self._searches = lru_cache(maxsize=_KEPT_SEARCHES)(Search)
        self._facts_lock = threading.Lock()
        self._facts: tuple[int, pd.DataFrame] | None = None
        self._labels: tuple[int, pd.Series[str]] | None = None
        self._some_labels: tuple[int, dict[int, str]] = (-1, {})

    def refresh(self) -> bool:
        """Catch up with the workspace; return whether anything was new."""
        return self.model.refresh()

    @property
    def themes(self) -> Themes:
        """The themes of the workspace: a user's own, or those of this project.

        Of a file that a later version finds faults in, this project's stand in; `sitmap check`
        says so.
        """
        try:
            return Themes.of_file(self.workspace.themes_file())
        except KnowledgeFileError:
            return Themes.shipped()

    def view(self, filters: Filters = EVERYTHING) -> View:
        """Return what a choice shows of the workspace as it was last seen.

        Raises
        ------
        QueryError
            The words searched can't be understood.
        """
        view: View = self.model.view(filters, self._make_view)
        return view

    def _make_view(self, snapshot: Snapshot, filters: Filters) -> View:
        return View(snapshot, filters, self._searches(snapshot))

    def mark_facts(self, rows: Sequence[int]) -> pd.DataFrame:
        """Return what marks are, by their rows, in that order: names, kinds, notes, points, boxes.

        Returns
        -------
        DataFrame
            Indexed by ``mark``: ``mark_id, thing_id, label, kind, role, exact, note,
            uncertainty_km, country, admin1, lon, lat, west, south, east, north, outline,
            place_name, feature_code``.
        """
        if len(rows) <= _MOST_ASKED:
            ids = ", ".join(str(int(row) + 1) for row in rows)
            frame = self._facts_of(f"WHERE m.id IN ({ids})")
        else:
            frame = self._all_facts()
        instead = self._instead_of(self.model.snapshot, set(map(int, rows)) - set(frame.index))
        if not instead:
            return frame.reindex(list(rows))
        frame = pd.concat([frame, self._facts_of(f"WHERE m.id IN ({_ids(instead.values())})")])
        frame = frame[~frame.index.duplicated()]
        facts = frame.reindex([instead.get(int(row), int(row)) for row in rows])
        return facts.set_axis(pd.Index(list(rows), name="mark"))

    def _instead_of(self, snapshot: Snapshot, gone: Iterable[int]) -> dict[int, int]:
        """Return for rows of marks that are gone those of other marks of the same places.

        A place is known by the row of its first mark, and that one may go when a report is read
        again, as after a decision, while others of the place stay.
        """
        table, size = snapshot["marks"], snapshot.count("marks")
        places = {row: int(table["place"][row]) for row in gone if row < size}
        wanted = sorted({place for place in places.values() if place})
        if not wanted:
            return {}
        marks = ", ".join(map(str, wanted))
        rows = self.workspace.rows(
            "SELECT place_id, min(id) - 1 FROM mark "
            f"WHERE place_id IN ({marks}) AND id <= ? GROUP BY place_id",
            (size,),
        )
        first_mark = dict(rows)
        return {row: first_mark[place] for row, place in places.items() if place in first_mark}

    def _all_facts(self) -> pd.DataFrame:
        revision = self.model.snapshot.revision
        with self._facts_lock:
            if self._facts is None or self._facts[0] != revision:
                self._facts = revision, self._facts_of("")
            return self._facts[1]

    def _facts_of(self, where: str) -> pd.DataFrame:
        frame = self.workspace.frame(_FACTS + where)
        frame["kind"] = [str(KINDS[code]) for code in frame["kind"]]
        frame["role"] = [str(ROLES[code]) for code in frame["role"]]
        frame["exact"] = frame["exact"].astype(bool)
        return frame.set_index("mark")

    def labels(self) -> "pd.Series[str]":
        """Return what each place and shape is called, by the rows of its marks.

        The reports' commonest wording where something happens comes first, the name in the
        gazetteer second where it differs: "Palmyra (Tadmur)".
        """
        snapshot = self.model.snapshot
        with self._facts_lock:
            if self._labels is None or self._labels[0] != snapshot.revision:
                self._labels = snapshot.revision, self._make_labels(snapshot)
            return self._labels[1]

    def labels_of(self, rows: Iterable[int]) -> dict[int, str]:
        """Return what some places and shapes are called, as `labels` has it, by rows of marks.

        Of few it takes a fraction of the time that all take when nobody has asked since a change.
        """
        snapshot = self.model.snapshot
        wanted = np.unique(np.fromiter(rows, np.int64))
        wanted = wanted[wanted < snapshot.count("marks")]
        with self._facts_lock:
            kept = self._labels
            if self._some_labels[0] != snapshot.revision:
                self._some_labels = snapshot.revision, {}
            labels = self._some_labels[1]
        if (kept is not None and kept[0] == snapshot.revision) or len(wanted) > _MOST_ASKED:
            chosen = self.labels().reindex(wanted).dropna()
            return {int(row): str(label) for row, label in zip(chosen.index, chosen, strict=True)}
        numbers: list[int] = wanted.tolist()
        missing = [row for row in numbers if row not in labels]
        if missing:
            made = self._make_labels(snapshot, np.array(missing))
            labels.update(zip(made.index.tolist(), map(str, made), strict=True))
        return {row: labels[row] for row in numbers if row in labels}

    def _make_labels(
        self, snapshot: Snapshot, wanted: npt.NDArray[np.int64] | None = None
    ) -> "pd.Series[str]":
        """Return labels of all marks, or of those wanted."""
        observations, marks = snapshot["observations"], snapshot["marks"]
        mark, things = observations["mark"], marks["thing"]
        named_mark = marks["role"] == 0
        if wanted is not None:
            among = np.zeros(len(things), bool)
            among[things[wanted]] = True
            named_mark = named_mark & among[things]
        rows = named_mark[mark] & (observations["carried"] == 0)
        rows &= snapshot["passages"]["alive"][observations["passage"]] == 1
        keys = things[mark[rows]].astype(np.int64) << 32 | observations["wording"][rows]
        distinct, counts = np.unique(keys, return_counts=True)
        # The most frequent last, so that it is what stands in the end; of equals the earliest.
        order = np.lexsort((-distinct, counts))
        last = {int(key >> 32): int(key & 0xFFFFFFFF) for key in distinct[order].tolist()}
        among_words = (
            "" if wanted is None else f"WHERE id IN ({', '.join(map(str, last.values()))})"
        )
        words = dict(self.workspace.rows(f"SELECT id, text FROM wording {among_words}"))
        numbers = [] if wanted is None else (wanted + 1).tolist()
        among_marks = "" if wanted is None else f"AND m.id IN ({', '.join(map(str, numbers))})"
        named = self.workspace.rows(
            "SELECT m.id - 1, m.label, p.name FROM mark m LEFT JOIN place p ON p.id = m.place_id "
            f"WHERE m.id <= ? {among_marks}",
            (snapshot.count("marks"),),
        )
        labels = {
            row: _label(label, name, words.get(last.get(int(things[row]), 0)))
            for row, label, name in named
        }
        if wanted is not None:
            instead = self._instead_of(snapshot, set(wanted.tolist()) - set(labels))
            if instead:
                rows_instead = np.array(sorted(set(instead.values())))
                more = self._make_labels(snapshot, rows_instead)
                labels |= {row: more[other] for row, other in instead.items() if other in more}
            return pd.Series(labels, dtype=object)
        firsts = {int(things[row]): label for row, label in labels.items()}  # which may be gone
        return pd.Series(firsts | labels, dtype=object)

    def passages(self, rows: Sequence[int]) -> pd.DataFrame:
        """Return passages by their rows, in that order; without those that are gone meanwhile."""
        return passages(self.workspace, rows)

    def document(self, document_hash: str) -> Record | None:
        """Return one document whole; None when there is none."""
        return document(self.workspace, document_hash)

    def thing_row(self, thing_id: str) -> int | None:
        """Return the row of a place or shape, by its id; None when no report names it."""
        rows = self.workspace.rows(
            "SELECT m.id - 1 FROM place p JOIN mark m ON m.place_id = p.id WHERE p.key = ? "
            "UNION ALL SELECT id - 1 FROM mark WHERE hash = ? LIMIT 1",
            (thing_id, thing_id),
        )
        things = self.model.snapshot["marks"]["thing"]
        return int(things[rows[0][0]]) if rows and rows[0][0] < len(things) else None

    def revision_at(self, moment: str) -> int:
        """Return the last revision up to a moment (UTC, ISO 8601): what came later is new since."""
        rows = self.workspace.rows(
            "SELECT coalesce(max(id), 0) FROM revision WHERE at <= ?", (moment,)
        )
        return int(rows[0][0])

    def search_rows(self, view: View, most: int = 50, skip: int = 0) -> list[int]:
        """Return rows of passing passages: the best first for words searched, else the newest."""
        words = [clause for clause in view.masks.clauses if any(not t.field for t in clause)]
        if words:
            ranked = view.search.ranked(words, view.passing, skip + most)
            if ranked is not None:
                return ranked[skip:]
        return view.newest().rows(most, skip)


def _ids(rows: Iterable[int]) -> str:
    return ", ".join(str(row + 1) for row in sorted(set(rows)))


def _label(label: str, name: str | None, wording: str | None) -> str:
    """Say what a mark is called; ``name`` is that of its place, None of what is no place.

    What is no place is called as reports do: a street that is marked at its town is not the town.
    """
    if name is None:
        return wording or label
    if wording is None or folded(wording) == folded(name):
        return name
    return f"{wording} ({name})"
