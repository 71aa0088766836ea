"""Lists the places of a choice as rows: what a person sorts, reads by keyboard and downloads."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from geocache import Outcome, Role

from ..workspace.codes import OUTCOMES, ROLES
from .columns import Array, Mask, Snapshot, run_starts
from .days import NO_DAY, iso_day
from .filters import Filters
from .place_words import mark_in_words
from .situation import Situation
from .view import View

_LITERAL = ROLES.index(Role.LITERAL)
_AMBIGUOUS = OUTCOMES.index(Outcome.AMBIGUOUS)
_NEVER = np.iinfo(np.int32).max
COLUMNS = (
    *("id", "place", "kind", "country", "admin1", "passages", "reports", "from", "to"),
    *("certainty", "ambiguous", "actor_only", "positioned", "sources"),
)


def places_table(situation: Situation, filters: Filters, most: int) -> pd.DataFrame:
    """Return the places that a choice shows, those with most passages first.

    Parameters
    ----------
    situation
        What is asked.
    filters
        The choice.
    most
        How many rows at most; ``attrs["total"]`` says how many places there are.

    Returns
    -------
    DataFrame
        ``id``; ``place``, as the map calls it; ``kind`` in words; ``country`` and ``admin1`` as
        codes (``SY``, ``SY.12``), "" where none is known; ``passages`` and ``reports`` that name
        it; ``from`` and ``to``, ISO days of the first and last time that is spoken of, "" where
        none is; ``certainty``, the mean in per cent; ``ambiguous``, whether any of its words may
        mean another place; ``actor_only``, whether it is only named as an actor; ``positioned``,
        whether it is known where it is; ``sources``, outlets that name it.

    Raises
    ------
    QueryError
        The words searched can't be understood.
    """
    view = situation.view(filters)
    things, total = _most_named(view, most)
    frame = _described(situation, things, _Named(view, things).counted())
    frame.attrs["total"] = total
    return frame


def _most_named(view: View, most: int) -> tuple[Array, int]:
    """Return rows of the things with most passages, most first, and how many things there are."""
    counts = view.thing_counts()
    things = np.flatnonzero(counts)
    total = len(things)
    if 0 < most < total:
        # Only those that may be among the first are sorted; all equals of the last one are.
        least = np.partition(counts[things], total - most)[total - most]
        things = things[counts[things] >= least]
    order = np.argsort(-counts[things], kind="stable")
    return things[order][:most], total


class _Named:
    """Counts observations of some things, those of a thing together, in the order of the texts.

    Parameters
    ----------
    view
        What is shown.
    things
        Their rows.
    """

    def __init__(self, view: View, things: Array) -> None:
        self._snapshot: Snapshot = view.snapshot
        self._size = len(things)
        table, marks = self._snapshot["observations"], self._snapshot["marks"]
        slots = np.full(self._snapshot.count("marks"), -1, np.int32)
        slots[things] = np.arange(self._size)
        slot = slots[marks["thing"]][table["mark"]]
        wanted = slot >= 0
        if view.visible is not None:
            wanted &= view.visible
        rows = np.flatnonzero(wanted)
        # 16 bits are sorted in one pass.
        short = slot[rows].astype(np.min_scalar_type(max(self._size, 1)))
        order = np.argsort(short, kind="stable")
        self._rows = rows[order]
        self._slot = short[order].astype(np.int64)

    def _column(self, name: str) -> Array:
        return self._snapshot["observations"][name][self._rows]

    def counted(self) -> pd.DataFrame:
        """Return a row for each thing, in order: ``mark`` (the one to draw) and what is counted."""
        mark = self._column("mark")
        literal = self._snapshot["marks"]["role"][mark] == _LITERAL
        drawn = np.zeros(self._size, np.int64)
        drawn[self._slot[~literal]] = mark[~literal]
        drawn[self._slot[literal]] = mark[literal]  # where something happens goes first
        document = self._snapshot["passages"]["document"][self._column("passage")]
        in_report = self._steps(document)
        first, last = self._days()
        named = np.maximum(self._sums(np.ones(len(mark))), 1)
        return pd.DataFrame(
            {
                "mark": drawn,
                "passages": self._sums(self._steps(self._column("passage"))).astype(int),
                "reports": self._sums(in_report).astype(int),
                "first_day": first,
                "last_day": last,
                "certainty": np.rint(self._sums(self._column("confidence")) / named).astype(int),
                "ambiguous": self._sums(self._column("outcome") == _AMBIGUOUS) > 0,
                "actor_only": self._sums(literal) == 0,
                "sources": self._sources(document[in_report], self._slot[in_report]),
            }
        )

    def _sums(self, values: Array) -> npt.NDArray[np.float64]:
        sums = np.bincount(self._slot, weights=values, minlength=self._size)
        return np.asarray(sums, np.float64)

    def _steps(self, values: Array) -> Mask:
        """Say where another value begins than the one before of the same thing.

        Equal ones stand together: observations are in the order of passages, and passages of a
        report stand together.
        """
        return run_starts(values, self._slot)

    def _days(self) -> tuple[Array, Array]:
        """Return the first and the last day of each thing."""
        first = self._column("first_day")
        last = self._column("last_day")
        dated = first != NO_DAY
        earliest = np.full(self._size, _NEVER, np.int32)
        latest = np.full(self._size, NO_DAY, np.int32)
        np.minimum.at(earliest, self._slot[dated], first[dated])
        np.maximum.at(latest, self._slot[dated], last[dated])
        earliest[earliest == _NEVER] = NO_DAY
        return earliest, latest

    def _sources(self, documents: Array, slot: Array) -> Array:
        """Count the outlets of each thing."""
        names = self._snapshot.dictionaries["sources"]
        source = self._snapshot["documents"]["source"][documents].astype(np.int64)
        stated = np.array([bool(name) for name in names], bool)[source]
        distinct = np.unique(slot[stated] * len(names) + source[stated])
        return np.bincount(distinct // max(len(names), 1), minlength=self._size)


def _described(situation: Situation, things: Array, counted: pd.DataFrame) -> pd.DataFrame:
    """Add what places are and are called; what is gone meanwhile is left out."""
    facts = situation.mark_facts(counted["mark"].tolist()).reset_index(drop=True)
    labels = situation.labels().reindex(things).reset_index(drop=True)
    present = facts["thing_id"].notna()
    facts, counted, labels = facts[present], counted[present], labels[present]
    admin1 = [
        f"{country}.{code}" if country and code else ""
        for country, code in zip(facts["country"], facts["admin1"], strict=True)
    ]
    is_known = facts["place_name"].notna() | facts["lon"].notna()
    of_places = (facts[name] for name in ("kind", "feature_class", "feature_code", "population"))
    kinds = [
        mark_in_words(*facts_of_place) if is_place_known else "unknown"
        for is_place_known, *facts_of_place in zip(is_known, *of_places, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "id": facts["thing_id"],
            "place": labels.where(labels.notna(), facts["label"]),
            "kind": kinds,
            "country": facts["country"],
            "admin1": admin1,
            "from": [iso_day(day) or "" for day in counted["first_day"]],
            "to": [iso_day(day) or "" for day in counted["last_day"]],
            "positioned": facts["lon"].notna(),
            **{
                name: counted[name]
                for name in (
                    *("passages", "reports", "certainty"),
                    *("ambiguous", "actor_only", "sources"),
                )
            },
        }
    )
    return frame[[*COLUMNS]].reset_index(drop=True)
