"""Reading reports again with what was decided, sooner than the first time where that can be.

A decision about which place is meant changes neither which words are names, nor themes or dates.
What the machine saw of those stands in the workspace, so it need not look again: that is two thirds
of a reading.
"""

from dataclasses import replace

from geocache import FootprintKind, MentionKind
from geocache.coordinates import Position, find_coordinates, read_coordinates
from geocache.records import RecognizedMention

from ..annotate import Annotator
from ..annotate.annotator import Drawn, Seen
from ..annotate.rulings import Rulings
from ..model import Cue, DateMention, Document, Precision, ThemeHit, When
from ..workspace import DocumentRows, Workspace, rows_of
from ..workspace.codes import KINDS, MENTION_KINDS, OUTCOMES, ROLES

_MENTIONS = """
SELECT e.start, e."end", e.kind, e.role, e.probability, e.role_probability, e.outcome,
       coalesce(l.key, ''), f.start, f."end", m.hash, m.role, m.kind
FROM document d JOIN passage p ON p.document_id = d.id JOIN footprint f ON f.passage_id = p.id
JOIN mark m ON m.id = f.mark_id JOIN mention e ON e.footprint_id = f.id
LEFT JOIN place l ON l.id = e.place_id WHERE d.hash = ? ORDER BY e.start
"""
_HITS = """
SELECT p.number, t.name, h.score, h.core, h.cues FROM document d
JOIN passage p ON p.document_id = d.id JOIN theme_hit h ON h.passage_id = p.id
JOIN theme t ON t.id = h.theme_id WHERE d.hash = ? ORDER BY p.number, h.score DESC, t.id
"""
_DATES = """
SELECT p.number, a.start, a."end", a.date, a.date_precision, coalesce(n.text, ''),
       coalesce(r.relation, ''), coalesce(r.history, 0), coalesce(r.other, '')
FROM document d JOIN passage p ON p.document_id = d.id JOIN date_mention a ON a.passage_id = p.id
LEFT JOIN note n ON n.id = a.date_note
LEFT JOIN date_reading r ON r.passage_id = a.passage_id AND r.start = a.start
WHERE d.hash = ? ORDER BY a.start
"""


def read_again(
    annotator: Annotator, document: Document, rulings: Rulings, seen: Seen | None = None
) -> DocumentRows:
    """Return the rows of a report as it is read with some decisions."""
    annotated = annotator.annotate(document, rulings, seen)
    return rows_of(annotated, annotator.geoparser.gazetteer)


def seen_before(workspace: Workspace, document: Document) -> Seen:
    """Return what the machine saw in a report, as the workspace keeps it.

    Only of reports of which no decision in force was about words, roles, themes or dates.
    """
    text = document.text
    positions = {(at.start, at.end): at for at in find_coordinates(text)}
    mentions: list[RecognizedMention] = []
    drawn: dict[tuple[int, int], Drawn] = {}
    for row in workspace.rows(_MENTIONS, (document.id,)):
        start, end, kind, role, probability, sure, outcome, place, *footprint = row
        words, known, said = text[start:end], MENTION_KINDS[kind], ROLES[role]
        mentions.append(
            RecognizedMention(
                *(start, end, words, known, said, probability, sure),
                position=positions.get((start, end)) or _position(words, known),
            )
        )
        first, last, mark, mark_role, mark_kind = footprint
        if KINDS[mark_kind] is not FootprintKind.BORDER:  # which depends on countries named near by
            earlier = drawn.get((first, last))
            before = earlier.mentions if earlier else ()
            meaning = start, end, place, said, OUTCOMES[outcome].value
            drawn[first, last] = Drawn(mark, ROLES[mark_role], (*before, meaning))
    themes = tuple(
        ThemeHit(number, theme, score, _cues(text, cues), bool(core))
        for number, theme, score, core, cues in workspace.rows(_HITS, (document.id,))
    )
    dates = tuple(
        DateMention(
            *(number, start, end, text[start:end], When(date, Precision(precision), note)),
            *(relation, bool(history), other),
        )
        for number, start, end, date, precision, note, relation, history, other in workspace.rows(
            _DATES, (document.id,)
        )
    )
    return Seen(tuple(mentions), themes, dates, drawn)


def _position(words: str, kind: MentionKind) -> Position | None:
    """Return what marked words say by themselves, which are coordinates or a name."""
    return read_coordinates(words) if kind is MentionKind.COORDINATE else None


def _cues(text: str, spans: str) -> tuple[Cue, ...]:
    pairs = (tuple(map(int, span.split("-"))) for span in spans.split(",") if span)
    return tuple(Cue(start, end, text[start:end]) for start, end in pairs)


def as_it_gives_itself(rows: DocumentRows) -> Document:
    """Return the document of some rows with the date that it gives itself."""
    if rows.own_date is None:
        return rows.document
    return replace(rows.document, date=rows.own_date)
