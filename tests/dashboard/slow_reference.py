"""What a choice shows, worked out one row at a time from the tables: slow, and plain to read."""

import itertools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from shapely.geometry import Point, Polygon, box

from dashboard.situation import Filters
from dashboard.workspace import Workspace
from dashboard.workspace.codes import (
    HARMS,
    KINDS,
    OUTCOMES,
    REVIEWS,
    ROLES,
)
from dashboard.workspace.geometries import decode

# ---- what a choice shows, worked out one row at a time from the tables


_LETTERS = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(f"[{_LETTERS}]|[^\\W_{_LETTERS}]+")
_INSIDE_FROM = 5
_WIDEST = 200_000
_BINS = ("day", "week", "month", "year")
Days = tuple[int, int]


class Term(NamedTuple):
    """A term of a search, as it is meant."""

    kind: str
    """``word``, ``phrase``, ``prefix``, ``place`` or ``source``."""
    words: str
    negated: bool = False

    @property
    def typed(self) -> str:
        """As it is typed."""
        quoted = self.kind == "phrase" or " " in self.words
        words = f'"{self.words}"' if quoted else self.words
        field = f"{self.kind}:" if self.kind in {"place", "source"} else ""
        return f"{'-' * self.negated}{field}{words}{'*' * (self.kind == 'prefix')}"


Clauses = tuple[tuple[Term, ...], ...]


def typed(clauses: Clauses) -> str:
    """A search as it is typed."""
    return " ".join(" OR ".join(term.typed for term in clause) for clause in clauses)


@cache
def fold(text: str) -> str:
    """Text without case and diacritics."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold()


@cache
def tokens(text: str) -> tuple[str, ...]:
    """Folded words; letters of scripts without spaces are words of their own."""
    return tuple(_TOKEN.findall(fold(text)))


def holds_whole(text: str, term: Term) -> bool:
    """Whether a text has the words of a term in a row."""
    wanted, have = tokens(term.words), tokens(text)
    for at in range(len(have) - len(wanted) + 1):
        *before, last = have[at : at + len(wanted)]
        ends = last.startswith(wanted[-1]) if term.kind == "prefix" else last == wanted[-1]
        if ends and tuple(before) == wanted[:-1]:
            return True
    return False


def holds_inside(text: str, term: Term) -> bool:
    """Whether a text has a long word of a search inside its own words."""
    words = fold(term.words)
    return term.kind == "word" and len(words) >= _INSIDE_FROM and words in fold(text)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage, as the tables have it."""

    id: int
    document: int
    document_hash: str
    source: str
    language: str
    revision: int
    title: str
    """Empty but for the first passage of a document."""
    text: str
    themes: dict[str, float]
    news: list[Days]
    """Intervals that words date news to, or the report's for want of words."""
    background: list[Days]
    dated: str
    tenses: frozenset[str]
    casualties: dict[str, int]
    """The highest number of each kind."""


@dataclass(frozen=True, slots=True)
class StoredMark:
    """A mark, as the tables have it."""

    id: int
    thing: str
    place: int | None
    kind: str
    role: str
    country: str
    admin1: str
    admin2: str
    point: Any
    sides: tuple[float, float, float, float] | None
    figure: Any
    made_of: frozenset[int]

    @property
    def is_point(self) -> bool:
        """Whether it is drawn as a point."""
        return self.sides is not None and self.sides[:2] == self.sides[2:]

    def meets(self, figure: Any) -> bool:
        """Whether a geometry meets it, and is not held whole by it."""
        if self.sides is None:
            return False
        if self.figure is None:
            return "Polygon" in figure.geom_type and bool(figure.contains(self.point))
        return bool(figure.intersects(self.figure)) and not self.figure.contains(figure)


@dataclass(frozen=True, slots=True)
class StoredObservation:
    """An observation, as the tables have it."""

    passage: int
    footprint: int
    mark: StoredMark
    days: Days | None
    confidence: int
    outcome: str
    review: str
    carried: bool
    tense: str


