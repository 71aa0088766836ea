"""Tells of the record of decisions: what was decided, what holds, and what can be done again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..annotate.rulings import DocumentRulings, Rulings
from ..annotate.verdicts import LEAVE, Act, Ruling
from ..workspace import Workspace
from ..workspace.decisions import IN_FORCE, NOTE, UNDO, Record
from .facts import Named, Report, place_facts
from .records import Done, Entry, Standing
from .touched import as_document, as_mention

_RECORD = (
    'SELECT d.id, d.uid, d.batch, d.who, d.document_hash, d.start, d."end", d.target, d.act, '
    "d.scope, d.before, d.after, d.why, d.engine_id, d.undoes FROM decision d"
)
_BY_PEOPLE = f"d.act <> '{NOTE}' AND json_extract(d.after, '$.moved_from') IS NULL"
"""Not what only followed a report to its newer version."""
_LATEST = (
    f"SELECT d.batch FROM decision d WHERE {IN_FORCE} AND {_BY_PEOPLE} ORDER BY d.id DESC LIMIT 1"
)
_LAST_NEW = (
    f"SELECT coalesce(max(d.id), 0) FROM decision d WHERE d.act <> '{UNDO}' AND {_BY_PEOPLE} "
    "AND json_extract(d.after, '$.redoes') IS NULL"
)
_BATCHES = f"""
SELECT d.batch, min(d.id), max(d.at), min(NOT ({IN_FORCE})), count(*)
FROM decision d WHERE {_BY_PEOPLE} AND d.act <> '{LEAVE}'
GROUP BY d.batch HAVING min(d.id) < ? ORDER BY min(d.id) DESC LIMIT ?
"""
_NO_END = 1 << 62
_AT_ONCE = 500


class Log:
    """Reads the record of decisions.

    Parameters
    ----------
    workspace
        Where it is kept.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def done(self, uid: str) -> Done | None:
        """Return what a decision did that was taken before; None when there is none."""
        rows = self._workspace.rows(
            "SELECT batch, revision, after FROM decision WHERE uid = ?", (uid,)
        )
        if not rows:
            return None
        batch, revision, after = rows[0]
        did = json.loads(after).get("did", {})
        return Done(batch, revision, did.get("mentions", 0), did.get("reports", 0), notes_of(did))

    def in_force(self, batch: str) -> list[tuple[int, Record]]:
        """Return the decisions of a batch that hold, with their ids."""
        query = f"{_RECORD} WHERE d.batch = ? AND {IN_FORCE} ORDER BY d.id"
        return [(row[0], _record(row)) for row in self._workspace.rows(query, (batch,))]

    def latest_in_force(self) -> str:
        """Return the batch of the latest decision that holds; "" when none does."""
        rows = self._workspace.rows(_LATEST)
        return str(rows[0][0]) if rows else ""

    def to_redo(self) -> list[Record]:
        """Return what was taken back last and not done again, if nothing was decided since."""
        (last,) = self._workspace.rows(_LAST_NEW)[0]
        query = f"{_RECORD} WHERE d.id > ? AND {_BY_PEOPLE} ORDER BY d.id"
        undone: dict[str, list[int]] = {}
        redone: set[str] = set()
        for row in self._workspace.rows(query, (last,)):
            record = _record(row)
            if record.act == UNDO and record.undoes is not None:
                undone.setdefault(record.batch, []).append(record.undoes)
            elif record.batch not in redone:
                redone.add(record.batch)
                undone.popitem()
        if not undone:
            return []
        _, numbers = undone.popitem()
        found = {}
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            slots = ", ".join("?" * len(some))
            for row in self._workspace.rows(f"{_RECORD} WHERE d.id IN ({slots})", some):
                found[row[0]] = _record(row)
        return [found[number] for number in numbers]

    def entries(self, most: int, before: str = "") -> list[Entry]:
        """Return batches, the newest first; those before one when it is given."""
        limit = _NO_END
        if before:
            rows = self._workspace.rows("SELECT min(id) FROM decision WHERE batch = ?", (before,))
            limit = rows[0][0] or 0
        batches = self._workspace.rows(_BATCHES, (limit, most))
        return [
            self._entry(batch, first, at, bool(gone), count)
            for batch, first, at, gone, count in batches
        ]

    def _entry(self, batch: str, first: int, at: str, gone: bool, count: int) -> Entry:  # noqa: FBT001
        record = _record(self._workspace.rows(f"{_RECORD} WHERE d.id = ?", (first,))[0])
        titles = self._workspace.rows(
            "SELECT title FROM document WHERE hash = ?", (record.document,)
        )
        did = record.after.get("did", {})
        return Entry(
            batch,
            at,
            record.who,
            record.act,
            record.reach,
            record.after.get("words", ""),
            record.document,
            titles[0][0] if titles else "",
            max(count, did.get("mentions", 0)),
            place_facts(record.before.get("place")),
            place_facts(record.after.get("place")),
            record.why,
            gone and record.act != UNDO,
            tuple(_not_moved(note) for note in self._notes("d.batch = ?", batch)),
            record.after.get("theme", ""),
            record.after.get("holds", True),
            record.after.get("date", ""),
        )

    def _notes(self, condition: str, value: str) -> Iterator[Record]:
        query = f"{_RECORD} WHERE {condition} AND d.act = '{NOTE}' ORDER BY d.id"
        yield from map(_record, self._workspace.rows(query, (value,)))

    def standing(
        self,
        found: Report,
        rulings: Rulings,
        mentions: Sequence[Named],
        alone: Mapping[tuple[int, int], dict[str, Any]],
    ) -> list[Standing]:
        """Return the decisions that hold for a report, in text order, and those that were left.

        Parameters
        ----------
        found
            The report.
        rulings
            All decisions that hold.
        mentions
            Of the report.
        alone
            What the machine alone makes of them.
        """
        about = rulings.about(as_document(found))
        ruled = DocumentRulings(as_document(found), about)
        pairs: dict[tuple[str, int, int], tuple[Ruling, int, int]] = {}
        for mention in mentions:
            for ruling in ruled.mentions.holding(as_mention(found, mention)):
                pairs[ruling.uid, mention.start, mention.end] = ruling, mention.start, mention.end
        for ruling in about:
            if ruling.act in {Act.THEME, Act.DATE}:
                pairs[ruling.uid, ruling.start, ruling.end] = ruling, ruling.start, ruling.end
        facts = self._facts({ruling.uid for ruling, _, _ in pairs.values()})
        stand = [
            _standing(ruling, start, end, facts[ruling.uid], alone.get((start, end)))
            for ruling, start, end in pairs.values()
        ]
        stand.sort(key=lambda one: (one.start, one.end))
        return [*stand, *map(self._left, self._notes("d.document_hash = ?", found.hash))]

    def _facts(self, uids: set[str]) -> dict[str, tuple[str, str, str]]:
        """Batch, time and reasons of decisions."""
        found = {}
        for uid in uids:
            query = "SELECT batch, at, why FROM decision WHERE uid = ?"
            found[uid] = self._workspace.rows(query, (uid,))[0]
        return found

    def _left(self, note: Record) -> Standing:
        at = self._workspace.rows("SELECT at FROM decision WHERE uid = ?", (note.uid,))[0][0]
        ruling = note.ruling()
        stand = _standing(ruling, 0, 0, (note.batch, at, note.why), None)
        return replace(stand, act=note.after.get("act", ""), note=_not_moved(note))


