"""What another reading of a report says otherwise, mention by mention."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from geocache.geodesy import distance_km

from ..workspace import DocumentRows
from ..workspace.codes import OUTCOMES, ROLES
from ..workspace.rows import MarkRow, MentionRow
from .units import ALL, are_cut_alike, dates_unit, footprint_units, themes_unit

SURE_ENOUGH = 0.05
"""Confidence that changes by less is no difference that anybody is asked about."""
_SAME_SPOT_KM = 0.05
_CONTEXT = 60
"""Letters on each side of the words."""
Facts = dict[str, Any]
Span = tuple[int, int]
Difference = tuple["ChangeKind", str, float | None]
"""Kind, what is otherwise, and how far it moved."""


class ChangeKind(StrEnum):
    """How a mention, or what a passage is about, differs."""

    MOVED = "moved"
    """It means another place, or the place lies elsewhere."""
    CHANGED = "changed"
    """The place is the same; role, outcome, confidence, shape, themes or dates are not."""
    GONE = "gone"
    """The new reading has no mention there."""
    NEW = "new"
    """The old reading had none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two readings."""

    kind: ChangeKind
    what: str
    """``place``, ``certainty``, ``role``, ``shape``, ``themes``, ``dates`` or ``passages``."""
    start: int
    end: int
    words: str
    passage: int
    """Number of the passage."""
    context: tuple[str, str]
    """What stands before and after the words."""
    place: str
    """Id of the place that it is about: the new one, else the old; empty when there is none."""
    place_name: str
    country: str
    before: Facts | None
    """Of a mention ``id``, ``name``, ``country``, ``lon``, ``lat``, ``role``, ``outcome`` and
    ``confidence``; of a passage ``themes`` or ``dates``. None of what is new."""
    after: Facts | None
    """The same; None of what is gone."""
    km: float | None
    """How far it moved; None where either has no position, or nothing moved."""
    unit: str
    """What is accepted or refused together with it."""
    refused: bool = False

    @property
    def key(self) -> str:
        """Name of the change among those of its report."""
        return f"{self.kind}:{self.what}:{self.start}:{self.end}"


def as_plain(change: Change) -> Facts:
    """Return a change as values of JSON."""
    return asdict(change)


def from_plain(facts: Facts) -> Change:
    """Return a change that JSON holds; raises TypeError or ValueError where it is none."""
    return Change(
        **{**facts, "kind": ChangeKind(facts["kind"]), "context": tuple(facts["context"])}
    )


def differences(old: DocumentRows, new: DocumentRows) -> list[Change]:
    """Return how a new reading of a report differs from the old one, in text order."""
    found = [*_mention_changes(old, new), *_passage_changes(old, new)]
    return sorted(found, key=lambda change: (change.start, change.end, change.what))


def same_count(new: DocumentRows, changes: Sequence[Change]) -> int:
    """Return how many mentions of the new reading are as they were."""
    changed = {(c.start, c.end) for c in changes if c.what not in {"themes", "dates"}}
    return sum((mention.start, mention.end) not in changed for mention in new.mentions)


def are_equal(old: DocumentRows, new: DocumentRows) -> bool:
    """Whether two readings say the same, to the last digit."""
    return _comparable(old) == _comparable(new)


def _comparable(rows: DocumentRows) -> tuple[Any, ...]:
    """Everything that a reading says, whatever its order and how marks are called."""
    marks = [_drawn(rows.drawn(number)) for number in range(len(rows.marks))]
    spans = [(row.start, row.end, marks[row.mark]) for row in rows.footprints]
    return (
        [row[:2] for row in rows.passages],
        sorted(
            (repr((marks[row.mark], row._replace(mark=0))) for row in rows.footprints),
        ),
        sorted(
            repr((spans[row.footprint], row[1:-1], row.place.key if row.place else ""))
            for row in rows.mentions
        ),
        sorted(repr(row) for row in rows.hits),
        sorted(repr(row) for row in rows.dates),
        sorted(repr(row) for row in rows.casualties),
        sorted(
            repr((spans[row.footprint], row._replace(footprint=0))) for row in rows.observations
        ),
    )


def _drawn(mark: MarkRow) -> tuple[Any, ...]:
    """What a mark looks like and means; its label is that of the first report that has it."""
    return (
        *(mark.kind, mark.role, mark.exact, mark.note, mark.uncertainty_km),
        mark.place.key if mark.place else "",
        *(mark.point, mark.box, mark.outline, mark.geometry),
        sorted(anchor.key for anchor in mark.anchors),
    )


# ---- mentions


def _mention_changes(old: DocumentRows, new: DocumentRows) -> Iterator[Change]:
    old_units, new_units = footprint_units(old, new)
    before = {(row.start, row.end): row for row in old.mentions}
    after = {(row.start, row.end): row for row in new.mentions}
    carried = _carried(old), _carried(new)
    for span in sorted(before.keys() | after.keys()):
        was, now = before.get(span), after.get(span)
        if was is None or now is None:
            row, rows = (now, new) if was is None else (was, old)
            if row is None:
                continue
            kind = ChangeKind.NEW if was is None else ChangeKind.GONE
            unit = (new_units if was is None else old_units)[row.footprint]
            facts = _facts(old, was), _facts(new, now)
            yield _change((kind, "place", None), rows, row, unit, facts)
            continue
        changed = _changed(old, was, new, now) or _carried_otherwise(old, was, new, now, carried)
        if changed:
            facts = _facts(old, was), _facts(new, now)
            yield _change(changed, new, now, new_units[now.footprint], facts)


def _changed(
    old: DocumentRows, was: MentionRow, new: DocumentRows, now: MentionRow
) -> Difference | None:
    """How a mention of the same words differs; None when it does not."""
    first, second = _position(old, was), _position(new, now)
    km = round(distance_km(first, second), 1) if first and second else None
    key = was.place.key if was.place else ""
    if key != (now.place.key if now.place else ""):
        return ChangeKind.MOVED, "place", km
    if km is not None and km > _SAME_SPOT_KM:
        return ChangeKind.MOVED, "place", km
    if was.role != now.role:
        return ChangeKind.CHANGED, "role", None
    if was.outcome != now.outcome or abs(was.confidence - now.confidence) >= SURE_ENOUGH:
        return ChangeKind.CHANGED, "certainty", None
    expressions = old.footprints[was.footprint], new.footprints[now.footprint]
    drawn = [
        _drawn(rows.drawn(one.mark)) for rows, one in zip((old, new), expressions, strict=True)
    ]
    if expressions[0][3:5] != expressions[1][3:5] or drawn[0] != drawn[1]:
        return ChangeKind.CHANGED, "shape", None
    return None


def _position(rows: DocumentRows, mention: MentionRow) -> tuple[float, float] | None:
    """Where a mention's place lies: as it is drawn, where it alone is drawn."""
    if mention.place is None:
        return None
    mark = rows.drawn(rows.footprints[mention.footprint].mark)
    if mark.place and mark.place.key == mention.place.key and mark.point:
        return mark.point
    return mention.place.lon, mention.place.lat


