"""Says of dates in words what they mean, how that was inferred, and what else they could mean."""

from collections.abc import Iterable

from ..workspace.codes import DATED
from .days import days_in_words, short_day
from .plain_values import Record

_BACKGROUND = "background"
_REPORTED = "undated; reported on {days}"
_UNDATED = "undated"


def dates_in_text(passage: Record) -> list[Record]:
    """Return the dates of a passage in text order, none overlapping.

    Returns
    -------
    list of dict
        ``start`` and ``end`` in the text of the passage, ``history`` (whether it is background),
        and ``hint``: what the words mean, in words.
    """
    found: list[Record] = []
    reached = 0
    for date in passage["dates"]:
        start = int(date["start"] - passage["start"])
        end = int(min(date["end"], passage["end"]) - passage["start"])
        if start >= reached:
            reached = end
            history = bool(date["history"])
            found.append({"start": start, "end": end, "history": history, "hint": meaning(date)})
    return found


def dating(passage: Record, when: str, dated: str | None, days: tuple[int | None, ...]) -> str:
    """Return why a passage is of its date: which words say so, or that it is its report's.

    Parameters
    ----------
    passage
        With its ``dates``, and what is known of its report's (``date_note``).
    when
        Its date in words.
    dated
        What says it: ``words``, ``report``, or None.
    days
        Its first and last day, as numbers.
    """
    if dated is None:
        return _UNDATED
    if dated == "report":
        note = passage["date_note"]
        return _REPORTED.format(days=when) + (f" ({note})" if note else "")
    offset, text = passage["start"], passage["text"]
    for date in passage["dates"]:
        if (date["first_day"], date["last_day"]) == days:
            words = text[int(date["start"] - offset) : int(date["end"] - offset)]
            if words.strip() == text.strip():  # decided for the whole passage
                return meaning(date)
            return f"“{words}” means {meaning(date)}"
    return when


def meaning(date: Record) -> str:
    """Return what words mean: "since 1 Jan 2011 · background", "4 Mar 2024 · or 3 Apr 2024"."""
    return " · ".join(filter(None, _meaning(date)))


def _meaning(date: Record) -> Iterable[str]:
    if date["first_day"] is None:
        yield date["date_note"] or _UNDATED
        return
    days = days_in_words(date["first_day"], date["last_day"])
    yield f"{date['relation']} {days}".strip()
    yield _BACKGROUND if date["history"] else ""
    yield f"or {short_day(date['other'])}" if date["other"] else ""
    yield date["date_note"]


def observed(observation: Record) -> str:
    """Return when a passage speaks of a place: by its words, or "undated; reported on …"."""
    if observation["first_day"] is None:
        return _UNDATED
    days = days_in_words(observation["first_day"], observation["last_day"])
    if DATED[observation["dated"]].value == "report":
        return _REPORTED.format(days=days)
    note = observation["date_note"]
    return f"{days} ({note})" if note else days
