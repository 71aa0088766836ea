"""Files that are dropped on the page, and pasted words, on their way into a workspace.

They have no path on the disk, so their bytes wait in the workspace itself until they are read: a
server that is killed loses none, and the next run goes on with them.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..collecting import Offered
from ..errors import DocumentError
from ..ingest import check_size, document_of
from ..ingest.files import text_document
from ..ingest.formats import is_plain
from ..ingest.header import Header, split_header
from ..ingest.recognise import ENDINGS, TABLES, ending_of, promised, recognised
from ..model import Problem
from ..workspace import Workspace
from ..workspace.jobs import Jobs

_ENDING = ".txt"
_LONGEST_NAME = 100
_UNNAMED = "text"
_ADDED = "added"
_DIGITS = 16
_OFFERED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text that a person gave."""

    name: str
    """Of its file, as the browser says it; any words."""
    content: bytes
    columns: str = ""
    """Of a table, which hold what; empty where they are called so themselves."""

    @property
    def origin(self) -> str:
        """Under which it is known: another text of the same name does not take its place."""
        digest = hashlib.sha256(self.content).hexdigest()[:_DIGITS]
        return f"{_ADDED}/{digest}/{safe_name(self.name)}"


def name_of(origin: str) -> str:
    """Return what a person calls an input: the path of a file, or the name of a given text."""
    folder, _, rest = origin.partition("/")
    digest, _, name = rest.partition("/")
    return name if folder == _ADDED and len(digest) == _DIGITS and name else origin


def offer_texts(workspace: Workspace, texts: Iterable[GivenText]) -> Offered:
    """Let files be read; what is none that can be is refused at once, and the workspace keeps why.

    Raises
    ------
    WorkspaceError
        It can't be written; the texts that were offered until then stay.
    """
    jobs, offered = Jobs(workspace), Offered()
    waiting: dict[str, GivenText] = {}
    for text in texts:
        reason = _refusal(text)
        if reason:
            jobs.refuse(text.origin, reason)
            offered.refused.append(Problem(text.name, reason))
            continue
        waiting[text.origin] = text
        if len(waiting) >= _OFFERED_AT_ONCE:
            offered.origins += _offer(jobs, waiting)
            waiting = {}
    offered.origins += _offer(jobs, waiting)
    offered.origins = list(dict.fromkeys(offered.origins))
    return offered


def _offer(jobs: Jobs, waiting: dict[str, GivenText]) -> list[str]:
    if waiting:
        columns = {origin: text.columns for origin, text in waiting.items() if text.columns}
        jobs.offer(list(waiting), [text.content for text in waiting.values()], columns)
    return list(waiting)


def _refusal(text: GivenText) -> str:
    """Why a file can't be read, as far as that is told at once; empty where it may be."""
    name = safe_name(text.name)
    try:
        check_size(len(text.content), name, name)
        if is_plain(text.content, name):
            recognised(text.content, name, name)
            text_document(text.content, name)
    except DocumentError as error:
        return str(error)
    return ""


def is_table(name: str) -> bool:
    """Whether a file of this name is a table of reports."""
    return promised(name) in TABLES


def safe_name(name: str) -> str:
    """Return the name of a file that is no path, is short, and ends as files that are read do."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = one_line(last)
    ending = stem.lower() if stem.lower() in ENDINGS else ""
    if promised(stem):
        ending = ending_of(stem)
    stem = stem[: len(stem) - len(ending)].strip(". ")[:_LONGEST_NAME].strip(". ")
    return f"{stem or _UNNAMED}{ending or _ENDING}"


def pasted_text(words: str, *, title: str = "", date: str = "", source: str = "") -> GivenText:
    """Return words that were pasted as a text with a header.

    What the words themselves say in a header of theirs holds where no field is given.

    Raises
    ------
    DocumentError
        There are no words, the date is none, or the words begin with a wrong header.
    """
    text = _writable(words.replace("\r\n", "\n").replace("\r", "\n")).lstrip("\n")
    name = safe_name(one_line(title)[:_LONGEST_NAME] or "pasted text")
    own, body = split_header(text, "the text")
    if not body.strip():
        raise DocumentError("there is no text; paste the words of a report")
    content = f"{_header(own, title, date, source)}{body}".encode()
    document_of(content, Path("the text"))  # raises for a date that is none
    return GivenText(name, content)


def _header(own: Header, title: str, date: str, source: str) -> str:
    fields = {
        "title": one_line(title) or own.title,
        "language": own.language,
        "date": one_line(date) or own.date.value,
        "source": one_line(source) or own.source,
        "url": own.url,
        "author": own.author,
    }
    if not one_line(date):
        fields["date_inferred"] = own.date.note
    # Quoted, so that nothing in them is taken for YAML.
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in fields.items()
        if value
    ]
    return f"---\n{''.join(lines)}---\n" if lines else ""


def one_line(words: str) -> str:
    """Return words in one line that YAML takes as they are."""
    plain = "".join(" " if _is_unprintable(letter) else letter for letter in words)
    return " ".join(plain.split())


def _is_unprintable(letter: str) -> bool:
    """Whether it is a control character, a line break, half of a pair, or nothing at all."""
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs", "Cn"}


def _writable(words: str) -> str:
    return words.encode("utf-8", "replace").decode()
