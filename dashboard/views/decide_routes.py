"""What people decide on the page: looked at before, done, taken back, listed."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.routing import Route

from ..decisions import Act, Reach, Target, Verdict
from ..decisions import Done as DoneRecord
from ..errors import QueryError
from ..situation import Situation
from ..situation.address import Parameters
from ..situation.mention_page import mark_at
from .access import reviewer
from .answers import as_json, last, number
from .shared import desk, situation, workspace_tag
from .writing import Body, chosen, text, writing
from .writing import number as number_in

_ACTS = {act.value: act for act in Act}
_REACHES = {reach.value: reach for reach in Reach}
_MOST_CHOICES, _MOST_LEFT_OUT = 5000, 5000
_MOST_MOVES = 400
"""Of a preview, that are listed and drawn; all are counted."""
_UID, _ID, _WHO, _NAME, _WHY = 80, 200, 120, 200, 2000
_MOST_ENTRIES = 500
_DEEPEST = 6
_MOST_POSITIONS = 5000


def deciding_routes() -> list[Route]:
    """Return the routes by which the page decides."""
    makers: dict[str, Callable[[Body], Any]] = {
        "preview": _preview,
        "decide": _decide,
        "undo": _undo,
        "redo": _redo,
    }
    return [
        Route(f"/data/{name}", writing(make), methods=["POST"]) for name, make in makers.items()
    ]


def _preview(body: Body) -> Any:
    """Say what a decision would move: ``target``, ``verdict``, ``reach``."""
    found = desk(situation()).preview(
        _target(body.get("target"), "target"), _verdict(body), chosen(body, "reach", _REACHES)
    )
    # Those that change come first: they are what somebody wants to see.
    moves = sorted(found.moves, key=lambda move: not move.changes)
    return {
        "mentions": found.mentions,
        "reports": found.reports,
        "reached": len(found.moves),
        "moves": [asdict(move) for move in moves[:_MOST_MOVES]],
    }


def _decide(body: Body) -> Any:
    """Decide on a ``target`` as far as ``reach`` says, or on each of ``targets``."""
    uid = text(body, "uid", _UID, needed=True)
    said = {"who": _who(body), "why": text(body, "why", _WHY).strip()}
    if "targets" in body:
        verdict = _verdict(body)
        choices = [(target, verdict) for target in _targets(body, "targets", _MOST_CHOICES)]
        if not choices:
            raise QueryError("targets=[]; expected words to decide on")
        return _done(desk(situation()).decide_all(choices, **said, uid=uid))
    target, verdict = _target(body.get("target"), "target"), _verdict(body)
    done = _done(
        desk(situation()).decide(
            target,
            verdict,
            chosen(body, "reach", _REACHES),
            **said,
            uid=uid,
            leave_out=_targets(body, "leave_out", _MOST_LEFT_OUT),
        )
    )
    start = target.start if verdict.start is None else verdict.start
    return done | {"mark": mark_at(situation().workspace, target.document, start)}


def _undo(body: Body) -> Any:
    """Take back the decisions of a ``batch``, or the latest."""
    uid, who = text(body, "uid", _UID, needed=True), _who(body)
    return _done(desk(situation()).undo(text(body, "batch", _ID), who=who, uid=uid))


def _redo(body: Body) -> Any:
    """Decide again what was taken back last."""
    uid, who = text(body, "uid", _UID, needed=True), _who(body)
    return _done(desk(situation()).redo(who=who, uid=uid))


def _done(done: DoneRecord) -> dict[str, Any]:
    held = situation()
    state = {"v": held.model.snapshot.revision, "w": workspace_tag(held)}
    return asdict(done) | state


# ---- what was asked


def _who(body: Body) -> str:
    """Name of the reviewer: of who signed in, else as the page says."""
    return reviewer() or text(body, "who", _WHO).strip()


def _target(given: Any, name: str) -> Target:
    if not isinstance(given, dict):
        raise QueryError(f"{name} is missing; expected document, start and end")
    start, end = number_in(given, "start"), number_in(given, "end")
    if end <= start:
        raise QueryError(f"{name}: start={start}, end={end}; expected the end behind the start")
    return Target(text(given, "document", _ID, needed=True), start, end)


def _targets(body: Body, key: str, most: int) -> list[Target]:
    given = body.get(key) or []
    if not isinstance(given, list) or len(given) > most:
        raise QueryError(f"{key}: expected a list of {most} at most")
    return [_target(one, key) for one in given]


def _verdict(body: Body) -> Verdict:
    given = body.get("verdict")
    if not isinstance(given, dict):
        raise QueryError("verdict is missing; expected an act, and what belongs to it")
    holds = given.get("holds", True)
    if not isinstance(holds, bool):
        raise QueryError("holds in verdict; expected true or false")
    return Verdict(
        chosen(given, "act", _ACTS),
        place_id=text(given, "place_id", _ID),
        name=" ".join(text(given, "name", _NAME).split()),
        geometry=_geometry(given.get("geometry")),
        role=text(given, "role", _ID),
        start=None if given.get("start") is None else number_in(given, "start"),
        end=None if given.get("end") is None else number_in(given, "end"),
        theme=text(given, "theme", _ID),
        holds=holds,
        date=text(given, "date", _ID),
    )


def _geometry(given: Any) -> dict[str, Any] | None:
    """Return a geometry of bounded size; what is in it is looked at by who stores it."""
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"type", "coordinates"}:
        raise QueryError("geometry in verdict; expected GeoJSON with type and coordinates")
    if _positions(given["coordinates"], _DEEPEST) > _MOST_POSITIONS:
        raise QueryError(f"geometry in verdict; expected {_MOST_POSITIONS} corners at most")
    return given


def _positions(part: Any, deep: int) -> int:
    """How many positions GeoJSON coordinates hold; more than any when they are too deep."""
    if not isinstance(part, list):
        return 0
    if not deep:
        return _MOST_POSITIONS + 1
    if any(not isinstance(one, list) for one in part):
        return 1
    return sum(_positions(one, deep - 1) for one in part)


# ---- what was decided


def _history(held: Situation, parameters: Parameters) -> bytes:
    """What was decided, the newest first: ``most`` batches, of those before ``before``."""
    most = number(parameters, "most", 50, _MOST_ENTRIES, 1)
    return as_json([asdict(one) for one in desk(held).history(most, last(parameters, "before"))])


def _standing(held: Situation, parameters: Parameters) -> bytes:
    """The decisions that hold for a report, by its hash in ``doc``."""
    return as_json([asdict(one) for one in desk(held).standing(last(parameters, "doc"))])


DECISION_ANSWERS: dict[str, Callable[[Situation, Parameters], bytes]] = {
    "history": _history,
    "standing": _standing,
}
"""By the names that they have below ``/data``; JSON, gzipped."""
