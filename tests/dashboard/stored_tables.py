"""The tables of a workspace as records, one row at a time: slow, and plain to read."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plain_search import fold
from shapely.geometry import Point, box

from dashboard.workspace import Workspace
from dashboard.workspace.codes import HARMS, KINDS, OUTCOMES, REVIEWS, ROLES
from dashboard.workspace.geometries import decode

Days = tuple[int, int]


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
