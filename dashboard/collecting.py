"""Pages and feeds on their way in: jobs whose origin is an address become bytes to read.

Threads ask for the pages, and one thread does all else: it writes what a feed leads to, and gives
what came to whoever reads. A run that is killed loses nothing: what was not stored is asked for
again by the next.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from .errors import DocumentError
from .executors import Input
from .ingest.addresses import read_address, shown_address
from .ingest.downloads import Downloads, Wanted
from .ingest.feed_entries import MOST_ENTRIES, FeedEntry, feed_entries
from .ingest.fetch import Answer, Fetcher, refuse_private
from .ingest.recognise import Told, is_feed
from .model import Problem
from .storing import Item
from .workspace import Workspace
from .workspace.downloads import Download, DownloadRecords
from .workspace.jobs import Job, Jobs


@dataclass(frozen=True, slots=True)
class Page:
    """What came for a job, to be read."""

    item: Item


@dataclass(frozen=True, slots=True)
class Refused:
    """A job whose page could not be had."""

    job: Job
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A job that gives no report of its own: nothing changed, or it is a feed."""

    job: Job
    etag: str
    modified: str
    is_feed: bool
    new: int = 0
    """Entries that wait to be read now."""
    unchanged: int = 0
    """Reports that are in as they are."""
    problems: tuple[Problem, ...] = ()
    """Entries that can't be read."""


Collected = Page | Refused | Settled


@dataclass(slots=True)
class Offered:
    """What became of inputs that a person gave: addresses, files, words."""

    origins: list[str] = field(default_factory=list)
    """Of those that wait to be read."""
    refused: list[Problem] = field(default_factory=list)
    """Those that were not taken, by the names that the person gave them, and why."""


def offer_addresses(
    workspace: Workspace, given: Sequence[str], *, allow_private: bool = False
) -> Offered:
    """Let pages be asked for; what is plainly none, or private, is refused at once.

    Parameters
    ----------
    workspace
        Where they go.
    given
        Addresses as a person typed them.
    allow_private
        Whether they may lie on this machine or in a private network.

    Raises
    ------
    WorkspaceError
        It can't be written.
    """
    jobs = Jobs(workspace)
    jobs.forget(shown_address(one) for one in given)
    wanted: dict[str, Download] = {}
    offered = Offered()
    for one in given:
        try:
            address = read_address(one)
            if not allow_private:
                refuse_private(address)
        except DocumentError as error:
            problem = Problem(shown_address(one), str(error))
            jobs.refuse(problem.origin, problem.reason)
            offered.refused.append(problem)
        else:
            wanted[str(address)] = Download(str(address), may_be_private=allow_private)
    if wanted:
        DownloadRecords(workspace).offer(list(wanted.values()))
    offered.origins = list(wanted)
    return offered


def direct_downloads() -> Downloads:
    """Return what asks other machines, without anything in between."""
    return Downloads(fetch_directly)


def fetch_directly(wanted: Wanted) -> Answer:
    """Ask for one page; raises `DocumentError`."""
    return Fetcher().fetch(
        wanted.address,
        may_be_private=wanted.may_be_private,
        etag=wanted.etag,
        modified=wanted.modified,
    )


class Collector:
    """Gets the pages of jobs whose origin is an address; used by one thread.

    Parameters
    ----------
    workspace
        Whose jobs they are.
    downloads
        Asks for them.
    """

    def __init__(self, workspace: Workspace, downloads: Downloads) -> None:
        self._jobs, self._records = Jobs(workspace), DownloadRecords(workspace)
        self._downloads = downloads
        self._open: dict[str, tuple[Job, Download]] = {}

    def __bool__(self) -> bool:
        """Whether something is still to come."""
        return bool(self._open)

    @property
    def open_jobs(self) -> list[Job]:
        """Those that are asked for."""
        return [job for job, _ in self._open.values()]

    def start(self, job: Job) -> None:
        """Ask for the page of a job; raises `DocumentError` when its origin is no address."""
        known = self._records.of(job.origin)
        # Only where the answer that was read before is still there.
        is_in = job.document_id is not None or known.is_feed
        etag, modified = (known.etag, known.modified) if is_in else ("", "")
        address = read_address(job.origin)
        self._open[str(address)] = job, known
        self._downloads.add(Wanted(address, known.may_be_private, etag, modified))

    def take(self, timeout_s: float) -> Collected | None:
        """Return what came for a job; None when nothing does in time."""
        came = self._downloads.take(timeout_s)
        if came is None:
            return None
        wanted, outcome = came
        job, known = self._open.pop(str(wanted.address))
        if isinstance(outcome, DocumentError):
            return Refused(job, str(outcome))
        if outcome.is_unchanged:
            return self._unchanged(job, known, outcome)
        return self._content(job, known, outcome)

    def _content(self, job: Job, known: Download, answer: Answer) -> Collected:
        """Return what the content of an answer is to be taken for."""
        if is_feed(answer.content):
            if known.feed:
                return Refused(job, f"{job.origin}: is a feed that a feed leads to; add it itself")
            return self._feed(job, answer)
        checksum = hashlib.sha256(answer.content).hexdigest()
        if self._records.is_known(job, checksum):
            return self._unchanged(job, known, answer)
        given = Input(
            job.origin,
            answer.content,
            url=str(answer.address),
            day=known.day,
            told=Told(answer.media_type, answer.charset),
        )
        etag, modified = answer.etag, answer.modified
        return Page(Item(given, job, checksum=checksum, etag=etag, modified=modified))

    def close(self) -> None:
        """Ask for nothing more."""
        self._downloads.close()

    def _unchanged(self, job: Job, known: Download, answer: Answer) -> Settled:
        etag, modified = answer.etag or known.etag, answer.modified or known.modified
        if not known.is_feed:
            return Settled(job, etag, modified, is_feed=False, unchanged=1)
        again = self._records.offer_failed_entries(job.origin)
        unchanged = len(self._records.entries(job.origin)) - again
        return Settled(job, etag, modified, is_feed=True, new=again, unchanged=unchanged)

    def _feed(self, job: Job, answer: Answer) -> Collected:
        """Let what a feed leads to be read, and settle the feed."""
        try:
            entries = feed_entries(answer.content, answer.address)
        except DocumentError as error:
            return Refused(job, str(error))
        most = entries[:MOST_ENTRIES]
        problems = [Problem(one.origin, one.problem) for one in most if one.problem]
        if len(entries) > len(most):
            reason = (
                f"{job.origin}: has {len(entries):,} entries; the first {MOST_ENTRIES} are taken"
            )
            problems.append(Problem(job.origin, reason))
        for problem in problems:
            if problem.origin != job.origin:
                self._jobs.refuse(problem.origin, problem.reason)
        offered = self._records.offer_entries(
            [_entry(one, job, answer) for one in most if not one.problem]
        )
        return Settled(
            job,
            answer.etag,
            answer.modified,
            is_feed=True,
            new=offered.new,
            unchanged=offered.known,
            problems=tuple(problems),
        )


def _entry(entry: FeedEntry, feed: Job, answer: Answer) -> tuple[Download, bytes | None]:
    # Only a feed of a private network may lead into it.
    return Download(entry.origin, answer.is_private, feed.origin, entry.day), entry.content
