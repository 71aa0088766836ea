"""What a choice shows, worked out one row at a time from the tables: slow, and plain to read."""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from plain_search import Clauses, Term, holds_inside, holds_whole
from shapely.geometry import Polygon
from stored_tables import Days, StoredObservation, StoredPassage, Tables

from dashboard.situation import Filters
from dashboard.workspace.codes import HARMS

_WIDEST = 200_000
_BINS = ("day", "week", "month", "year")


class Expected:
    """What a choice shows.

    Parameters
    ----------
    tables
        What there is.
    filters
        The choice.
    clauses
        What its ``text`` means.
    """

    def __init__(self, tables: Tables, filters: Filters, clauses: Clauses = ()) -> None:
        self.tables, self.filters, self.clauses = tables, filters, clauses
        self._passages = {
            part: {number for number, one in tables.passages.items() if meets(one)}
            for part, meets in self._passage_conditions()
        }
        numbered = list(enumerate(tables.observations))
        self._places = {
            part: {number for number, one in numbered if meets(one)}
            for part, meets in self._place_conditions()
        }
        self.passing = self.passing_without("")

    def _passage_conditions(self) -> Iterator[tuple[str, Callable[[StoredPassage], bool]]]:
        f = self.filters
        if f.themes:
            yield "themes", lambda p: any(theme in (p.themes or {""}) for theme in f.themes)
        if f.not_themes:
            yield "not_themes", lambda p: all(t not in (p.themes or {""}) for t in f.not_themes)
        if f.first_day is not None or f.last_day is not None:
            yield "time", lambda p: any(map(self.in_time, self.intervals(p)))
        if f.tenses:
            yield "tenses", lambda p: not p.tenses.isdisjoint(f.tenses)
        if f.casualties or f.least_casualties:
            yield "casualties", self._counts_people
        yield from self._document_conditions()
        for number, clause in enumerate(self.clauses):
            yield f"text {number}", self._clause(clause)

    def _document_conditions(self) -> Iterator[tuple[str, Callable[[StoredPassage], bool]]]:
        f = self.filters
        if f.dated:
            yield "dated", lambda p: p.dated in f.dated
        if f.sources:
            yield "sources", lambda p: p.source in f.sources
        if f.documents:
            yield "documents", lambda p: p.document_hash in f.documents
        if f.languages:
            yield "languages", lambda p: p.language in f.languages
        if f.since_revision is not None:
            yield "since_revision", lambda p: p.revision > (f.since_revision or 0)

    def _counts_people(self, passage: StoredPassage) -> bool:
        f = self.filters
        counted = [number for number in passage.casualties.values() if number]
        if "" in f.casualties and not counted:
            return True
        least = max(f.least_casualties, 1)
        kinds = f.casualties or tuple(map(str, HARMS))
        return any(passage.casualties.get(kind, 0) >= least for kind in kinds)

    def intervals(self, passage: StoredPassage) -> list[Days]:
        """Intervals of a passage, of what the choice wants to be told."""
        if self.filters.tenses == ("news",):
            return passage.news
        if self.filters.tenses == ("background",):
            return passage.background
        return passage.news + passage.background

    def _clause(self, clause: tuple[Term, ...]) -> Callable[[StoredPassage], bool]:
        held = {term: self._holding(term.words) for term in clause if term.kind == "place"}

        def meets(passage: StoredPassage, term: Term) -> bool:
            if term.kind == "place":
                return passage.id in held[term]
            if term.kind == "source":
                return passage.source.casefold() == term.words.casefold()
            texts = (passage.title, passage.text)
            return any(holds_whole(text, term) for text in texts) or holds_inside(texts[1], term)

        return lambda passage: any(meets(passage, term) != term.negated for term in clause)

    def _holding(self, words: str) -> set[int]:
        marks = self.tables.marks_of(words)
        return {one.passage for one in self.tables.observations if one.mark.id in marks}

    def _place_conditions(self) -> Iterator[tuple[str, Callable[[StoredObservation], bool]]]:
        f = self.filters
        if f.countries:
            yield "countries", lambda o: o.mark.country in f.countries
        if f.admin1:
            yield "admin1", lambda o: o.mark.admin1 in f.admin1
        if f.kinds:
            yield "kinds", lambda o: o.mark.kind in f.kinds
        if f.roles:
            yield "roles", lambda o: o.mark.role in f.roles
        if f.confidence:
            yield "confidence", lambda o: o.confidence >= f.confidence
        if f.outcomes:
            yield "outcomes", lambda o: o.outcome in f.outcomes
        if f.reviews:
            yield "reviews", lambda o: o.review in f.reviews
        for part, marks in self._chosen_marks():
            yield part, lambda o, marks=marks: o.mark.id in marks

    def _chosen_marks(self) -> Iterator[tuple[str, set[int]]]:
        f, tables = self.filters, self.tables
        if f.place:
            yield "place", tables.marks_of(f.place)
        if f.box:
            yield "box", tables.marks_in_box(*f.box)
        if f.ring:
            ring = Polygon(f.ring)
            yield "ring", {one.id for one in tables.marks.values() if one.meets(ring)}
        if f.footprint:
            hashes = dict(tables._rows("SELECT hash, id FROM mark"))
            yield "footprint", tables.marks_in_footprint(f.footprint, hashes)

    def in_time(self, days: Days | None) -> bool:
        """Whether an interval overlaps the chosen time."""
        first, last = self.filters.first_day, self.filters.last_day
        if first is None and last is None:
            return True
        return (
            days is not None
            and (last is None or days[0] <= last)
            and (first is None or days[1] >= first)
        )

    # ---- what passes

    def passing_without(self, part: str) -> set[int]:
        """Passages that pass all conditions but one."""
        if self._places.keys() <= {part}:
            return self._on_passages(part)
        return {one.passage for one in self._meeting(part)}

    def _on_passages(self, part: str) -> set[int]:
        others = [found for name, found in self._passages.items() if name != part]
        return set(self.tables.passages).intersection(*others)

    def _meeting(self, part: str) -> list[StoredObservation]:
        """Observations that meet all conditions but one."""
        passages = self._on_passages(part)
        others = [found for name, found in self._places.items() if name != part]
        return [
            one
            for number, one in enumerate(self.tables.observations)
            if one.passage in passages and all(number in found for found in others)
        ]

    @property
    def visible(self) -> list[StoredObservation]:
        """Observations at the chosen place and time, in passages that pass."""
        tenses = self.filters.tenses
        return [
            one
            for one in self._meeting("")
            if self.in_time(one.days) and (len(tenses) != 1 or one.tense in tenses)
        ]

    def counts(self) -> dict[str, int]:
        """Passages and documents, of the choice and in all."""
        passages = self.tables.passages
        return {
            "passages": len(self.passing),
            "documents": len({passages[number].document for number in self.passing}),
            "all_passages": len(passages),
            "all_documents": len({one.document for one in passages.values()}),
        }

    def marks(self) -> dict[str, list[StoredObservation]]:
        """Visible observations of each thing."""
        found = defaultdict(list)
        for one in self.visible:
            found[one.mark.thing].append(one)
        return dict(found)

    def evidence(self, seen: Iterable[StoredObservation]) -> dict[str, float]:
        """Sum of scores by theme, of the passages of observations."""
        sums: dict[str, float] = defaultdict(float)
        for number in {one.passage for one in seen}:
            for theme, score in self.tables.passages[number].themes.items():
                if not self.filters.themes or theme in self.filters.themes:
                    sums[theme] += score
        return dict(sums)

    def facets(self) -> dict[str, dict[str, int]]:
        """Passages by value."""
        passages = self.tables.passages
        of_passage: dict[str, Callable[[StoredPassage], Iterable[str]]] = {
            "themes": lambda p: p.themes or ("",),
            "sources": lambda p: (p.source,),
            "languages": lambda p: (p.language,),
            "dated": lambda p: (p.dated,),
            "tenses": lambda p: p.tenses,
            "casualties": lambda p: [kind for kind, number in p.casualties.items() if number],
        }
        of_place: dict[str, Callable[[StoredObservation], str]] = {
            "countries": lambda o: o.mark.country,
            "kinds": lambda o: o.mark.kind,
            "roles": lambda o: o.mark.role,
            "outcomes": lambda o: o.outcome,
            "reviews": lambda o: o.review,
            "confidence": lambda o: str(o.confidence // 10 * 10),
        }
        counted = {
            part: Counter(v for n in self.passing_without(part) for v in values(passages[n]))
            for part, values in of_passage.items()
        }
        for part, value in of_place.items():
            distinct = {(one.passage, value(one)) for one in self._meeting(part)}
            counted[part] = Counter(found for _, found in distinct)
        return {part: dict(counts) for part, counts in counted.items()}

    def timeline(self, bins: str) -> dict[date, dict[str, int]]:
        """Passages by bin; ``vague`` counts dates that reach beyond it."""
        dated = [
            (number, _begin(days[0], bins), _begin(days[1], bins))
            for number in self.passing
            for days in self.intervals(self.tables.passages[number])
            if self.in_time(days)
        ]
        if dated:
            low, high = min(first for _, first, _ in dated), max(last for _, _, last in dated)
            if (high - low).days // {"day": 1, "week": 7}.get(bins, 30) >= _WIDEST:
                return self.timeline(_BINS[_BINS.index(bins) + 1])
        found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for number, at in {(number, first) for number, first, last in dated if first == last}:
            for column in ("passages", *(self.tables.passages[number].themes or ("",))):
                found[at][column] += 1
        for _, first, last in dated:
            at = first
            while first != last and at <= last:
                found[at]["vague"] += 1
                at = _begin(at.toordinal() - _EPOCH + _STEP[bins], bins)
        return {at: dict(counts) for at, counts in sorted(found.items())}

    def newest(self) -> list[int]:
        """Passages that pass, newest first."""

        def key(number: int) -> tuple[int, int, int]:
            passage = self.tables.passages[number]
            days = [days[0] for days in self.intervals(passage) if self.in_time(days)]
            return -max(days, default=-(10**9)), -passage.document, number

        return sorted(self.passing, key=key)

    def together(self) -> dict[frozenset[str], int]:
        """Passages by two things that they name."""
        named = defaultdict(set)
        for one in self.visible:
            named[one.passage].add(one.mark.thing)
        return Counter(
            frozenset(pair)
            for things in named.values()
            for pair in itertools.combinations(sorted(things), 2)
        )

    def worth(self) -> dict[int, float]:
        """What a decision on a footprint would move: doubt × logarithm of passages of its place."""
        passages = defaultdict(set)
        for one in self.tables.observations:
            passages[one.mark.thing].add(one.passage)
        return {
            one.footprint: (100 - one.confidence) * math.log1p(len(passages[one.mark.thing]))
            for one in self.visible
            if one.review == "open" and not one.carried and one.confidence < 100
        }

    def things_within(self, first: int, last: int) -> dict[str, int]:
        """Passages of a period, by thing."""
        distinct = {
            (one.mark.thing, one.passage)
            for one in self.visible
            if one.days and one.days[0] <= last and one.days[1] >= first
        }
        return Counter(thing for thing, _ in distinct)

    def themes_within(self, first: int, last: int) -> dict[str, int]:
        """Passages of a period, by theme."""
        return Counter(
            theme
            for number in self.passing
            for theme in self.tables.passages[number].themes or ("",)
            if any(
                a <= last and b >= first for a, b in self.intervals(self.tables.passages[number])
            )
        )


_EPOCH = date(1970, 1, 1).toordinal()
_STEP = {"day": 1, "week": 7, "month": 31, "year": 366}


def _begin(day: int, bins: str) -> date:
    """First day of the bin of a day."""
    at = date.fromordinal(_EPOCH + day)
    if bins == "week":
        return at - timedelta(days=at.weekday())
    if bins == "month":
        return at.replace(day=1)
    return at.replace(month=1, day=1) if bins == "year" else at
