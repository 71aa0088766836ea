"""Reads what columns hold of passages and of what stands in them, as arrays of numbers."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..workspace.codes import HARMS
from ..workspace.connection import Connection
from .columns import Array
from .days import NO_DAY
from .reports import NO_BACKGROUND, NO_CASUALTY


def observed_in(connection: Connection, before: int) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return the observations of passages above an id, and which of them are background."""
    rows = fetched(
        connection,
        "SELECT o.passage_id, o.footprint_id, f.mark_id, f.wording_id, "
        f"coalesce(o.first_day, {NO_DAY}), coalesce(o.last_day, {NO_DAY}), o.dated, "
        "round(f.confidence * 100), f.outcome, f.review, o.carried IS NOT NULL "
        "FROM observation o JOIN footprint f ON f.id = o.footprint_id "
        "WHERE o.passage_id > ? ORDER BY o.passage_id, o.footprint_id",
        "i4 i4 i4 i4 i4 i4 u1 u1 u1 u1 u1",
        (before,),
    )
    # Few are background: to look for each in their table would cost more than all else.
    background = fetched(
        connection,
        "SELECT passage_id, footprint_id "
        f"FROM {table_or(connection, 'background', NO_BACKGROUND)} WHERE passage_id > ?",
        "i8 i8",
        (before,),
    )
    keys = rows["f0"].astype(np.int64) << 32 | rows["f1"]
    return rows, np.isin(keys, background["f0"] << 32 | background["f1"])


def tenses_of(
    before: int, rows: Array, dates: Array, passage: Array, is_history: Array
) -> npt.NDArray[np.uint8]:
    """Return for each passage as bits whether it tells news or background.

    Background is what is dated to before the report's news. All else is news: also a place of which
    a passage speaks without a date of its own, and a passage without any date.

    Parameters
    ----------
    before
        Passages above this id are asked for.
    rows
        Their rows.
    dates
        Their dates: passage, days, and whether it is background.
    passage, is_history
        Of their observations.
    """
    total = int(rows[-1]) + 1 - before
    news, background = np.zeros(total, bool), np.zeros(total, bool)
    is_old = dates["f3"] == 1
    news[dates["f0"][~is_old] - 1 - before] = True
    background[dates["f0"][is_old] - 1 - before] = True
    news[passage[~is_history] - 1 - before] = True
    background[passage[is_history] - 1 - before] = True
    return np.asarray((news | ~background) + 2 * background, np.uint8)


def harmed(
    connection: Connection, before: int, total: int
) -> Iterator[tuple[str, npt.NDArray[np.int32]]]:
    """Yield by its name how many people of each kind passages count: the highest number.

    Words without a number, as "dozens", count as one.
    """
    rows = fetched(
        connection,
        "SELECT passage_id, kind, min(coalesce(number, 1), 2147483647) "
        f"FROM {table_or(connection, 'casualty', NO_CASUALTY)} c WHERE passage_id > ?",
        "i4 u1 i4",
        (before,),
    )
    for code, harm in enumerate(HARMS):
        most = np.zeros(total, np.int32)
        of_kind = rows[rows["f1"] == code]
        np.maximum.at(most, of_kind["f0"] - 1 - before, of_kind["f2"])
        yield harm.value, most


def table_or(connection: Connection, name: str, instead: str) -> str:
    """Return the name of a table, or what stands for it where an older file is looked at."""
    query = "SELECT count(*) FROM sqlite_master WHERE name = ?"
    return name if number_of(connection, query, (name,)) else instead


def fetched(connection: Connection, query: str, types: str, values: Sequence[Any] = ()) -> Array:
    """Return the answer of a query as an array with fields f0, f1, …; numbers only."""
    dtype = [(f"f{number}", kind) for number, kind in enumerate(types.split())]
    return np.fromiter(connection.execute(query, values), dtype=dtype)


def number_of(connection: Connection, query: str, values: Sequence[Any] = ()) -> int:
    """Return the answer of a query that has one number."""
    return int(connection.execute(query, values).fetchone()[0])
