"""Small workspaces of made-up reports, written straight as rows: no gazetteer, no parser."""

import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from shapely.geometry import LineString, Point, Polygon, box

from dashboard.model import Dated, Document, Precision, When
from dashboard.workspace import DocumentRows, Workspace
from dashboard.workspace.codes import (
    DATED_CODES,
    KIND_CODES,
    OUTCOMES,
    ROLE_CODES,
)
from dashboard.workspace.rows import (
    CasualtyRow,
    DateRow,
    FootprintRow,
    HitRow,
    MarkRow,
    MentionRow,
    ObservationRow,
    PassageRow,
    PlaceRow,
    days_of,
    drawing_of,
    passage_row,
)
from geocache import FootprintKind, Outcome, Role

THEMES = tuple(f"theme-{number}" for number in range(24))
SOURCES = ("", "Example Post", "Éxample Zeitung", "الجريدة", "example.org")
LANGUAGES = ("", "en", "de", "ar", "zh")
_ASCII = "aid aids blockade convoy convoys war wards toward reconvoyed market-day prices rice 2020"
_ACCENTED = "café cafe\u0301 naïve Zürich Zu\u0308rich Łódź résumés Ørsted mañana"
_OTHER = "هدنة المساعدات القافلة وصلت 地震 北京发生地震 救援车队 東京"
WORDS = tuple(f"{_ASCII} {_ACCENTED} {_OTHER}".split())
_WORD = re.compile(r"[^\s.,;]+")
_UNDATED = When("", Precision.UNKNOWN, "the document gives no date")


def place(name: str, at: tuple[float, float], codes: str = "SY", feature: str = "PPL") -> PlaceRow:
    """A place at (lon, lat); ``codes`` are of its country, first and second subdivision."""
    country, admin1, admin2 = (*codes.split("."), "", "")[:3]
    feature_class = "A" if feature in {"PCLI", "ADM1", "ADM2"} else "P"
    key = f"made:{hashlib.sha256(f'{name}{at}'.encode()).hexdigest()[:6]}"
    return PlaceRow(key, name, feature_class, feature, country, admin1, admin2, *at, 1000)


SYRIA = place("Syria", (38.5, 35.0), "SY", "PCLI")
FOOVILLE = place("Fooville", (38.0, 34.5), "SY.11.1103")
BARTOWN = place("Bartown", (36.6, 36.0), "SY.12")
PLAIN = place("Wide Plain", (37.5, 34.5), "SY.11", "PLN")
PLACES = (
    *(SYRIA, FOOVILLE, BARTOWN, PLAIN),
    place("Jordan", (36.5, 31.2), "JO", "PCLI"),
    place("Fiji", (178.0, -17.8), "FJ", "PCLI"),
    place("Homs", (37.9, 34.3), "SY.11", "ADM1"),
    place("Idlib", (36.7, 35.9), "SY.12", "ADM1"),
    place("Mafraq", (36.9, 32.3), "JO.15", "ADM1"),
    place("Tadmur", (38.2, 34.6), "SY.11.1103", "ADM2"),
    place("Fooville", (36.2, 32.3), "JO.15"),
    place("Rukban", (38.6, 33.3), "SY.11"),
    place("Al-Ḥasaka", (40.7, 36.5), "SY.02"),
    place("دمشق", (36.3, 33.5), "SY.13"),
    place("北京", (116.4, 39.9), "CN.22"),
    place("Lomaloma", (-178.9, -17.3), "FJ.03"),
    place("Elsewhere", (10.0, 50.0), ""),
)


# ---- marks


def mark(
    at: PlaceRow,
    kind: FootprintKind = FootprintKind.POINT,
    role: Role = Role.LITERAL,
    figure: Any = None,
    outline: str = "",
) -> MarkRow:
    """A mark of one place: a point when no figure is given."""
    drawing = drawing_of(figure or Point(at.lon, at.lat), (at.lon, at.lat))
    return MarkRow(
        _hash(kind, role, at.key),
        KIND_CODES[kind],
        ROLE_CODES[role],
        exact=True,
        label=at.name,
        note=f"a {kind}",
        uncertainty_km=None,
        place=at,
        country=at.country,
        admin1=at.admin1,
        point=drawing.point,
        box=drawing.box,
        outline=outline,
        geometry=None if outline else drawing.geometry,
        anchors=(at,),
    )


