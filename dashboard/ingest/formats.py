"""The door of reports: bytes of any format that is read into documents.

A file is recognised by its content first and by its ending second. One input may hold many
documents: an archive, a mailbox, a mail with attachments, a table, a feed. Each is judged by
itself, so that a bad one is named and the others are read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import DocumentError
from ..model import Document
from .archives import members_of
from .drafts import Draft, document_from
from .feeds import feed_items
from .files import shown, text_document
from .language import language_of
from .limits import MAX_ENTRIES, MEMORY_MEGABYTES, Budget
from .mail import letter_of, mails_of
from .office import open_document_draft, rtf_draft, word_draft
from .pdf import pdf_draft
from .recognise import PLAIN, TABLES, Format, Recognised, Told, promised, recognised
from .tables import (
    Columns,
    ColumnsError,
    Row,
    chosen_columns,
    entry_of,
    row_draft,
    rows_of_csv,
    rows_of_json_lines,
    sheets_of_excel,
)
from .web_pages import page_draft

NOTHING_TOLD = Told()
INSIDE = "!/"
"""Stands between an input and what is inside it, as in ``spring.zip!/homs.pdf``."""
_DEEPEST = 4
"""Mails that are attached to mails, and so on."""
_ROW_TYPE = "application/json"
_MOST_LACKING = 100
"""Lines in a row that lack a text, before the columns are taken to be called otherwise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an input holds: a document, or why there is none."""

    entry: str
    """What it is called inside; empty for the input itself."""
    document: Document | None
    problem: str = ""
    """Why it was not taken; it begins with its origin."""
    content: bytes = b""
    """The bytes that it came as."""
    media_type: str = "text/plain"
    pages: tuple[int, ...] = ()
    """Where its pages begin in the text; empty where it has none."""
    container: str = ""
    """Origin of the input that it stands in; empty for the input itself."""
    columns: tuple[str, ...] = ()
    """Of a table that was not taken because it lacks one."""
    note: str = ""
    """What a person should know of the input, without harm: which files were passed over."""


def documents_in(
    content: bytes,
    name: str,
    *,
    columns: Columns | None = None,
    told: Told = NOTHING_TOLD,
    leave_out: frozenset[str] = frozenset(),
    begin: Callable[[str], None] | None = None,
) -> Iterator[Entry]:
    """Yield what an input holds, in its order; what can't be read is an entry with a problem.

    Parameters
    ----------
    content
        All bytes of it.
    name
        Path of a file, or an address.
    columns
        Which columns of a table hold what, where they are not called so themselves.
    told
        What the machine that sent it says of it.
    leave_out
        Entries that are not read.
    begin
        Told the name of each entry before it is read.
    """
    inside = _Inside(origin_shown(name), columns or Columns(), told, leave_out, begin)
    for entry in inside.entries(content, name, ""):
        document = entry.document
        if document is not None and not document.language:
            document = replace(document, language=language_of(document.text))
            yield replace(entry, document=document)
        else:
            yield entry


def origin_shown(name: str) -> str:
    """Path or address as it can be printed on one line."""
    return name if "://" in name else shown(Path(name))


def is_plain(content: bytes, name: str, told: Told = NOTHING_TOLD) -> bool:
    """Whether reading an input is harmless and quick: it is text and nothing else."""
    if content.startswith(b"PK"):
        return False  # even to list what an archive holds may take long
    try:
        return recognised(content, name, name, told.media_type).format in PLAIN
    except DocumentError:
        return True  # it is refused at once
    except Exception:  # noqa: BLE001  what breaks here is looked at by a process that may die of it
        return False


@dataclass(frozen=True, slots=True)
class _Inside:
    """One input while it is read, or something inside it."""

    origin: str
    columns: Columns
    told: Told
    leave_out: frozenset[str]
    begin: Callable[[str], None] | None
    budget: Budget = field(default_factory=Budget)
    depth: int = 0
    """Mails that it is attached to, one in another."""
    is_archived: bool = False
    """Whether it stands in an archive."""

    def entries(self, content: bytes, name: str, path: str) -> Iterator[Entry]:
        """Yield the documents that some bytes hold; one problem where they can't be read."""
        if path and path in self.leave_out:
            return
        if self.begin:
            self.begin(path)
        origin = self._origin(path)
        try:
            found = recognised(content, name, origin, "" if path else self.told.media_type)
            yield from self._read(found, content, name, path)
        except ColumnsError as error:
            yield replace(self._problem(path, str(error)), columns=error.columns)
        except DocumentError as error:
            yield self._problem(path, str(error))
        except MemoryError:
            reason = f"needs more than {MEMORY_MEGABYTES:,} MB of memory to be read"
            yield self._problem(path, f"{origin}: {reason}")
        except RecursionError:
            yield self._problem(path, f"{origin}: is nested too deep to be read")
        except Exception as error:  # noqa: BLE001  a library's fault, or a hostile file
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            yield self._problem(path, f"{origin}: can't be read: {reason}")

    def _read(self, found: Recognised, content: bytes, name: str, path: str) -> Iterator[Entry]:
        origin = self._origin(path)
        kind = found.format
        if kind in PLAIN:
            markdown = kind is Format.MARKDOWN
            charset = "" if path else self.told.charset
            document = text_document(content, origin, markdown=markdown, charset=charset)
            yield self._whole(path, document, content, kind, found.note)
        elif kind is Format.ZIP:
            yield from self._archive(content, path)
        elif kind is Format.MBOX:
            yield from self._mailbox(content, path)
        elif kind is Format.MAIL:
            yield from self._mail(content, path, found.note)
        elif kind is Format.FEED:
            yield from self._feed(content, path)
        elif kind in TABLES:
            yield from self._table(kind, content, name, path)
        elif kind is Format.PDF:
            paged = pdf_draft(content, origin)
            document = document_from(paged.draft, origin)
            whole = self._whole(path, document, content, kind, found.note)
            yield replace(whole, pages=paged.pages)
        else:
            draft = self._draft(kind, content, origin, "" if path else self.told.charset)
            yield self._whole(path, document_from(draft, origin), content, kind, found.note)

    def _draft(self, kind: Format, content: bytes, origin: str, charset: str) -> Draft:
        if kind is Format.HTML:
            return page_draft(content, origin, charset)
        if kind is Format.DOCX:
            return word_draft(content, origin, self.budget)
        if kind is Format.ODT:
            return open_document_draft(content, origin, self.budget)
        return rtf_draft(content)

    def _archive(self, content: bytes, path: str) -> Iterator[Entry]:
        origin = self._origin(path)
        if self.is_archived:
            raise DocumentError(f"{origin}: is an archive inside an archive; unpack it first")
        before = f"{path}{INSIDE}" if path else ""
        known = frozenset(
            one.removeprefix(before) for one in self.leave_out if one.startswith(before)
        )
        count = 0
        for member in members_of(content, origin, self.budget, known):
            if not member.entry and not count:
                raise DocumentError(f"{origin}: the archive holds no report; {member.problem}")
            count += 1
            inner = f"{before}{member.entry}"
            if not member.entry:
                yield Entry(path, None, note=f"{origin}: {member.problem}")
            elif member.problem:
                if inner not in self.leave_out:
                    yield self._problem(inner, f"{self._origin(inner)}: {member.problem}")
            else:
                inside = replace(self, is_archived=True)
                yield from inside.entries(member.content, member.entry, inner)
        if not count:
            raise DocumentError(f"{origin}: the archive holds no file")

    def _mailbox(self, content: bytes, path: str) -> Iterator[Entry]:
        before = f"{path}{INSIDE}" if path else ""
        count = 0
        for name, mail in mails_of(content):
            count += 1
            if not self.budget.take_entry():
                raise DocumentError(
                    f"{self._origin(path)}: holds more than {MAX_ENTRIES:,} mails; split it"
                )
            yield from self.entries(mail, f"{name}.eml", f"{before}{name}")
        if not count:
            raise DocumentError(f"{self._origin(path)}: the mailbox holds no mail")

    def _mail(self, content: bytes, path: str, note: str) -> Iterator[Entry]:
        """Yield what a mail says, and then its attachments."""
        origin = self._origin(path)
        if self.depth >= _DEEPEST:
            raise DocumentError(f"{origin}: is the {_DEEPEST + 1}th mail inside another")
        letter = letter_of(content, origin)
        if letter.draft.text.strip() or not letter.attachments:
            document = document_from(letter.draft, origin)
            yield self._whole(path, document, content, Format.MAIL, note)
        before = f"{path}{INSIDE}" if path else ""
        inside = replace(self, depth=self.depth + 1)
        for attachment in letter.attachments:
            inner = f"{before}{attachment.name}"
            if not self.budget.take_entry():
                raise DocumentError(f"{origin}: holds too many attachments")
            self.budget.spend(len(attachment.content), self._origin(inner))
            yield from inside.entries(attachment.content, attachment.name, inner)

    def _feed(self, content: bytes, path: str) -> Iterator[Entry]:
        before = f"{path}{INSIDE}" if path else ""
        for number, item in enumerate(feed_items(content, self._origin(path))):
            if number >= MAX_ENTRIES:
                raise DocumentError(f"{self._origin(path)}: holds more than {MAX_ENTRIES:,} items")
            inner = f"{before}{item.entry}"
            yield self._drafted(inner, item.draft, item.content)

    def _table(self, kind: Format, content: bytes, name: str, path: str) -> Iterator[Entry]:
        """Yield the rows of a table, and what lacks a column that it must have."""
        origin = self._origin(path)
        before = f"{path}{INSIDE}" if path else ""
        known: dict[tuple[str, ...], dict[str, str]] = {}
        lacking: dict[str, ColumnsError] = {}
        taken: set[str] = set()
        is_empty = True
        for rows in self._sheets(kind, content, name, origin):
            for row in rows:
                is_empty = False
                if row.problem and not row.cells:
                    inner = f"{before}{row.entry}"
                    yield self._problem(inner, f"{self._origin(inner)}: {row.problem}")
                    continue
                head = tuple(row.cells)
                if head not in known:
                    try:
                        known[head] = chosen_columns(head, self.columns, origin)
                    except ColumnsError as error:
                        lacking.setdefault(row.sheet or row.entry, error)
                        if kind is Format.CSV or (not known and len(lacking) > _MOST_LACKING):
                            raise
                        if row.sheet:
                            break  # as all its rows lack it
                        continue
                yield self._row(row, known[head], before, taken)
        if is_empty:
            raise DocumentError(f"{origin}: the table holds no rows below its head")
        if lacking and not known:
            raise next(iter(lacking.values()))
        yield from self._lacking(kind, lacking, path)

    def _row(self, row: Row, chosen: dict[str, str], before: str, taken: set[str]) -> Entry:
        inner = f"{before}{entry_of(row, chosen, taken)}"
        if row.problem:
            return self._problem(inner, f"{self._origin(inner)}: {row.problem}")
        try:
            draft = row_draft(row, chosen, self._origin(inner))
        except DocumentError as error:
            return self._problem(inner, str(error))
        return self._drafted(inner, draft, row.content)

    def _lacking(
        self, kind: Format, lacking: dict[str, ColumnsError], path: str
    ) -> Iterator[Entry]:
        """Say which lines lack a text; a sheet that does, beside one with texts, is passed over."""
        if kind is Format.XLSX:
            if lacking:
                named = ", ".join(map(repr, lacking))
                reason = f"passed over for want of a column of texts: the sheets {named}"
                yield Entry(path, None, note=f"{self._origin(path)}: {reason}")
            return
        for entry, error in lacking.items():
            inner = f"{path}{INSIDE}{entry}" if path else entry
            reason = str(error).removeprefix(f"{self._origin(path)}: ")
            yield self._problem(inner, f"{self._origin(inner)}: {reason}")

    def _sheets(
        self, kind: Format, content: bytes, name: str, origin: str
    ) -> Iterator[Iterator[Row]]:
        """Yield the rows of each sheet; only an Excel file has more than one."""
        if kind is Format.XLSX:
            yield from sheets_of_excel(content, origin, self.budget)
        elif kind is Format.CSV:
            yield rows_of_csv(content, name, origin)
        else:
            yield rows_of_json_lines(content, origin)

    def _drafted(self, path: str, draft: Draft, content: bytes) -> Entry:
        try:
            document = document_from(draft, self._origin(path))
        except DocumentError as error:
            return self._problem(path, str(error))
        return Entry(path, document, content=content, media_type=_ROW_TYPE, container=self.origin)

    def _whole(
        self, path: str, document: Document, content: bytes, kind: Format, note: str
    ) -> Entry:
        if note:
            document = replace(document, note="; ".join(filter(None, (note, document.note))))
        container = self.origin if path else ""
        return Entry(path, document, "", content, kind.media_type, container=container)

    def _problem(self, path: str, reason: str) -> Entry:
        return Entry(path, None, reason, container=self.origin if path else "")

    def _origin(self, path: str) -> str:
        return f"{self.origin}{INSIDE}{path}" if path else self.origin


def can_hold_many(name: str) -> bool:
    """Whether files of this name may hold several documents."""
    many = (Format.ZIP, Format.MBOX, Format.MAIL, Format.FEED, *TABLES)
    return promised(name) in many
