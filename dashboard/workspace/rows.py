"""Records into rows of the workspace's tables, in column order."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from geocache import Candidate, Footprint, Mention, Role

from ..annotate.passages import passage_at
from ..annotate.roles import role_of
from ..model import AnnotatedDocument, Document, Precision, When

Row = tuple[Any, ...]
_KEPT_CANDIDATES = 5
DOCUMENT_COLUMNS = (
    *("id", "title", "text", "origin", "language", "date", "date_precision", "date_note", "note"),
)


def rows_of(annotated: AnnotatedDocument) -> Iterator[tuple[str, list[Row]]]:
    """Every table but ``document`` and ``problem`` with the rows of one document."""
    key = annotated.document.id
    yield "passage", [(key, p.number, p.start, p.end) for p in annotated.passages]
    drawings = _Drawings(annotated)
    yield "mark", list(drawings.marks.items())
    yield "footprint", drawings.footprints
    numbers = {id(footprint): i for i, footprint in enumerate(annotated.footprints)}
    yield (
        "mention",
        [
            _mention(key, number, numbers[id(mention.footprint)], mention)
            for number, mention in enumerate(annotated.parsed.mentions)
        ],
    )
    yield (
        "theme_hit",
        [
            (key, hit.passage, hit.theme, hit.score, _json([asdict(cue) for cue in hit.cues]))
            for hit in annotated.themes
        ],
    )
    yield (
        "date_mention",
        [(key, d.passage, d.start, d.end, d.text, *_when(d.when)) for d in annotated.dates],
    )
    yield (
        "observation",
        [
            (key, o.passage, o.footprint, o.theme, *_when(o.when), o.carried)
            for o in annotated.observations
        ],
    )


def document_row(annotated: AnnotatedDocument, position: int) -> Row:
    """Return the row of table ``document``."""
    document = annotated.document
    return (
        document.id,
        position,
        document.title,
        document.text,
        document.origin,
        document.language,
        *_when(document.date),
        document.note,
    )


def document_of(row: Row) -> Document:
    """Return the document whose `DOCUMENT_COLUMNS` a row holds."""
    key, title, text, origin, language, date, precision, date_note, note = row
    when = When(date, Precision(precision), date_note)
    return Document(key, title, text, origin, language, when, note)


def _when(when: Any) -> Row:
    return when.value, when.precision.value, when.note


class _Drawings:
    """Footprints of a document, and the marks they are; a geometry is written out only once."""

    def __init__(self, annotated: AnnotatedDocument) -> None:
        self._annotated = annotated
        self._written: dict[int, str] = {}
        self.marks: dict[str, str | None] = {}
        self.footprints = [self._footprint(n) for n in range(len(annotated.footprints))]

    def _footprint(self, number: int) -> Row:
        document, footprint = self._annotated.document, self._annotated.footprints[number]
        mentions = [self._annotated.parsed.mentions[i] for i in footprint.mentions]
        role = role_of(self._annotated.parsed, footprint)
        label = _label(document.text, footprint, mentions)
        return (
            document.id,
            number,
            self._mark(footprint, role, label),
            footprint.start,
            footprint.end,
            passage_at(self._annotated.passages, footprint.start),
            footprint.kind.value,
            role.value,
            footprint.exact,
            footprint.note,
            label,
            " ".join(document.text[footprint.start : footprint.end].split()),
        )

    def _mark(self, footprint: Footprint, role: Role, label: str) -> str:
        """Id, equal for footprints of the same shape and meaning; of the same words if undrawn."""
        geometry = footprint.geometry
        written = None
        if geometry:
            # Footprints of one place share their geometry object.
            written = self._written.get(id(geometry)) or _json(geometry)
            self._written[id(geometry)] = written
        drawn = written or label.casefold()
        identity = f"{footprint.kind}|{role}|{footprint.note}|{drawn}"
        mark_id = hashlib.sha256(identity.encode()).hexdigest()[:12]
        self.marks[mark_id] = written
        return mark_id


def _label(text: str, footprint: Footprint, mentions: list[Mention]) -> str:
    """What a mark is called: its place, or the words of an expression of several."""
    alone = (
        len(mentions) == 1
        and mentions[0].end - mentions[0].start == footprint.end - footprint.start
    )
    place = mentions[0].resolution.place if mentions[0].resolution else None
    return (
        place.name if alone and place else " ".join(text[footprint.start : footprint.end].split())
    )


def _mention(key: str, number: int, footprint: int, mention: Mention) -> Row:
    resolution = mention.resolution
    if resolution is None:
        raise ValueError(f"mention {mention.text!r} left the parser without a resolution")
    place = resolution.place
    candidates = [_candidate(c) for c in resolution.candidates[:_KEPT_CANDIDATES]]
    return (
        key,
        number,
        footprint,
        mention.start,
        mention.end,
        mention.text,
        mention.role.value,
        mention.probability,
        resolution.outcome.value,
        resolution.confidence,
        place.id if place else None,
        place.name if place else None,
        place.feature_code if place else None,
        place.country_code if place else None,
        _json([asdict(e) for e in (*mention.reasons, *resolution.evidence)]),
        _json(candidates),
    )


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "score": candidate.score,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
