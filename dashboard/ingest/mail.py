"""E-mails and mailboxes: what was written, without what it answers, and what is attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any

from ..errors import DocumentError
from ..model import UNDATED, When
from .decode import decode
from .drafts import Draft, day_of, one_line
from .markup import html_root, text_of

_ENVELOPE = re.compile(rb"^From [^\r\n]*\d{4}[^\r\n]*\r?\n", re.MULTILINE)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_ATTRIBUTION = re.compile(
    r"^(?:On|Am|Le|El|Il|Op|Em|Den|W dniu|В|Вт|Пн|Ср|Чт|Пт|Сб|Вс|في)\b[^\n]{0,150}\n?[^\n]{0,100}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał\(?a?\)?|"
    r"пишет|написал\(?а?\)?|كتب)[^\n]{0,80}:\s*$",
    re.MULTILINE,
)
_ORIGINAL = re.compile(
    r"^(?:-{2,} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|"
    r"Mensaje original|Исходное сообщение|الرسالة الأصلية) ?-{2,}|_{10,}\s*\nFrom:.*)\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_QUOTES = (
    "//blockquote[@type='cite'] | //*[contains(@class,'gmail_quote')] | "
    "//*[contains(@class,'moz-cite-prefix')] | //*[@id='divRplyFwdMsg']/following-sibling::* | "
    "//*[@id='divRplyFwdMsg'] | //*[contains(@class,'yahoo_quoted')]"
)
_FORWARDED = "forwarded message"
_WITHOUT_WORDS = ("image", "audio", "video", "font")
_UNREAD = {
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/ms-tnef",
}
_FILE_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read."""

    draft: Draft
    attachments: tuple[Attachment, ...]


