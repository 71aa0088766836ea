"""The small header that a document may begin with."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from ..errors import DocumentError
from ..model import UNDATED, Precision, When

_FENCE = "---\n"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; empty where it says nothing."""

    title: str = ""
    language: str = ""
    date: When = UNDATED


def split_header(text: str, origin: str) -> tuple[Header, str]:
    """Header and body of a text; a text without ``---`` in its first line has only a body.

    Raises
    ------
    DocumentError
        The header is not a YAML mapping, or its date is none.
    """
    if not text.startswith(_FENCE):
        return Header(), text
    head, fence, body = text.removeprefix(_FENCE).partition("\n" + _FENCE)
    if not fence:
        return Header(), text
    try:
        facts = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise DocumentError(f"{origin}: the header is not YAML: {error}") from error
    if not isinstance(facts, dict):
        raise DocumentError(f"{origin}: the header is {facts!r}; expected 'name: value' lines")
    title, language = (str(facts.get(key) or "") for key in ("title", "language"))
    return Header(title, language, _date(facts, origin)), body


def _date(facts: dict[str, Any], origin: str) -> When:
    value = str(facts.get("date") or "")
    if not value:
        return UNDATED
    if not _DATE.fullmatch(value):
        raise DocumentError(
            f"{origin}: date {value!r} in the header; expected YYYY, YYYY-MM or YYYY-MM-DD"
        )
    stated = str(facts.get("date_precision") or "")
    if stated and stated not in set(Precision):
        raise DocumentError(
            f"{origin}: date_precision {stated!r} in the header; expected one of "
            f"{', '.join(Precision)}"
        )
    precision = Precision(stated) if stated else _PRECISIONS[len(value)]
    return When(value, precision, str(facts.get("date_inferred") or ""))
