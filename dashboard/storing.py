"""What one transaction of intake stores: reports, what they came as, and inputs that are done.

An input may hold several documents. It is opened first; what it holds is read and stored one by
one, and it is done when the last of them is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from .annotate.dates import with_own_date
from .executors import Input, Reading
from .ingest import INSIDE, Entry
from .model import Problem
from .rereading import propose
from .workspace import Writer
from .workspace.downloads import note_version
from .workspace.jobs import FileStamp, Job, entry_job, fail, finish, forget_failed_entries
from .workspace.rows import DocumentRows, bare_rows


@dataclass(frozen=True, slots=True)
class Item:
    """What goes to a worker, and what is to be done with the answer."""

    given: Input
    job: Job | None
    """None of a document that is read again."""
    stamp: FileStamp | None = None
    checksum: str = ""
    whole: "Whole | None" = None
    """The input that it stands in."""
    entry: Entry | None = None
    """What it was in there."""
    etag: str = ""
    """Version of a page of another machine, as it says, like `modified`."""
    modified: str = ""

    @property
    def size(self) -> int:
        """Bytes that are held for it."""
        content = self.entry.content if self.entry else self.given.content
        return len(content or b"")


@dataclass(slots=True, eq=False)
class Whole:
    """An input that holds several documents, until all of them are stored."""

    item: Item
    job: Job
    left: int = 0
    document_id: int | None = None
    """Of what it says itself, as a mail with attachments does."""
    problem: str = ""


class Storing:
    """What one transaction stores, and what comes of it.

    Parameters
    ----------
    engine
        Identity of what read.
    """

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.inside: list[Item] = []
        """Documents that are still to be read."""
        self.wholes: set[Whole] = set()
        self.differing = 0
        """Reports read again that would change: the old reading stands until somebody accepts."""
        self.done = 0
        self.more = 0
        """Inputs that nobody knew of before: they stood inside others."""

    def refused(self, origin: str, reason: str) -> None:
        """Count an input that was not taken."""
        self.problems.append(Problem(origin, reason))
        self.done += 1

    def item(self, writer: Writer, item: Item, reading: Reading) -> None:
        """Store what became of an input, or of a document inside one."""
        if reading.inside and item.job:
            self._open(writer, item, item.job, reading.inside)
        elif item.whole and item.entry:
            self._entry(writer, item.whole, item.entry, reading)
        elif reading.rows is None:
            if item.job:
                fail(writer, item.job, reading.problem)
            self.refused(item.job.origin if item.job else item.given.path, reading.problem)
        elif not item.job:
            self.differing += bool(propose(writer, reading.rows, writer.engine(self._engine)))
            self.done += 1
        else:
            document_id = self._document(writer, reading.rows)
            if item.given.content is not None:
                media_type = "text/plain"
                if reading.entry:
                    media_type = reading.entry.media_type
                    writer.keep_pages(document_id, reading.entry.pages)
                writer.keep_original(document_id, item.given.content, item.checksum, media_type)
                self._finish(writer, item.job, item, document_id)
            self.done += 1

    def _document(self, writer: Writer, rows: DocumentRows) -> int:
        engine = writer.engine(self._engine)
        standing = writer.standing(rows, engine)
        return writer.write(rows, engine) if standing is None else standing

    def _open(self, writer: Writer, item: Item, job: Job, inside: Sequence[Entry]) -> None:
        """Store what an input holds as far as it is known, and let the rest be read."""
        whole = Whole(item, job)
        first = f"{job.origin}{INSIDE}"
        forget_failed_entries(writer, first)
        engine = writer.engine(self._engine)
        given = len(self.inside)
        for entry in inside:
            if entry.document is None:
                self._refuse_entry(writer, whole, entry)
                continue
            self.more += 1
            standing = writer.standing(bare_rows(with_own_date(entry.document)), engine)
            if standing is None:
                origin = f"{first}{entry.entry}"
                part = Item(Input(origin, None, entry.document), None, whole=whole, entry=entry)
                self.inside.append(part)
            else:
                self._keep_entry(writer, whole, entry, standing)
                self.done += 1
        self.more -= 1  # for the input itself, which is none of them
        whole.left = len(self.inside) - given
        self.wholes.add(whole)
        if not whole.left:
            self._close(writer, whole)

    def _refuse_entry(self, writer: Writer, whole: Whole, entry: Entry) -> None:
        if entry.note:
            self.notes.append(entry.note)
        elif entry.entry:
            self.more += 1
            job = entry_job(writer, f"{whole.job.origin}{INSIDE}{entry.entry}")
            fail(writer, job, entry.problem)
            self.refused(job.origin, entry.problem)
        else:
            whole.problem = entry.problem

    def _entry(self, writer: Writer, whole: Whole, entry: Entry, reading: Reading) -> None:
        if reading.rows is None:
            job = whole.job
            if entry.entry:
                job = entry_job(writer, f"{whole.job.origin}{INSIDE}{entry.entry}")
                fail(writer, job, reading.problem)
            else:
                whole.problem = reading.problem
            self.refused(job.origin, reading.problem)
        else:
            self._keep_entry(writer, whole, entry, self._document(writer, reading.rows))
            self.done += 1
        whole.left -= 1
        if not whole.left:
            self._close(writer, whole)

    def _keep_entry(self, writer: Writer, whole: Whole, entry: Entry, document_id: int) -> None:
        checksum = hashlib.sha256(entry.content).hexdigest()
        writer.keep_original(document_id, entry.content, checksum, entry.media_type)
        writer.keep_pages(document_id, entry.pages)
        if not entry.entry:
            whole.document_id = document_id
            return
        writer.keep_part(document_id, whole.job.origin, entry.entry)
        job = entry_job(writer, f"{whole.job.origin}{INSIDE}{entry.entry}")
        finish(writer, job, stamp=None, checksum=checksum, document_id=document_id)

    def _close(self, writer: Writer, whole: Whole) -> None:
        """Mark an input as done, now that all that it holds is stored."""
        if whole.problem:
            fail(writer, whole.job, whole.problem)
            if whole.job.origin not in {problem.origin for problem in self.problems}:
                self.more += 1
                self.refused(whole.job.origin, whole.problem)
        else:
            self._finish(writer, whole.job, whole.item, whole.document_id)

    def _finish(self, writer: Writer, job: Job, item: Item, document_id: int | None) -> None:
        finish(writer, job, stamp=item.stamp, checksum=item.checksum, document_id=document_id)
        if item.given.url:
            note_version(writer, job.origin, etag=item.etag, modified=item.modified)
