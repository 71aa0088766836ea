"""A reading made of an old one and of what was accepted of a new one."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from ..workspace import DocumentRows
from ..workspace.rows import FootprintRow, MarkRow, MentionRow, ObservationRow
from .units import ALL, dates_unit, footprint_units, themes_unit


class _Expression(NamedTuple):
    """An expression with all that hangs on it."""

    rows: DocumentRows
    """The reading that it is taken from."""
    footprint: FootprintRow
    mentions: list[MentionRow]
    observations: list[ObservationRow]


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
    dated = _observed(new)
    marks: list[MarkRow] = []
    mark_numbers: dict[tuple[object, ...], int] = {}
    footprints: list[FootprintRow] = []
    mentions: list[MentionRow] = []
    observations: list[ObservationRow] = []
    for position, one in enumerate(_chosen(old, new, accepted)):
        mark = one.rows.drawn(one.footprint.mark)
        drawn = (mark.hash, mark.point, mark.box)
        if drawn not in mark_numbers:
            mark_numbers[drawn] = len(marks)
            marks.append(mark)
        footprints.append(one.footprint._replace(mark=mark_numbers[drawn]))
        mentions += [row._replace(footprint=position) for row in one.mentions]
        for row in one.observations:
            other = dated.get((row.passage, one.footprint.start, one.footprint.end))
            kept = row._replace(footprint=position)
            if one.rows is old and other and dates_unit(row.passage) in accepted:
                kept = other._replace(footprint=position, carried=row.carried)
            observations.append(kept)
    hits = [
        *(row for row in old.hits if themes_unit(row.passage) not in accepted),
        *(row for row in new.hits if themes_unit(row.passage) in accepted),
    ]
    dates = [
        *(row for row in old.dates if dates_unit(row.passage) not in accepted),
        *(row for row in new.dates if dates_unit(row.passage) in accepted),
    ]
    return DocumentRows(
        new.document,
        new.days,
        new.passages,
        tuple(marks),
        tuple(footprints),
        tuple(sorted(mentions, key=lambda row: (row.start, row.end))),
        tuple(sorted(hits, key=lambda row: row.passage)),
        tuple(sorted(dates, key=lambda row: row.passage)),
        tuple(observations),
        own_date=new.own_date,
        casualties=new.casualties,  # nobody is asked about them: they are as the words say
    )


def _chosen(old: DocumentRows, new: DocumentRows, accepted: Collection[str]) -> list[_Expression]:
    """Expressions of the composed reading in text order."""
    old_units, new_units = footprint_units(old, new)
    kept = [
        one for one, unit in zip(_expressions(old), old_units, strict=True) if unit not in accepted
    ]
    taken = [
        one for one, unit in zip(_expressions(new), new_units, strict=True) if unit in accepted
    ]
    return sorted([*kept, *taken], key=lambda one: (one.footprint.start, one.footprint.end))


def _expressions(rows: DocumentRows) -> list[_Expression]:
    mentions: dict[int, list[MentionRow]] = defaultdict(list)
    for mention in rows.mentions:
        mentions[mention.footprint].append(mention)
    observations: dict[int, list[ObservationRow]] = defaultdict(list)
    for observation in rows.observations:
        observations[observation.footprint].append(observation)
    return [
        _Expression(rows, footprint, mentions[number], observations[number])
        for number, footprint in enumerate(rows.footprints)
    ]


def _observed(rows: DocumentRows) -> dict[tuple[int, int, int], ObservationRow]:
    """What a reading observes, by passage and the words of the expression."""
    found = {}
    for row in rows.observations:
        footprint = rows.footprints[row.footprint]
        found[row.passage, footprint.start, footprint.end] = row
    return found
