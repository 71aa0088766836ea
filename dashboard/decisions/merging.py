"""Decisions of a colleague's workspace come in; where two people disagree nobody guesses."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..annotate.verdicts import LEAVE, Act, Reach, Ruling
from ..errors import DecisionError
from ..workspace import Workspace
from ..workspace.copies import back_up
from ..workspace.decisions import IN_FORCE, NOTE, UNDO, Record
from .applying import Applying, Plan, State
from .facts import Names

_THEIRS = (
    'SELECT d.uid, d.batch, d.who, d.document_hash, d.start, d."end", d.target, d.act, d.scope, '
    "d.before, d.after, d.why, d.at, e.uid FROM decision d "
    f"LEFT JOIN decision e ON e.id = d.undoes WHERE d.act <> '{NOTE}' "
    f"AND (d.act = '{UNDO}' OR ({IN_FORCE})) ORDER BY d.id"
)
_MINE = f"SELECT d.uid, d.id, {IN_FORCE} FROM decision d"
_STANDING = "SELECT hash FROM document WHERE replaced_by IS NULL"
MINE, THEIRS = "mine", "theirs"
_OWN_WORDS = frozenset({Act.SPAN, Act.ADD})

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two decisions about the same words that can't both hold."""

    mine: Ruling
    theirs: Ruling

    def __str__(self) -> str:
        words = " ".join(self.mine.after["words"].split())
        return (
            f"{words!r} in report {self.mine.document} ({self.mine.start}, {self.mine.end}), "
            f"{self.mine.reach}: {_said(self.mine)} here, {_said(self.theirs)} there"
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the decisions of the other workspace."""

    taken: int
    """Decisions that came in."""
    taken_back: int
    """Decisions that were taken back there, and now here."""
    known: int
    """That were here, or say what is decided here."""
    waiting: tuple[str, ...]
    """Hashes of reports that are not here, or not in this version: what was decided of them holds
    when they come."""
    conflicts: tuple[Conflict, ...]
    """Which did not come in unless one side was preferred."""


def merge(workspace: Workspace, other: Path, prefer: str = "") -> Merged:
    """Take in the decisions of another workspace, which is only read, and read what they reach.

    Parameters
    ----------
    workspace
        Where they go.
    other
        File of the other workspace, of any version.
    prefer
        Which side counts where two disagree: ``mine``, ``theirs``, or "" for neither.

    Raises
    ------
    DecisionError
        ``prefer`` is something else, or the two workspaces are one.
    WorkspaceError
        The other workspace can't be read, or this one not be written.
    """
    if prefer not in {"", MINE, THEIRS}:
        raise DecisionError(f"{prefer!r}: expected {MINE} or {THEIRS}")
    if other.exists() and other.samefile(workspace.path):
        raise DecisionError(f"{other} is the workspace itself; expected another one")
    with tempfile.TemporaryDirectory() as folder:
        copy = Workspace(back_up(other, Path(folder) / "other.sitmap").path)
        with closing(copy):
            theirs = list(_records(copy))
    merging = _Merging(workspace, theirs, prefer)
    applying = Applying(workspace, Names(workspace))
    plan = merging.plan(applying.state())
    if plan.records:
        applying.apply("", merging.plan, lambda _uid: None)
    applying.read_all_left()
    return merging.merged


def _records(copy: Workspace) -> Iterator[tuple[Record, str]]:
    """Yield their records that hold, and those that take back, with the uid of what they do."""
    for row in copy.rows(_THEIRS):
        uid, batch, who, document, start, end, target, act, reach, *rest = row
        before, after, why, at, undone = rest
        kept = json.loads(after)
        kept.pop("seen", None)  # by their engine
        kept.pop("did", None)
        facts = json.loads(before), kept
        words = (document, start, end)
        record = Record(uid, batch, who, *words, target, act, reach, *facts, why, at=at)
        yield record, undone or ""


class _Merging:
    """Works out what comes in, as often as somebody else decides meanwhile."""

    def __init__(self, workspace: Workspace, theirs: list[tuple[Record, str]], prefer: str) -> None:
        self._workspace, self._theirs, self._prefer = workspace, theirs, prefer
        self.merged = Merged(0, 0, 0, (), ())

    def plan(self, state: State) -> Plan:
        """Return what is to be kept, and count it."""
        mine = {uid: (number, holds) for uid, number, holds in self._workspace.rows(_MINE)}
        coming = _Coming(state, mine, self._prefer)
        for record, of in self._theirs:
            coming.take(record, of)
        here = {key for (key,) in self._workspace.rows(_STANDING)}
        waiting = {r.document for r in coming.taken if r.document not in here and not _is_wide(r)}
        self.merged = Merged(
            sum(record.act != LEAVE for record in coming.taken),
            len(coming.backs),
            coming.known,
            tuple(sorted(waiting)),
            tuple(coming.conflicts),
        )
        undone = tuple(_as_it_is(state, uid) for uid in coming.backs)
        return Plan("", (*coming.backs.values(), *coming.taken), undone)


class _Coming:
    """What comes in of the records that were looked at so far."""

    def __init__(self, state: State, mine: dict[str, tuple[int, int]], prefer: str) -> None:
        self._mine, self._prefer = mine, prefer
        self._held = _Held(state.rulings.all)
        self._refused: set[str] = set()
        self.taken: list[Record] = []
        self.backs: dict[str, Record] = {}
        """Records that take back, by the uid of what holds here until then."""
        self.conflicts: list[Conflict] = []
        self.known = 0

    def take(self, record: Record, of: str) -> None:
        """Look at one of their records; ``of`` is the uid of what it takes back."""
        if record.act == UNDO:
            number, holds = self._mine.get(of, (0, 0))
            if holds and record.uid not in self._mine:
                self.backs[of] = replace(record, undoes=number)
        elif record.uid in self._mine:
            self.known += 1
        elif record.act != LEAVE:
            self._take_decision(record)
        elif record.after["of"] not in self._refused:
            self.taken.append(record)

    def _take_decision(self, record: Record) -> None:
        ruling = record.ruling()
        against = [one for one in self._held.against(ruling) if one.uid not in self.backs]
        if any(_same(one, ruling) for one in against):
            self.known += 1
            self._refused.add(record.uid)
            return
        self.conflicts += [Conflict(one, ruling) for one in against]
        if against and self._prefer != THEIRS:
            self._refused.add(record.uid)
            return
        for one in against:
            self.backs[one.uid] = self._taken_back(one, record)
        self.taken.append(record)

    def _taken_back(self, one: Ruling, record: Record) -> Record:
        return replace(
            record,
            uid=f"{record.uid}<{one.uid}",
            document=one.document,
            start=one.start,
            end=one.end,
            act=UNDO,
            before={},
            after={"words": one.after["words"], "for": record.uid},
            undoes=self._mine[one.uid][0],
        )


def _as_it_is(state: State, uid: str) -> Record:
    """Return a decision that holds, as far as readings need it."""
    one = next(ruling for ruling in state.rulings.all if ruling.uid == uid)
    return Record(
        *(one.uid, "", one.by, one.document, one.start, one.end, "mention", one.act),
        one.reach.value,
        after=one.after,
    )


class _Held:
    """Decisions that hold, by what they are about."""

    def __init__(self, rulings: tuple[Ruling, ...]) -> None:
        self._by_key: dict[Key, Ruling] = {}
        self._words: dict[str, list[Ruling]] = {}
        for ruling in rulings:
            for key in _keys(ruling):
                self._by_key[key] = ruling  # the later counts
            if ruling.reach is Reach.MENTION and ruling.act in _OWN_WORDS:
                self._words.setdefault(ruling.document, []).append(ruling)

    def against(self, ruling: Ruling) -> list[Ruling]:
        """Return the decisions about the same words, or about others that overlap them."""
        found = {one.uid: one for key in _keys(ruling) if (one := self._by_key.get(key))}
        if ruling.reach is Reach.MENTION and ruling.act in _OWN_WORDS:
            start, end = _words(ruling)
            for one in self._words.get(ruling.document, ()):
                first, last = _words(one)
                if first < end and start < last:
                    found[one.uid] = one
        return list(found.values())


def _words(ruling: Ruling) -> tuple[int, int]:
    if ruling.act == Act.SPAN:
        return ruling.after["start"], ruling.after["end"]
    return ruling.start, ruling.end


def _keys(ruling: Ruling) -> Iterator[Key]:
    """Yield what a decision is about: two about the same can't both hold."""
    where: Key = (ruling.document, ruling.start, ruling.end)
    if ruling.act == Act.DATE and ruling.reach is Reach.DOCUMENT:
        where = (ruling.document,)
    elif ruling.reach is not Reach.MENTION:
        about = {Reach.DOCUMENT: ruling.document, Reach.SOURCE: ruling.after["source"]}
        where = (about.get(ruling.reach, ""), ruling.name)
    if ruling.decides_place:
        yield ("place", ruling.reach, *where)
    if ruling.act == Act.ROLE:
        yield ("role", ruling.reach, *where)
    if ruling.act == Act.SPAN:
        yield ("span", *where)
    if ruling.act == Act.THEME:
        yield ("theme", ruling.after["theme"], *where)
    if ruling.act == Act.DATE:
        yield ("date", ruling.reach, *where)


def _same(one: Ruling, other: Ruling) -> bool:
    return _essence(one) == _essence(other)


def _essence(ruling: Ruling) -> Key:
    """What a decision says, whatever it is called: confirming a place is choosing it."""
    place = ruling.place
    after = ruling.after
    act = "place" if ruling.act in {Act.CONFIRM, Act.PLACE, Act.DRAW} else ruling.act
    if ruling.act in {Act.CONFIRM, Act.UNKNOWN} and place is None:
        act = Act.UNKNOWN
    facts = (after.get(key) for key in ("role", "theme", "holds", "date", "start", "end"))
    words = _words(ruling) if ruling.act in _OWN_WORDS else ()
    return (str(act), place.id if place else "", *facts, *words)


def _said(ruling: Ruling) -> str:
    after, place = ruling.after, ruling.place
    what = {
        Act.ROLE: after.get("role", ""),
        Act.THEME: f"{after.get('theme')} {'holds' if after.get('holds') else 'does not hold'}",
        Act.DATE: after.get("date") or "no date",
        Act.SPAN: f"({after.get('start')}, {after.get('end')})",
        Act.UNKNOWN: "a place that no source knows",
        Act.REJECT: "no place",
    }.get(Act(ruling.act), f"{place.name} ({place.id})" if place else "a place")
    return f"{what}, by {ruling.by}" if ruling.by else what


def _is_wide(record: Record) -> bool:
    return record.reach in {Reach.SOURCE, Reach.EVERYWHERE}
