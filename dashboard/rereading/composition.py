"""A reading made of an old one and of what was accepted of a new one."""

from collections.abc import Collection

from ..workspace import DocumentRows
from ..workspace.rows import FootprintRow, MarkRow, MentionRow, ObservationRow
from .units import ALL, dates_unit, footprint_units, themes_unit

_Side = tuple[DocumentRows, int]


def composed(old: DocumentRows, new: DocumentRows, accepted: Collection[str]) -> DocumentRows:
    """Return the old reading with the accepted units of the new one in it.

    Parameters
    ----------
    old, new
        Readings of the same text.
    accepted
        Units, as `units` names them.
    """
    if ALL in accepted:
        return new
    chosen = _chosen(old, new, accepted)
    marks: list[MarkRow] = []
    mark_numbers: dict[tuple[object, ...], int] = {}
    footprints: list[FootprintRow] = []
    mentions: list[MentionRow] = []
    observations: list[ObservationRow] = []
    for rows, number in chosen:
        footprint = rows.footprints[number]
        mark = rows.drawn(footprint.mark)
        drawn = (mark.hash, mark.point, mark.box)
        if drawn not in mark_numbers:
            mark_numbers[drawn] = len(marks)
            marks.append(mark)
        position = len(footprints)
        footprints.append(footprint._replace(mark=mark_numbers[drawn]))
        mentions += [
            row._replace(footprint=position) for row in rows.mentions if row.footprint == number
        ]
        dated = _dated(new, footprint)
        for row in rows.observations:
            if row.footprint == number:
                other = dated.get(row.passage)
                kept = row._replace(footprint=position)
                if rows is old and other and dates_unit(row.passage) in accepted:
                    kept = other._replace(footprint=position, carried=row.carried)
                observations.append(kept)
    return DocumentRows(
        new.document,
        new.days,
        new.passages,
        tuple(marks),
        tuple(footprints),
        tuple(sorted(mentions, key=lambda row: (row.start, row.end))),
        tuple(
            row
            for number in range(len(new.passages))
            for row in (new if themes_unit(number) in accepted else old).hits
            if row.passage == number
        ),
        tuple(
            row
            for number in range(len(new.passages))
            for row in (new if dates_unit(number) in accepted else old).dates
            if row.passage == number
        ),
        tuple(observations),
        own_date=new.own_date,
    )


def _chosen(old: DocumentRows, new: DocumentRows, accepted: Collection[str]) -> list[_Side]:
    """Expressions of the composed reading in text order: whose rows, and their number there."""
    old_units, new_units = footprint_units(old, new)
    kept: list[_Side] = [(old, n) for n, unit in enumerate(old_units) if unit not in accepted]
    taken: list[_Side] = [(new, n) for n, unit in enumerate(new_units) if unit in accepted]
    return sorted(
        [*kept, *taken],
        key=lambda side: (side[0].footprints[side[1]].start, side[0].footprints[side[1]].end),
    )


def _dated(new: DocumentRows, footprint: FootprintRow) -> dict[int, ObservationRow]:
    """What the new reading observes of the same words, by passage."""
    return {
        row.passage: row
        for row in new.observations
        if new.footprints[row.footprint][3:5] == footprint[3:5]
    }
