"""Files and folders of them: which are read, their bytes, and the documents of plain text."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import DocumentError
from ..model import Document, Problem
from .archives import is_hidden, passed_over
from .decode import decode
from .drafts import first_line, identity_of, stem_of
from .header import split_header
from .limits import MAX_MEGABYTES, MAX_PACKED_MEGABYTES, MEGABYTE
from .markdown import readable
from .recognise import ending_of, is_small, promised


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files of a folder that are not read, for their endings are of other things than reports."""

    folder: Path
    reason: str


def read_paths(paths: Iterable[Path]) -> tuple[list[Document], list[Problem]]:
    """Read files and folders of plain text; what can't be read becomes a problem.

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
        if not isinstance(found, Path):
            continue
        try:
            document = read_document(found)
            documents.setdefault(document.id, document)
        except DocumentError as error:
            problems.append(Problem(shown(found), str(error)))
    return list(documents.values()), problems


def found_files(paths: Iterable[Path]) -> Iterator[Path | Problem | PassedOver]:
    """Yield the files that paths lead to, and a problem for a path that leads to none.

    What of a folder is passed over is said and no problem: it was given for its reports.
    """
    for path in paths:
        try:
            yield from _files(path)
        except DocumentError as error:
            yield Problem(shown(path), str(error))


def shown(path: Path) -> str:
    """Path as it can be printed on one line, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "replace").replace("\n", "\\n")


def _files(path: Path) -> Iterator[Path | PassedOver]:
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


def _files_in(folder: Path) -> Iterator[Path | PassedOver]:
    """Files anywhere below a folder that are read, by their endings, and word of the others.

    Hidden files and those of systems are passed over in silence. A folder that can't be looked into
    is an error.
    """

    def refuse(error: OSError) -> None:
        raise DocumentError(f"{shown(folder)}: {error.filename} can't be read: {error.strerror}")

    found: list[Path] = []
    others: Counter[str] = Counter()
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not is_hidden(name)]
        for name in names:
            if is_hidden(name):
                continue
            if promised(name) is None:
                others[ending_of(os.fsencode(name).decode("utf-8", "replace"))] += 1
            else:
                found.append(Path(root, name))
    if not found:
        raise DocumentError(f"{shown(folder)}: the folder holds no file that can be read")
    yield from sorted(found)
    if others:
        yield PassedOver(folder, f"{shown(folder)}: {passed_over(others)}")


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
            raise DocumentError(f"{shown(path)}: is no file; expected one")
        size = status.st_size
        check_size(size, path.name, shown(path))
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{shown(path)}: can't be read: {error.strerror}") from error


def check_size(size: int, name: str, origin: str) -> None:
    """Raise `DocumentError` for what is too large to be a report of its format."""
    most = MAX_MEGABYTES if is_small(name) else MAX_PACKED_MEGABYTES
    if size > most * MEGABYTE:
        raise DocumentError(
            f"{origin}: {size / MEGABYTE:.1f} MB is too large for a report; "
            f"expected at most {most} MB; split it into its reports"
        )


def document_of(content: bytes, path: Path) -> Document:
    """Return the document that the bytes of a text file hold; raises `DocumentError`."""
    return text_document(content, shown(path))


def text_document(
    content: bytes, origin: str, *, markdown: bool = False, charset: str = ""
) -> Document:
    """Return the document that plain text or Markdown holds.

    Raises
    ------
    DocumentError
        It is empty, binary, in no encoding that can be told, or its header is wrong.
    """
    text, note = decode(content, origin, charset)
    header, body = split_header(text, origin)
    if markdown:
        body = readable(body)
    if not body.strip():
        raise DocumentError(f"{origin}: the file holds no text")
    title = header.title or first_line(body) or stem_of(origin)
    return Document(
        identity_of(title, body),
        title,
        body,
        origin,
        header.language,
        header.date,
        note,
        header.source,
        header.url,
        header.author,
    )
