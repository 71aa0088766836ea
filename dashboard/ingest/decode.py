"""Bytes into text."""

import re
from contextlib import suppress

from charset_normalizer import from_bytes

from ..errors import DocumentError

_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""What a text in UTF-16 begins with."""
_SAMPLE = 1 << 16
_NUL, _REPLACED = "\0", "\ufffd"
"""SQLite ends a text at the first; as it came it stands in the original."""
_MAX_CONTROL_SHARE = 0.02
_CHAOS_LIMIT = 0.2
_STATED = re.compile(
    r"(windows|iso-8859|koi8|gb|big5|euc|shift_jis|iso-2022|tis|cp|mac|latin)[-_a-z0-9]{0,16}"
)
"""Encodings that are believed: Python has others, which are slow or no encodings of text."""
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1256", "cp1253", "cp1254", "cp1255", "koi8_r"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
"""What news is written in when it is not in UTF-8; of two that fit as well, the first is meant."""


def decode(content: bytes, origin: str, charset: str = "") -> tuple[str, str]:
    """Text of a file, and a note when it is not in UTF-8.

    Line ends become line feeds; a byte-order mark is dropped.

    Parameters
    ----------
    content, origin
        Bytes, and what they are called in messages.
    charset
        Encoding that whoever sent them says; guessed when empty or wrong.

    Raises
    ------
    DocumentError
        The content is empty, binary, or in no encoding that can be told.
    """
    if not content.strip():
        raise DocumentError(f"{origin}: the file is empty")
    text, note = _decoded(content, origin, charset.lower())
    if _NUL in text:
        text = text.replace(_NUL, _REPLACED)
        note = "; ".join(filter(None, (note, "NUL characters are shown as \ufffd")))
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _decoded(content: bytes, origin: str, charset: str) -> tuple[str, str]:
    if content.startswith(UTF_16):
        return _strict(content, "utf-16", origin), "read as UTF-16"
    if _is_binary(content):
        raise DocumentError(f"{origin}: the file is binary; expected plain text")
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        if _STATED.fullmatch(charset):
            with suppress(UnicodeDecodeError, LookupError):
                return content.decode(charset), f"read as {charset}, as whoever sent it says"
        encoding = _guessed(content[:_SAMPLE])
    if not encoding:
        raise DocumentError(f"{origin}: the file is not UTF-8 and its encoding can't be told")
    return _strict(content, encoding, origin), f"not UTF-8; read as {encoding}"


def _guessed(sample: bytes) -> str:
    """Return the encoding that gives the most word-like text; empty when none does."""
    fitting = [m for m in from_bytes(sample, cp_isolation=list(_ENCODINGS)) if m.encoding]
    fitting.sort(key=lambda m: (m.chaos, -m.coherence, _ENCODINGS.index(m.encoding)))
    return fitting[0].encoding if fitting and fitting[0].chaos <= _CHAOS_LIMIT else ""


def _strict(content: bytes, encoding: str, origin: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise DocumentError(f"{origin}: not UTF-8, and not {encoding} either: {error}") from error


def _is_binary(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return b"\0" in sample or control / len(sample) > _MAX_CONTROL_SHARE