def nil_mark(word: str) -> MarkRow:
    """A mark of a word that means no known place."""
    plain = mark(PLACES[0])
    return plain._replace(
        hash=_hash("nil", word),
        label=word,
        place=None,
        country="",
        admin1="",
        point=None,
        box=None,
        anchors=(),
    )


def expression_mark(
    kind: FootprintKind, anchors: Sequence[PlaceRow], figure: Any, role: Role = Role.LITERAL
) -> MarkRow:
    """A mark of what several places make up."""
    drawing = drawing_of(figure, None)
    label = f"{kind} of {' and '.join(at.name for at in anchors)}"
    return mark(anchors[0], kind, role)._replace(
        hash=_hash(kind, role, drawing.digest),
        label=label,
        exact=False,
        place=None,
        uncertainty_km=5.0,
        point=drawing.point,
        box=drawing.box,
        geometry=drawing.geometry,
        anchors=tuple(anchors),
    )


def _hash(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]


def made_marks(draw: random.Random) -> list[MarkRow]:
    """Marks of all places in both roles, of nobody's places, and of expressions."""
    marks = [nil_mark(word) for word in ("nowhere", "Nirgendwo", "لامكان")]
    for at in PLACES:
        area = at.feature_class == "A"
        around = box(at.lon - 1.01, at.lat - 1.02, at.lon + 1.03, at.lat + 1.04)
        if area:
            marks.append(mark(at, FootprintKind.AREA, figure=around, outline=at.name))
        marks += [mark(at), mark(at, role=Role.ASSOCIATIVE)]
    corners = [(37.1, 33.9), (38.9, 34.0), (38.3, 35.1), (37.0, 34.9)]
    marks.append(mark(PLAIN, FootprintKind.AREA, figure=Polygon(corners)))
    for kind in (FootprintKind.ROUTE, FootprintKind.BETWEEN, FootprintKind.BUFFER):
        for _ in range(3):
            marks.append(_drawn_expression(draw, kind))
    return marks


def _drawn_expression(draw: random.Random, kind: FootprintKind) -> MarkRow:
    one, other = draw.sample([at for at in PLACES if 30 < at.lon < 50], 2)
    line = LineString([(one.lon, one.lat), (other.lon, other.lat)])
    role = draw.choice(list(Role))
    if kind is FootprintKind.ROUTE:
        return expression_mark(kind, (one, other), line, role)
    if kind is FootprintKind.BETWEEN:
        return expression_mark(kind, (one, other), line.buffer(0.3), role)
    return expression_mark(kind, (one,), Point(one.lon, one.lat).buffer(0.8), role)


# ---- reports


def report(
    title: str, text: str, *, when: When = _UNDATED, source: str = "", language: str = "en"
) -> DocumentRows:
    """A report of which nothing is known but its passages: the paragraphs of ``text``."""
    key = hashlib.sha256(f"{title}|{text}".encode()).hexdigest()
    document = Document(key, title, text, f"{key[:6]}.txt", language, when, source=source)
    return DocumentRows(document, days_of(when), paragraphs(text), (), (), (), (), (), ())


def paragraphs(text: str) -> tuple[PassageRow, ...]:
    """Rows of the paragraphs of a text."""
    spans = [found.span() for found in re.finditer(r"[^\n]+", text)]
    return tuple(passage_row(text[start:end], start, end) for start, end in spans)


