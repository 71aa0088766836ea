"""What a reviewer chooses among: words in doubt, and the places that they may mean."""

from collections.abc import Callable

from ..errors import QueryError
from ..situation import Situation
from ..situation.address import Parameters
from ..situation.mention_page import MentionPages
from ..situation.review_groups import alike, review_groups
from .answers import as_json, chosen_of, last, number, number_if_any
from .explaining import reasons

_MOST_GROUPS, _MOST_FOUND, _MOST_TYPED = 500, 40, 200
_MOST_OFFSET = 10**9


def _queue(held: Situation, parameters: Parameters) -> bytes:
    """Words in doubt, alike ones together, under the filters: ``most`` groups."""
    most = number(parameters, "most", 60, _MOST_GROUPS, 1)
    spread = reasons(held.workspace).choices.spread_km
    return as_json(review_groups(held, chosen_of(held, parameters), spread, most))


def _alike(held: Situation, parameters: Parameters) -> bytes:
    """The words of the group in ``key``, and the passage of the least sure of them."""
    words = alike(held, chosen_of(held, parameters), last(parameters, "key"))
    page = None
    if words:
        first = words[0]
        page = _pages(held).page(
            held.workspace, first["document"], first["start"], first["end"], weighed=False
        )
    return as_json({"words": words, "page": page})


def _fix(held: Situation, parameters: Parameters) -> bytes:
    """The passage that says something of ``mark``, or that holds the words from ``start``.

    With ``weighed=0`` without what else its words may mean, which takes the longest.
    """
    document, mark = last(parameters, "doc"), last(parameters, "mark")
    if mark:
        passage = number_if_any(parameters, "passage", _MOST_OFFSET)
        found = reasons(held.workspace).where(
            held, chosen_of(held, parameters), mark, document=document, passage=passage
        )
        if found is None:
            return as_json(None)
        document, start, end = found
    else:
        start = number(parameters, "start", 0, _MOST_OFFSET)
        end = number(parameters, "end", start, _MOST_OFFSET)
    weighed = number(parameters, "weighed", 1, 1) == 1
    return as_json(_pages(held).page(held.workspace, document, start, end, weighed=weighed))


def _pages(held: Situation) -> MentionPages:
    why = reasons(held.workspace)
    return MentionPages(why.choices, why.explain)


def _candidates(held: Situation, parameters: Parameters) -> bytes:
    """Places called as ``typed`` says, with its id, or near the position that it is."""
    typed = last(parameters, "typed")
    if len(typed) > _MOST_TYPED:
        raise QueryError(f"typed has {len(typed)} letters; expected {_MOST_TYPED} at most")
    most = number(parameters, "most", 12, _MOST_FOUND, 1)
    return as_json(reasons(held.workspace).choices.find(typed, most))


REVIEW_ANSWERS: dict[str, Callable[[Situation, Parameters], bytes]] = {
    "queue": _queue,
    "alike": _alike,
    "fix": _fix,
    "candidates": _candidates,
}
"""By the names that they have below ``/data``; JSON, gzipped."""
