"""Holds the columns of a workspace, and catches them up with it.

SQLite is the truth. Columns are caught up by "ids above mine": ids are never given twice, so what
has a higher one is all that was not seen. Rows stand at their ids minus one; ids that were removed
are rows that nothing points at.
"""

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt

from ..annotate.themes import Taxonomy
from ..workspace import Workspace
from ..workspace.connection import Connection
from ..workspace.migrations import RENAMED_IN
from ..workspace.writer import THEMES_FOUND
from .columns import BESIDE_BACKGROUND, DICTIONARIES, TYPES, Array, Columns, Dictionary, Snapshot
from .days import NO_DAY
from .passage_columns import fetched, harmed, number_of, observed_in, table_or, tenses_of
from .reports import NO_READING

_HEAD = ""
"""Name under which what is known of all columns is kept."""
_UNNAMED = "\0"
"""How values begin that have a number and no name."""
_VERSION = "2"
"""Of the columns; raised whenever they change, so that kept ones are made anew."""
_MOST_REMOVED = 0.2
"""Share of removed passages from which the columns are made anew."""
_SAME_DEGREES = 1e-4
"""Points that are closer are those of one place."""
_DAMAGE = (
    *(ValueError, KeyError, TypeError, AttributeError, EOFError, OSError),
    *(zlib.error, zipfile.BadZipFile),
)
"""What comes of reading columns that are not as they were kept."""


