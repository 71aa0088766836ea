"""Deciding: what a decision would move, doing it, taking it back.

A decision is stored with the readings of the first reports that it reaches, and with the list of
those that are left: who reads the workspace sees all of that or nothing, also when the process is
killed. What is left is read by whoever comes next.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from threading import RLock
from typing import Any, TypeVar

from geocache.records import Geometry

from ..annotate import Annotator
from ..annotate.rulings import Rulings
from ..annotate.verdicts import LEAVE, Act, Reach, Target, Verdict
from ..errors import DecisionError
from ..executors import reading
from ..model import Document, OwnKnowledge
from ..workspace import Workspace
from ..workspace.decisions import UNDO, Record
from .applying import Applying, Plan, State
from .checking import Checked, Surroundings, checked
from .facts import (
    Named,
    Names,
    Report,
    context,
    mentions_between,
    mentions_of,
    place_dict,
    place_facts,
    report,
)
from .log import Log
from .records import Done, Entry, Move, Preview, Standing
from .settling import Precedence, Settling
from .touched import is_held, reached

_BY_READING = frozenset({Act.ADD, Act.SPAN, Act.ROLE, Act.THEME, Act.DATE})
"""Acts of which only reading tells what comes of them."""


E = TypeVar("E", Act, Reach)


class Desk:
    """Where reviewers decide; may be used by several threads.

    Parameters
    ----------
    workspace
        The reports and what was decided about them.
    in_background
        Whether a thread reads what a wide decision leaves, while others go on deciding; else it
        is read before the decision is answered.
    """

    def __init__(self, workspace: Workspace, *, in_background: bool = False) -> None:
        self._workspace = workspace
        self._settling = Settling(self._settle_some) if in_background else None
        self._precedence = Precedence()
        self._names = Names(workspace)
        self._log = Log(workspace)
        self._applying = Applying(workspace, self._names)
        self._lock = RLock()

    # ---- looking ahead

    def preview(self, target: Target, verdict: Verdict, reach: Reach) -> Preview:
        """Return what a decision would move; nothing is changed.

        Raises
        ------
        DecisionError
            It can't be decided; the message says what was expected.
        """
        with self._precedence.taken(), self._lock:
            state = self._applying.state()
            wanted = self._checked(state, target, verdict, reach)
            record = _record(wanted, "preview", "preview")
            rulings = state.rulings.with_these([record.ruling()])
            found = reached(self._workspace, self._names, wanted, record.ruling(), rulings)
            moves = tuple(_move(wanted, one, mention, holds) for one, mention, holds in found)
        changing = [move for move in moves if move.changes]
        return Preview(len(changing), len({move.document for move in changing}), moves)

    # ---- deciding

    def decide(
        self,
        target: Target,
        verdict: Verdict,
        reach: Reach,
        *,
        who: str = "",
        why: str = "",
        uid: str,
        leave_out: Collection[Target] = (),
    ) -> Done:
        """Decide, and read the reports again that it reaches.

        Parameters
        ----------
        target, verdict, reach
            What is decided about which words, and how far.
        who, why
            The reviewer and the reasons, as far as they are given.
        uid
            Names the decision: what is said twice is said once.
        leave_out
            Mentions that a wide decision is not to reach.

        Raises
        ------
        DecisionError
            It can't be decided; the message says what was expected.
        WorkspaceError
            It can't be stored; nothing was changed.
        """

        def plan(state: State) -> Plan:
            wanted = self._checked(state, target, verdict, reach)
            record = _record(wanted, uid, uid, who, why, self._before(state, wanted))
            left = [
                replace(
                    record,
                    uid=f"{uid}/{number}",
                    document=one.document,
                    start=one.start,
                    end=one.end,
                    act=LEAVE,
                    reach=Reach.MENTION.value,
                    before={},
                    after={key: record.after[key] for key in ("words", "source")} | {"of": uid},
                )
                for number, one in enumerate(sorted(leave_out, key=_place_in_order), 1)
            ]
            return Plan(
                uid, (record, *left), mentions=self._expected(state, wanted, record, leave_out)
            )

        return self._do(uid, plan)

    def decide_all(
        self, choices: Sequence[tuple[Target, Verdict]], *, who: str = "", why: str = "", uid: str
    ) -> Done:
        """Decide about many mentions, each by itself, as one batch; raises as `decide` does."""
        if not choices:
            raise DecisionError("nothing was chosen; expected a mention and a verdict at least")

        def plan(state: State) -> Plan:
            records, differing = [], 0
            known: dict[str, Surroundings] = {}
            for number, (target, verdict) in enumerate(choices):
                wanted = self._checked(state, target, verdict, Reach.MENTION, known)
                differing += wanted.mention is None or _differs(wanted.mention, wanted)
                own = f"{uid}/{number}" if number else uid
                before = self._before(state, wanted)
                records.append(_record(wanted, own, uid, who, why, before))
            return Plan(uid, tuple(records), mentions=differing)

        return self._do(uid, plan)

    def undo(self, batch: str = "", *, who: str = "", uid: str) -> Done:
        """Take back a batch, or the latest that holds; raises `DecisionError` if there is none."""

        def plan(_state: State) -> Plan:
            held = self._log.in_force(batch or self._log.latest_in_force())
            if not held:
                known = f"no decision of batch {batch!r} holds" if batch else "no decision holds"
                raise DecisionError(f"{known}; there is nothing to take back")
            records = [
                replace(
                    record,
                    uid=f"{uid}/{number}" if number else uid,
                    batch=uid,
                    who=who,
                    act=UNDO,
                    before={},
                    after={"words": record.after["words"], "batch": record.batch},
                    why="",
                    undoes=key,
                )
                for number, (key, record) in enumerate(held)
            ]
            undone = tuple(record for _, record in held)
            return Plan(uid, tuple(records), undone, _did(undone))

        return self._do(uid, plan)

    def redo(self, *, who: str = "", uid: str) -> Done:
        """Decide again what was taken back last, unless something was decided since.

        Raises
        ------
        DecisionError
            There is nothing to do again.
        """

        def plan(_state: State) -> Plan:
            records = self._log.to_redo()
            if not records:
                raise DecisionError(
                    "nothing was taken back since the last decision; there is nothing to do again"
                )
            renamed = {
                record.uid: f"{uid}/{number}" if number else uid
                for number, record in enumerate(records)
            }
            again = tuple(_again(record, renamed, uid, who) for record in records)
            return Plan(uid, again, mentions=_did(records))

        return self._do(uid, plan)

    def _do(self, uid: str, plan: Callable[[State], Plan]) -> Done:
        if not uid:
            raise DecisionError("a decision needs a uid, by which it is known if it is said twice")
        with self._precedence.taken(), self._lock:
            done = self._log.done(uid) or self._applying.apply(uid, plan, self._log.done)
        self.settle()
        return done

    def settle(self) -> None:
        """Read again what decisions left to be read; in the background where that was asked for.

        Raises
        ------
        DecisionError
            A report can't be read again, and nobody reads in the background; others are not yet.
        WorkspaceError
            It can't be written, and nobody reads in the background; nothing is forgotten.
        """
        if self._settling is not None:
            self._settling.start()
            return
        while self._settle_some():
            pass

    def _settle_some(self) -> bool:
        """Read a few reports that are left; who decides waits for one of them, or for storing."""
        self._precedence.give()
        with self._lock:
            state = self._applying.state()
        step = self._applying.read_left(state, lambda: self._precedence.is_taken)
        with self._lock:
            return self._applying.store_left(step)

    def _expected(
        self, state: State, wanted: Checked, record: Record, leave_out: Collection[Target]
    ) -> int:
        """How many mentions a wide decision will change."""
        if wanted.reach in {Reach.MENTION, Reach.DOCUMENT}:
            return 0
        ruling = record.ruling()
        rulings = state.rulings.with_these([ruling])
        found = reached(self._workspace, self._names, wanted, ruling, rulings)
        moves = [_move(wanted, one, mention, holds) for one, mention, holds in found]
        left = {(one.document, one.start, one.end) for one in leave_out}
        return sum(m.changes and (m.document, m.start, m.end) not in left for m in moves)

    # ---- looking back

    def history(self, most: int, before: str = "") -> list[Entry]:
        """Return what was decided, the newest first.

        Parameters
        ----------
        most
            How many batches at most.
        before
            Batch before which to go on; the newest when empty.
        """
        return self._log.entries(most, before)

    def standing(self, document: str) -> list[Standing]:
        """Return the decisions that hold for a report, in text order, and those that were left."""
        found = report(self._workspace, document)
        if found is None:
            raise DecisionError(f"there is no report {document!r}")
        with self._precedence.taken(), self._lock:
            state = self._applying.state()
            mentions = mentions_of(self._workspace, [found.id])
            alone = self._alone(state.own, found, state.rulings)
        return self._log.standing(found, state.rulings, mentions, alone)

    # ---- what is known

    def _checked(
        self,
        state: State,
        target: Target,
        verdict: Verdict,
        reach: Reach,
        known: dict[str, Surroundings] | None = None,
    ) -> Checked:
        """Return a verdict as it is kept; ``known`` holds what others were checked against."""
        verdict, reach = replace(verdict, act=_one_of(Act, verdict.act)), _one_of(Reach, reach)
        known = {} if known is None else known
        if target.document not in known:
            known[target.document] = self._surroundings(state, target.document)
        return checked(target, verdict, reach, known[target.document])

    def _surroundings(self, state: State, key: str) -> Surroundings:
        found = report(self._workspace, key)
        if found is None:
            raise DecisionError(f"there is no report {key!r}; expected the hash of one")
        if found.newer:
            raise DecisionError(
                f"report {key} was replaced by a newer version, {found.newer}; "
                "decide about that one"
            )

        def overlapping(start: int, end: int) -> list[Named]:
            return mentions_between(self._workspace, found.id, start, end)

        def drawn(place_id: str) -> Geometry | None:
            document = self._workspace.document(found.hash)
            ruled = state.rulings.of(document) if document else None
            return ruled.mentions.drawn(place_id) if ruled else None

        with reading(state.own) as (_engine, annotator):
            gazetteer, themes = annotator.geoparser.gazetteer, annotator.themes
        return Surroundings(found, overlapping, gazetteer, drawn, themes)

    def _before(self, state: State, wanted: Checked) -> dict[str, Any]:
        """Return what words meant before a decision, and what the machine alone makes of them."""
        found = wanted.report
        known: dict[str, Any] = {"context": context(found.text, *_span(wanted.target))}
        mention = wanted.mention
        if mention is None:
            return known | {"machine": None}
        machine: dict[str, Any] | None = mention.known()
        if is_held(found, mention, state.rulings):
            machine = self._alone(state.own, found, state.rulings).get(mention.span)
        return known | mention.known() | {"machine": machine}

    def _alone(
        self, own: OwnKnowledge, found: Report, rulings: Rulings
    ) -> dict[tuple[int, int], dict[str, Any]]:
        """What the machine alone makes of a report that was decided about, by start and end."""
        document = self._workspace.document(found.hash)
        if document is None or not rulings.about(document):
            return {}
        with reading(own) as (_engine, annotator):
            return _machine(annotator, document)


def _one_of(kind: type[E], given: str) -> E:
    try:
        return kind(given)
    except ValueError:
        known = ", ".join(kind)
        raise DecisionError(
            f"there is no {kind.__name__.lower()} {given!r}; expected {known}"
        ) from None


def _machine(annotator: Annotator, document: Document) -> dict[tuple[int, int], dict[str, Any]]:
    return {
        (m.start, m.end): {
            "outcome": m.resolution.outcome.value,
            "confidence": round(float(m.resolution.confidence), 4),
            "role": m.role.value,
            "place": place_dict(m.resolution.place) if m.resolution.place else None,
        }
        for m in annotator.parse(document).mentions
    }


def _record(
    wanted: Checked,
    uid: str,
    batch: str,
    who: str = "",
    why: str = "",
    before: dict[str, Any] | None = None,
) -> Record:
    target, before = wanted.target, before or {}
    seen = {"seen": True} if before.get("machine") else {}
    return Record(
        *(uid, batch, who, target.document, target.start, target.end, wanted.kind),
        wanted.verdict.act.value,
        wanted.reach.value,
        before,
        wanted.after | seen,
        why,
    )


def _did(records: Sequence[Record]) -> int:
    """How many mentions changed by what is taken back or done again."""
    return sum(int(record.after.get("did", {}).get("mentions", 0)) for record in records)


def _again(record: Record, renamed: dict[str, str], batch: str, who: str) -> Record:
    after = record.after | {"redoes": record.uid}
    if "of" in after:
        after["of"] = renamed.get(after["of"], after["of"])
    return replace(record, uid=renamed[record.uid], batch=batch, who=who, after=after)


def _move(wanted: Checked, found: Report, mention: Named, holds: bool) -> Move:  # noqa: FBT001
    """Say what a decision makes of a mention; ``holds`` is False where a narrower one stands."""
    before = place_facts(mention.place)
    after = before
    act = wanted.verdict.act
    if holds and act not in {Act.ROLE, Act.SPAN, Act.THEME, Act.DATE}:
        after = place_facts(wanted.after.get("place"))
    changes = holds and (act in _BY_READING or _differs(mention, wanted))
    return Move(
        found.hash,
        found.title,
        mention.passage,
        mention.start,
        mention.end,
        found.text[mention.start : mention.end],
        context(found.text, mention.start, mention.end),
        before,
        after,
        changes,
    )


def _differs(mention: Named, wanted: Checked) -> bool:
    place = wanted.after.get("place")
    if place:
        return mention.place is None or mention.place["id"] != place["id"]
    rejected = wanted.verdict.act is Act.REJECT
    return mention.outcome != ("NOT_A_PLACE" if rejected else "NIL")


def _span(target: Target) -> tuple[int, int]:
    return target.start, target.end


def _place_in_order(target: Target) -> tuple[str, int, int]:
    return target.document, target.start, target.end
