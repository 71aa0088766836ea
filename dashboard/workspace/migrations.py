"""Workspaces of earlier versions brought to this one, in one transaction, after a copy was made."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from shapely.geometry import shape

from geocache import FootprintKind, MentionKind, Outcome, Role

from ..annotate.casualties import casualties_of
from ..annotate.themes import Taxonomy
from ..errors import WorkspaceError
from ..model import Dated, Document, Passage, Precision, When
from .codes import DATED_CODES, KIND_CODES, MENTION_KIND_CODES, OUTCOME_CODES, ROLE_CODES
from .connection import VERSION, make_schema, named_errors, statements
from .rows import (
    DateRow,
    DocumentRows,
    FootprintRow,
    HitRow,
    MarkRow,
    MentionRow,
    ObservationRow,
    PlaceRow,
    casualty_rows,
    days_of,
    drawing_of,
    passage_row,
)
from .writer import Writer, now

FIRST_VERSION = 1
REBUILT_BEFORE = 3
"""Earlier versions are written anew; later ones only get tables."""
READ_AS_IT_IS = 3
"""This and later ones have all that is read of reports: such a file that can't be written is
looked at as it is."""
_OLD_TABLES = (
    *("document", "problem", "pack", "passage", "mark", "footprint", "mention"),
    *("theme_hit", "date_mention", "observation"),
)
_PAGE_TABLES = ("visit", "saved_view")
"""That version 3 has otherwise."""
NEW_TABLES = {
    5: (
        *("page", "part", "sketch", "sketch_band", "near_copy", "proposal"),
        *("mapping", "download", "own_date", "outstanding"),
    ),
    6: ("date_reading", "background"),
    7: ("casualty", "own_themes"),
}
"""By the version that they came with."""
RENAMED_IN, _COUNTED_IN = 6, 7
"""Versions since which themes have their ids, and casualties are kept."""
_OF_THEMES = frozenset(("theme", "not-theme"))
"""Parameters of an address that are ids of themes."""
_ENGINE_OF_2 = json.dumps({"program": "0.1.0", "workspace": 2})
_PACKS_OF_1 = "CREATE TABLE pack (name TEXT PRIMARY KEY, content BLOB NOT NULL)"

Row = dict[str, Any]


class NoCopyError(WorkspaceError):
    """A workspace of an earlier version can't be copied, and so is not taken over."""


