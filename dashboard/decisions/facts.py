"""What decisions need to know of reports and of the mentions in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geocache import Place
from geocache.gazetteer.names.normalise import normal_form

from ..workspace import Workspace
from ..workspace.codes import OUTCOMES, ROLES
from ..workspace.text_index import spaced
from .records import PlaceFacts

_REPORT = """
SELECT d.id, d.hash, d.title, s.name, t.text, d.engine_id, d.revision, n.hash
FROM document d JOIN source s ON s.id = d.source_id JOIN document_text t ON t.document_id = d.id
LEFT JOIN document n ON n.id = d.replaced_by
"""
_MENTIONS = """
SELECT d.hash, p.number, e.start, e."end", e.outcome, e.confidence, e.role, f.review,
       l.key, l.name, l.lon, l.lat, l.feature_class, l.feature_code, l.country, l.admin1, l.admin2,
       l.population
FROM mention e JOIN footprint f ON f.id = e.footprint_id JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id LEFT JOIN place l ON l.id = e.place_id
"""
_KINDS = {
    "A": "country or region",
    "H": "water",
    "L": "area",
    "P": "town or village",
    "R": "road or railway",
    "S": "site",
    "T": "mountain, island or desert",
    "U": "undersea feature",
    "V": "forest or heath",
}
_DRAWN = "drawn by a reviewer"
OWN = "own:"
"""How ids of places begin that reviewers drew."""
_AT_ONCE = 500
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Report:
    """A report as decisions see it."""

    id: int
    hash: str
    title: str
    source: str
    text: str
    engine: int
    revision: int
    newer: str | None
    """Hash of the version that replaced it; None of what stands."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mention and what it means now."""

    document: str
    passage: int
    start: int
    end: int
    outcome: str
    confidence: float
    role: str
    review: int
    place: dict[str, Any] | None
    """Facts of a `Place`."""

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end

    def known(self) -> dict[str, Any]:
        """Return what is kept of it in a record."""
        return {
            "outcome": self.outcome,
            "confidence": self.confidence,
            "role": self.role,
            "place": self.place,
        }


def report(workspace: Workspace, document: str) -> Report | None:
    """Return a report by its hash; None when there is none."""
    rows = workspace.rows(f"{_REPORT} WHERE d.hash = ?", (document,))
    return Report(*rows[0]) if rows else None


def reports(workspace: Workspace, numbers: Iterable[int]) -> Iterator[Report]:
    """Yield the reports of these ids that stand."""
    for some in _parts(sorted(numbers)):
        slots = ", ".join("?" * len(some))
        query = f"{_REPORT} WHERE d.replaced_by IS NULL AND d.id IN ({slots}) ORDER BY d.id"
        for row in workspace.rows(query, some):
            yield Report(*row)


def mentions_of(workspace: Workspace, documents: Sequence[int]) -> list[Named]:
    """Return the mentions of reports by their ids, report by report in text order."""
    found: list[Named] = []
    for some in _parts(documents):
        slots = ", ".join("?" * len(some))
        query = f"{_MENTIONS} WHERE p.document_id IN ({slots}) ORDER BY d.id, e.start"
        found += map(_named, workspace.rows(query, some))
    return found


def mentions_between(workspace: Workspace, document: int, start: int, end: int) -> list[Named]:
    """Return the mentions of a report that share letters with a part of it, in text order."""
    query = f'{_MENTIONS} WHERE p.document_id = ? AND e.start < ? AND e."end" > ? ORDER BY e.start'
    return [_named(row) for row in workspace.rows(query, (document, end, start))]


def _named(row: Sequence[Any]) -> Named:
    document, passage, start, end, outcome, confidence, role, review, key, *facts = row
    return Named(
        document,
        passage,
        start,
        end,
        OUTCOMES[outcome].value,
        confidence,
        ROLES[role].value,
        review,
        _place_row(key, facts) if key else None,
    )


def _place_row(key: str, facts: Sequence[Any]) -> dict[str, Any]:
    name, lon, lat, feature_class, feature_code, country, admin1, admin2, population = facts
    return place_dict(
        Place(key, name, lon, lat, feature_class, feature_code, country, admin1, admin2, population)
    )


def place_dict(place: Place) -> dict[str, Any]:
    """Return what a record keeps of a place; its origin can be told by its id."""
    kept = [name for name in Place.__dataclass_fields__ if name != "origin"]
    return {name: getattr(place, name) for name in kept}


def place_facts(facts: dict[str, Any] | None) -> PlaceFacts | None:
    """Return what people are told of a place."""
    if not facts:
        return None
    kind = _DRAWN if facts["id"].startswith(OWN) else _KINDS.get(facts["feature_class"], "point")
    return PlaceFacts(
        facts["id"], facts["name"], facts["country_code"], kind, facts["lon"], facts["lat"]
    )


def context(text: str, start: int, end: int) -> str:
    """Return words with those around them, in one line."""
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    words = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"


class Names:
    """Which reports have a name, as decisions understand names: by their normal form.

    Parameters
    ----------
    workspace
        Of the reports.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._wordings: dict[int, str] = {}
        self._last = 0

    def documents(self, words: str) -> list[int]:
        """Return ids of the reports that stand in which a mention may be called so."""
        self._catch_up()
        name = normal_form(words)
        numbers = [number for number, text in self._wordings.items() if name in text]
        found: set[int] = set()
        for some in _parts(numbers):
            slots = ", ".join("?" * len(some))
            rows = self._workspace.rows(
                "SELECT DISTINCT p.document_id FROM footprint f JOIN passage p "
                f"ON p.id = f.passage_id WHERE f.wording_id IN ({slots})",
                some,
            )
            found.update(number for (number,) in rows)
        return sorted(found)

    def documents_with(self, words: str) -> list[int]:
        """Return ids of the reports that stand in whose passages these words may be."""
        phrase = spaced(words).replace('"', '""')
        if not normal_form(words):
            return []
        rows = self._workspace.rows(
            "SELECT DISTINCT p.document_id FROM passage_words w JOIN passage p ON p.id = w.rowid "
            "WHERE passage_words MATCH ? ORDER BY 1",
            (f'"{phrase}"',),
        )
        return [number for (number,) in rows]

    def _catch_up(self) -> None:
        """Wordings are only added: each has its normal form made once."""
        rows = self._workspace.rows(
            "SELECT id, text FROM wording WHERE id > ? ORDER BY id", (self._last,)
        )
        for number, text in rows:
            self._wordings[number] = normal_form(text)
            self._last = number


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(numbers), _AT_ONCE):
        yield numbers[at : at + _AT_ONCE]
