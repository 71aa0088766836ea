"""Decisions and the readings that follow from them.

A decision is stored with the readings of a few reports, those first that it was taken in. Of a wide
one the others are noted in the same transaction, and read again a little later, some at a time: so
nobody waits for hundreds of reports, and a process that is killed leaves nothing forgotten.

Reports are read before a transaction begins, for it keeps others waiting. In it is looked whether
anybody was faster: what changed meanwhile is read again.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from geocache.errors import GeocacheError

from ..annotate import Annotator
from ..annotate.rulings import Rulings
from ..annotate.verdicts import LEAVE, Act
from ..errors import DecisionError, WorkspaceError
from ..executors import reading
from ..model import Document, OwnKnowledge
from ..workspace import DocumentRows, Workspace, Writer
from ..workspace.codes import OUTCOMES, ROLES
from ..workspace.connection import named_errors
from ..workspace.decisions import (
    Record,
    append,
    latest,
    leave_outstanding,
    outstanding,
    rulings_of,
    settled,
)
from .facts import Named, Names, Report, mentions_of, report
from .log import notes_of
from .records import Done
from .rereading import read_again, seen_before
from .touched import is_left, touched_by

_TRIES = 5
_FIRST, _AT_ONCE = 2, 16
"""Reports that are read with the decision, and at most in each step of what is left."""
_STEP_S = 0.1
"""After which a step begins no other report."""
_PLACE_ACTS = frozenset({Act.CONFIRM, Act.PLACE, Act.UNKNOWN, LEAVE})
"""Acts that change only which places are meant."""
_SILENT = frozenset({"undo", "note"})


@dataclass(frozen=True, slots=True)
class State:
    """What holds before a decision."""

    latest: int
    """Id of the latest record."""
    revision: int
    """Of the workspace."""
    rulings: Rulings
    own: OwnKnowledge


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be kept."""

    batch: str
    records: tuple[Record, ...]
    undone: tuple[Record, ...] = ()
    """Records that are taken back."""
    mentions: int = 0
    """That will mean something else, where not all reports are read at once."""

    @property
    def is_about_places(self) -> bool:
        """Whether nothing but the places that are meant can change."""
        records = (*self.records, *self.undone)
        return all(record.act in _PLACE_ACTS | _SILENT for record in records)


@dataclass(frozen=True, slots=True)
class _Reread:
    """A report as it is read with the decisions."""

    number: int
    revision: int
    rows: DocumentRows


@dataclass(slots=True)
class Step:
    """Some of the reports that are left, read and not yet stored."""

    state: State
    """With whose decisions they are read."""
    engine: str = ""
    """Identity of what read them."""
    read: dict[str, _Reread] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    """Hashes of reports that were replaced."""
    fault: tuple[str, Exception] | None = None
    """Hash of a report that can't be read, and why."""