def _carried(rows: DocumentRows) -> dict[Span, set[int]]:
    """Passages that speak of an expression without naming it, by its words."""
    found: dict[Span, set[int]] = defaultdict(set)
    for row in rows.observations:
        footprint = rows.footprints[row.footprint]
        if row.passage != footprint.passage:
            found[footprint.start, footprint.end].add(row.passage)
    return found


def _carried_otherwise(
    old: DocumentRows,
    was: MentionRow,
    new: DocumentRows,
    now: MentionRow,
    carried: tuple[dict[Span, set[int]], dict[Span, set[int]]],
) -> Difference | None:
    spans = [
        (rows.footprints[row.footprint].start, rows.footprints[row.footprint].end)
        for rows, row in ((old, was), (new, now))
    ]
    same = carried[0].get(spans[0]) == carried[1].get(spans[1])
    return None if same else (ChangeKind.CHANGED, "passages", None)


def _facts(rows: DocumentRows, mention: MentionRow | None) -> Facts | None:
    if mention is None:
        return None
    position = _position(rows, mention)
    return {
        "id": mention.place.key if mention.place else "",
        "name": mention.place.name if mention.place else "",
        "country": mention.place.country if mention.place else "",
        "lon": position[0] if position else None,
        "lat": position[1] if position else None,
        "role": ROLES[mention.role].value,
        "outcome": OUTCOMES[mention.outcome].value,
        "confidence": mention.confidence,
    }


