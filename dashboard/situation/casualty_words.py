"""Says whom a passage counts as dead, injured or missing, and in which words."""

from collections.abc import Iterable
from typing import Any

from .plain_values import Record


def casualties_in_text(passage: dict[Any, Any], counted: Iterable[Record]) -> list[Record]:
    """Return the casualties of a passage in text order.

    Returns
    -------
    list of dict
        ``kind`` (dead, injured, missing), ``number`` (None where the words give none, or a vague
        one), ``at_least`` (whether there may be more), ``start`` and ``end`` in the text of the
        passage, and ``text``: the words.
    """
    offset, text = passage["start"], passage["text"]
    found = []
    for one in counted:
        start, end = int(one["start"] - offset), int(one["end"] - offset)
        found.append(
            {
                "kind": one["kind"],
                "number": None if one["number"] is None else int(one["number"]),
                "at_least": bool(one["at_least"]),
                "start": start,
                "end": end,
                "text": text[start:end],
            }
        )
    return found


def in_words(casualty: Record) -> str:
    """Return a count in short: "at least 12 dead", "injured, no number given", "no missing"."""
    number = casualty["number"]
    if number is None:
        return f"{casualty['kind']}, no number given"
    amount = f"{number:,}" if number else "no"
    return f"{'at least ' if casualty['at_least'] else ''}{amount} {casualty['kind']}"