def naming(rows: DocumentRows, *words: tuple[str, MarkRow], themes: Iterable[str]) -> DocumentRows:
    """The report, where words of it mean places and all its passages have themes."""
    text = rows.document.text
    footprints, mentions = [], []
    for number, (word, of) in enumerate(words):
        start = text.index(word)
        end = start + len(word)
        passage = next(n for n, p in enumerate(rows.passages) if p.start <= start < p.end)
        footprints.append(FootprintRow(passage, number, word, start, end, 0.9, 0))
        mentions.append(MentionRow(number, start, end, 0, of.role, 0.9, 0, 0.9, 0.9, of.place))
    when, dated = rows.document.date, int(rows.days[0] is not None) * 2
    facts = (dated, when.value, when.precision.value, when.note, rows.days, "")
    themes = list(themes)
    return replace(
        rows,
        marks=tuple(of for _, of in words),
        footprints=tuple(footprints),
        mentions=tuple(mentions),
        hits=tuple(
            HitRow(passage, theme, 2.0, core=True, cues="")
            for passage in range(len(rows.passages))
            for theme in themes
        ),
        observations=tuple(
            ObservationRow(row.passage, number, *facts) for number, row in enumerate(footprints)
        ),
    )


def write(workspace: Workspace, *reports: DocumentRows) -> list[int]:
    """Store reports in one transaction; return their ids."""
    with workspace.writing() as writer:
        return [writer.write(rows, writer.engine("{}")) for rows in reports]


