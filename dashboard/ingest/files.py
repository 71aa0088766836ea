"""Reading text files and folders of them."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from ..errors import DocumentError
from ..model import Document, Problem
from .decode import decode
from .header import Header, split_header

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
    for path in paths:
        try:
            for file in _files(path):
                try:
                    document = read_document(file)
                    documents.setdefault(document.id, document)
                except DocumentError as error:
                    problems.append(Problem(str(file), str(error)))
        except DocumentError as error:
            problems.append(Problem(str(path), str(error)))
    return list(documents.values()), problems


def _files(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise DocumentError(f"{path}: there is no such file or folder")
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob("*.txt") if file.is_file())
    if not found:
        raise DocumentError(f"{path}: the folder holds no .txt file")
    yield from found


def read_document(path: Path) -> Document:
    """Read one text file.

    A header between ``---`` lines may give title, language and date. Without one the first line,
    when it stands alone and is short, is the title.

    Raises
    ------
    DocumentError
        The file is missing, too large, empty, binary, or its header is wrong.
    """
    try:
        size = path.stat().st_size
        if size > MAX_MEGABYTES * _MEGABYTE:
            raise DocumentError(
                f"{path}: {size / _MEGABYTE:.1f} MB is too large for a report; expected at most "
                f"{MAX_MEGABYTES} MB; split it into its reports"
            )
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: can't be read: {error.strerror}") from error
    text, note = decode(content, str(path))
    header, body = split_header(text, str(path))
    if not body.strip():
        raise DocumentError(f"{path}: the file holds no text")
    return _document(path, header, body, note)


def _document(path: Path, header: Header, body: str, note: str) -> Document:
    title = header.title or _first_line(body) or path.stem
    identity = sha256(f"{title}\0{body}".encode()).hexdigest()[:16]
    return Document(identity, title, body, str(path), header.language, header.date, note)


def _first_line(text: str) -> str:
    line, _, rest = text.strip().partition("\n")
    stands_alone = rest.startswith("\n") or not rest
    return line.strip() if stands_alone and len(line) <= _TITLE_LENGTH else ""
