"""Answers what a choice shows: marks, counts, timeline and passages, as frames."""

from collections.abc import Callable, Collection
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from geocache import Outcome, Role

from ..workspace.codes import DATED, HARMS, KINDS, OUTCOMES, REVIEWS, ROLES
from .columns import BESIDE_BACKGROUND, TENSES, Array, Mask, Snapshot, run_starts
from .days import BINS, NO_DAY, bin_numbers, first_days
from .filters import Filters
from .masks import Masks
from .search import Search

CERTAINTY_STEP = 10
"""Per cent: confidence is counted in tenths."""
_ROLE_LITERAL = ROLES.index(Role.LITERAL)
_AMBIGUOUS = OUTCOMES.index(Outcome.AMBIGUOUS)
_WIDEST_RANGE = 200_000
"""Bins that are counted in place; more, as when a text speaks of antiquity, are sorted first."""
FACETS = (
    "themes",
    "sources",
    "languages",
    "dated",
    "tenses",
    "casualties",
    "countries",
    "kinds",
    "roles",
    "outcomes",
    "reviews",
    "confidence",
)
"""What passages are counted by."""


class View:
    """Shows the passages and marks of one snapshot that pass one choice.

    Parameters
    ----------
    snapshot, filters, search
        See `Masks`.
    """

    def __init__(self, snapshot: Snapshot, filters: Filters, search: Search) -> None:
        self.snapshot, self.filters, self.search = snapshot, filters, search
        self.masks = Masks(snapshot, filters, search)

    @cached_property
    def passing(self) -> Mask:
        """Which passages pass."""
        return self.masks.passing()

    @cached_property
    def visible(self) -> Mask | None:
        """Which observations are shown; None for all."""
        return self.masks.visible(self.passing)

    @cached_property
    def _rows(self) -> Array | slice:
        """Which rows of observations are shown."""
        if self.visible is None:
            return slice(None)
        return np.flatnonzero(self.visible).astype(np.int32)  # half the memory of a kept view

    def counts(self) -> dict[str, int]:
        """Return ``passages``, ``documents`` that pass, and how many there are of each."""
        table = self.snapshot["passages"]
        alive = table["alive"].view(bool)
        return {
            "passages": int(np.count_nonzero(self.passing)),
            "documents": self._documents(self.passing),
            "all_passages": int(np.count_nonzero(alive)),
            "all_documents": self._documents(alive),
        }

    def _documents(self, passages: Mask) -> int:
        documents = self.snapshot["passages"]["document"][passages]
        return int(np.count_nonzero(self.snapshot.mask("documents", documents)))

    # ---- marks

    @cached_property
    def paired(self) -> Mask:
        """Which rows of ``pairs`` are shown: which thing stands in which passage."""
        return self._distinct("pair", "pairs", self._rows)

    def _distinct(self, column: str, table: str, rows: Array | slice) -> Mask:
        """Return the rows of another table that some observations name in a column."""
        return self.snapshot.mask(table, self.snapshot["observations"][column][rows])

    def marks(self) -> pd.DataFrame:
        """Return one row for each place or shape that is shown.

        Returns
        -------
        DataFrame
            ``thing`` (row of the first mark of the place), ``mark`` (row of the mark to draw: one
            where something happens before one that only names an actor), ``passages``, ``theme``
            (id of the one with the most evidence, "" for none), ``confidence`` (mean, 0..1),
            ``ambiguous`` (whether any of its words may mean another place as well).
        """
        observations, pairs = self.snapshot["observations"], self.snapshot["pairs"]
        size = self.snapshot.count("marks")
        counts = np.bincount(pairs["thing"][self.paired], minlength=size)
        seen = np.flatnonzero(counts)
        mark = observations["mark"][self._rows]
        thing = self.snapshot["marks"]["thing"][mark]
        drawn = np.zeros(size, np.int32)
        literal = self.snapshot["marks"]["role"][mark] == _ROLE_LITERAL
        drawn[thing[~literal]] = mark[~literal]
        drawn[thing[literal]] = mark[literal]
        weights = observations["confidence"][self._rows]
        confidence = np.bincount(thing, weights=weights, minlength=size)[seen]
        named = np.bincount(thing, minlength=size)[seen]
        is_ambiguous = observations["outcome"][self._rows] == _AMBIGUOUS
        ambiguous = self.snapshot.mask("marks", thing[is_ambiguous])
        return pd.DataFrame(
            {
                "thing": seen,
                "mark": drawn[seen],
                "passages": counts[seen],
                "theme": self._strongest(seen),
                "confidence": confidence / named / 100,
                "ambiguous": ambiguous[seen],
            }
        )

    def shown_pairs(self) -> pd.DataFrame:
        """Return one row for each ``passage`` and ``thing`` (by their rows) that is shown in it."""
        pairs = self.snapshot["pairs"]
        return pd.DataFrame({name: pairs[name][self.paired] for name in ("passage", "thing")})

    def thing_counts(self, passages: Mask | None = None) -> Array:
        """Count passages of each thing, by its row; among some passages, if any are given."""
        pairs = self.snapshot["pairs"]
        rows = self.paired if passages is None else self.paired & passages[pairs["passage"]]
        return np.bincount(pairs["thing"][rows], minlength=self.snapshot.count("marks"))

    def mark_themes(self) -> pd.DataFrame:
        """Count passages of each shown thing by theme: one row a thing, one column a theme id."""
        things, counts = self._theme_sums(weighted=False)
        names = self.snapshot.dictionaries["themes"]
        shown = [n for n in range(1, len(names)) if names[n]]
        return pd.DataFrame(
            counts[:, shown].astype(np.int64), index=things, columns=[names[n] for n in shown]
        )

    def _theme_sums(self, *, weighted: bool) -> tuple[Array, npt.NDArray[np.float64]]:
        """Return the things that are shown, and the passages or the evidence of each theme."""
        pairs, table = self.snapshot["pairs"], self.snapshot["pair_themes"]
        things = np.flatnonzero(
            np.bincount(pairs["thing"][self.paired], minlength=self.snapshot.count("marks"))
        )
        slots = np.zeros(self.snapshot.count("marks"), np.int32)
        slots[things] = np.arange(len(things))
        rows = np.flatnonzero(self.paired[table["pair"]])
        theme = table["theme"][rows]
        width = len(self.snapshot.dictionaries["themes"])
        key = slots[pairs["thing"][table["pair"][rows]]].astype(np.int64) * width + theme
        weights = table["score"][rows] if weighted else None
        sums = np.bincount(key, weights=weights, minlength=len(things) * width)
        return things, sums.reshape(len(things), width).astype(float)

    def _strongest(self, things: Array) -> list[str]:
        """Return the theme with the most evidence of each thing, among those that are chosen."""
        _, sums = self._theme_sums(weighted=True)
        names = self.snapshot.dictionaries["themes"]
        if self.filters.themes:
            sums[:, [n for n, name in enumerate(names) if name not in self.filters.themes]] = 0
        if not len(things):
            return []
        best = np.where(sums.max(axis=1) > 0, sums.argmax(axis=1), 0)
        return [names[number] for number in best.tolist()]

    # ---- facets

    def facets(self, parts: Collection[str] = FACETS) -> dict[str, "pd.Series[int]"]:
        """Count passages of each value, with all other filters applied.

        Parameters
        ----------
        parts
            Those that are asked for; all by default.

        Returns
        -------
        dict of Series
            ``themes``, ``sources``, ``languages``, ``dated``, ``tenses``, ``casualties``,
            ``countries``, ``kinds``, ``roles``, ``outcomes``, ``reviews``, and ``confidence`` by
            the least of each tenth; values that no passage has are left out.
        """
        makers: dict[str, Callable[[], pd.Series[int]]] = {
            "themes": self._theme_counts,
            "sources": lambda: self._document_counts("sources", "source"),
            "languages": lambda: self._document_counts("languages", "language"),
            "dated": self._dated_counts,
            "tenses": self._tense_counts,
            "casualties": self._casualty_counts,
            "countries": self._country_counts,
        }
        facets = {part: make() for part, make in makers.items() if part in parts}
        if any(part not in makers for part in parts):
            facets |= self._place_counts()
        return {part: counts for part, counts in facets.items() if part in parts}

    def passing_without(self, part: str) -> Mask:
        """Return the passages that pass all conditions but one."""
        active = part in self.masks.passages or part in self.masks.places
        return self.masks.passing(part) if active else self.passing

    def _theme_counts(self) -> "pd.Series[int]":
        themes = self.snapshot["passages"]["themes"][self.passing_without("themes")]
        names = self.snapshot.dictionaries["themes"]
        counts = {
            name: int(np.count_nonzero(themes & (np.uint64(1) << np.uint64(number))))
            for number, name in enumerate(names)
            if name or not number
        }
        return _series(counts)

    def _document_counts(self, part: str, column: str) -> "pd.Series[int]":
        documents = self.snapshot["passages"]["document"][self.passing_without(part)]
        values = self.snapshot.dictionaries[part]
        counts = np.bincount(self.snapshot["documents"][column][documents], minlength=len(values))
        by_value: dict[str, int] = {}
        for value, count in zip(values, counts.tolist(), strict=True):
            by_value[value] = by_value.get(value, 0) + count
        return _series(by_value)

    def _dated_counts(self) -> "pd.Series[int]":
        dated = self.snapshot["passages"]["dated"][self.passing_without("dated")]
        counts = np.bincount(dated, minlength=len(DATED)).tolist()
        return _series({str(value): n for value, n in zip(DATED, counts, strict=True)})

    def _tense_counts(self) -> "pd.Series[int]":
        tense = self.snapshot["passages"]["tense"][self.passing_without("tenses")]
        only_news, only_background, both = np.bincount(tense, minlength=4)[1:].tolist()
        return _series(dict(zip(TENSES, (only_news + both, only_background + both), strict=True)))

    def _casualty_counts(self) -> "pd.Series[int]":
        """Count passages that count dead, injured or missing people."""
        table, passing = self.snapshot["passages"], self.passing_without("casualties")
        return _series(
            {harm.value: int(np.count_nonzero(passing & (table[harm] > 0))) for harm in HARMS}
        )

    def _country_counts(self) -> "pd.Series[int]":
        rows = self.place_rows("countries")
        table = self.snapshot["country_pairs"]
        is_shown = self._distinct("country_pair", "country_pairs", rows)
        values = self.snapshot.dictionaries["countries"]
        counts = np.bincount(table["country"][is_shown], minlength=len(values)).tolist()
        return _series(dict(zip(values, counts, strict=True)))

    def place_rows(self, part: str) -> Array | slice:
        """Return observations that pass all conditions but one; time is asked of their passages."""
        places = self.masks.on_places(part)
        passages = self.masks.on_passages(part)
        if places is None and len(self.masks.passages) == 1 and not self.snapshot.removed:
            return slice(None)
        mask = passages[self.snapshot["observations"]["passage"]]
        return np.flatnonzero(mask if places is None else mask & places)

    def _place_counts(self) -> dict[str, "pd.Series[int]"]:
        observations, marks = self.snapshot["observations"], self.snapshot["marks"]
        facets: dict[str, pd.Series[int]] = {}
        shared: Array | slice | None = None
        for part, values in (
            ("kinds", KINDS),
            ("roles", ROLES),
            ("outcomes", OUTCOMES),
            ("reviews", REVIEWS),
            ("confidence", tuple(range(0, 101, CERTAINTY_STEP))),
        ):
            if part in self.masks.places:
                rows = self.place_rows(part)
            else:
                shared = self.place_rows("") if shared is None else shared
                rows = shared
            if part in {"kinds", "roles"}:
                codes = marks[part[:-1]][observations["mark"][rows]]
            elif part == "confidence":
                codes = observations[part][rows] // CERTAINTY_STEP
            else:
                codes = observations[part[:-1]][rows]
            counts = _distinct_counts(observations["passage"][rows], codes, len(values))
            facets[part] = _series(dict(zip(map(str, values), counts, strict=True)))
        return facets

    # ---- time

    def timeline(self, bins: str = "week") -> pd.DataFrame:
        """Count passages that pass, by the time of what they speak of.

        Returns
        -------
        DataFrame
            One row for each bin that holds anything, indexed by its first day as a timestamp:
            ``passages`` dated to within the bin; ``vague``, dates that reach beyond it; and the
            passages by theme id ("" for none). ``attrs["undated"]`` counts passages without a
            date. A week begins on Monday.
        """
        table = self.snapshot["intervals"]
        rows = np.flatnonzero(self.passing[table["passage"]] & self.masks.intervals)
        first, last = (
            bin_numbers(table["first_day"][rows], bins),
            bin_numbers(table["last_day"][rows], bins),
        )
        passage = table["passage"][rows]
        if not len(rows):
            frame = pd.DataFrame({"passages": [], "vague": []}, index=pd.DatetimeIndex([]))
            frame.attrs["undated"] = self.undated
            return frame
        within = first == last
        low, size = int(first.min()), int(last.max() - first.min()) + 1
        if size > _WIDEST_RANGE:
            return self.timeline(BINS[BINS.index(bins) + 1])
        number, exact = first[within] - low, passage[within]
        once = run_starts(number, exact)  # dates of a passage stand together, in order
        number, exact = number[once], exact[once]
        steps = np.bincount(first[~within] - low, minlength=size + 1)
        steps -= np.bincount(last[~within] - low + 1, minlength=size + 1)
        vague = np.cumsum(steps)[:size]
        themes = self.snapshot["passages"]["themes"][exact]
        columns = {"passages": np.bincount(number, minlength=size), "vague": vague}
        names = self.snapshot.dictionaries["themes"]
        for theme, name in enumerate(names):
            if theme and not name:
                continue
            bit = np.uint64(1) << np.uint64(theme)
            columns[name] = np.bincount(number[(themes & bit) != 0], minlength=size)
        full = np.flatnonzero(columns["passages"] + vague)
        frame = pd.DataFrame(
            {name: values[full] for name, values in columns.items()},
            index=pd.DatetimeIndex(first_days(full + low, bins)),
        )
        frame.attrs["undated"] = self.undated
        return frame

    @property
    def undated(self) -> int:
        """How many passages pass and have no date, or none of the tense that is chosen."""
        if len(self.filters.tenses) == 1:
            passages = self.snapshot["intervals"]["passage"][self.masks.told]
            is_undated = ~self.snapshot.mask("passages", passages)
        else:
            is_undated = self.snapshot["passages"]["dated"] == 0
        return int(np.count_nonzero(self.passing & is_undated))

    # ---- passages

    def newest(self, passages: Mask | None = None) -> "Newest":
        """Return passages that pass, newest first; of those given, if any."""
        passing = self.passing if passages is None else self.passing & passages
        return Newest(self, passing)

    def holding(self, marks: Mask) -> Mask:
        """Return the passages in which one of some marks is shown."""
        observations = self.snapshot["observations"]
        rows = marks[observations["mark"]]
        if self.visible is not None:
            rows = rows & self.visible
        return self.snapshot.mask("passages", observations["passage"][rows])

    @cached_property
    def newest_interval(self) -> Array:
        """Which row of ``intervals`` is each passage's newest in the chosen time; -1 for none."""
        table = self.snapshot["intervals"]
        newest = np.full(self.snapshot.count("passages"), -1, np.int32)
        rows = np.flatnonzero(self.masks.intervals)
        newest[table["passage"][rows]] = rows
        return newest