class Tables:
    """The tables of a workspace as records.

    Parameters
    ----------
    workspace
        What is read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._rows = workspace.rows
        self.places = self._rows(
            "SELECT id, key, name, feature_code, country, admin1, admin2 FROM place"
        )
        self.passages = {one.id: one for one in self._passages()}
        self.marks = {one.id: one for one in self._marks()}
        self.observations = list(self._observations())

    def _passages(self) -> Iterator[StoredPassage]:
        themes: dict[int, dict[str, float]] = defaultdict(dict)
        for passage, theme, score in self._rows(
            "SELECT passage_id, name, score FROM theme_hit JOIN theme ON theme.id = theme_id "
            "WHERE core"
        ):
            themes[passage][theme] = score
        stated: dict[str, dict[int, list[Days]]] = {
            "news": defaultdict(list),
            "background": defaultdict(list),
        }
        told: dict[int, set[str]] = defaultdict(set)
        for passage, first, last, history, relation in self._rows(
            "SELECT d.passage_id, first_day, last_day, coalesce(r.history, 0), "
            "coalesce(r.relation, '') FROM date_mention d LEFT JOIN date_reading r "
            "ON r.passage_id = d.passage_id AND r.start = d.start WHERE first_day NOT NULL"
        ):
            tense = "background" if history else "news"
            told[passage].add(tense)
            if not (history and relation):
                stated[tense][passage].append((first, last))
        for passage, tense in self._rows(
            "SELECT o.passage_id, CASE WHEN b.passage_id IS NULL THEN 'news' ELSE 'background' END "
            "FROM observation o LEFT JOIN background b "
            "ON b.passage_id = o.passage_id AND b.footprint_id = o.footprint_id"
        ):
            told[passage].add(tense)
        harmed: dict[int, dict[str, int]] = defaultdict(dict)
        for passage, kind, number in self._rows("SELECT passage_id, kind, number FROM casualty"):
            counted, name = 1 if number is None else number, str(HARMS[kind])
            harmed[passage][name] = max(harmed[passage].get(name, 0), counted)
        for number, index, first, last, text, start, end, title, *facts in self._rows(
            "SELECT p.id, p.number, d.first_day, d.last_day, t.text, p.start, p.end, d.title, "
            "d.id, d.hash, s.name, d.language, d.came FROM passage p "
            "JOIN document d ON d.id = p.document_id JOIN source s ON s.id = d.source_id "
            "JOIN document_text t ON t.document_id = d.id"
        ):
            by_report = [] if first is None else [(first, last)]
            news, background = stated["news"][number], stated["background"][number]
            tenses = frozenset(told[number] or {"news"})
            words = "" if index else title, text[start:end]
            by_words = bool(news or (background and not (by_report and "news" in tenses)))
            dated = "words" if by_words else "report" if by_report else ""
            yield StoredPassage(
                *(number, *facts, *words, themes[number]),
                *(news if by_words else by_report, background, dated, tenses),
                harmed[number],
            )

    def _marks(self) -> Iterator[StoredMark]:
        made_of = defaultdict(set)
        for number, at in self._rows("SELECT mark_id, place_id FROM mark_place"):
            made_of[number].add(at)
        figures = dict(self._rows("SELECT mark_id, content FROM mark_geometry"))
        for number, thing, at, kind, role, country, admin1, admin2, lon, lat, *sides in self._rows(
            "SELECT m.id, coalesce(p.key, m.hash), p.id, m.kind, m.role, m.country, m.admin1, "
            "coalesce(p.admin2, ''), m.lon, m.lat, m.west, m.south, m.east, m.north FROM mark m "
            "LEFT JOIN place p ON p.id = m.place_id"
        ):
            first = f"{country}.{admin1}" if admin1 else ""
            second = f"{first}.{admin2}" if first and admin2 else ""
            drawn = lon is not None
            yield StoredMark(
                *(number, thing, at, KINDS[kind], ROLES[role], country, first, second),
                Point(lon, lat) if drawn else None,
                tuple(sides) if drawn else None,
                decode(figures[number]) if number in figures else None,
                frozenset(made_of[number]),
            )

    def _observations(self) -> Iterator[StoredObservation]:
        for passage, footprint, of, first, last, confidence, outcome, review, *rest in self._rows(
            "SELECT o.passage_id, f.id, f.mark_id, o.first_day, o.last_day, "
            "round(f.confidence * 100), f.outcome, f.review, o.carried NOT NULL, "
            "CASE WHEN b.passage_id IS NULL THEN 'news' ELSE 'background' END "
            "FROM observation o JOIN footprint f ON f.id = o.footprint_id LEFT JOIN background b "
            "ON b.passage_id = o.passage_id AND b.footprint_id = o.footprint_id"
        ):
            days = None if first is None else (first, last)
            yield StoredObservation(
                *(passage, footprint, self.marks[of], days, int(confidence)),
                *(OUTCOMES[outcome], REVIEWS[review], bool(rest[0]), rest[1]),
            )

    def marks_of(self, wanted: str) -> set[int]:
        """Marks of a place by its id or name, of what is made of it and of what lies in it."""
        return {of for row in self._called(wanted) for of in self._marks_at(*row)}

    def _called(self, wanted: str) -> list[tuple[Any, ...]]:
        for meant in (
            lambda row: row[1] == wanted,
            lambda row: fold(row[2]) == fold(wanted),
            lambda row: row[0] in self._worded(wanted),
        ):
            found = [row for row in self.places if meant(row)]
            if found:
                return found
        return []

    def _worded(self, wanted: str) -> set[int]:
        rows = self._rows(
            "SELECT w.text, m.place_id FROM footprint f JOIN wording w ON w.id = f.wording_id "
            "JOIN mark m ON m.id = f.mark_id"
        )
        return {at for words, at in rows if fold(words) == fold(wanted)}

    def _marks_at(self, at: int, _key: str, _name: str, feature: str, *codes: str) -> set[int]:
        marks = self.marks.values()
        country, admin1, admin2 = codes
        found = {one.id for one in marks if one.place == at or at in one.made_of}
        if feature == "PCLI":
            return found | {one.id for one in marks if one.country == country}
        if feature == "ADM1":
            return found | {one.id for one in marks if one.admin1 == f"{country}.{admin1}"}
        if feature == "ADM2":
            code = f"{country}.{admin1}.{admin2}"
            return found | {one.id for one in marks if one.admin2 == code}
        areas = [
            one.figure for one in marks if (one.place, one.kind) == (at, "area") and one.figure
        ]
        return found | {
            one.id for one in marks if one.point and any(area.contains(one.point) for area in areas)
        }

    def marks_in_box(self, west: float, south: float, east: float, north: float) -> set[int]:
        """Marks that a box meets, but for those that hold it whole."""
        if west > east:
            return self.marks_in_box(west, south, 180, north) | self.marks_in_box(
                -180, south, east, north
            )
        wanted = box(west, south, east, north)
        return {
            one.id
            for one in self.marks.values()
            if one.meets(wanted) or (one.sides and wanted.covers(box(*one.sides)))
        }

    def marks_in_footprint(self, wanted: str, hashes: dict[str, int]) -> set[int]:
        """Marks that the shape of a mark, or of all marks of a place, meets."""
        found = set()
        for one in self.marks.values():
            if one.sides and (one.thing == wanted or hashes.get(wanted) == one.id):
                figure = one.figure or (one.point if one.is_point else box(*one.sides))
                found |= {other.id for other in self.marks.values() if other.meets(figure)}
                found.add(one.id)
        return found


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