class Applying:
    """Carries out plans; used by one thread at a time, but for `read_left`.

    Parameters
    ----------
    workspace
        Where they are stored.
    names
        What its reports name.
    """

    def __init__(self, workspace: Workspace, names: Names) -> None:
        self._workspace, self._names = workspace, names
        self._kept = State(-1, 0, Rulings(), OwnKnowledge())
        self._unreadable: dict[str, int] = {}
        """Hashes of reports that can't be read again, with the latest record then."""

    def state(self) -> State:
        """Return what holds now; decisions are read again only where some came."""
        revision = self._workspace.revision()
        with named_errors(self._workspace.path):
            number = latest(self._workspace.reader)
            rulings = self._kept.rulings
            if number != self._kept.latest:
                rulings = rulings_of(self._workspace.reader)
        self._kept = State(number, revision, rulings, self._workspace.own_knowledge())
        return self._kept

    def apply(
        self, uid: str, plan: Callable[[State], Plan], done: Callable[[str], Done | None]
    ) -> Done:
        """Carry out a plan; ``done`` tells whether another process did so meanwhile."""
        for _ in range(_TRIES):
            state = self.state()
            wanted = plan(state)
            after = _rulings_after(state.rulings, wanted)
            touched = self._touched(wanted)
            try:
                with reading(state.own) as (engine, annotator):
                    known = self._engine(engine)
                    read = self._read(annotator, known, touched[:_FIRST], state.rulings, after)
            except GeocacheError as error:
                raise DecisionError(f"this can't be decided: {error}") from error
            stored = None
            with self._workspace.writing() as writer:
                if latest(writer.connection) == state.latest:
                    stored = self._store(writer, engine, wanted, state, after, touched, read)
                    number, known_as = latest(writer.connection), writer.engine(engine)
            if stored:
                held = _known_by(after, wanted, known_as)
                self._kept = State(number, stored.revision, held, state.own)
                return stored
            did = done(uid)
            if did:
                return did
        raise WorkspaceError(
            f"{self._workspace.path}: others decide all the time; nothing was changed, try again"
        )

    def read_left(self, state: State, is_wanted: Callable[[], bool]) -> Step:
        """Read some of the reports again that are left; stop when somebody decides.

        A report that can't be read keeps none of the others waiting: this process leaves it alone
        until something else is decided.
        """
        step, until = Step(state), time.monotonic() + _STEP_S
        for key in self._left(state.latest, _AT_ONCE):
            if step.engine and (is_wanted() or time.monotonic() > until):
                break
            with reading(state.own) as (step.engine, annotator):
                number, rulings = self._engine(step.engine), state.rulings
                try:
                    one = self._read_one(annotator, number, key, rulings, rulings)
                except WorkspaceError:
                    raise
                except Exception as error:  # noqa: BLE001  a fault of ours: it is told by who stores
                    self._unreadable[key] = state.latest
                    step.fault = key, error
                    break
            if one:
                step.read[key] = one
            else:
                step.gone.append(key)
        return step

    def store_left(self, step: Step) -> bool:
        """Store what was read, unless something was decided since; return whether more is left.

        Raises
        ------
        DecisionError
            A report can't be read; what was read before it is stored.
        WorkspaceError
            They can't be written; they stay to be read.
        """
        if step.read or step.gone:
            with self._workspace.writing() as writer:
                if latest(writer.connection) == step.state.latest:
                    same = [one for key, one in step.read.items() if self._is_as_read(key, one)]
                    writer.write_many((one.rows for one in same), writer.engine(step.engine))
                    gone = [one.id for one in map(self._found, step.gone) if one]
                    settled(writer, [*gone, *(one.number for one in same)])
        if step.fault:
            key, error = step.fault
            raise DecisionError(
                f"report {key} can't be read again with what was decided, and stays as it was: "
                f"{error!r}"
            ) from error
        return bool(self._left(step.state.latest, 1))

    def read_all_left(self) -> None:
        """Read all reports again that are left, and store them; raises as `store_left` does."""
        while self.store_left(self.read_left(self.state(), lambda: False)):
            pass

    def _left(self, number: int, most: int) -> list[str]:
        """Hashes of reports that are to be read again and, with this latest record, can be."""
        with named_errors(self._workspace.path):
            keys = outstanding(self._workspace.reader, most + len(self._unreadable))
        return [key for key in keys if self._unreadable.get(key) != number][:most]

    def _found(self, key: str) -> Report | None:
        return report(self._workspace, key)

    def _is_as_read(self, key: str, one: _Reread) -> bool:
        now = self._found(key)
        return now is not None and now.revision == one.revision

    def _touched(self, wanted: Plan) -> list[str]:
        """Hashes of the reports that may be read otherwise, those first that it was said of."""
        found: set[str] = set()
        for record in (*wanted.records, *wanted.undone):
            if record.act not in _SILENT:
                ruling = record.ruling()
                if not is_left(ruling) or record in wanted.undone:
                    found |= touched_by(self._workspace, self._names, ruling)
        said = dict.fromkeys(one.document for one in (*wanted.records, *wanted.undone))
        first = [key for key in said if key in found]
        return [*first, *sorted(found.difference(first))]

    def _read(
        self,
        annotator: Annotator,
        engine: int | None,
        keys: Iterable[str],
        before: Rulings,
        after: Rulings,
    ) -> dict[str, _Reread]:
        found = {}
        for key in keys:
            one = self._read_one(annotator, engine, key, before, after)
            if one:
                found[key] = one
        return found

    def _engine(self, identity: str) -> int | None:
        rows = self._workspace.rows("SELECT id FROM engine WHERE identity = ?", (identity,))
        return int(rows[0][0]) if rows else None

    def _read_one(
        self,
        annotator: Annotator,
        engine: int | None,
        key: str,
        before: Rulings,
        after: Rulings,
    ) -> _Reread | None:
        found, document = report(self._workspace, key), self._workspace.document(key)
        if found is None or document is None or found.newer:
            return None
        seen = None
        is_known = found.engine == engine and not self._must_be_whole(found.id)
        if is_known and _sees_the_same(document, engine, (before, after)):
            seen = seen_before(self._workspace, document)
        return _Reread(found.id, found.revision, read_again(annotator, document, after, seen))

    def _must_be_whole(self, number: int) -> bool:
        """Whether a report is still to be read whole: what was seen in it is out of date."""
        query = "SELECT 1 FROM outstanding WHERE document_id = ? AND whole"
        return bool(self._workspace.rows(query, (number,)))

    def _store(
        self,
        writer: Writer,
        identity: str,
        wanted: Plan,
        state: State,
        after: Rulings,
        touched: list[str],
        read: dict[str, _Reread],
    ) -> Done:
        if self._workspace.revision() != state.revision:
            touched = self._touched(wanted)
            read = self._caught_up(identity, touched[:_FIRST], state, after, read)
        numbers = [one.number for one in read.values()]
        before = mentions_of(self._workspace, numbers)
        others = self._of_another_engine(touched, identity)
        engine = writer.engine(identity)
        later = touched[_FIRST:]
        changed = max(_changes(before, read), wanted.mentions if later else 0)
        did = {"mentions": changed, "reports": len(read) + len(later), "other_engine": others}
        did |= {"later": len(later)} if later else {}
        first, *rest = wanted.records
        first = replace(first, after=first.after | {"did": did})
        append(writer, [replace(one, engine=engine) for one in (first, *rest)])
        writer.write_many((one.rows for one in read.values()), engine)
        settled(writer, numbers)
        leave_outstanding(writer, later, whole=not wanted.is_about_places)
        return Done(wanted.batch, writer.revision, changed, did["reports"], notes_of(did))

    def _caught_up(
        self,
        identity: str,
        touched: Iterable[str],
        state: State,
        after: Rulings,
        read: dict[str, _Reread],
    ) -> dict[str, _Reread]:
        """Read again what others stored meanwhile; nobody can in this transaction."""
        with reading(state.own) as (engine, annotator):
            if engine != identity:
                raise WorkspaceError(
                    f"{self._workspace.path}: files of places or themes changed; try again"
                )
            number = self._engine(engine)
            found = {}
            for key in touched:
                now = report(self._workspace, key)
                known = read.get(key)
                if now and known and now.revision == known.revision:
                    found[key] = known
                elif one := self._read_one(annotator, number, key, state.rulings, after):
                    found[key] = one
            return found

    def _of_another_engine(self, keys: Sequence[str], identity: str) -> int:
        """Count reports that a decision reaches, now or later, and that another engine has read."""
        query = (
            "SELECT count(*) FROM document WHERE engine_id IS NOT ? "
            "AND hash IN (SELECT value FROM json_each(?))"
        )
        found = self._workspace.rows(query, (self._engine(identity), json.dumps(keys)))
        return int(found[0][0])