class Newest:
    """Orders passages as they are read: newest first, undated last.

    What is known to the month or year counts as of its first day.

    Parameters
    ----------
    view
        Whose passages they are.
    passages
        Which of them.
    """

    def __init__(self, view: View, passages: Mask) -> None:
        self._view = view
        self._rows = np.flatnonzero(passages)

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, most: int = 50, skip: int = 0) -> list[int]:
        """Return rows of passages; of one day those of later reports first, in text order."""
        rows, table = self._rows, self._view.snapshot["intervals"]
        interval = self._view.newest_interval[rows]
        day = np.full(len(rows), NO_DAY, np.int64)
        day[interval >= 0] = table["first_day"][interval[interval >= 0]]
        document = self._view.snapshot["passages"]["document"][rows].astype(np.int64)
        wanted = min(skip + most, len(rows))
        if 0 < wanted < len(rows):
            # Only the newest days are sorted; all of a day, so that the order does not depend on
            # how many are asked for.
            limit = np.partition(day, len(day) - wanted)[len(day) - wanted]
            kept = day >= limit
            rows, day, document = rows[kept], day[kept], document[kept]
        order = np.lexsort((rows, -document, -day))
        listed: list[int] = rows[order][skip : skip + most].tolist()
        return listed


def dated_by(view: View, row: int) -> str | None:
    """Return what says the newest interval of a passage: ``words``, ``report``, or None."""
    interval = int(view.newest_interval[row]) if row < len(view.newest_interval) else -1
    if interval < 0:
        return None
    tense = view.snapshot["intervals"]["tense"][interval]
    if tense:
        return "report" if tense == BESIDE_BACKGROUND else "words"
    return DATED[view.snapshot["passages"]["dated"][row]].value or None


def _series(counts: dict[str, int]) -> "pd.Series[int]":
    stated = {value: count for value, count in counts.items() if count}
    return pd.Series(stated, dtype="int64").sort_values(ascending=False, kind="stable")


def _distinct_counts(passages: Array, codes: Array, size: int) -> list[int]:
    """Count passages that have each code; rows of a passage stand together."""
    if not len(passages):
        return [0] * size
    starts = np.flatnonzero(run_starts(passages))
    bits = np.left_shift(np.uint16(1), codes.astype(np.uint16))
    together = np.bitwise_or.reduceat(bits, starts)
    return [int(np.count_nonzero(together & np.uint16(1 << n))) for n in range(size)]
