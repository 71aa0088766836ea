"""Tab-separated tables, zipped or not, read as a stream that is checked to be whole."""

import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from ...errors import BadLineError, GazetteerError

_MOST_REPORTED = 20
_FEW = 1000
"""Bad lines that any table may have."""
_MOST_BAD = 0.1
"""Share of bad lines from which on a file is no such table."""
_SHOWN = 60
"""Bytes of a bad line that are echoed."""
_MOST_NAMED = 5
_REPORT_EACH = 1 << 16
"""Lines between two reports of progress."""


class TableFile:
    """A table of a fixed number of columns.

    Parameters
    ----------
    path
        A ``.txt`` file, or a ``.zip`` archive that holds one beside readme files.
    columns
        How many there are.
    report
        Told about the first lines that can't be used, each with its number, and about their count.

    Raises
    ------
    GazetteerError
        The file can't be read, or is no archive with one table in it.
    """

    def __init__(
        self, path: Path, columns: int, report: Callable[[str], None] | None = None
    ) -> None:
        self._path, self._columns = path, columns
        self._report = report or (lambda _reason: None)
        try:
            self._size = path.stat().st_size
            with self._opened():  # an archive that is cut off is noticed now
                self.identity = _identity(path)
                self.date = self._date()
        except OSError as error:
            raise GazetteerError(f"{path}: can't be read: {error.strerror or error}") from error

    def rows(
        self,
        checked: Callable[[list[str]], list[str]],
        reached: Callable[[float], None] | None = None,
    ) -> Iterator[list[str]]:
        """Yield the columns of each line that ``checked`` lets through.

        Parameters
        ----------
        checked
            Returns the columns, or raises `BadLineError`.
        reached
            Told from time to time which share of the file has been read.

        Raises
        ------
        GazetteerError
            The file ends too early, or most of it is no such table.
        """
        number = bad = 0
        try:
            for number, line in enumerate(self._lines(reached), 1):
                try:
                    columns = _columns(line, self._columns)
                    yield checked(columns)
                except BadLineError as error:
                    bad += 1
                    self._say(number, bad, error)
                    self._refuse_if_most(number, bad)
        except (BadZipFile, zlib.error, EOFError) as error:
            raise self._truncated(str(error)) from error
        except OSError as error:
            raise GazetteerError(f"{self._path}: can't be read: {error}") from error
        if number == bad:
            raise GazetteerError(f"{self._path}: holds no line that can be used")
        if bad > _MOST_REPORTED:
            self._report(f"{self._path.name}: {bad:,} lines in all were left out")

    def _say(self, number: int, bad: int, error: BadLineError) -> None:
        if bad <= _MOST_REPORTED:
            self._report(f"{self._path.name}:{number}: left out: {error}")

    def _refuse_if_most(self, number: int, bad: int) -> None:
        if bad > max(_FEW, number * _MOST_BAD):
            raise GazetteerError(
                f"{self._path}: {bad:,} of the first {number:,} lines can't be used; expected a "
                f"table of {self._columns} columns separated by tabs"
            )

    def _lines(self, reached: Callable[[float], None] | None) -> Iterator[bytes]:
        with self._opened() as (stream, position):
            line = b""
            for number, line in enumerate(stream):
                yield line if number else line.removeprefix(BOM_UTF8)
                if reached and not number % _REPORT_EACH:
                    reached(position() / max(self._size, 1))
            if line and not line.endswith(b"\n"):
                raise self._truncated("its last line has no end")

    def _truncated(self, why: str) -> GazetteerError:
        return GazetteerError(
            f"{self._path}: ends too early ({why}); the download was cut off, get it again"
        )

    @contextmanager
    def _opened(self) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
        """Lines, and what tells how far the file on disk has been read."""
        with self._path.open("rb") as file:
            if self._path.suffix.lower() != ".zip":
                yield file, file.tell
                return
            try:
                archive = ZipFile(file)
            except BadZipFile as error:
                raise self._truncated(str(error)) from error
            with archive.open(self._member(archive)) as stream:
                yield stream, file.tell

    def _member(self, archive: ZipFile) -> ZipInfo:
        """Return the table in an archive, which is the largest text in it."""
        texts = [info for info in archive.infolist() if info.filename.lower().endswith(".txt")]
        if not texts:
            names = ", ".join(archive.namelist()[:_MOST_NAMED]) or "nothing"
            raise GazetteerError(f"{self._path}: expected a .txt file in it, found {names}")
        return max(texts, key=lambda info: info.file_size)

    def _date(self) -> str:
        """ISO date of the table: its own in an archive, else the file's."""
        if self._path.suffix.lower() == ".zip":
            with ZipFile(self._path) as archive:
                year, month, day, *_time = self._member(archive).date_time
                return f"{year}-{month:02}-{day:02}"
        changed = datetime.fromtimestamp(self._path.stat().st_mtime, tz=UTC)
        return changed.date().isoformat()


def _columns(line: bytes, expected: int) -> list[str]:
    try:
        columns = line.decode().rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise BadLineError(f"not UTF-8: {line[:_SHOWN]!r}") from error
    if len(columns) != expected:
        raise BadLineError(
            f"expected {expected} columns separated by tabs, found {len(columns)}: "
            f"{line[:_SHOWN].decode(errors='replace').rstrip()!r}"
        )
    return columns


def _identity(path: Path) -> str:
    """Short hash that changes with the content: of size, time of change, beginning and end."""
    size, changed, edge = path.stat().st_size, path.stat().st_mtime_ns, 1 << 16
    with path.open("rb") as file:
        start = file.read(edge)
        file.seek(max(size - edge, 0))
        return sha256(b"%d %d" % (size, changed) + start + file.read(edge)).hexdigest()[:12]