def _change(
    difference: Difference,
    rows: DocumentRows,
    mention: MentionRow,
    unit: str,
    facts: tuple[Facts | None, Facts | None],
) -> Change:
    kind, what, km = difference
    before, after = facts
    about = next((facts for facts in (after, before) if facts and facts["id"]), None) or {}
    text = rows.document.text
    return Change(
        kind,
        what,
        mention.start,
        mention.end,
        text[mention.start : mention.end],
        rows.footprints[mention.footprint].passage,
        _context(text, mention.start, mention.end),
        about.get("id", ""),
        about.get("name", ""),
        about.get("country", ""),
        before,
        after,
        km,
        unit,
    )


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    return before, text[end : end + _CONTEXT].partition("\n")[0]


# ---- passages


def _passage_changes(old: DocumentRows, new: DocumentRows) -> Iterator[Change]:
    if not are_cut_alike(old, new):
        yield _passage_change(new, 0, "passages", ALL, {}, {})
        return
    old_themes, new_themes = _themes(old), _themes(new)
    old_dates, new_dates = _dates(old), _dates(new)
    old_dated, new_dated = _dated(old), _dated(new)
    for number in range(len(new.passages)):
        if old_themes[number] != new_themes[number]:
            facts = {"themes": old_themes[number]}, {"themes": new_themes[number]}
            yield _passage_change(new, number, "themes", themes_unit(number), *facts)
        both = old_dated[number].keys() & new_dated[number].keys()
        otherwise = any(old_dated[number][span] != new_dated[number][span] for span in both)
        if otherwise or old_dates[number] != new_dates[number]:
            facts = {"dates": old_dates[number]}, {"dates": new_dates[number]}
            yield _passage_change(new, number, "dates", dates_unit(number), *facts)


def _themes(rows: DocumentRows) -> dict[int, list[str]]:
    """Themes that passages have, by the number of the passage."""
    found: dict[int, list[str]] = defaultdict(list)
    for hit in rows.hits:
        if hit.core:
            insort(found[hit.passage], hit.theme)
    return found


def _dates(rows: DocumentRows) -> dict[int, list[str]]:
    """Dates that passages name, by the number of the passage."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.dates:
        words = rows.document.text[row.start : row.end]
        found[row.passage].append(f"{words}: {row.date or 'no date'}")
    return found


def _dated(rows: DocumentRows) -> dict[int, dict[Span, str]]:
    """Dates that passages give to expressions, by the number of the passage."""
    found: dict[int, dict[Span, str]] = defaultdict(dict)
    for row in rows.observations:
        footprint = rows.footprints[row.footprint]
        found[row.passage][footprint.start, footprint.end] = row.date
    return found


def _passage_change(
    rows: DocumentRows, number: int, what: str, unit: str, before: Facts, after: Facts
) -> Change:
    text, passage = rows.document.text, rows.passages[number]
    words = " ".join(text[passage.start : passage.end].split())[: 2 * _CONTEXT]
    facts = (passage.start, passage.end, words, number, ("", ""), "", "", "")
    return Change(ChangeKind.CHANGED, what, *facts, before, after, None, unit)
