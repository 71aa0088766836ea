"""Rows of documents into the tables of a workspace, inside one transaction."""

import hashlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ..errors import WorkspaceError
from ..model import When
from .near_copies import link_near_copies, unlink_near_copies
from .rows import (
    Box,
    DocumentRows,
    FootprintRow,
    HitRow,
    KnownMark,
    MarkRow,
    PlaceRow,
    folded_passage,
)
from .text_index import spaced

_NAMES = {"source": "name", "theme": "name", "note": "text", "wording": "text"}
"""Tables of words that stand once, and the column that holds them."""
THEMES_FOUND = "themes found anew"
"""What a revision is called in which passages that stand were given other themes."""
MOST_THEMES = 63
"""As many as a mask of 64 bits holds, besides the one for none."""
_Drawn = tuple[str, tuple[float, float] | None, Box | None]
"""Hash of a mark, its point and its box."""
_LEVEL = 6
_WINDOW = 1 << 15
"""Bytes that deflate looks back."""


class Writer:
    """Writes documents; made for one transaction and used by nobody else.

    Parameters
    ----------
    connection
        In a write transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._words: dict[str, dict[str, int]] = {table: {} for table in _NAMES}
        self._places: dict[str, int] = {}
        self._marks: dict[_Drawn, int] = {}
        self._mark_places: set[tuple[int, int]] = set()
        self._revision = 0
        self.replaced: list[tuple[int, int]] = []
        """Ids of documents that a newer version stands in for since this transaction, and its."""

    @property
    def revision(self) -> int:
        """Number of the revision that this transaction makes; 0 while nothing changed."""
        return self._revision

    def changed(self, what: str) -> int:
        """Tell readers that the workspace changed; return the number of the revision."""
        if not self._revision:
            row = self._execute(
                "INSERT INTO revision (at, what) VALUES (?, ?) RETURNING id", (now(), what)
            ).fetchone()
            self._revision = int(row[0])
        return self._revision

    def engine(self, identity: str) -> int:
        """Id of what reads documents."""
        return self._id("engine", "identity", identity)

    def standing(self, rows: DocumentRows, engine: int) -> int | None:
        """Id of a document that stands as it would be written; None when there is none."""
        facts = self._facts(rows) | {"hash": rows.document.id, "engine_id": engine}
        conditions = " AND ".join(f"{column} IS ?" for column in facts)
        row = self._execute(
            f"SELECT id FROM document WHERE {conditions} AND replaced_by IS NULL",
            facts.values(),
        ).fetchone()
        return int(row[0]) if row else None

    def write(self, rows: DocumentRows, engine: int) -> int:
        """Store a document whole, in place of an earlier reading of it; return its id."""
        document_id, orphans = self._write(rows, engine)
        self._remove_marks(orphans)
        return document_id

    def write_many(self, many: Iterable[DocumentRows], engine: int) -> None:
        """Store documents as `write` does; marks that are nobody's are looked for once."""
        orphans: set[int] = set()
        for rows in many:
            orphans |= self._write(rows, engine)[1]
        self._remove_marks(orphans)

    def _write(self, rows: DocumentRows, engine: int) -> tuple[int, set[int]]:
        """Store a document; return its id, and the marks that may be nobody's now."""
        known = self._execute("SELECT id FROM document WHERE hash = ?", (rows.document.id,))
        row = known.fetchone()
        revision = self.changed("reports read")
        orphans: set[int] = set()
        if row:
            document_id = int(row[0])
            orphans = self._remove_reading(document_id)
            self._update(document_id, rows, engine, revision)
        else:
            document_id = self._insert(rows, engine, revision)
        self._write_reading(document_id, rows)
        link_near_copies(self.connection, document_id, rows.sketch)
        self._keep_own_date(document_id, rows.own_date)
        return document_id, orphans

    def _keep_own_date(self, document_id: int, own: When | None) -> None:
        """Keep the date that a document gives itself, where people decided for another."""
        self._execute("DELETE FROM own_date WHERE document_id = ?", (document_id,))
        if own is not None:
            self._execute(
                "INSERT INTO own_date VALUES (?, ?, ?, ?)",
                (document_id, own.value, own.precision.value, self._note(own.note)),
            )

    def _insert(self, rows: DocumentRows, engine: int, revision: int) -> int:
        document = rows.document
        facts = self._facts(rows) | {
            "hash": document.id,
            "title": document.title,
            "origin": document.origin,
            "added": now(),
            "engine_id": engine,
            "came": revision,
            "revision": revision,
        }
        document_id = self._insert_row("document", facts)
        self._execute("INSERT INTO document_text VALUES (?, ?)", (document_id, document.text))
        self._execute(
            "INSERT INTO title_words (rowid, body) VALUES (?, ?)",
            (document_id, spaced(document.title)),
        )
        return document_id

    def _update(self, document_id: int, rows: DocumentRows, engine: int, revision: int) -> None:
        facts = self._facts(rows) | {"engine_id": engine, "revision": revision}
        assignments = ", ".join(f"{column} = ?" for column in facts)
        self._execute(
            f"UPDATE document SET {assignments}, replaced_by = NULL WHERE id = ?",
            (*facts.values(), document_id),
        )
        self._execute("DELETE FROM explanation WHERE document_id = ?", (document_id,))

    def _facts(self, rows: DocumentRows) -> dict[str, Any]:
        """What may change of a document whose title and text are the same."""
        document = rows.document
        return {
            "source_id": self._word("source", document.source),
            "url": document.url,
            "author": document.author,
            "language": document.language,
            "date": document.date.value,
            "date_precision": document.date.precision.value,
            "date_note": self._note(document.date.note),
            "first_day": rows.days[0],
            "last_day": rows.days[1],
            "note": document.note,
        }

    def write_themes(self, document_id: int, hits: Iterable[HitRow], engine: int) -> None:
        """Give the passages of a document other themes; all else stays as it was read.

        Another reading that was proposed is of no use any more.
        """
        revision = self.changed(THEMES_FOUND)
        passages = self._execute(
            "SELECT number, id FROM passage WHERE document_id = ?", (document_id,)
        )
        ids = dict(passages.fetchall())
        self._execute("DELETE FROM proposal WHERE document_id = ?", (document_id,))
        self.connection.executemany(
            "DELETE FROM theme_hit WHERE passage_id = ?", [(number,) for number in ids.values()]
        )
        self.connection.executemany(
            "INSERT INTO theme_hit VALUES (?, ?, ?, ?, ?)",
            [(ids[row.passage], self._word("theme", row.theme), *row[2:]) for row in hits],
        )
        self._execute(
            "UPDATE document SET engine_id = ?, revision = ? WHERE id = ?",
            (engine, revision, document_id),
        )

    def keep_original(
        self, document_id: int, content: bytes, checksum: str, media_type: str
    ) -> None:
        """Keep the bytes that a document came as; those of the stored text are not kept twice."""
        text = self._text(document_id)
        kept = None if content == text.encode() else deflated(content, text)
        self._execute(
            "INSERT OR IGNORE INTO original VALUES (?, ?, ?, ?)",
            (document_id, checksum, media_type, kept),
        )

    def keep_pages(self, document_id: int, starts: Sequence[int]) -> None:
        """Keep where the pages of a document begin in its text."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?)",
            [(document_id, number, start) for number, start in enumerate(starts, 1)],
        )

    def keep_part(self, document_id: int, container: str, entry: str) -> None:
        """Keep what a document is a part of; the first that it came in holds."""
        self._execute(
            "INSERT OR IGNORE INTO part VALUES (?, ?, ?)", (document_id, container, entry)
        )

    def keep_explanation(self, document_id: int, content: bytes) -> None:
        """Keep evidence and candidates that can't be worked out again, as JSON."""
        self._execute(
            "INSERT OR REPLACE INTO explanation VALUES (?, ?)",
            (document_id, zlib.compress(content, _LEVEL)),
        )

    def replace(self, document_id: int, newer: int) -> None:
        """Let a newer version stand in for a document, whose text and original are kept."""
        self.changed("a report was replaced")
        self._remove_marks(self._remove_reading(document_id))
        unlink_near_copies(self.connection, document_id)
        self._execute("UPDATE document SET replaced_by = ? WHERE id = ?", (newer, document_id))
        self.replaced.append((document_id, newer))

    def _write_reading(self, document_id: int, rows: DocumentRows) -> None:
        passage = self._last("passage") + 1
        footprint = self._last("footprint") + 1
        text = rows.document.text
        many = self.connection.executemany
        many(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?)",
            [
                (passage + number, document_id, number, row.start, row.end)
                for number, row in enumerate(rows.passages)
            ],
        )
        bodies = [text[row.start : row.end] for row in rows.passages]
        many(
            "INSERT INTO passage_words (rowid, body) VALUES (?, ?)",
            [
                (passage + n, row.spaced if row.spaced is not None else body)
                for n, (row, body) in enumerate(zip(rows.passages, bodies, strict=True))
            ],
        )
        many(
            "INSERT INTO passage_trigrams (rowid, body) VALUES (?, ?)",
            [
                (passage + n, row.folded if row.folded is not None else body)
                for n, (row, body) in enumerate(zip(rows.passages, bodies, strict=True))
            ],
        )
        marks = [self._mark(mark) for mark in rows.marks]
        many(
            "INSERT INTO footprint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self._footprint(footprint + number, passage, marks, row)
                for number, row in enumerate(rows.footprints)
            ],
        )
        many(
            "INSERT INTO mention VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (footprint + row[0], *row[1:-1], self._place(row.place) if row.place else None)
                for row in rows.mentions
            ],
        )
        many(
            "INSERT INTO theme_hit VALUES (?, ?, ?, ?, ?)",
            [
                (passage + row.passage, self._word("theme", row.theme), *row[2:])
                for row in rows.hits
            ],
        )
        many(
            "INSERT INTO date_mention VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (passage + row.passage, *row[1:5], self._note(row.note), *row.days)
                for row in rows.dates
            ],
        )
        many(
            "INSERT INTO date_reading VALUES (?, ?, ?, ?, ?)",
            [
                (passage + row.passage, row.start, row.relation, row.history, row.other)
                for row in rows.dates
                if row.relation or row.history or row.other
            ],
        )
        many(
            "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    passage + row.passage,
                    footprint + row.footprint,
                    *row[2:5],
                    self._note(row.note),
                    *row.days,
                    self._note(row.carried),
                )
                for row in rows.observations
            ],
        )
        many(
            "INSERT INTO casualty VALUES (?, ?, ?, ?, ?, ?)",
            [(passage + row.passage, *row[1:]) for row in rows.casualties],
        )
        many(
            "INSERT INTO background VALUES (?, ?)",
            [
                (passage + row.passage, footprint + row.footprint)
                for row in rows.observations
                if row.history
            ],
        )

    def _footprint(
        self, footprint_id: int, first_passage: int, marks: list[int], row: FootprintRow
    ) -> tuple[Any, ...]:
        return (
            footprint_id,
            first_passage + row.passage,
            marks[row.mark],
            self._word("wording", row.wording),
            row.start,
            row.end,
            row.confidence,
            row.outcome,
            row.review,
        )

    def _mark(self, row: MarkRow | KnownMark) -> int:
        """Id of a mark; stored when it is new."""
        if isinstance(row, KnownMark):
            return self._known_mark(row)
        drawn = row.hash, row.point, row.box
        mark_id = self._marks.get(drawn)
        if mark_id is None:
            mark_id = self._marks[drawn] = self._mark_drawn(row)
        pairs = {(mark_id, self._place(anchor)) for anchor in row.anchors} - self._mark_places
        self.connection.executemany(
            "INSERT OR IGNORE INTO mark_place (mark_id, place_id) VALUES (?, ?)", sorted(pairs)
        )
        self._mark_places |= pairs
        return mark_id

    def _mark_drawn(self, row: MarkRow) -> int:
        """Id of a mark at the position of the row; stored when it is new.

        A place that was put elsewhere has two marks, until no report is read with the old one.
        """
        place = (*(row.point or (None,) * 2), *(row.box or (None,) * 4))
        facts = self._execute(
            "SELECT id, lon, lat, west, south, east, north FROM mark WHERE hash = ?", (row.hash,)
        ).fetchone()
        if facts is None:
            return self._new_mark(row)
        if tuple(facts[1:]) == place:
            return int(facts[0])
        digest = hashlib.sha256(f"{row.hash}|{place}".encode()).hexdigest()
        moved = row._replace(hash=digest[: len(row.hash)])
        known = self._execute("SELECT id FROM mark WHERE hash = ?", (moved.hash,)).fetchone()
        return int(known[0]) if known else self._new_mark(moved)

    def _known_mark(self, row: KnownMark) -> int:
        drawn = row.hash, None, None
        mark_id = self._marks.get(drawn)
        if mark_id is None:
            known = self._execute("SELECT id FROM mark WHERE hash = ?", (row.hash,)).fetchone()
            if known is None:
                raise sqlite3.DatabaseError(f"mark {row.hash} is gone")
            mark_id = self._marks[drawn] = int(known[0])
        return mark_id

    def _new_mark(self, row: MarkRow) -> int:
        box = row.box or (None,) * 4
        point = row.point or (None,) * 2
        mark_id = self._insert_row(
            "mark",
            {
                "hash": row.hash,
                "kind": row.kind,
                "role": row.role,
                "exact": row.exact,
                "label": row.label,
                "note_id": self._word("note", row.note),
                "uncertainty_km": row.uncertainty_km,
                "place_id": self._place(row.place) if row.place else None,
                "country": row.country,
                "admin1": row.admin1,
                **dict(zip(("lon", "lat"), point, strict=True)),
                **dict(zip(("west", "south", "east", "north"), box, strict=True)),
                "outline": row.outline,
            },
        )
        if row.geometry is not None:
            self._execute("INSERT INTO mark_geometry VALUES (?, ?)", (mark_id, row.geometry))
        return mark_id

    def _place(self, row: PlaceRow) -> int:
        """Id of a place, with the facts of the latest reading."""
        place_id = self._places.get(row.key)
        if place_id is None:
            columns = ", ".join(row._fields)
            facts = ", ".join(f"{name} = excluded.{name}" for name in row._fields[1:])
            place_id = int(
                self._execute(
                    f"INSERT INTO place ({columns}) VALUES ({', '.join('?' * len(row))}) "
                    f"ON CONFLICT (key) DO UPDATE SET {facts} RETURNING id",
                    row,
                ).fetchone()[0]
            )
            self._places[row.key] = place_id
        return place_id

    def _word(self, table: str, words: str) -> int:
        known = self._words[table]
        number = known.get(words)
        if number is None:
            number = known[words] = self._id(table, _NAMES[table], words)
            if table == "theme" and number > MOST_THEMES:
                raise WorkspaceError(
                    f"theme {words!r} is one too many: a workspace holds at most {MOST_THEMES}, "
                    "those that are used no more included; start a new one"
                )
        return number

    def _note(self, words: str) -> int | None:
        return self._word("note", words) if words else None

    def _id(self, table: str, column: str, value: str) -> int:
        row = self._execute(f"SELECT id FROM {table} WHERE {column} = ?", (value,)).fetchone()
        return int(row[0]) if row else self._insert_row(table, {column: value})

    def _insert_row(self, table: str, facts: Mapping[str, Any]) -> int:
        slots = ", ".join("?" * len(facts))
        cursor = self._execute(
            f"INSERT INTO {table} ({', '.join(facts)}) VALUES ({slots})",
            tuple(facts.values()),
        )
        if cursor.lastrowid is None:
            raise sqlite3.DatabaseError(f"no row was made in {table}")
        return cursor.lastrowid

    def _last(self, table: str) -> int:
        """Highest id that a table has ever given."""
        row = self._execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return int(row[0]) if row else 0

    def _remove_reading(self, document_id: int) -> set[int]:
        """Remove what was read from a document; return the marks that may be nobody's now.

        Another reading that was proposed is of no use any more.
        """
        self._execute("DELETE FROM proposal WHERE document_id = ?", (document_id,))
        passages = self._execute(
            'SELECT id, start, "end" FROM passage WHERE document_id = ? ORDER BY id',
            (document_id,),
        ).fetchall()
        if not passages:
            return set()
        # Cut here: in SQL a text ends at its first NUL, and the index is to be told all its words.
        text = self._text(document_id)
        marks = self._execute(
            "SELECT DISTINCT f.mark_id FROM footprint f JOIN passage p ON p.id = f.passage_id "
            "WHERE p.document_id = ?",
            (document_id,),
        )
        orphans = {int(row[0]) for row in marks}
        for table, indexed in (("passage_words", spaced), ("passage_trigrams", _trigram_body)):
            self.connection.executemany(
                f"INSERT INTO {table} ({table}, rowid, body) VALUES ('delete', ?, ?)",
                [(number, indexed(text[start:end])) for number, start, end in passages],
            )
        self._execute("DELETE FROM passage WHERE document_id = ?", (document_id,))
        self._execute(
            "INSERT INTO removed VALUES (?, ?, ?)",
            (self.changed("a reading was removed"), passages[0][0], passages[-1][0]),
        )
        return orphans

    def _text(self, document_id: int) -> str:
        found = self._execute(
            "SELECT text FROM document_text WHERE document_id = ?", (document_id,)
        )
        return str(found.fetchone()[0])

    def _remove_marks(self, candidates: Collection[int]) -> None:
        """Remove those of the marks that no footprint refers to any more."""
        self.connection.executemany(
            "DELETE FROM mark WHERE id = ? "
            "AND NOT EXISTS (SELECT 1 FROM footprint WHERE mark_id = mark.id)",
            [(mark,) for mark in candidates],
        )
        if candidates:
            self._marks.clear()
            self._mark_places.clear()

    def _execute(self, statement: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        return self.connection.execute(statement, tuple(values))


def _trigram_body(body: str) -> str:
    """What `rows_of` has indexed for a passage."""
    return body if body.isascii() else folded_passage(body)


def deflated(content: bytes, text: str) -> bytes:
    """Compress the bytes that a text was read from; most of them stand in the text already."""
    packer = zlib.compressobj(_LEVEL, zdict=text.encode()[-_WINDOW:])
    return packer.compress(content) + packer.flush()


def inflated(content: bytes, text: str) -> bytes:
    """Return what `deflated` was given; raises zlib.error where text and bytes don't belong."""
    return zlib.decompressobj(zdict=text.encode()[-_WINDOW:]).decompress(content)


def now() -> str:
    """Return the time, UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
