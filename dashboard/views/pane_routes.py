"""What the right pane of the page shows, as answers below ``/data``.

Each answers a choice (the filters of an address) and parameters of its own; of an unknown id it is
``null``, which the page puts into words.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from geocache.gazetteer import LayeredGazetteer, PackSource, open_gazetteer

from ..annotate.explanations import Explained
from ..attribution import licence_of
from ..errors import QueryError
from ..executors import Packs, explain_document
from ..situation import Situation
from ..situation.address import filters_of
from ..situation.briefing import briefing
from ..situation.document_page import document_page
from ..situation.passage_list import passage_list
from ..situation.place_page import place_page
from ..situation.why import WhyPlaces
from ..workspace import Workspace

Parameters = Mapping[str, Sequence[str]]
Answer = Callable[[Situation, Parameters], bytes]
_LEVEL = 1
_MOST_LISTED, _MOST_DIGITS = 1000, 9
_KEPT_EXPLANATIONS = 64


def _passages(held: Situation, parameters: Parameters) -> bytes:
    """Passages that pass: ``most`` and ``skip`` say which of them."""
    return _packed(passage_list(held, filters_of(parameters), **_part(parameters)))


def _place(held: Situation, parameters: Parameters) -> bytes:
    """A place by the id in ``mark``, with the passages that ``most`` and ``skip`` say."""
    mark = _one(parameters, "mark")
    return _packed(place_page(held, filters_of(parameters), mark, **_part(parameters)))


def _document(held: Situation, parameters: Parameters) -> bytes:
    """A report by the hash in ``doc``."""
    return _packed(document_page(held, filters_of(parameters), _one(parameters, "doc")))


def _briefing(held: Situation, parameters: Parameters) -> bytes:
    """What there is to know when nothing is chosen; ``visited`` is the revision last seen."""
    visited = _number(parameters, "visited", None)
    return _packed(briefing(held, filters_of(parameters), visited))


def _why(held: Situation, parameters: Parameters) -> bytes:
    """Why words mean the place in ``mark``: those of ``passage`` in ``doc``, or the newest."""
    found = _reasons(held.workspace, tuple(held.workspace.packs())).why(
        held,
        filters_of(parameters),
        _one(parameters, "mark"),
        document=_one(parameters, "doc"),
        passage=_number(parameters, "passage", None),
    )
    return _packed(found)


PANE_ANSWERS: dict[str, Answer] = {
    "passages": _passages,
    "place": _place,
    "document": _document,
    "briefing": _briefing,
    "why": _why,
}
"""By their names below ``/data``; all are JSON, gzipped."""
NOT_KEPT = frozenset({"briefing"})
"""Those that hold more than a revision does (what could not be read), so that none may be kept."""


@lru_cache(maxsize=1)
def _reasons(workspace: Workspace, packs: Packs) -> WhyPlaces:
    base = open_gazetteer()
    gazetteer = LayeredGazetteer(base, [PackSource(*pack) for pack in packs]) if packs else base
    names = [name for name, _ in packs]

    @lru_cache(maxsize=_KEPT_EXPLANATIONS)
    def explained(document_hash: str) -> list[Explained]:
        document = workspace.document(document_hash)
        return explain_document(packs, document) if document else []

    return WhyPlaces(gazetteer, explained, lambda place: licence_of(place, names))


def _part(parameters: Parameters) -> dict[str, int]:
    most = _number(parameters, "most", 50)
    skip = _number(parameters, "skip", 0)
    if not most or most > _MOST_LISTED:
        raise QueryError(f"most={most} in the address; expected 1 to {_MOST_LISTED}")
    return {"most": most, "skip": skip or 0}


def _one(parameters: Parameters, key: str) -> str:
    return (parameters.get(key) or [""])[-1]


def _number(parameters: Parameters, key: str, otherwise: int | None) -> int | None:
    text = _one(parameters, key)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise QueryError(f"{key}={text} in the address; expected a number")
    return int(text)


def _packed(content: Any) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), _LEVEL, mtime=0)
