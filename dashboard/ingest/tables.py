"""Tables of reports: CSV, Excel and JSON lines, a report a row."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any, NamedTuple

from ..errors import DocumentError
from .decode import UTF_16, decode
from .drafts import Draft, one_line, stated_date
from .limits import MAX_MEGABYTES, MAX_ROWS, MEGABYTE, Budget, check_package

_MOST_COLUMNS = 1_000
_MOST_NAMED = 30
_MOST_EMPTY = 1_000
"""Rows without a cell, after which a sheet is taken to have ended."""
_DELIMITERS = ",;\t|"
_ECHOED = 40
_ENTRY_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds what; empty: the one that is called so itself."""

    text: str = ""
    title: str = ""
    date: str = ""
    id: str = ""
    source: str = ""
    url: str = ""
    author: str = ""
    language: str = ""

    @classmethod
    def parse(cls, words: str) -> "Columns":
        """Read ``text=Body,date=Day``; a pair with a comma stands in quotation marks, as in CSV.

        Raises
        ------
        DocumentError
            It is not written so, or names what no report has.
        """
        names = [field.name for field in fields(cls)]
        given: dict[str, str] = {}
        pairs = next(csv.reader([words], skipinitialspace=True), [])
        for pair in filter(str.strip, pairs):
            name, equals, column = (part.strip() for part in pair.partition("="))
            if not equals or not column or name.lower() not in names:
                raise DocumentError(
                    f"columns {words!r}: {pair.strip()!r} is not understood; expected NAME=COLUMN "
                    f"with one of {', '.join(names)}, as text=Body,date=Day"
                )
            if name.lower() in given:
                raise DocumentError(f"columns {words!r}: {name.lower()} is given twice")
            given[name.lower()] = column
        return cls(**given)

    def __str__(self) -> str:
        """Return what `parse` reads."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="")
        writer.writerow([f"{name}={column}" for name, column in pairs if column])
        return line.getvalue()


NAMES = tuple(field.name for field in fields(Columns))
"""What a row may say of a report."""


class ColumnsError(DocumentError):
    """A table lacks a column; ``columns`` are those that it has."""

    def __init__(self, message: str, columns: Sequence[str]) -> None:
        super().__init__(message)
        self.columns = tuple(columns)


class Row(NamedTuple):
    """One row: where it stands, its cells by the names of their columns, or what is wrong."""

    entry: str
    cells: dict[str, str]
    content: bytes
    problem: str = ""
    sheet: str = ""
    """Of an Excel file."""


def rows_of_csv(content: bytes, name: str, origin: str) -> Iterator[Row]:
    """Yield the rows of a CSV file; raises `DocumentError` where it has no head."""
    text, _note = decode(content, origin)
    csv.field_size_limit(MAX_MEGABYTES * MEGABYTE)
    delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head: list[str] = []
    number = 0
    try:
        for cells in reader:
            number += 1
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = _head(cells, origin)
                continue
            yield _row(head, cells, number, origin)
    except csv.Error as error:
        raise DocumentError(f"{origin}: row {number + 1} can't be read: {error}") from error


def sheets_of_excel(content: bytes, origin: str, budget: Budget) -> Iterator[Iterator[Row]]:
    """Yield the rows of each sheet of an Excel file; raises `DocumentError`."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        check_package(file, len(content), origin, budget)
    from openpyxl import load_workbook  # noqa: PLC0415  a quarter of a second

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            sheet.reset_dimensions()  # what a file says of its size may be far from true
            yield _sheet_rows(sheet, origin, several=len(sheets) > 1)
    finally:
        book.close()


def rows_of_json_lines(content: bytes, origin: str) -> Iterator[Row]:
    """Yield the lines of a file of JSON objects; raises `DocumentError` for too many."""
    if content.startswith(UTF_16):
        content = decode(content, origin)[0].encode()
    lines = io.BytesIO(content.removeprefix(b"\xef\xbb\xbf"))
    for number, ended in enumerate(lines, 1):
        line = ended.removesuffix(b"\n")
        if not line.strip():
            continue
        if number > MAX_ROWS:
            raise DocumentError(f"{origin}: has more than {MAX_ROWS:,} lines; split it")
        where = f"line {number}"
        try:
            record = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else "not JSON"
            yield Row(where, {}, line, f"{reason}: {error}")
            continue
        if not isinstance(record, dict):
            echoed = line[:_ECHOED].decode("utf-8", "replace")
            yield Row(where, {}, line, f"expected an object with 'text'; found {echoed}")
            continue
        yield Row(where, {str(key): _cell(value) for key, value in record.items()}, line)


