"""Inputs that lie on other machines: what may be asked for, and what was answered last.

A page that is wanted is a job like any other, its origin the address. What is kept here lets a
later run go on with it, and ask its machine only whether something changed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .jobs import Job, Jobs, JobState
from .store import Workspace
from .writer import Writer

_LONGEST_VERSION = 300
"""Characters; no machine needs more, and one that says more is asked without."""


@dataclass(frozen=True, slots=True)
class Download:
    """An input that lies on another machine."""

    origin: str
    may_be_private: bool = False
    """Whether somebody allowed it to lie on this machine or in a private network."""
    feed: str = ""
    """Origin of the feed that named it; empty when a person did."""
    day: str = ""
    """Of the report, as the feed says it."""
    is_feed: bool = False
    etag: str = ""
    """Version of the answer that was read, as `modified`; empty when there is none."""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class OfferedEntries:
    """What became of the entries of a feed that were offered."""

    new: int
    known: int
    """That are in as they are now."""


class DownloadRecords:
    """What a workspace keeps of them.

    Parameters
    ----------
    workspace
        Where they are kept.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._jobs = Jobs(workspace)

    def offer(self, downloads: Sequence[Download]) -> None:
        """Let inputs be asked for, known ones again."""
        self._keep(downloads)
        self._jobs.offer([one.origin for one in downloads])

    def offer_entries(self, entries: Sequence[tuple[Download, bytes | None]]) -> OfferedEntries:
        """Let entries of a feed be read, those that are not in as they are now.

        Parameters
        ----------
        entries
            With what the feed holds of each; None where its page is to be asked for.
        """
        states = self._jobs.states([one.origin for one, _ in entries])
        checksums = self._checksums([one.origin for one, _ in entries])
        wanted: dict[str, tuple[Download, bytes | None]] = {}
        for download, content in entries:
            origin = download.origin
            is_in = states.get(origin, (JobState.FAILED, ""))[0] is JobState.DONE
            if content is not None and is_in:
                is_in = checksums[origin] == hashlib.sha256(content).hexdigest()
            if not is_in:
                wanted.setdefault(origin, (download, content))
        self._keep([download for download, _ in wanted.values()])
        self._jobs.offer(list(wanted), [content for _, content in wanted.values()])
        return OfferedEntries(len(wanted), len({one.origin for one, _ in entries}) - len(wanted))

    def offer_failed_entries(self, feed: str) -> int:
        """Let the entries of a feed that could not be read be tried again; return how many."""
        rows = self._workspace.rows(
            "SELECT origin FROM download JOIN job USING (origin) "
            "WHERE feed = ? AND state = 'failed' AND content IS NULL",
            (feed,),
        )
        self._jobs.offer([origin for (origin,) in rows])
        return len(rows)

    def entries(self, feed: str) -> list[str]:
        """Return the origins of all that a feed named."""
        query = "SELECT origin FROM download WHERE feed = ? ORDER BY origin"
        return [str(origin) for (origin,) in self._workspace.rows(query, (feed,))]

    def reports_of(self, origins: Sequence[str]) -> list[str]:
        """Return origins of inputs with what feeds among them named in the place of the feeds."""
        rows = self._workspace.rows("SELECT origin FROM download WHERE is_feed")
        feeds = {origin for (origin,) in rows}
        reports: list[str] = []
        for origin in origins:
            reports += self.entries(origin) if origin in feeds else [origin]
        return list(dict.fromkeys(reports))

    def of(self, origin: str) -> Download:
        """Return what is kept of an input; the strictest where nothing is."""
        rows = self._workspace.rows(
            "SELECT origin, may_be_private, feed, day, is_feed, etag, modified FROM download "
            "WHERE origin = ?",
            (origin,),
        )
        if not rows:
            return Download(origin)
        name, may_be_private, feed, day, is_feed, etag, modified = rows[0]
        return Download(name, bool(may_be_private), feed, day, bool(is_feed), etag, modified)

    def is_known(self, job: Job, checksum: str) -> bool:
        """Whether an input was read with this very content, and is a report."""
        return job.document_id is not None and self._checksums([job.origin]) == {
            job.origin: checksum
        }

    def _checksums(self, origins: Sequence[str]) -> dict[str, str]:
        rows: list[tuple[str, str]] = []
        for origin in origins:
            rows += self._workspace.rows(
                "SELECT origin, checksum FROM job WHERE origin = ?", (origin,)
            )
        return dict(rows)

    def _keep(self, downloads: Iterable[Download]) -> None:
        """Keep what may be asked for, as whoever named it last allows."""
        with self._workspace.writing() as writer:
            writer.connection.executemany(
                "INSERT INTO download (origin, may_be_private, feed, day) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (origin) DO UPDATE SET may_be_private = excluded.may_be_private, "
                "feed = excluded.feed, day = iif(excluded.day = '', day, excluded.day)",
                [(one.origin, one.may_be_private, one.feed, one.day) for one in downloads],
            )


def note_version(writer: Writer, origin: str, *, etag: str, modified: str) -> None:
    """Keep which version of an input was read, in the transaction that stores it."""
    writer.connection.execute(
        "UPDATE download SET etag = ?, modified = ? WHERE origin = ?",
        (*(word if len(word) <= _LONGEST_VERSION else "" for word in (etag, modified)), origin),
    )


def settle(writer: Writer, job: Job, *, is_feed: bool) -> None:
    """Mark an input as done that gives no report of its own, or the one that it gave before."""
    writer.connection.execute(
        "UPDATE job SET state = 'done', problem = '', content = NULL, worker = '' WHERE id = ?",
        (job.id,),
    )
    writer.connection.execute(
        "UPDATE download SET is_feed = ? WHERE origin = ?", (is_feed, job.origin)
    )
