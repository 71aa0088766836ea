"""Zip archives: their files one by one, each judged by itself."""

import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import DocumentError
from .limits import (
    MAX_ENTRIES,
    MAX_MEGABYTES,
    MAX_PACKED_MEGABYTES,
    MEGABYTE,
    Budget,
    check_growth,
)
from .recognise import ending_of, is_small, promised

HIDDEN = frozenset({"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "lost+found"})
"""Names that systems leave in folders."""


class Member(NamedTuple):
    """One file of an archive: its bytes, or why they are not read."""

    entry: str
    content: bytes
    problem: str = ""


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is a system's or a program's, not a person's."""
    return name.startswith((".", "~$")) or name.lower() in HIDDEN


def passed_over(endings: Counter[str]) -> str:
    """Say which files of a folder or an archive are not read, for their endings are of others."""
    count = endings.total()
    named = ", ".join(f"{ending or 'none'} ({number})" for ending, number in endings.most_common(8))
    if count == 1:
        return f"1 file passed over: its ending is of no format that is read: {named}"
    return f"{count} files passed over: their endings are of no format that is read: {named}"


def members_of(
    content: bytes, origin: str, budget: Budget, leave_out: frozenset[str]
) -> Iterator[Member]:
    """Yield the files of an archive, those to be left out without their bytes.

    The last one has no name where files were passed over; its problem says which.

    Raises
    ------
    DocumentError
        The archive is broken.
    """
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError(f"{origin}: the archive is broken: {error}") from error
    with file:
        endings: Counter[str] = Counter()
        taken: set[str] = set()
        for member in file.infolist():
            name = member.filename
            parts = name.replace("\\", "/").split("/")
            if member.is_dir() or any(is_hidden(part) for part in parts if part not in ("..", ".")):
                continue
            shown = _unique(name, taken)
            if not budget.take_entry():
                yield Member(
                    shown,
                    b"",
                    f"is beyond the first {MAX_ENTRIES:,} files, which are all that "
                    "is read; split the archive",
                )
                return
            wrong = _trick(member, parts)
            if wrong:
                yield Member(shown, b"", wrong)
            elif promised(name) is None:
                endings[ending_of(name)] += 1
            elif shown in leave_out:
                yield Member(shown, b"")
            else:
                yield _read(file, member, shown, budget)
        if endings:
            yield Member("", b"", passed_over(endings))


def _trick(member: zipfile.ZipInfo, parts: list[str]) -> str:
    """What is wrong with the name or the kind of a file; empty where nothing is."""
    name = member.filename
    if name.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":"):
        return "its name leads out of the archive"
    if any(ord(letter) < ord(" ") for letter in name):
        return "its name holds control characters"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link; expected a file"
    if member.flag_bits & 1:
        return "is encrypted; pack it without a password"
    return ""


def _read(file: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, budget: Budget) -> Member:
    """Read one file, no further than it says it reaches."""
    most = MAX_MEGABYTES if is_small(member.filename) else MAX_PACKED_MEGABYTES
    if member.file_size > most * MEGABYTE:
        size = member.file_size / MEGABYTE
        return Member(shown, b"", f"{size:,.1f} MB is too large; expected at most {most} MB")
    try:
        check_growth(member.compress_size, member.file_size, shown)
        budget.spend(member.file_size, shown)
        with file.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except DocumentError as error:
        return Member(shown, b"", str(error).removeprefix(f"{shown}: "))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        return Member(shown, b"", f"is broken: {error}")
    except (NotImplementedError, RuntimeError, ValueError) as error:
        return Member(shown, b"", f"can't be unpacked: {error}")
    return Member(shown, content)


def _unique(name: str, taken: set[str]) -> str:
    """Name of a file on one line, which no other of the archive has."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
    plain = plain.encode("utf-8", "replace").decode()
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain} ({number})"
    taken.add(found)
    return found
