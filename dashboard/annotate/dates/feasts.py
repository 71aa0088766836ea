"""Feasts by their names: fixed days, days counted from Easter, and tables of what moves."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from geocache.data_files import shipped
from geocache.errors import KnowledgeFileError

from ...model import Precision
from .counting import direction_of
from .expressions import Cycle, Expression, Interval, Period
from .lexing import Tokens
from .vocabulary import Vocabulary

_JOINTS = " \n-'"
_NONE = "the table of feasts has no such year"
_TWICE = {"eid": "eid_al_adha"}
"""Names that two feasts of a year have: the second of them."""


@dataclass(frozen=True)
class Feasts:
    """Names of feasts, and when they are."""

    names: dict[str, list[tuple[tuple[str, ...], str]]]
    """By the first word of a name: its words, and the feast; the longest first."""
    days: dict[str, Callable[[int], Interval]]
    """Days by feast and year; raises ValueError where nothing says them."""
    events: dict[str, date]
    """Days that single events are named by: "9/11"."""

    @classmethod
    @cache
    def shipped(cls) -> "Feasts":
        """Return the feasts of ``data/dates/feasts.yaml``; raises `KnowledgeFileError`."""
        content = shipped("dates/feasts.yaml")
        names: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        days: dict[str, Callable[[int], Interval]] = {}
        makers: dict[str, Callable[[dict[str, Any]], Callable[[int], Interval]]] = {
            "fixed": lambda entry: _fixed(entry["day"]),
            "easter": lambda entry: _from_easter(entry["after"], EASTER_WESTERN),
            "orthodox_easter": lambda entry: _from_easter(entry["after"], EASTER_ORTHODOX),
            "weekday": lambda entry: _weekday(**entry["is"]),
            "moving": lambda entry: _table(entry["days"]),
        }
        try:
            for kind, maker in makers.items():
                for feast, entry in content[kind].items():
                    days[feast] = days[entry["like"]] if "like" in entry else maker(entry)
                    for name in entry["names"]:
                        words = tuple(name.replace("'", " ' ").split())
                        names[words[0]].append((words, feast))
        except (KeyError, TypeError, ValueError) as error:
            raise KnowledgeFileError(f"dates/feasts.yaml: unusable: {error!r}") from error
        for known in names.values():
            known.sort(key=lambda pair: -len(pair[0]))
        return cls(dict(names), days, content["events"])

    def at(self, tokens: Tokens, start: int) -> Expression | None:
        """Return the feast whose name begins at a token; None where none does."""
        for words, feast in self.names.get(tokens.word(start), ()):
            end = end_of_name(tokens, start, words)
            if end and tokens.written(start)[0].isupper():
                return self._expression(tokens, start, end, feast)
        return None

    def _expression(self, tokens: Tokens, start: int, end: int, feast: str) -> Expression:
        days = self.days[feast]
        behind = tokens.behind(end)
        year = tokens.word(behind)
        is_year = behind == end + 1 and tokens.codes[behind] in Vocabulary.shipped().codes_of(
            "Year"
        )
        precision = Precision.MONTH if feast == "ramadan" else Precision.DAY
        if not is_year:
            other = self.days.get(_TWICE.get(feast, ""))
            also = (lambda day: other(day.year)) if other else None
            cycle = Cycle(Period.YEAR, lambda day: days(day.year), also)
            time = direction_of(tokens.word(tokens.before(start)))
            start = start if time is None else tokens.before(start)
            return Expression(start, end, precision, cycle=cycle, time=time, is_feast=True)
        try:
            return Expression(start, behind + 1, precision, fixed=days(int(year)), is_feast=True)
        except ValueError:
            return Expression(start, behind + 1, precision, unfixed=_NONE)


def end_of_name(tokens: Tokens, start: int, words: tuple[str, ...]) -> int:
    """Return the token behind a name that begins at a token; 0 where it does not stand there."""
    index = start
    for word in words:
        while index < len(tokens) and tokens.codes[index] in _JOINTS and word != "'":
            index += 1
        if index >= len(tokens):
            return 0
        if word == "'":
            if tokens.codes[index] != "'":
                return 0
        elif tokens.words[index] != word:
            return 0
        index += 1
    return index


def _fixed(day: str) -> Callable[[int], Interval]:
    month, number = map(int, day.split("-"))
    return lambda year: (date(year, month, number),) * 2


def _weekday(month: int, number: int, weekday: int) -> Callable[[int], Interval]:
    """Return a numbered weekday of a month, of all years."""

    def of_year(year: int) -> Interval:
        first = date(year, month, 1)
        away = (weekday - first.weekday()) % 7 + 7 * (number - 1)
        return (first + timedelta(days=away),) * 2

    return of_year


def _from_easter(after: int, method: Literal[2, 3]) -> Callable[[int], Interval]:
    def of_year(year: int) -> Interval:
        return (easter(year, method) + timedelta(days=after),) * 2

    return of_year


def _table(lines: list[str]) -> Callable[[int], Interval]:
    by_year: dict[int, Interval] = {}
    for written in " ".join(lines).split():
        first, _, last = written.partition("/")
        begin = date.fromisoformat(first)
        by_year[begin.year] = begin, date.fromisoformat(last or first)

    def of_year(year: int) -> Interval:
        if year not in by_year:
            raise ValueError(_NONE)
        return by_year[year]

    return of_year