def chosen_columns(head: Sequence[str], columns: Columns, origin: str) -> dict[str, str]:
    """Return the column of each fact that a table states.

    Raises
    ------
    ColumnsError
        No column holds the text, or one that was named is not there; the columns are listed.
    """
    known = {name.strip().lower(): name for name in reversed(head)}
    found: dict[str, str] = {}
    for name in NAMES:
        wanted = getattr(columns, name)
        column = known.get((wanted or name).strip().lower())
        if column is not None:
            found[name] = column
        elif wanted:
            raise ColumnsError(f"{origin}: no column is called {wanted!r}; {_listed(head)}", head)
    if "text" not in found:
        raise ColumnsError(
            f"{origin}: no column is called 'text'; {_listed(head)}; say which one holds it with "
            "--columns text=NAME",
            head,
        )
    return found


def row_draft(row: Row, chosen: dict[str, str], where: str) -> Draft:
    """Return what a row says of a report; raises `DocumentError` for a date that is none."""
    said = {name: row.cells.get(column, "") for name, column in chosen.items()}
    text = said.pop("text", "")
    if not text.strip():
        raise DocumentError(f"{where}: holds no text under {chosen['text']!r}")
    day = stated_date(one_line(said.pop("date", "")), where)
    said.pop("id", None)
    return Draft(text, date=day, **said)


def entry_of(row: Row, chosen: dict[str, str], taken: set[str]) -> str:
    """Return what a row is called in its table: by its id where it has one of its own."""
    name = one_line(row.cells.get(chosen.get("id", ""), ""))[:_ENTRY_LENGTH]
    if not name or name in taken:
        name = row.entry
    taken.add(name)
    return name


def _delimiter(text: str) -> str:
    """What parts the cells: the one that the head has most of."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    return max(_DELIMITERS, key=head.count)


def _head(cells: Sequence[str], origin: str) -> list[str]:
    if len(cells) > _MOST_COLUMNS:
        raise DocumentError(
            f"{origin}: has {len(cells):,} columns; expected at most {_MOST_COLUMNS:,}"
        )
    return [one_line(cell) for cell in cells]


def _row(head: Sequence[str], cells: Sequence[str], number: int, origin: str) -> Row:
    if number > MAX_ROWS:
        raise DocumentError(f"{origin}: has more than {MAX_ROWS:,} rows; split it")
    where = f"row {number}"
    known = dict(zip(head, cells, strict=False))
    content = json.dumps(known, ensure_ascii=False).encode("utf-8", "replace")
    if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
        problem = f"has {len(cells)} cells; expected {len(head)}, as many as there are columns"
        return Row(where, known, content, problem)
    return Row(where, known, content)


def _sheet_rows(sheet: Any, origin: str, *, several: bool) -> Iterator[Row]:
    head: list[str] = []
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_cell(value) for value in values]
        if not any(cell.strip() for cell in cells):
            empty += 1
            if empty > _MOST_EMPTY:
                return
            continue
        empty = 0
        if not head:
            head = _head(cells, origin)
            continue
        row = _row(head, cells, number, origin)
        entry = f"{sheet.title}, {row.entry}" if several else row.entry
        yield row._replace(entry=entry, sheet=sheet.title)


def _cell(value: Any) -> str:
    """Words of a cell."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _listed(head: Sequence[str]) -> str:
    named = [repr(name) for name in head if name.strip()]
    if not named:
        return "no column has a name"
    rest = f" and {len(named) - _MOST_NAMED} others" if len(named) > _MOST_NAMED else ""
    return f"the columns are {', '.join(named[:_MOST_NAMED])}{rest}"
