"""The command ``sitmap annotate``: files in, what is read from each document out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as calendar_date
from pathlib import Path
from typing import Annotated, TextIO

import typer

from geocache.gazetteer import PackSource
from geocache.scripts import unread_note

from ..annotate.as_json import as_json_line
from ..errors import DashboardError, DocumentError
from ..executors import worker_count
from ..ingest.json_lines import GivenDocument, given_documents
from ..model import Precision, When
from .annotated_batches import annotated_in_order
from .terminal import Places, Scheduler, Workers, output_stream, read_packs, warn

_LINES = {".jsonl", ".json"}


def annotate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files to read.")],
    date: Annotated[
        str, typer.Option(metavar="DAY", help="Day (YYYY-MM-DD) of reports that give no date.")
    ] = "",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            help="A .jsonl file, or a folder of GeoParquet; standard output if none.",
        ),
    ] = None,
    places: Places = None,
    workers: Workers = None,
    scheduler: Scheduler = "",
) -> None:
    """Print passages, themes, dates and observations of every document in .txt and .jsonl files.

    A JSON line for each document, in the order given. `-o FOLDER` writes GeoParquet instead, a row
    for each observation. Ends with status 1 when a document could not be used.
    """
    run = _Run(files, read_packs(places), _day(date), workers or worker_count(), scheduler)
    if output is not None and _is_folder(output):
        run.into_folder(Path(output))
    else:
        path = None if output is None else Path(output)
        with output_stream(path, [*files, *(places or ())]) as out:
            run.into_lines(out)
            run.end_if_nothing_came()  # and what was there before stays
    if not run.complete:
        raise typer.Exit(1)


def _is_folder(output: str) -> bool:
    """Whether a name stands for a folder: one that exists, or any that is not one of a file."""
    if not output:
        return False  # no name at all
    path = Path(output)
    if output.endswith("/") or path.is_dir():
        return True
    is_device = path.exists() and not path.is_file()
    return not is_device and path.suffix.lower() not in _LINES


def _day(given: str) -> When | None:
    if not given:
        return None
    when = When(given, Precision.DAY)
    try:
        if calendar_date.fromisoformat(given).isoformat() == given:
            return when
    except ValueError:
        pass  # said below
    raise DashboardError(f"--date: {given!r} is no day; expected YYYY-MM-DD, as 2020-03-05")


class _Run:
    """One run of the command."""

    def __init__(
        self,
        files: Sequence[Path],
        packs: list[PackSource],
        day: When | None,
        workers: int,
        scheduler: str,
    ) -> None:
        self._files, self._packs, self._day = files, packs, day
        self._workers, self._scheduler = workers, scheduler
        self.complete = True
        """Whether every document could be used."""
        self._written = 0

    def into_lines(self, out: TextIO) -> None:
        """Write a JSON line for each document."""
        batches = annotated_in_order(
            self._documents(),
            as_json_line,
            self._packs,
            workers=self._workers,
            scheduler=self._scheduler,
        )
        for batch in batches:
            self._report(batch.problems)
            out.writelines(batch.converted)
            self._written += len(batch.converted)

    def into_folder(self, path: Path) -> None:
        """Write a row for each observation."""
        # pyarrow takes a third of a second to import; the other commands do without it.
        from ..annotate.as_table import as_record_batch  # noqa: PLC0415
        from .geoparquet import geoparquet_folder  # noqa: PLC0415

        with geoparquet_folder(path) as folder:
            batches = annotated_in_order(
                self._documents(),
                as_record_batch,
                self._packs,
                workers=self._workers,
                scheduler=self._scheduler,
            )
            for batch in batches:
                self._report(batch.problems)
                for rows in batch.converted:
                    folder.write(rows)
                self._written += len(batch.converted)
            self.end_if_nothing_came()

    def end_if_nothing_came(self) -> None:
        """End the command when no document could be used."""
        if not self._written and not self.complete:
            raise typer.Exit(1)

    def _documents(self) -> Iterator[GivenDocument]:
        for path in self._files:
            for given in given_documents(path):
                if isinstance(given, DocumentError):
                    self._report([str(given)])
                    continue
                if unread := unread_note(given.document.text):
                    warn(f"{given.where}: {unread}")
                if self._day and given.document.date.precision is Precision.UNKNOWN:
                    yield replace(given, document=replace(given.document, date=self._day))
                else:
                    yield given

    def _report(self, problems: Sequence[str]) -> None:
        for problem in problems:
            self.complete = False
            warn(problem)