def backup_before_migration(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy a workspace beside itself, as ``NAME.version-2``; an earlier copy stays as it is.

    Raises
    ------
    NoCopyError
        It can't be made; nothing is then left of it.
    """
    copy = path.with_name(f"{path.name}.version-{version}")
    if copy.exists():
        return copy
    draft = copy.with_name(f"{copy.name}.part")
    try:
        draft.unlink(missing_ok=True)
        with named_errors(draft), closing(sqlite3.connect(draft)) as target:
            connection.backup(target)
        draft.replace(copy)
    except (OSError, WorkspaceError) as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise NoCopyError(
            f"{path} is a workspace of version {version}; before it is taken over a copy is made, "
            f"and that failed: {error}; nothing was changed"
        ) from error
    return copy


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a workspace to this version; the caller holds the transaction."""
    if version < REBUILT_BEFORE:
        _rebuild(connection, version)
    else:
        if version == READ_AS_IT_IS:
            _renew_page_tables(connection)
        for came, tables in NEW_TABLES.items():
            for table in tables if version < came else ():
                _make_table(connection, table)
    if version < RENAMED_IN:
        _rename_themes(connection)
    if version < _COUNTED_IN:
        _count_casualties(connection)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _count_casualties(connection: sqlite3.Connection) -> None:
    """Read from the texts who was harmed: it costs a hundredth of reading the reports again."""
    query = (
        "SELECT d.id, t.text FROM document d JOIN document_text t ON t.document_id = d.id "
        "WHERE d.replaced_by IS NULL ORDER BY d.id"
    )
    for number, text in connection.execute(query):
        rows = connection.execute(
            'SELECT id, number, start, "end" FROM passage WHERE document_id = ? ORDER BY number',
            (number,),
        ).fetchall()
        ids = {row[1]: row[0] for row in rows}
        found = casualty_rows(casualties_of(text, [Passage(*row[1:]) for row in rows]))
        connection.executemany(
            "INSERT INTO casualty VALUES (?, ?, ?, ?, ?, ?)",
            [(ids[row.passage], *row[1:]) for row in found],
        )


def _rename_themes(connection: sqlite3.Connection) -> None:
    """Give themes the ids that they have since version 6, in what was read and in saved views.

    Decisions stay as they were taken: who obeys them knows the earlier ids.
    """
    renamed = Taxonomy.shipped().renamed
    for old, new in renamed.items():
        row = connection.execute("SELECT id FROM theme WHERE name = ?", (old,)).fetchone()
        if row is None:
            continue
        known = connection.execute("SELECT id FROM theme WHERE name = ?", (new[0],)).fetchone()
        if known is None:
            connection.execute("UPDATE theme SET name = ? WHERE id = ?", (new[0], row[0]))
        else:  # a passage that has both keeps the one it has by its new id
            hits = "UPDATE OR IGNORE theme_hit SET theme_id = ? WHERE theme_id = ?"
            connection.execute(hits, (known[0], row[0]))
            connection.execute("DELETE FROM theme_hit WHERE theme_id = ?", row)
    for name, query in connection.execute("SELECT name, query FROM saved_view").fetchall():
        pairs = [
            (key, value)
            for key, given in parse_qsl(query, keep_blank_values=True)
            for value in (renamed.get(given, (given,)) if key in _OF_THEMES else (given,))
        ]
        if any(key in _OF_THEMES for key, _ in pairs):
            changed = urlencode(pairs)
            connection.execute("UPDATE saved_view SET query = ? WHERE name = ?", (changed, name))


def _make_table(connection: sqlite3.Connection, table: str) -> None:
    """Make a table of this version, with its indexes."""
    for statement in statements("schema.sql"):
        if f"CREATE TABLE {table} " in statement or f" ON {table} (" in statement:
            connection.execute(statement)


def _renew_page_tables(connection: sqlite3.Connection) -> None:
    """Let visits keep what was seen, and saved views be of nobody in particular."""
    for table in _PAGE_TABLES:
        connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
        _make_table(connection, table)
    connection.execute(
        "INSERT INTO visit (began, seen, revision) SELECT at, at, "
        "(SELECT coalesce(max(id), 0) FROM revision r WHERE r.at <= v.at) "
        "FROM old_visit v ORDER BY v.id"
    )
    connection.execute("INSERT INTO saved_view SELECT name, address, at FROM old_saved_view")
    for table in _PAGE_TABLES:
        connection.execute(f"DROP TABLE old_{table}")


def _rebuild(connection: sqlite3.Connection, version: int) -> None:
    if version == 1:
        connection.execute(_PACKS_OF_1)
    for table in _OLD_TABLES:
        connection.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    for (index,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        connection.execute(f"DROP INDEX {index}")
    make_schema(connection)
    writer = Writer(connection)
    _take_packs(connection)
    engine = writer.engine(_ENGINE_OF_2)
    marks = _OldMarks(connection)
    for document in _rows(connection, "SELECT * FROM old_document ORDER BY position"):
        reading = _OldReading(connection, document, marks)
        document_id = writer.write(reading.rows(), engine)
        writer.keep_explanation(document_id, reading.explanation())
        connection.execute(
            "INSERT OR IGNORE INTO job (origin, state, document_id, at) VALUES (?, 'done', ?, ?)",
            (document["origin"], document_id, now()),
        )
    connection.execute(
        "INSERT OR REPLACE INTO job (origin, state, problem, at) "
        "SELECT origin, 'failed', reason, ? FROM old_problem",
        (now(),),
    )
    for table in reversed(_OLD_TABLES):
        connection.execute(f"DROP TABLE old_{table}")


def _take_packs(connection: sqlite3.Connection) -> None:
    packs = connection.execute("SELECT name, content FROM old_pack ORDER BY rowid").fetchall()
    connection.executemany(
        "INSERT INTO pack (name, content, checksum) VALUES (?, ?, ?)",
        [(name, content, hashlib.sha256(content).hexdigest()) for name, content in packs],
    )


def _rows(connection: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> list[Row]:
    cursor = connection.execute(query, values)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


class _OldMarks:
    """Geometries of version 2, each read when it is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def geometry(self, mark_id: str) -> dict[str, Any] | None:
        """GeoJSON of a mark; None when it was not drawn."""
        row = self._connection.execute(
            "SELECT geometry FROM old_mark WHERE id = ?", (mark_id,)
        ).fetchone()
        return json.loads(row[0]) if row and row[0] else None


class _OldReading:
    """What version 2 kept of one document."""

    def __init__(self, connection: sqlite3.Connection, document: Row, marks: _OldMarks) -> None:
        def of(table: str, order: str) -> list[Row]:
            query = f"SELECT * FROM old_{table} WHERE document_id = ? ORDER BY {order}"
            return _rows(connection, query, (document["id"],))

        self._facts = document
        self._marks = marks
        self._passages = of("passage", "number")
        self._footprints = of("footprint", "number")
        self._mentions = of("mention", "number")
        self._hits = of("theme_hit", "passage, theme")
        self._dates = of("date_mention", "start")
        self._observations = of("observation", "passage, footprint, theme")
        self._of_footprint: dict[int, list[Row]] = defaultdict(list)
        for mention in self._mentions:
            self._of_footprint[mention["footprint"]].append(mention)

    def explanation(self) -> bytes:
        """Evidence and candidates of the mentions, in text order, as JSON."""
        kept = [
            {"evidence": json.loads(m["evidence"]), "candidates": json.loads(m["candidates"])}
            for m in self._mentions
        ]
        return json.dumps(kept, ensure_ascii=False).encode()

    def rows(self) -> DocumentRows:
        """Return the document as it is stored now."""
        when = _when(self._facts)
        facts = self._facts
        document = Document(
            facts["id"],
            facts["title"],
            facts["text"],
            facts["origin"],
            facts["language"],
            when,
            facts["note"],
        )
        marks: dict[str, int] = {}
        mark_rows: list[MarkRow] = []
        footprints = []
        for footprint in self._footprints:
            mark = self._mark(footprint)
            if mark.hash not in marks:
                marks[mark.hash] = len(mark_rows)
                mark_rows.append(mark)
            footprints.append(self._footprint(footprint, marks[mark.hash]))
        places = {anchor.key: anchor for mark in mark_rows for anchor in mark.anchors}
        return DocumentRows(
            document,
            days_of(when),
            tuple(
                passage_row(document.text[p["start"] : p["end"]], p["start"], p["end"])
                for p in self._passages
            ),
            tuple(mark_rows),
            tuple(footprints),
            tuple(_mention(mention, places) for mention in self._mentions),
            tuple(
                HitRow(hit["passage"], hit["theme"], hit["score"], True, _cues(hit["cues"]))  # noqa: FBT003
                for hit in self._hits
            ),
            tuple(
                DateRow(
                    date["passage"],
                    date["start"],
                    date["end"],
                    *_date_words(date),
                    days_of(_when(date)),
                )
                for date in self._dates
            ),
            tuple(self._observed()),
        )

    def _mark(self, footprint: Row) -> MarkRow:
        mentions = self._of_footprint[footprint["number"]]
        geometry = self._marks.geometry(footprint["mark_id"])
        places = [m for m in mentions if m["place_id"]]
        alone = (
            len(mentions) == 1
            and mentions[0]["start"] == footprint["start"]
            and mentions[0]["end"] == footprint["end"]
            and not footprint["note"].startswith(
                "no source knows '"
            )  # version 2 has no field for it
        )
        figure = shape(geometry) if geometry else None
        drawing = drawing_of(figure, None)
        anchors = tuple(dict.fromkeys(_place(m, drawing.point) for m in places))
        own = anchors[0] if alone and anchors else None
        return MarkRow(
            footprint["mark_id"],
            KIND_CODES[FootprintKind(footprint["kind"])],
            ROLE_CODES[Role(footprint["role"])],
            bool(footprint["exact"]),
            footprint["label"],
            footprint["note"],
            None,
            own,
            anchors[0].country if anchors else "",
            "",
            drawing.point,
            drawing.box,
            "",
            drawing.geometry,
            anchors,
        )

    def _footprint(self, row: Row, mark: int) -> FootprintRow:
        mentions = self._of_footprint[row["number"]]
        return FootprintRow(
            row["passage"],
            mark,
            row["words"],
            row["start"],
            row["end"],
            min((m["confidence"] for m in mentions), default=0.0),
            max((OUTCOME_CODES[Outcome(m["outcome"])] for m in mentions), default=0),
        )

    def _observed(self) -> Iterator[ObservationRow]:
        """Observations without their themes, which version 2 repeated them for."""
        stated = {d["passage"] for d in self._dates if d["date"]}
        seen: set[tuple[int, int]] = set()
        for row in self._observations:
            key = row["passage"], row["footprint"]
            if key in seen:
                continue
            seen.add(key)
            when = _when(row)
            dated = Dated.WORDS if row["passage"] in stated else Dated.REPORT
            yield ObservationRow(
                *key,
                DATED_CODES[dated if when.interval else Dated.UNDATED],
                *_date_words(row),
                days_of(when),
                row["carried"],
            )


def _when(row: Row) -> When:
    return When(row["date"], Precision(row["date_precision"]), row["date_note"])


def _date_words(row: Row) -> tuple[str, str, str]:
    return row["date"], row["date_precision"], row["date_note"]


def _cues(content: str) -> str:
    return ",".join(f"{cue['start']}-{cue['end']}" for cue in json.loads(content))


def _place(mention: Row, point: tuple[float, float] | None) -> PlaceRow:
    """Place of a mention; version 2 kept neither its class nor its point."""
    lon, lat = point or (0.0, 0.0)
    return PlaceRow(
        mention["place_id"],
        mention["place_name"] or "",
        "",
        mention["feature_code"] or "",
        mention["country_code"] or "",
        "",
        "",
        lon,
        lat,
        0,
    )


def _mention(row: Row, places: dict[str, PlaceRow]) -> MentionRow:
    return MentionRow(
        row["footprint"],
        row["start"],
        row["end"],
        MENTION_KIND_CODES[MentionKind.NAME],
        ROLE_CODES[Role(row["role"])],
        1.0,
        OUTCOME_CODES[Outcome(row["outcome"])],
        row["probability"],
        row["confidence"],
        places.get(row["place_id"]),
    )
