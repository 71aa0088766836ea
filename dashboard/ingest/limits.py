"""How large, how deep and how long a file may be: what keeps a hostile one from harm.

A report is some kilobytes. Each bound is far above what reports need, and each refusal names it.
"""

import re
import zipfile

from ..errors import DocumentError

MAX_MEGABYTES = 10
"""Of a text, and of the text that another format holds."""
MAX_PACKED_MEGABYTES = 100
"""Of a file whose text is a small part of it: PDF, Word, archives, mailboxes, tables."""
MAX_UNPACKED_MEGABYTES = 200
"""Of all that one file unpacks to."""
MAX_ENTRIES = 10_000
"""In one archive, mailbox or feed."""
MAX_ROWS = 100_000
"""Of one table."""
MAX_PAGES = 2_000
"""Of one PDF."""
MAX_RATIO = 200
"""Times that something may grow when it is unpacked; text shrinks to a tenth, hardly further."""
SECONDS = 30.0
"""That one report may take to be read, before the process that reads it is ended."""
MEMORY_MEGABYTES = 1_000
"""More than the program itself that the process that reads may take."""
MEGABYTE = 1_000_000
_HARMLESS_MEGABYTES = 5
"""So little is unpacked whatever its ratio."""
_INNER_DTD = re.compile(rb"<!DOCTYPE[^>\[]*\[")


class Budget:
    """What one input may still unpack to, however its parts are nested."""

    def __init__(self) -> None:
        self._bytes = MAX_UNPACKED_MEGABYTES * MEGABYTE
        self._entries = MAX_ENTRIES

    def spend(self, size: int, origin: str) -> None:
        """Count bytes that are to be unpacked; raises `DocumentError` where they are too many."""
        if size > self._bytes:
            raise DocumentError(
                f"{origin}: with it the whole unpacks to more than {MAX_UNPACKED_MEGABYTES} MB; "
                "split it"
            )
        self._bytes -= size

    def take_entry(self) -> bool:
        """Count one more entry; False where there were enough."""
        self._entries -= 1
        return self._entries >= 0


def check_growth(packed: int, unpacked: int, origin: str) -> None:
    """Raise `DocumentError` for what grows too much when it is unpacked."""
    if unpacked <= _HARMLESS_MEGABYTES * MEGABYTE:
        return
    if unpacked > MAX_RATIO * max(packed, 1):
        raise DocumentError(
            f"{origin}: unpacks to {unpacked / MEGABYTE:,.0f} MB, more than {MAX_RATIO} times its "
            "size; expected a report"
        )


def check_package(file: zipfile.ZipFile, packed: int, origin: str, budget: Budget) -> None:
    """Check a document that is a package of XML files before anything in it is read.

    Raises
    ------
    DocumentError
        It is encrypted, unpacks to too much, or declares entities: no office program does.
    """
    members = file.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError(f"{origin}: is encrypted; save it without a password")
    unpacked = sum(member.file_size for member in members)
    check_growth(packed, unpacked, origin)
    budget.spend(unpacked, origin)
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            refuse_entities(file.read(member), origin)


def refuse_entities(content: bytes, origin: str) -> None:
    """Raise `DocumentError` for XML that declares entities, which can grow without end."""
    plain = content.replace(b"\0", b"") if b"\0" in content[:64] else content  # UTF-16
    if b"<!ENTITY" in plain or _INNER_DTD.search(plain):
        raise DocumentError(f"{origin}: its XML declares entities; they are not read")
