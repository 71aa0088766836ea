"""What the right pane of the page shows, as answers below ``/data``.

Each answers a choice (the filters of an address) and parameters of its own; of an unknown id it is
``null``, which the page puts into words.
"""

from collections.abc import Callable
from dataclasses import asdict

from ..situation import Situation
from ..situation.address import Parameters
from ..situation.briefing import briefing
from ..situation.document_page import document_page
from ..situation.passage_list import passage_list
from ..situation.place_page import place_page
from ..situation.plain_values import Record
from .answers import as_json, chosen_of, last, number, number_if_any
from .explaining import reasons
from .shared import desk

Answer = Callable[[Situation, Parameters], bytes]
_MOST_LISTED, _MOST = 1000, 10**9


def _passages(held: Situation, parameters: Parameters) -> bytes:
    """Passages that pass: ``most`` and ``skip`` say which of them."""
    return as_json(passage_list(held, chosen_of(held, parameters), **_part(parameters)))


def _place(held: Situation, parameters: Parameters) -> bytes:
    """A place by the id in ``mark``, with the passages that ``most`` and ``skip`` say."""
    mark = last(parameters, "mark")
    return as_json(place_page(held, chosen_of(held, parameters), mark, **_part(parameters)))


def _document(held: Situation, parameters: Parameters) -> bytes:
    """A report by the hash in ``doc``."""
    return as_json(document_page(held, chosen_of(held, parameters), last(parameters, "doc")))


def _briefing(held: Situation, parameters: Parameters) -> bytes:
    """What there is to know when nothing is chosen; ``visited`` is the revision last seen."""
    visited = number_if_any(parameters, "visited", _MOST)
    return as_json(briefing(held, chosen_of(held, parameters), visited))


def _why(held: Situation, parameters: Parameters) -> bytes:
    """Why words mean the place in ``mark``: those of ``passage`` in ``doc``, or the newest."""
    found = reasons(held.workspace).why(
        held,
        chosen_of(held, parameters),
        last(parameters, "mark"),
        document=last(parameters, "doc"),
        passage=number_if_any(parameters, "passage", _MOST),
    )
    return as_json(found and found | {"decided": _decided(held, found)})


def _decided(held: Situation, found: Record) -> list[Record]:
    """The decisions that hold for the words of which it is said why."""
    spans = [(mention["start"], mention["end"]) for mention in found["mentions"]]
    return [
        asdict(one)
        for one in desk(held).standing(found["document"])
        if any(one.start < end and start < one.end for start, end in spans)
    ]


PANE_ANSWERS: dict[str, Answer] = {
    "passages": _passages,
    "place": _place,
    "document": _document,
    "briefing": _briefing,
    "why": _why,
}
"""By their names below ``/data``; all are JSON, gzipped."""


def _part(parameters: Parameters) -> dict[str, int]:
    return {
        "most": number(parameters, "most", 50, _MOST_LISTED, 1),
        "skip": number(parameters, "skip", 0, _MOST),
    }