def _rulings_after(before: Rulings, wanted: Plan) -> Rulings:
    left = before.without({record.uid for record in wanted.undone}) if wanted.undone else before
    return left.with_these(one.ruling() for one in wanted.records if one.act not in _SILENT)


def _known_by(rulings: Rulings, wanted: Plan, engine: int) -> Rulings:
    """Return decisions with the engine that had read the reports of the new ones."""
    fresh = {record.uid for record in wanted.records}
    return Rulings(replace(r, engine=engine) if r.uid in fresh else r for r in rulings.all)


def _sees_the_same(document: Document, engine: int | None, rulings: Iterable[Rulings]) -> bool:
    """Whether what the machine saw stands in the workspace as it saw it, before and after."""
    for some in rulings:
        about = some.about(document)
        if any(ruling.engine not in {None, engine} for ruling in about):
            return False  # words that this engine does not see may have been kept
        ruled = some.of(document)
        if ruled is not None and not ruled.only_places:
            return False
    return True


def _changes(before: list[Named], read: dict[str, _Reread]) -> int:
    """How many mentions mean something else than before."""
    were = {
        (mention.document, *mention.span): (
            mention.outcome,
            mention.place["id"] if mention.place else "",
            mention.role,
        )
        for mention in before
    }
    are = {}
    for key, one in read.items():
        for row in one.rows.mentions:
            place = row.place.key if row.place else ""
            role = ROLES[row.role].value
            are[key, row.start, row.end] = (OUTCOMES[row.outcome].value, place, role)
    return sum(were.get(key) != are.get(key) for key in were.keys() | are.keys())