def mails_of(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the mails of a mailbox, each with what it is called in there."""
    starts = [match.start() for match in _ENVELOPE.finditer(content)]
    seen: set[str] = set()
    for number, (start, end) in enumerate(pairwise([*starts, len(content)]), 1):
        whole = content[start:end]
        mail = _ESCAPED.sub(rb"\1", whole[whole.index(b"\n") + 1 :])
        known = one_line(str(_parsed_head(mail)["Message-ID"] or "")).strip("<> ")
        name = known if known and known not in seen else f"mail {number}"
        seen.add(name)
        yield name, mail


def letter_of(content: bytes, origin: str) -> Letter:
    """Read a mail.

    Raises
    ------
    DocumentError
        Its parts can't be told apart, or its text is in no encoding that can be told.
    """
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise DocumentError(f"{origin}: is no e-mail")
    notes: list[str] = []
    body = message.get_body(("plain", "html"))
    text = ""
    if body is not None:
        text = _body_text(body, origin, notes)
    attachments, passed = _attachments(message, body)
    if passed:
        notes.append(f"left out what holds no text: {', '.join(passed)}")
    draft = Draft(
        text,
        _header(message, "Subject"),
        _date(message, notes),
        author=_header(message, "From"),
        language=_header(message, "Content-Language"),
        note="; ".join(dict.fromkeys(notes)),
    )
    return Letter(draft, attachments)


def _parsed_head(content: bytes) -> Message:
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    return message_from_bytes(head, policy=policy.compat32)


def _body_text(body: Any, origin: str, notes: list[str]) -> str:
    words, note = _decoded(body, origin)
    if note:
        notes.append(note)
    if body.get_content_subtype() == "html":
        root = html_root(words)
        if root is None:
            return ""
        whole = text_of(root)
        for quote in root.xpath(_QUOTES):
            if quote.getparent() is not None and _FORWARDED not in quote.text_content().lower():
                quote.drop_tree()  # the words after it stay
        cut = text_of(root)
        if not cut.strip():
            return whole
        if cut != whole:
            notes.append("quoted replies were cut")
        return cut
    return _without_replies(words, notes)


def _without_replies(text: str, notes: list[str]) -> str:
    """Text without what it answers; a mail that is nothing but that keeps it."""
    plain = text.replace("\r\n", "\n")
    cut = plain
    for pattern in (_ORIGINAL, _ATTRIBUTION):
        mark = pattern.search(cut)
        if mark and cut[: mark.start()].strip() and _FORWARDED not in cut[: mark.end()].lower():
            rest = cut[mark.end() :]
            quoted_only = pattern is _ATTRIBUTION and rest.lstrip().startswith(">")
            cut = cut[: mark.start()] + (_QUOTED.sub("", rest) if quoted_only else "")
    cut = _QUOTED.sub("", cut)
    if not cut.strip():
        return plain
    lines = len(plain.strip().split("\n")) - len(cut.strip().split("\n"))
    if cut != plain:
        counted = f"{lines} lines" if lines > 1 else "1 line"
        notes.append(f"quoted replies were cut ({counted})")
    return cut


def _decoded(part: Any, origin: str) -> tuple[str, str]:
    """Words of a part; where it is not in the encoding that it states, another is looked for."""
    content = part.get_payload(decode=True) or b""
    stated = (part.get_content_charset() or "").lower()
    if stated:
        try:
            return content.decode(stated).replace("\r\n", "\n"), ""
        except (UnicodeDecodeError, LookupError):
            pass
    if not content.strip():
        return "", ""
    text, note = decode(content, origin)
    if stated and stated not in ("us-ascii", "ascii"):
        note = "; ".join(filter(None, (f"is not {stated} as it states", note)))
    return text, note


def _attachments(message: EmailMessage, body: Any) -> tuple[tuple[Attachment, ...], list[str]]:
    """Files that came with a mail, and the names of those that hold no words."""
    found: list[Attachment] = []
    passed: list[str] = []
    names: set[str] = set()
    for number, part in enumerate(_leaves(message, body), 1):
        name = _unique(_file_name(part, number), names)
        kind = part.get_content_type()
        if part.get_content_maintype() in _WITHOUT_WORDS or kind in _UNREAD:
            passed.append(name)
            continue
        found.append(Attachment(name, _bytes_of(part)))
    return tuple(found), passed


def _leaves(message: Any, body: Any) -> Iterator[Any]:
    """Yield the parts that are neither the body, nor another form of it, nor containers."""
    if message is body:
        return
    if message.get_content_type() == "multipart/alternative" and any(
        part is body for part in message.walk()
    ):
        return
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            yield from _leaves(part, body)
        return
    yield message


def _bytes_of(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return bytes(inner[0]) if isinstance(inner, list) and inner else b""
    return part.get_payload(decode=True) or b""


def _file_name(part: Any, number: int) -> str:
    name = one_line(str(part.get_filename() or "")).replace("\\", "/").rpartition("/")[2]
    ending = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml"}
    if not name:
        name = f"part {number}{ending.get(part.get_content_type(), '')}"
    elif part.get_content_type() == "message/rfc822" and not name.lower().endswith(".eml"):
        name += ".eml"
    stem, dot, last = name.rpartition(".")
    return f"{stem[:_FILE_NAME_LENGTH]}{dot}{last}" if stem else name[:_FILE_NAME_LENGTH]


def _unique(name: str, names: set[str]) -> str:
    """Name that no other file of the mail has."""
    number, given = 1, name
    while name in names:
        number += 1
        stem, dot, ending = given.rpartition(".")
        name = f"{stem} ({number}){dot}{ending}" if stem else f"{given} ({number})"
    names.add(name)
    return name


def _header(message: EmailMessage, name: str) -> str:
    """Value of a header field; bytes that stand in it as they are get an encoding."""
    try:
        value = str(message[name] or "")
    except (ValueError, IndexError, AttributeError):  # the parser of the library gave up
        return ""
    if "\ufffd" in value or any("\udc80" <= letter <= "\udcff" for letter in value):
        raw = next((v for key, v in message.raw_items() if key.lower() == name.lower()), "")
        content = str(raw).encode("utf-8", "surrogateescape")
        try:
            value = decode(content, name)[0]
        except DocumentError:
            value = content.decode("utf-8", "replace")
    return one_line(value)


def _date(message: EmailMessage, notes: list[str]) -> When:
    """Day on which a mail was written, by its writer's clock."""
    stated = _header(message, "Date")
    if not stated:
        return UNDATED
    try:
        return day_of(parsedate_to_datetime(stated))
    except (TypeError, ValueError, IndexError):
        notes.append(f"its date {stated!r} can't be read")
        return UNDATED