def notes_of(did: Mapping[str, int]) -> tuple[str, ...]:
    """Return what a person should know of what a decision did."""
    said = []
    if later := did.get("later", 0):
        said.append(f"{later} of the reports are read again in the background")
    if others := did.get("other_engine", 0):
        said.append(
            f"{others} of the reports had been read by another program or with other data; they "
            "were read again with today's, which may change more than was decided"
        )
    return tuple(said)


def _record(row: Sequence[Any]) -> Record:
    _, uid, batch, who, document, start, end, target, act, reach, before, after, *rest = row
    facts = json.loads(before), json.loads(after)
    return Record(uid, batch, who, document, start, end, target, act, reach, *facts, *rest)


def _standing(
    ruling: Ruling,
    start: int,
    end: int,
    facts: tuple[str, str, str],
    machine: dict[str, Any] | None,
) -> Standing:
    batch, at, why = facts
    after = ruling.after
    return Standing(
        ruling.uid,
        batch,
        at,
        ruling.by,
        ruling.act,
        ruling.reach.value,
        start,
        end,
        after.get("words", ""),
        place_facts(after.get("place")),
        after.get("role", ""),
        after.get("theme", ""),
        after.get("holds", True),
        after.get("date", ""),
        why,
        place_facts(machine["place"]) if machine else None,
        machine["outcome"] if machine else "",
        machine["confidence"] if machine else None,
    )


def _not_moved(note: Record) -> str:
    return (
        f"what was decided of {note.after['words']!r} ({note.after.get('act', '')}) did not move "
        "to the newer version of the report: its words, or those around them, changed"
    )
