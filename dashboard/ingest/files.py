"""Reading text files and folders of them."""

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from ..errors import DocumentError
from ..model import Document, Problem
from .decode import decode
from .header import split_header

MAX_MEGABYTES = 10
"""Largest file that is read; a report is some kilobytes."""
_MEGABYTE = 1_000_000
_TITLE_LENGTH = 200


def read_paths(paths: Iterable[Path]) -> tuple[list[Document], list[Problem]]:
    """Read files and the ``.txt`` files in folders; what can't be read becomes a problem.

    Returns
    -------
    documents, problems
        Each in the order the inputs were given; a document given twice appears once.
    """
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for found in found_files(paths):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        try:
            document = read_document(found)
            documents.setdefault(document.id, document)
        except DocumentError as error:
            problems.append(Problem(shown(found), str(error)))
    return list(documents.values()), problems


def found_files(paths: Iterable[Path]) -> Iterator[Path | Problem]:
    """Yield the files that paths lead to, and a problem for a path that leads to none."""
    for path in paths:
        try:
            yield from _files(path)
        except DocumentError as error:
            yield Problem(shown(path), str(error))


def shown(path: Path) -> str:
    """Path as it can be printed on one line, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "replace").replace("\n", "\\n")


def _files(path: Path) -> Iterator[Path]:
    try:
        path.stat()
        is_folder = path.is_dir()
    except FileNotFoundError:
        raise DocumentError(f"{shown(path)}: there is no such file or folder") from None
    except OSError as error:
        raise DocumentError(f"{shown(path)}: can't be read: {error.strerror}") from error
    if is_folder:
        yield from _files_in(path)
    else:
        yield path


def _files_in(folder: Path) -> list[Path]:
    """Text files anywhere below a folder; one that can't be looked into is an error."""

    def refuse(error: OSError) -> None:
        raise DocumentError(f"{shown(folder)}: {error.filename} can't be read: {error.strerror}")

    found = [
        Path(root, name)
        for root, _, names in os.walk(folder, onerror=refuse)
        for name in names
        if name.lower().endswith(".txt")
    ]
    if not found:
        raise DocumentError(f"{shown(folder)}: the folder holds no .txt file")
    return sorted(found)


def read_document(path: Path) -> Document:
    """Read one text file.

    A header between ``---`` lines may give title, language, date, source, url and author. Without
    a title the first line, when it stands alone and is short, is the title.

    Raises
    ------
    DocumentError
        The file is missing, too large, empty, binary, or its header is wrong.
    """
    return document_of(read_content(path), path)


def read_content(path: Path) -> bytes:
    """Read the bytes of a file; raises `DocumentError` for one that is missing or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # to open a pipe would wait for its other end
            raise DocumentError(f"{shown(path)}: is no file; expected a text file")
        size = status.st_size
        if size > MAX_MEGABYTES * _MEGABYTE:
            raise DocumentError(
                f"{shown(path)}: {size / _MEGABYTE:.1f} MB is too large for a report; "
                f"expected at most {MAX_MEGABYTES} MB; split it into its reports"
            )
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{shown(path)}: can't be read: {error.strerror}") from error


def document_of(content: bytes, path: Path) -> Document:
    """Return the document that the bytes of a text file hold; raises `DocumentError`."""
    text, note = decode(content, shown(path))
    header, body = split_header(text, shown(path))
    if not body.strip():
        raise DocumentError(f"{shown(path)}: the file holds no text")
    title = header.title or _first_line(body) or shown(path.with_suffix("")).rpartition("/")[2]
    identity = sha256(f"{title}\0{body}".encode()).hexdigest()[:16]
    return Document(
        identity,
        title,
        body,
        shown(path),
        header.language,
        header.date,
        note,
        header.source,
        header.url,
        header.author,
    )


def _first_line(text: str) -> str:
    line, _, rest = text.strip().partition("\n")
    stands_alone = rest.startswith("\n") or not rest
    return line.strip() if stands_alone and len(line) <= _TITLE_LENGTH else ""
