"""Other readings that wait for somebody's word: kept, listed by place, accepted or refused.

A proposal holds the rows of the new reading and what it would change. What is accepted is written
at once, the rest of the report stays as it was read before. A report whose changes were all judged
and some refused keeps its old reading for these, and is not asked about again by the same engine.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from ..model import Document
from ..workspace import DocumentRows, Workspace, Writer
from ..workspace.kept_rows import packed_rows, unpacked_rows
from ..workspace.store import document_in
from ..workspace.stored_rows import Ask, stored_rows
from ..workspace.writer import now
from .composition import composed
from .difference import (
    Change,
    ChangeKind,
    are_equal,
    as_plain,
    differences,
    from_plain,
    same_count,
)

_WRITTEN_AT_ONCE = 64
"""Reports a transaction: others that write wait no longer than that."""
NO_PLACE = frozenset(("themes", "dates", "passages"))
"""Groups of what is about no place: what changed."""
UNPLACED = "unplaced"
"""Group of mentions that neither reading has a place for."""


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """What would change of one place."""

    group: str
    """Id of the place, or one of `NO_PLACE`, or `UNPLACED`."""
    name: str
    country: str
    changes: int
    reports: int
    kinds: dict[ChangeKind, int]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One change, and the report that it is of."""

    document: str
    """Hash."""
    title: str
    change: Change


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which changes are meant; all where nothing is said."""

    group: str = ""
    """Of one place, as `PlaceChanges` has it."""
    document: str = ""
    """Of one report, by its hash."""
    keys: frozenset[str] = field(default_factory=frozenset)
    """Of these changes of the report, by their keys."""

    def holds(self, change: Change) -> bool:
        """Whether a change of the report that is meant is among them."""
        return (not self.group or group_of(change) == self.group) and (
            not self.keys or change.key in self.keys
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """What was accepted or refused."""

    reports: int
    changes: int


@dataclass(frozen=True, slots=True)
class OpenCount:
    """What waits for a word."""

    reports: int
    changes: int
    refused: int
    """Changes that were refused."""


def group_of(change: Change) -> str:
    """Return the group in which a change is listed."""
    return change.place or (change.what if change.what in NO_PLACE else UNPLACED)


def by_place(changes: Iterable[Proposed]) -> list[PlaceChanges]:
    """Return the places that changes are about, those with most first."""
    found: dict[str, list[Proposed]] = defaultdict(list)
    for one in changes:
        found[group_of(one.change)].append(one)
    groups = [
        PlaceChanges(
            group,
            next((one.change.place_name for one in some if one.change.place_name), ""),
            next((one.change.country for one in some if one.change.country), ""),
            len(some),
            len({one.document for one in some}),
            dict(Counter(one.change.kind for one in some)),
        )
        for group, some in found.items()
    ]
    return sorted(groups, key=lambda one: (-one.changes, one.name, one.group))


def propose(writer: Writer, rows: DocumentRows, engine: int) -> int:
    """Keep another reading of a report that stands; return how many changes it would make.

    One that says the same takes the place of the old one at once.

    Parameters
    ----------
    writer
        In a transaction.
    rows
        The new reading.
    engine
        Id of what read it.
    """
    found = _ask(writer)(
        "SELECT id FROM document WHERE hash = ? AND replaced_by IS NULL", (rows.document.id,)
    )
    if not found:
        return 0  # it was replaced meanwhile
    document_id = int(found[0][0])
    old = stored_rows(_ask(writer), document_id, rows.document)
    changes = differences(old, rows)
    refused = _refused_before(writer, document_id)
    if changes:
        kept = [replace(c, refused=(c.key, c.place) in refused) for c in changes]
        same = same_count(rows, changes)
        _keep(writer, document_id, engine, packed_rows(rows), kept, same)
        return len(changes)
    if are_equal(old, rows):
        writer.connection.execute(
            "UPDATE document SET engine_id = ? WHERE id = ?", (engine, document_id)
        )
        writer.connection.execute("DELETE FROM proposal WHERE document_id = ?", (document_id,))
    else:
        writer.write(rows, engine)
    return 0


def forget_others(writer: Writer, engine: int) -> None:
    """Drop the readings that another engine than today's proposed, of reports of today's."""
    writer.connection.execute(
        "DELETE FROM proposal WHERE engine_id <> ? AND document_id IN "
        "(SELECT id FROM document WHERE engine_id = ?)",
        (engine, engine),
    )


def stale_count(workspace: Workspace, engine: str) -> int:
    """Return how many reports were read by another engine, and not yet again by this one."""
    rows = workspace.rows(
        "SELECT count(*) FROM document d JOIN engine e ON e.id = d.engine_id "
        "WHERE d.replaced_by IS NULL AND e.identity <> ? AND NOT EXISTS "
        "(SELECT 1 FROM proposal p JOIN engine t ON t.id = p.engine_id "
        "WHERE p.document_id = d.id AND t.identity = ?)",
        (engine, engine),
    )
    return int(rows[0][0])


def _ask(writer: Writer) -> Ask:
    return lambda query, values: writer.connection.execute(query, tuple(values)).fetchall()


def _refused_before(writer: Writer, document_id: int) -> set[tuple[str, str]]:
    rows = writer.connection.execute(
        "SELECT difference FROM proposal WHERE document_id = ?", (document_id,)
    ).fetchall()
    return {(c.key, c.place) for (text,) in rows for c in _read(text)[1] if c.refused}


def _keep(
    writer: Writer,
    document_id: int,
    engine: int,
    reading: bytes,
    changes: Iterable[Change],
    same: int,
) -> None:
    plain = {"same": same, "changes": [as_plain(change) for change in changes]}
    writer.connection.execute(
        "INSERT OR REPLACE INTO proposal VALUES (?, ?, ?, ?, ?)",
        (document_id, engine, reading, json.dumps(plain, ensure_ascii=False), now()),
    )


def _read(difference: str) -> tuple[int, list[Change]]:
    """Return how many mentions are the same, and the changes, as `_keep` wrote them."""
    plain = json.loads(difference)
    return int(plain["same"]), [from_plain(facts) for facts in plain["changes"]]


class Proposals:
    """The readings of a workspace that wait for somebody's word.

    Parameters
    ----------
    workspace
        Where they are kept.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def _all(self, document: str = "") -> Iterator[tuple[str, str, int, list[Change]]]:
        """Yield hash and title of reports, how many mentions are the same, and the changes."""
        query = (
            "SELECT d.hash, d.title, p.difference FROM proposal p "
            "JOIN document d ON d.id = p.document_id WHERE ? IN ('', d.hash) ORDER BY d.id"
        )
        for key, title, difference in self._workspace.rows(query, (document,)):
            yield key, title, *_read(difference)

    def open_count(self) -> OpenCount:
        """Count what waits for a word."""
        counted = self._workspace.rows(
            "SELECT json_extract(c.value, '$.refused'), count(DISTINCT p.document_id), count(*) "
            "FROM proposal p, json_each(p.difference, '$.changes') c GROUP BY 1"
        )
        numbers = {bool(refused): (reports, changes) for refused, reports, changes in counted}
        refused = numbers.get(True, (0, 0))[1]
        return OpenCount(*numbers.get(False, (0, 0)), refused)

    def same_count(self) -> int:
        """Count the mentions that both readings of the reports that wait have alike."""
        counted = self._workspace.rows(
            "SELECT coalesce(sum(json_extract(difference, '$.same')), 0) FROM proposal"
        )
        return int(counted[0][0])

    def places(self, *, refused: bool = False) -> list[PlaceChanges]:
        """Return the places that changes are about, those with most first.

        Parameters
        ----------
        refused
            Whether those that were refused are meant, instead of those that wait.
        """
        return by_place(self.changes(Chosen(), refused=refused))

    def changes(self, chosen: Chosen, *, refused: bool = False) -> list[Proposed]:
        """Return changes, those of a report together, in the order in which the reports came."""
        return [
            Proposed(key, title, change)
            for key, title, _, changes in self._all(chosen.document)
            for change in changes
            if change.refused == refused and chosen.holds(change)
        ]

    def accept(self, chosen: Chosen) -> Judged:
        """Take changes over, with all that is drawn together with them.

        Those that wait are meant. Where none of the chosen waits, those that were refused are.

        Raises
        ------
        WorkspaceError
            It can't be written; reports that were done until then stay so.
        """
        meant = self.changes(chosen)
        if not meant and chosen != Chosen():
            meant = self.changes(chosen, refused=True)
        return self._judge(meant, _accept)

    def refuse(self, chosen: Chosen) -> Judged:
        """Leave changes as the old reading has them; the new one is kept, and can be accepted."""
        return self._judge(self.changes(chosen), _refuse)

    def _judge(
        self, meant: Iterable[Proposed], judge: Callable[[Writer, Document, Collection[str]], int]
    ) -> Judged:
        units: dict[str, set[str]] = defaultdict(set)
        for one in meant:
            units[one.document].add(one.change.unit)
        reports = changes = 0
        waiting = iter(units.items())
        while batch := list(islice(waiting, _WRITTEN_AT_ONCE)):
            with self._workspace.writing() as writer:
                for key, wanted in batch:
                    count = judge(writer, document_in(writer.connection, key), wanted)
                    reports += bool(count)
                    changes += count
        return Judged(reports, changes)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A proposal as it stands in the table."""

    document_id: int
    old_engine: int
    engine: int
    reading: bytes
    same: int
    changes: list[Change]

    @classmethod
    def of(cls, writer: Writer, document: Document) -> "_Kept | None":
        rows = writer.connection.execute(
            "SELECT d.id, d.engine_id, p.engine_id, p.reading, p.difference FROM proposal p "
            "JOIN document d ON d.id = p.document_id WHERE d.hash = ?",
            (document.id,),
        ).fetchall()
        if not rows:
            return None
        document_id, old_engine, engine, reading, difference = rows[0]
        return cls(document_id, old_engine, engine, reading, *_read(difference))


def _accept(writer: Writer, document: Document, units: Collection[str]) -> int:
    kept = _Kept.of(writer, document)
    if kept is None:
        return 0  # somebody else was first
    new = unpacked_rows(kept.reading, document)
    rest = [change for change in kept.changes if change.unit not in units]
    if not rest:
        writer.write(new, kept.engine)
        return len(kept.changes)
    old = stored_rows(_ask(writer), kept.document_id, document)
    writer.write(composed(old, new, units), kept.old_engine)
    _keep(writer, kept.document_id, kept.engine, kept.reading, rest, kept.same)
    return len(kept.changes) - len(rest)


def _refuse(writer: Writer, document: Document, units: Collection[str]) -> int:
    kept = _Kept.of(writer, document)
    if kept is None:
        return 0
    changes = [
        replace(change, refused=change.refused or change.unit in units) for change in kept.changes
    ]
    _keep(writer, kept.document_id, kept.engine, kept.reading, changes, kept.same)
    before = sum(change.refused for change in kept.changes)
    return sum(change.refused for change in changes) - before
