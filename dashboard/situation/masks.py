"""Turns filters into masks over the columns of a snapshot."""

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np

from ..workspace.codes import DATED, HARMS, KINDS, OUTCOMES, REVIEWS, ROLES
from .columns import TENSES, Array, Mask, Snapshot, code_mask
from .days import NO_DAY
from .filters import Filters
from .places import marks_in_box, marks_in_footprint, marks_in_ring, marks_of, places_called
from .search import Clause, Search, parse

_NO_THEME = np.uint64(1)
_MOST = np.iinfo(np.int32).max


class Masks:
    """Says which passages and observations meet each condition of a choice.

    Parameters
    ----------
    snapshot
        What is looked at.
    filters
        The choice.
    search
        Finds words in the snapshot.

    Raises
    ------
    QueryError
        The words searched can't be understood.
    """

    def __init__(self, snapshot: Snapshot, filters: Filters, search: Search) -> None:
        self.snapshot, self.filters = snapshot, filters
        self.clauses: tuple[Clause, ...] = parse(filters.text)
        self._search = search
        self.passages: dict[str, Mask] = {}
        """By the name of the condition; ``alive`` always holds."""
        self.places: dict[str, Mask] = {}
        """Over observations."""
        self._make_passages()
        self._make_places()

    # ---- conditions on passages

    def _make_passages(self) -> None:
        snapshot, filters, masks = self.snapshot, self.filters, self.passages
        table = snapshot["passages"]
        masks["alive"] = table["alive"].view(bool)
        if filters.themes:
            masks["themes"] = (table["themes"] & self._theme_bits(filters.themes)) != 0
        if filters.not_themes:
            masks["not_themes"] = (table["themes"] & self._theme_bits(filters.not_themes)) == 0
        if filters.first_day is not None or filters.last_day is not None:
            masks["time"] = self._overlapping
        if filters.dated:
            codes = [_code_of(DATED, value) for value in filters.dated]
            masks["dated"] = code_mask(len(DATED), codes)[table["dated"]]
        if filters.tenses:
            wanted = sum(1 << TENSES.index(one) for one in filters.tenses if one in TENSES)
            masks["tenses"] = (table["tense"] & np.uint8(wanted)) != 0
        if filters.casualties or filters.least_casualties:
            masks["casualties"] = self._counting()
        for name, rows in self._document_conditions():
            masks[name] = rows[table["document"]]
        if filters.text:
            fields = self._field_conditions()
            masks["text"] = self._search.mask(self.clauses) & fields

    def _theme_bits(self, themes: Iterable[str]) -> np.uint64:
        values = self.snapshot.dictionaries["themes"]
        bits = np.uint64(0)
        for theme in themes:
            if not theme:
                bits |= _NO_THEME
            elif theme in values:
                bits |= np.uint64(1) << np.uint64(values.index(theme))
        return bits

    def _counting(self) -> Mask:
        """Return passages that count people who were harmed, as it is chosen."""
        table, filters = self.snapshot["passages"], self.filters
        least = min(max(filters.least_casualties, 1), _MOST)
        kinds = [one for one in filters.casualties if one in HARMS]
        if not filters.casualties:
            kinds = list(HARMS)
        found = np.zeros(len(table["alive"]), bool)
        for kind in kinds:
            found |= table[kind] >= least
        if "" in filters.casualties:
            found |= ~np.logical_or.reduce([table[kind] > 0 for kind in HARMS])
        return found

    def _document_conditions(self) -> Iterable[tuple[str, Mask]]:
        documents, filters = self.snapshot["documents"], self.filters
        if filters.sources:
            yield "sources", self._by_value("sources", filters.sources, documents["source"])
        if filters.languages:
            yield "languages", self._by_value("languages", filters.languages, documents["language"])
        if filters.documents:
            yield "documents", self._documents_called(filters.documents)
        if filters.since_revision is not None:
            yield "since_revision", documents["came"] > filters.since_revision

    def _by_value(self, dictionary: str, wanted: Iterable[str], codes: Array) -> Mask:
        values = self.snapshot.dictionaries[dictionary]
        among = set(wanted)
        return code_mask(len(values), [n for n, value in enumerate(values) if value in among])[
            codes
        ]

    def _documents_called(self, hashes: tuple[str, ...]) -> Mask:
        query = f"SELECT id FROM document WHERE hash IN ({', '.join('?' * len(hashes))})"
        rows = self.snapshot.workspace.rows(query, hashes)
        return code_mask(self.snapshot.count("documents"), [row[0] - 1 for row in rows])

    def _field_conditions(self) -> Mask:
        """Return passages that meet the ``place:`` and ``source:`` terms of a search."""
        passing = np.ones(self.snapshot.count("passages"), bool)
        for clause in self.clauses:
            if not any(term.field for term in clause):
                continue
            either = np.zeros(len(passing), bool)
            for term in clause:
                if not term.field:
                    hits = self._search.hits(term.words, term.exact, term.prefix)
                elif term.field == "place":
                    hits = self._holding(self._at_place(term.words))
                else:
                    hits = self._of_source(term.words)
                either |= ~hits if term.negated else hits
            passing &= either
        return passing

    def _of_source(self, source: str) -> Mask:
        documents = self.snapshot["documents"]
        values = self.snapshot.dictionaries["sources"]
        wanted = [value for value in values if value.casefold() == source.casefold()]
        rows = self._by_value("sources", wanted, documents["source"])
        return rows[self.snapshot["passages"]["document"]]

    @cached_property
    def intervals(self) -> Mask:
        """Which rows of ``intervals`` are of the chosen tense, and overlap the chosen time."""
        return self._overlap(self.snapshot["intervals"]) & self.told

    @cached_property
    def told(self) -> Mask:
        """Which rows of ``intervals`` are of the chosen tense."""
        tense = self.snapshot["intervals"]["tense"]
        if self.filters.tenses == TENSES[:1]:
            return np.asarray(tense != 1)
        if self.filters.tenses == TENSES[1:]:
            return np.asarray(tense == 1)
        return np.ones(len(tense), bool)

    @cached_property
    def _overlapping(self) -> Mask:
        intervals = self.snapshot["intervals"]
        return self.snapshot.mask("passages", intervals["passage"][self.intervals])

    def _overlap(self, table: dict[str, Array]) -> Mask:
        first, last = self.filters.first_day, self.filters.last_day
        overlapping = np.ones(len(table["first_day"]), bool)
        if last is not None:
            overlapping &= (table["first_day"] <= last) & (table["first_day"] != NO_DAY)
        if first is not None:
            overlapping &= table["last_day"] >= first
        return overlapping

    # ---- conditions on places

    def _make_places(self) -> None:
        snapshot, filters, masks = self.snapshot, self.filters, self.places
        table = snapshot["observations"]
        for name, values, column in (
            ("outcomes", OUTCOMES, "outcome"),
            ("reviews", REVIEWS, "review"),
        ):
            wanted = getattr(filters, name)
            if wanted:
                codes = [_code_of(values, value) for value in wanted]
                masks[name] = code_mask(len(values), codes)[table[column]]
        if filters.confidence:
            masks["confidence"] = table["confidence"] >= filters.confidence
        for name, make in self._mark_conditions():
            masks[name] = make()[table["mark"]]

    def _mark_conditions(self) -> Iterable[tuple[str, Callable[[], Mask]]]:
        snapshot, filters = self.snapshot, self.filters
        marks = snapshot["marks"]
        if filters.kinds:
            codes = [_code_of(KINDS, value) for value in filters.kinds]
            yield "kinds", lambda: code_mask(len(KINDS), codes)[marks["kind"]]
        if filters.roles:
            roles = [_code_of(ROLES, value) for value in filters.roles]
            yield "roles", lambda: code_mask(len(ROLES), roles)[marks["role"]]
        if filters.countries:
            yield (
                "countries",
                lambda: self._by_value("countries", filters.countries, marks["country"]),
            )
        if filters.admin1:
            yield "admin1", lambda: self._by_value("admin1", filters.admin1, marks["admin1"])
        if filters.place:
            yield "place", lambda: marks_of(snapshot, places_called(snapshot, filters.place))
        if filters.box is not None:
            box = filters.box
            yield "box", lambda: marks_in_box(snapshot, box)
        if filters.ring:
            yield "ring", lambda: marks_in_ring(snapshot, filters.ring)
        if filters.footprint:
            yield "footprint", lambda: marks_in_footprint(snapshot, filters.footprint)

    def _at_place(self, name: str) -> Mask:
        marks = marks_of(self.snapshot, places_called(self.snapshot, name))
        return marks[self.snapshot["observations"]["mark"]]

    def _holding(self, observations: Mask) -> Mask:
        """Return the passages that hold one of the observations."""
        table = self.snapshot["observations"]
        return self.snapshot.mask("passages", table["passage"][observations])

    # ---- together

    def passing(self, without: str = "") -> Mask:
        """Return passages that pass; without one of the conditions, if it is named."""
        passages = self.on_passages(without)
        places = self.on_places(without)
        return passages if places is None else passages & self._holding(places)

    def on_passages(self, without: str = "") -> Mask:
        """Return the passages that meet the conditions on passages."""
        masks = [mask for name, mask in self.passages.items() if name != without]
        return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)

    def on_places(self, without: str = "") -> Mask | None:
        """Return observations that meet the conditions on places; None of no condition."""
        masks = [mask for name, mask in self.places.items() if name != without]
        if not masks:
            return None
        return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)

    def visible(self, passing: Mask) -> Mask | None:
        """Return observations to be shown: in a passing passage, at the chosen place and time.

        None when that is all of them.
        """
        masks = [*self.places.values()]
        table = self.snapshot["observations"]
        if len(self.passages) > 1 or self.snapshot.removed or masks:
            masks.append(passing[table["passage"]])
        if "time" in self.passages:
            masks.append(self._overlap(table))
        if len(self.filters.tenses) == 1:
            masks.append(table["history"] == TENSES.index(self.filters.tenses[0]))
        if not masks:
            return None
        return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)


def _code_of(values: tuple[object, ...], wanted: str) -> int | None:
    """Return the code of a value; None for one that there is not."""
    return next((code for code, value in enumerate(values) if value == wanted), None)
