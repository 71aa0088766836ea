"""The addresses from which the page fetches what it shows: stateless, the choice in the address.

An answer of the state that was asked for (``w``, a workspace, and ``v``, a revision of it) never
changes, and may be kept by the browser for ever.
"""

import gzip
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..errors import DashboardError, QueryError
from ..maps import packed_marks, packed_places
from ..maps.geometry import for_zoom
from ..situation import Filters, Situation
from ..situation.address import Parameters
from ..situation.place_words import mark_in_words
from ..workspace.decisions import outstanding_count
from ..workspace.jobs import Jobs
from .answers import DEEPEST_ZOOM, as_json, chosen_of, last, number
from .area_routes import AREA_ANSWERS
from .bar_routes import BAR_ANSWERS
from .decide_routes import DECISION_ANSWERS, deciding_routes
from .export_route import export_file
from .keeping_state import as_plain_state, keeping_state
from .pane_routes import PANE_ANSWERS
from .review_routes import REVIEW_ANSWERS
from .shared import desk, geometries, situation, themes_tag, workspace_tag
from .writing import JSON, refused

_KEPT = 64
_LEVEL, _PLACES_LEVEL = 1, 6
"""Of gzip: what each choice sends, and what is made once for a state of the workspace."""
_KEEP = "private, max-age=31536000, immutable"
_MOST_ROWS = 200
NOT_KEPT = frozenset({"briefing", "views", "history", "candidates"})
"""Answers that change without a new revision: what could not be read, what is saved, places of a
user's own."""
BINARY = "application/octet-stream"
_ANSWERS = (BAR_ANSWERS, AREA_ANSWERS, PANE_ANSWERS, REVIEW_ANSWERS, DECISION_ANSWERS)


def data_routes() -> list[Route]:
    """Return the routes below ``/data``."""
    return [
        Route("/data/revision", _revision),
        Route("/data/places", _answering(_places, BINARY)),
        Route("/data/marks", _answering(_marks, BINARY)),
        Route("/data/labels", _answering(_labels, JSON)),
        Route("/data/shapes", _answering(_shapes, JSON)),
        Route("/data/find", _answering(_find, JSON)),
        *(
            Route(f"/data/{name}", _answering(make, JSON, keep=name not in NOT_KEPT))
            for answers in _ANSWERS
            for name, make in answers.items()
        ),
        Route("/data/export", export_file),
        *deciding_routes(),
    ]


def _answering(
    make: Callable[[Situation, Parameters], bytes], media_type: str, *, keep: bool = True
) -> Callable[[Request], Response]:
    # A plain function: Starlette runs it in a thread, so that one long answer stops nobody.
    def respond(request: Request) -> Response:
        query = request.query_params
        parameters = {key: query.getlist(key) for key in query}
        try:
            held = situation()
            content = make(held, parameters)
        except QueryError as error:
            return refused(str(error), 400)
        except DashboardError as error:
            return refused(str(error), 503)
        is_current = (
            keep
            and query.get("v") == str(held.model.snapshot.revision)
            and query.get("w") == workspace_tag(held)
        )
        return Response(
            content,
            media_type=media_type,
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": _KEEP if is_current else "no-store",
            },
        )

    return respond


def _revision(_request: Request) -> Response:
    """Say which state the workspace is in, and how far reports are read."""
    try:
        held = situation()
    except DashboardError as error:
        return refused(str(error), 503)
    waiting = outstanding_count(held.workspace.reader)
    if waiting:
        desk(held).settle()  # also what another process was killed over
    jobs = Jobs(held.workspace)
    left, run = jobs.open_count(), jobs.latest_run()
    if run and run.state == "reading":
        left = max(left, run.total - run.done)  # reports that are read again are no inputs
    content: dict[str, Any] = {
        "v": held.model.snapshot.revision,
        "w": workspace_tag(held),
        "left": left,
        "settling": waiting,
        "themes": themes_tag(held),
        "keeping": as_plain_state(keeping_state(held.workspace)),
        "run": None,
    }
    if run and left:
        content["run"] = {
            "state": run.state,
            "step": run.step,
            "done": run.done,
            "total": run.total,
            "failed": run.failed,
            "rate": round(run.rate, 1),
        }
    return Response(json.dumps(content), media_type=JSON, headers={"Cache-Control": "no-store"})


def _places(held: Situation, _parameters: Parameters) -> bytes:
    return _kept_places(held.model.snapshot)


@lru_cache(1)
def _kept_places(snapshot: Any) -> bytes:
    return gzip.compress(packed_places(snapshot), _PLACES_LEVEL, mtime=0)


def _marks(held: Situation, parameters: Parameters) -> bytes:
    return _kept_marks(held, chosen_of(held, parameters), held.model.snapshot.revision)


@lru_cache(_KEPT)
def _kept_marks(held: Situation, filters: Filters, _revision: int) -> bytes:
    themes = held.themes
    families = {
        family.id: tuple(theme.id for theme in themes.all if theme.family == family.id)
        for family in themes.families
    }
    return gzip.compress(packed_marks(held.view(filters), families), _LEVEL, mtime=0)


def _rows(held: Situation, parameters: Parameters) -> list[int]:
    """Rows of marks in ``row``, separated by commas; those there are not are left out."""
    given = [part for value in parameters.get("row", ()) for part in value.split(",") if part]
    if len(given) > _MOST_ROWS:
        raise QueryError(f"row holds {len(given)} numbers; expected {_MOST_ROWS} at most")
    for part in given:
        if not (part.isascii() and part.isdigit()):
            raise QueryError(f"row={part} in the address; expected a number")
    size = held.model.snapshot.count("marks")
    return [int(part) for part in given if int(part) < size]


def _labels(held: Situation, parameters: Parameters) -> bytes:
    """What marks are called, by their rows."""
    rows = _rows(held, parameters)
    facts, labels = held.mark_facts(rows), held.labels_of(rows)
    found = {
        row: [fact.thing_id, labels.get(row, str(fact.label)), _kind(fact)]
        for row, fact in zip(rows, facts.itertuples(), strict=True)
        if isinstance(fact.thing_id, str)
    }
    return as_json(found)


def _kind(fact: Any) -> str:
    """What a row of `Situation.mark_facts` is, in words."""
    return mark_in_words(fact.kind, fact.feature_class, fact.feature_code, fact.population)


def _shapes(held: Situation, parameters: Parameters) -> bytes:
    """What is drawn of marks, as GeoJSON, by their rows."""
    zoom = number(parameters, "zoom", 0, DEEPEST_ZOOM)
    drawn, rows = geometries(), _rows(held, parameters)
    found: dict[int, Any] = {}
    for row, fact in zip(rows, held.mark_facts(rows).itertuples(), strict=True):
        geometry = drawn.geometry(fact, zoom) if isinstance(fact.thing_id, str) else None
        found[row] = for_zoom(geometry, zoom, is_outline=bool(fact.outline)) if geometry else None
    return as_json(found)


def _find(held: Situation, parameters: Parameters) -> bytes:
    """A mark by its id, or null."""
    row = held.thing_row(last(parameters, "id"))
    if row is None:
        return as_json(None)
    fact = next(held.mark_facts([row]).itertuples())
    if not isinstance(fact.thing_id, str):  # it went between the two questions
        return as_json(None)
    sides: list[Any] = [fact.west, fact.south, fact.east, fact.north]
    return as_json(
        {
            "row": row,
            "id": fact.thing_id,
            "label": str(held.labels_of([row]).get(row, fact.label)),
            "kind": _kind(fact),
            "bounds": None if pd.isna(sides[0]) else sides,
        }
    )