class World:
    """Makes reports at random, the same for the same seed.

    Parameters
    ----------
    seed
        Of what is drawn.
    """

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311  no secret
        self.details = random.Random(seed)  # noqa: S311  no secret
        self.marks = made_marks(self.draw)
        self._made = 0

    def reports(self, count: int) -> list[DocumentRows]:
        """New reports with everything that is read from them."""
        return [self.report() for _ in range(count)]

    def report(self) -> DocumentRows:
        """A new report with everything that is read from it."""
        draw = self.draw
        self._made += 1
        names = [at.name for at in PLACES]
        text = "\n\n".join(
            "".join(
                draw.choice(names if draw.random() < 0.2 else WORDS)
                + draw.choice([" ", ", ", ". "])
                for _ in range(draw.randint(4, 12))
            )
            for _ in range(draw.randint(1, 6))
        )
        title = f"Report {self._made} {draw.choice(WORDS)} {draw.choice(WORDS)}"
        return self.read(report(title, text))

    def read(self, rows: DocumentRows) -> DocumentRows:
        """The same report, read by somebody else: other marks, themes, dates and facts."""
        draw = self.draw
        when = _UNDATED if draw.random() < 0.15 else self._when()
        document = replace(
            rows.document,
            date=when,
            source=draw.choice(SOURCES),
            language=draw.choice(LANGUAGES),
        )
        rows = replace(rows, document=document, days=days_of(when))
        dates = [row for number in range(len(rows.passages)) for row in self._dates(rows, number)]
        rows = replace(rows, dates=tuple(dates), hits=tuple(self._hits(len(rows.passages))))
        rows = replace(rows, casualties=tuple(self._casualties(rows)))
        return self._observed(self._named(rows))

    def _when(self) -> When:
        draw = self.draw
        if draw.random() < 0.1:
            return draw.choice(
                [
                    When("1000", Precision.YEAR),
                    When("1000-05-03", Precision.DAY, "as it is told"),
                    When("1965-02", Precision.MONTH),
                    When("1969-12-31", Precision.DAY),
                    When("1970-01-01", Precision.DAY),
                ]
            )
        day = date(2020, 1, 1).replace(month=draw.randint(1, 4), day=draw.randint(1, 28))
        shape, precision = draw.choice(
            [("%Y-%m-%d", Precision.DAY)] * 4 + [("%Y-%m", Precision.MONTH), ("%Y", Precision.YEAR)]
        )
        return When(day.strftime(shape), precision, draw.choice(["", "the year is of the report"]))

    def _dates(self, rows: DocumentRows, passage: int) -> Iterable[DateRow]:
        for start, end in self._spans(rows, passage, self.draw.choice([0, 0, 0, 1, 1, 2, 3])):
            unfixed = When("", Precision.UNKNOWN, "it can't be fixed")
            when = unfixed if self.draw.random() < 0.15 else self._when()
            yield DateRow(
                *(passage, start, end, when.value, when.precision.value, when.note, days_of(when)),
                relation=self.details.choice(["", "", "since"]),
                history=self.details.random() < 0.3,
            )

    def _casualties(self, rows: DocumentRows) -> Iterable[CasualtyRow]:
        for passage in range(len(rows.passages)):
            draw = self.details
            for start, end in self._spans(rows, passage, draw.choice([0, 0, 0, 1, 2]), draw):
                kind, number = draw.randrange(3), draw.choice([None, 0, 1, 12, 30])
                yield CasualtyRow(passage, start, end, kind, number, draw.random() < 0.3)

    def _hits(self, passages: int) -> Iterable[HitRow]:
        for passage in range(passages):
            for theme in self.draw.sample(THEMES, self.draw.choice([0, 0, 1, 1, 2, 3, 5])):
                score = self.draw.uniform(1, 5)
                yield HitRow(passage, theme, score, core=self.draw.random() < 0.8, cues="")

    def _spans(
        self, rows: DocumentRows, passage: int, most: int, draw: random.Random | None = None
    ) -> list[tuple[int, int]]:
        """Some words of a passage, in text order."""
        row = rows.passages[passage]
        words = [found.span() for found in _WORD.finditer(rows.document.text, row.start, row.end)]
        return sorted((draw or self.draw).sample(words, min(most, len(words))))

    def _named(self, rows: DocumentRows) -> DocumentRows:
        """Add marks, footprints and mentions."""
        draw = self.draw
        marks: dict[str, MarkRow] = {}
        footprints, mentions = [], []
        for passage in range(len(rows.passages)):
            for start, end in self._spans(rows, passage, draw.choice([0, 1, 1, 2, 3, 4])):
                of = draw.choice(self.marks)
                marks[of.hash] = of
                outcome = (
                    OUTCOMES.index(Outcome.NIL) if not of.anchors else draw.choice([0, 0, 0, 1])
                )
                confidence = round(draw.random(), 4)
                words = rows.document.text[start:end]
                number = len(footprints)
                at = list(marks).index(of.hash)
                footprints.append(FootprintRow(passage, at, words, start, end, confidence, outcome))
                mentions += [
                    MentionRow(
                        *(number, start, end, 0, of.role, 0.9, outcome, confidence, confidence, one)
                    )
                    for one in of.anchors or (None,)
                ]
        return replace(
            rows,
            marks=tuple(marks.values()),
            footprints=tuple(footprints),
            mentions=tuple(mentions),
        )

    def _observed(self, rows: DocumentRows) -> DocumentRows:
        """Add observations: where words stand, and in some passages behind those."""
        observations = []
        for number, footprint in enumerate(rows.footprints):
            observations.append(self._observation(rows, footprint.passage, number, ""))
            behind = range(footprint.passage + 1, len(rows.passages))
            if behind and self.draw.random() < 0.2:
                passage = self.draw.choice(behind)
                carried = "from the passage before"
                observations.append(self._observation(rows, passage, number, carried))
        return replace(rows, observations=tuple(observations))

    def _observation(
        self, rows: DocumentRows, passage: int, footprint: int, carried: str
    ) -> ObservationRow:
        stated = [
            (DATED_CODES[Dated.WORDS], row.date, row.precision, row.note, row.days)
            for row in rows.dates
            if row.passage == passage and row.days[0] is not None
        ]
        when = rows.document.date
        by_report = (
            *(DATED_CODES[Dated.REPORT], when.value, when.precision.value, when.note),
            rows.days,
        )
        undated = (DATED_CODES[Dated.UNDATED], "", "unknown", "", (None, None))
        facts = self.draw.choice(stated) if stated else by_report if rows.days[0] else undated
        if self.draw.random() < 0.1:
            facts = undated
        return ObservationRow(passage, footprint, *facts, carried, self.details.random() < 0.3)


@contextmanager
def written(folder: Path, seed: int, reports: int) -> Iterator[Workspace]:
    """Open a workspace of made-up reports, for tests that only read it."""
    with closing(Workspace(folder / "work.sitmap")) as workspace:
        write(workspace, *World(seed).reports(reports))
        yield workspace
