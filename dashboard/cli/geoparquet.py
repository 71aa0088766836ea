"""A folder of GeoParquet files, each a part of one table."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..annotate.as_table import SCHEMA
from ..errors import DashboardError

_PART_ROWS = 20_000
"""From which a part is full; a document is never cut in two."""
_ROW_GROUP_BYTES = 64_000_000
"""Of rows that wait in memory to be written."""
_DICTIONARY_BYTES = 16_000_000
"""Of distinct values of a column that are kept once: outlines of countries come up again and again,
and take some 60 kB each."""
_COMPRESSION = "zstd"


class GeoParquetFolder:
    """Writes rows into parts, in the order in which they come.

    Parts are drafts with hidden names until `finish`, so that a folder that can be read is whole.

    Parameters
    ----------
    path
        The folder; made when there is none.

    Raises
    ------
    DashboardError
        There is a file of that name, or the folder holds something, or it can't be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists() and not path.is_dir():
            raise DashboardError(
                f"{path}: is a file; expected a folder, or a name that ends in .jsonl or .json"
            )
        self._made = not path.exists()
        try:
            path.mkdir(exist_ok=True)
            holds = next(path.iterdir(), None)
        except OSError as error:
            raise DashboardError(f"{path}: can't be written: {error.strerror}") from error
        if holds is not None:
            raise DashboardError(
                f"{path}: the folder holds {holds.name}; expected an empty one, or none"
            )
        self.rows = 0
        """Written so far."""
        self._drafts: list[Path] = []
        self._writer: Any = None
        self._part_rows = 0
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Take the rows of one document."""
        self._waiting.append(batch)
        self._waiting_bytes += batch.nbytes
        self._part_rows += batch.num_rows
        self.rows += batch.num_rows
        if self._waiting_bytes >= _ROW_GROUP_BYTES:
            self._write_row_group()
        if self._part_rows >= _PART_ROWS:
            self._end_part()

    def finish(self) -> None:
        """Write what waits, and give the parts their names; one without rows if there are none."""
        if self._part_rows or not self._drafts:
            self._end_part()
        for number, draft in enumerate(self._drafts):
            draft.replace(self.path / _name(number))

    def discard(self) -> None:
        """Remove what was written, and the folder if it was made for it."""
        if self._writer is not None:
            with suppress(OSError, pa.ArrowException):  # it could not be written, and goes anyway
                self._writer.close()
        for draft in self._drafts:
            draft.unlink(missing_ok=True)
        if self._made:
            with suppress(OSError):  # somebody has put something into it
                self.path.rmdir()

    def _write_row_group(self) -> None:
        if self._writer is None:
            draft = self.path / f".{_name(len(self._drafts))}.draft"
            self._drafts.append(draft)
            self._writer = pq.ParquetWriter(
                draft,
                SCHEMA,
                compression=_COMPRESSION,
                dictionary_pagesize_limit=_DICTIONARY_BYTES,
            )
        table = pa.Table.from_batches(self._waiting, schema=SCHEMA)
        self._waiting, self._waiting_bytes = [], 0
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))

    def _end_part(self) -> None:
        if self._waiting or self._writer is None:
            self._write_row_group()
        self._writer.close()
        self._writer, self._part_rows = None, 0


@contextmanager
def geoparquet_folder(path: Path) -> Iterator[GeoParquetFolder]:
    """Yield what writes a folder, which is finished at the end, or discarded after an error.

    Raises
    ------
    DashboardError
        It can't be written, or holds something.
    """
    folder = GeoParquetFolder(path)
    try:
        yield folder
        folder.finish()
    except OSError as error:
        folder.discard()
        raise DashboardError(f"{path}: can't be written: {error.strerror or error}") from error
    except BaseException:
        folder.discard()
        raise


def _name(number: int) -> str:
    return f"part-{number:05d}.parquet"