class ColumnStore:
    """Holds the columns of a workspace, and appends what is new in it.

    Who calls it sees to it that one thread at a time does.

    Parameters
    ----------
    workspace
        What is read.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.reset()

    def reset(self) -> None:
        """Forget everything; `catch_up` then makes the columns anew."""
        self._tables = {name: Columns(types) for name, types in TYPES.items()}
        self._dictionaries = {name: Dictionary() for name in DICTIONARIES}
        self._things: dict[int, int] = {}
        self._revision = 0
        self._removed = 0
        self._last = dict.fromkeys(("passage", "mark", "mark_place", "document"), 0)

    @property
    def size_bytes(self) -> int:
        """Memory of the columns."""
        return sum(table.size_bytes for table in self._tables.values())

    def snapshot(self) -> Snapshot:
        """Return the columns as they are now: slices, no copies."""
        return Snapshot(
            self._workspace,
            self._revision,
            {name: table.frozen() for name, table in self._tables.items()},
            {name: _words(dictionary) for name, dictionary in self._dictionaries.items()},
            bool(self._removed),
        )

    def dump(self) -> tuple[int, dict[str, bytes]]:
        """Return the revision of the columns, and as bytes by name all that `load` needs."""
        facts = {
            "version": _VERSION,
            "last": self._last,
            "removed": self._removed,
            "things": list(self._things.items()),
            "dictionaries": {n: d.values for n, d in self._dictionaries.items()},
        }
        head = zlib.compress(json.dumps(facts).encode())  # with a checksum, as the columns
        contents = {name: table.dump() for name, table in self._tables.items()}
        return self._revision, contents | {_HEAD: head}

    def load(self, revision: int, contents: Mapping[str, bytes]) -> bool:
        """Take what `dump` returned; return whether it was of this program and whole."""
        if contents.keys() != {_HEAD, *self._tables}:
            return False
        with suppress(*_DAMAGE):
            head = json.loads(zlib.decompress(contents[_HEAD]))
            if head["version"] == _VERSION:
                for name, table in self._tables.items():
                    table.load(contents[name])
                self._last = head["last"]
                self._removed = head["removed"]
                self._things = dict(head["things"])
                for name, values in head["dictionaries"].items():
                    self._dictionaries[name].codes = {v: code for code, v in enumerate(values)}
                self._revision = revision
                return True
        self.reset()
        return False

    # ---- catching up

    def catch_up(self) -> bool:
        """Append what is new in the workspace; return whether anything was.

        When it fails, what was appended can't be told from the rest: reset it.
        """
        connection = self._workspace.reader
        connection.execute("BEGIN")  # so that all statements see one state
        try:
            revision = number_of(connection, "SELECT coalesce(max(id), 0) FROM revision")
            if revision == self._revision:
                return False
            if self._too_many_are_gone(connection) or self._have_new_themes(connection):
                self.reset()
            self._take_names(connection)
            self._take_marks(connection)
            self._take_mark_places(connection)
            self._take_documents(connection)
            self._take_passages(connection)
            self._take_removed(connection)
            self._take_reviews(connection)
        finally:
            connection.execute("COMMIT")
        self._revision = revision
        return True

    def _too_many_are_gone(self, connection: Connection) -> bool:
        newly = number_of(
            connection,
            "SELECT total(last_passage - first_passage + 1) FROM removed WHERE revision > ?",
            (self._revision,),
        )
        return self._removed + newly > _MOST_REMOVED * self._last["passage"]

    def _have_new_themes(self, connection: Connection) -> bool:
        """Whether passages that are known were sorted anew by themes: none of them is a new row."""
        query = "SELECT count(*) FROM revision WHERE id > ? AND what = ?"
        return number_of(connection, query, (self._revision, THEMES_FOUND)) > 0

    def _take_names(self, connection: Connection) -> None:
        """Take new themes and sources, by their ids."""
        # A file of an earlier version that can't be written is looked at as it is.
        is_earlier = number_of(connection, "PRAGMA user_version") < RENAMED_IN
        renamed = Taxonomy.shipped().renamed if is_earlier else {}
        for name, table in (("themes", "theme"), ("sources", "source")):
            dictionary = self._dictionaries[name]
            rows = connection.execute(
                f"SELECT id, name FROM {table} WHERE id >= ? ORDER BY id",
                (len(dictionary),),
            ).fetchall()
            for number, kept in rows:
                value = renamed.get(kept, (kept,))[0] if table == "theme" else kept
                while len(dictionary) < number:
                    dictionary.codes[f"{_UNNAMED}{len(dictionary)}"] = len(dictionary)
                dictionary.codes[value or f"{_UNNAMED}{number}"] = number

    def _take_marks(self, connection: Connection) -> None:
        rows = connection.execute(
            "SELECT m.id, coalesce(m.place_id, 0), m.kind, m.role, m.exact, m.country, m.admin1, "
            "coalesce(p.admin2, ''), m.lon, m.lat, m.west, m.south, m.east, m.north "
            "FROM mark m LEFT JOIN place p ON p.id = m.place_id WHERE m.id > ? ORDER BY m.id",
            (self._last["mark"],),
        ).fetchall()
        if not rows:
            return
        ids, places, kinds, roles, exact, countries, admin1, admin2, *numbers = zip(
            *rows, strict=True
        )
        things = self._things_of(ids, places, list(zip(*numbers[:2], strict=True)))
        firsts = [f"{c}.{a}" if a else "" for c, a in zip(countries, admin1, strict=True)]
        seconds = [f"{f}.{a}" if f and a else "" for f, a in zip(firsts, admin2, strict=True)]
        named = ("lon", "lat", "west", "south", "east", "north")
        self._tables["marks"].spread(
            np.array(ids) - 1,
            thing=things,
            place=places,
            kind=kinds,
            role=roles,
            exact=exact,
            country=self._dictionaries["countries"].encode(countries),
            admin1=self._dictionaries["admin1"].encode(firsts),
            admin2=self._dictionaries["admin2"].encode(seconds),
            **{n: np.array(v, dtype=float) for n, v in zip(named, numbers, strict=True)},
        )
        self._last["mark"] = ids[-1]

    def _take_documents(self, connection: Connection) -> None:
        """Take new documents, and those of which facts changed."""
        rows = connection.execute(
            "SELECT id, source_id, language, first_day, last_day, came FROM document "
            "INDEXED BY document_revision WHERE revision > ?",
            (self._revision,),
        ).fetchall()
        rows.sort()  # here: asked for in this order SQLite would look at all documents
        if not rows:
            return
        table = self._tables["documents"]
        ids, sources, languages, first, last, came = zip(*rows, strict=True)
        numbers = np.array(ids) - 1
        facts: dict[str, Array] = {
            "source": np.array(sources),
            "language": np.array(self._dictionaries["languages"].encode(languages)),
            "first_day": _days(first),
            "last_day": _days(last),
            "came": np.array(came),
        }
        new = numbers >= len(table)
        for name, values in facts.items():
            if not new.all():
                table.change(name, numbers[~new], values[~new])
        if new.any():
            none = np.zeros(int(new.sum()), np.int32)
            table.spread(
                numbers[new],
                **{name: values[new] for name, values in facts.items()},
                first_passage=none,
                passages=none,
            )
        self._last["document"] = max(self._last["document"], ids[-1])

    def _take_passages(self, connection: Connection) -> None:
        """Take new passages with all that is said in them."""
        before = self._last["passage"]
        passages = fetched(
            connection,
            "SELECT id, document_id FROM passage WHERE id > ? ORDER BY id",
            "i4 i4",
            (before,),
        )
        if not len(passages):
            return
        rows, documents = passages["f0"] - 1, passages["f1"] - 1
        hits = fetched(
            connection,
            "SELECT passage_id, theme_id, score FROM theme_hit WHERE core AND passage_id > ? "
            "ORDER BY passage_id, theme_id",
            "i4 u1 f4",
            (before,),
        )
        dates = fetched(
            connection,
            "SELECT d.passage_id, d.first_day, d.last_day, coalesce(r.history, 0), "
            "coalesce(r.history, 0) AND coalesce(r.relation, '') <> '' FROM date_mention d "
            f"LEFT JOIN {table_or(connection, 'date_reading', NO_READING)} r "
            "ON r.passage_id = d.passage_id AND r.start = d.start "
            "WHERE d.passage_id > ? AND d.first_day IS NOT NULL ORDER BY d.passage_id, d.start",
            "i4 i4 i4 u1 u1",
            (before,),
        )
        observed, is_history = observed_in(connection, before)
        tense = tenses_of(before, rows, dates, observed["f0"], is_history)
        # "Since 2011" only says from when something holds: it dates no passage.
        dates = dates[dates["f4"] == 0]
        total = int(rows[-1]) + 1 - before
        themes = np.zeros(total, np.uint64)
        np.bitwise_or.at(themes, hits["f0"] - 1 - before, np.uint64(1) << hits["f1"].astype("u8"))
        themes[themes == 0] = 1
        is_dated = self._tables["documents"]["first_day"][documents] != NO_DAY
        stated = np.isin(rows, dates["f0"] - 1)
        is_beside = stated & is_dated & (tense[rows - before] & 1 == 1)
        is_beside &= ~np.isin(rows, dates["f0"][dates["f3"] == 0] - 1)
        by_report = is_dated & (~stated | is_beside)
        self._take_intervals(rows[by_report], documents[by_report], is_beside[by_report], dates)
        dated = np.where(stated & ~is_beside, 1, np.where(is_dated, 2, 0))
        self._tables["passages"].spread(
            rows,
            document=documents,
            themes=themes[rows - before],
            dated=dated,
            tense=tense[rows - before],
            **{name: most[rows - before] for name, most in harmed(connection, before, total)},
            alive=np.ones(len(rows), np.uint8),
        )
        self._number_passages(rows, documents)
        self._take_observations(before, hits, total, observed, is_history)
        self._last["passage"] = int(passages["f0"][-1])

    def _take_intervals(
        self, rows: Array, documents: Array, is_beside: Array, dates: Array
    ) -> None:
        """Take intervals that words state, and that of the report where it stands in.

        Parameters
        ----------
        rows, documents
            Passages for which it stands in, and their documents.
        is_beside
            Which of them date their background.
        dates
            Dates of all passages.
        """
        table = self._tables["documents"]
        passage = np.concatenate([dates["f0"] - 1, rows])
        begin = np.concatenate([dates["f1"], table["first_day"][documents]])
        end = np.concatenate([dates["f2"], table["last_day"][documents]])
        tense = np.concatenate([dates["f3"], np.where(is_beside, BESIDE_BACKGROUND, 0)])
        # In order within a passage, so that equal ones stand together and the newest is last.
        order = np.lexsort((end, begin, passage))
        self._tables["intervals"].append(
            passage=passage[order], first_day=begin[order], last_day=end[order], tense=tense[order]
        )

    def _number_passages(self, rows: Array, documents: Array) -> None:
        """Say where the passages of each document are: they stand together."""
        numbers, first, counts = np.unique(documents, return_index=True, return_counts=True)
        table = self._tables["documents"]
        table.change("first_passage", numbers, rows[first])
        table.change("passages", numbers, counts)

    def _take_observations(
        self, before: int, hits: Array, total: int, rows: Array, is_history: Array
    ) -> None:
        if not len(rows):
            return
        marks = self._tables["marks"]
        passage, mark = rows["f0"] - 1, rows["f2"] - 1
        thing, country = marks["thing"][mark], marks["country"][mark]
        pairs = self._tables["pairs"]
        first_pair = len(pairs)
        pair = _number_pairs(pairs, passage, thing, "thing")
        country_pair = _number_pairs(self._tables["country_pairs"], passage, country, "country")
        self._tables["observations"].append(
            passage=passage,
            mark=mark,
            footprint=rows["f1"] - 1,
            pair=pair,
            country_pair=country_pair,
            wording=rows["f3"],
            first_day=rows["f4"],
            last_day=rows["f5"],
            dated=rows["f6"],
            confidence=rows["f7"],
            outcome=rows["f8"],
            review=rows["f9"],
            carried=rows["f10"],
            history=is_history,
        )
        # each pair with each theme of its passage
        local = pairs["passage"][first_pair:] - before
        hit_passage = hits["f0"] - 1 - before
        counts = np.bincount(hit_passage, minlength=total)
        starts = np.cumsum(counts) - counts
        repeats = counts[local]
        expanded = np.repeat(np.arange(len(local)), repeats)
        offset = np.arange(len(expanded)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        hit_rows = starts[local][expanded] + offset
        self._tables["pair_themes"].append(
            pair=expanded + first_pair, theme=hits["f1"][hit_rows], score=hits["f2"][hit_rows]
        )

    def _things_of(
        self, ids: Sequence[int], places: Sequence[int], points: Sequence[tuple[Any, Any]]
    ) -> list[int]:
        """Return rows of the things that new marks are: of a place its first, by where it lies.

        A place that was put elsewhere is another thing from then on.
        """
        table = self._tables["marks"]
        lies: dict[int, tuple[Any, Any]] = {}
        things = []
        for number, place, point in zip(ids, places, points, strict=True):
            thing = self._things.get(place, number - 1) if place else number - 1
            if place and thing != number - 1:
                former = lies.get(place) or (table["lon"][thing], table["lat"][thing])
                if not _are_near(former, point):
                    thing = number - 1
            if place:
                self._things[place] = thing
                lies[place] = point
            things.append(thing)
        return things

    def _take_mark_places(self, connection: Connection) -> None:
        """Take places of marks; a mark that was known may have been given another."""
        pairs = fetched(
            connection,
            "SELECT id, mark_id, place_id FROM mark_place WHERE id > ? ORDER BY id",
            "i4 i4 i4",
            (self._last["mark_place"],),
        )
        if len(pairs):
            self._tables["mark_places"].append(mark=pairs["f1"] - 1, place=pairs["f2"])
            self._last["mark_place"] = int(pairs["f0"][-1])

    def _take_removed(self, connection: Connection) -> None:
        if not self._revision:  # what is gone was never taken
            return
        rows = connection.execute(
            "SELECT first_passage, last_passage FROM removed WHERE revision > ?", (self._revision,)
        ).fetchall()
        table = self._tables["passages"]
        gone = [np.arange(first - 1, min(last, len(table))) for first, last in rows]
        if gone:
            numbers = np.concatenate(gone)
            table.change("alive", numbers, np.uint8(0))
            self._removed += len(numbers)

    def _take_reviews(self, connection: Connection) -> None:
        rows = connection.execute(
            "SELECT DISTINCT f.id, f.review FROM reviewed r JOIN footprint f "
            "ON f.id = r.footprint_id WHERE r.revision > ?",
            (self._revision,),
        ).fetchall()
        if not rows:
            return
        table = self._tables["observations"]
        reviewed = dict(rows)
        at = np.flatnonzero(np.isin(table["footprint"], np.array(list(reviewed), np.int32) - 1))
        reviews = [reviewed[footprint + 1] for footprint in table["footprint"][at].tolist()]
        table.change("review", at, np.array(reviews, np.uint8))


def _words(dictionary: Dictionary) -> list[str]:
    """Return values by code; "" where a number was only kept free, and of a source called ""."""
    return ["" if value.startswith(_UNNAMED) else value for value in dictionary.values]


def _number_pairs(table: Columns, passage: Array, other: Array, name: str) -> npt.NDArray[Any]:
    """Append the distinct pairs of passage and something; return the row of each pair."""
    keys = passage.astype(np.int64) << 32 | other.astype(np.int64)
    _distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    base = len(table)
    table.append(**{"passage": passage[first], name: other[first]})
    return np.asarray(inverse + base, np.int32)


def _are_near(first: tuple[Any, Any], second: tuple[Any, Any]) -> bool:
    """Say whether two points are one; those of marks are rounded. None is no point."""
    if None in (*first, *second):
        return True  # what is not drawn is nowhere else
    return all(
        not abs(here - there) > _SAME_DEGREES for here, there in zip(first, second, strict=True)
    )


def _days(values: Sequence[int | None]) -> npt.NDArray[np.int32]:
    return np.array([NO_DAY if value is None else value for value in values], np.int32)
