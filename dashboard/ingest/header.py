"""The small header that a document may begin with."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from geocache.data_files import is_writable, parsed_yaml

from ..errors import DocumentError
from ..model import UNDATED, Precision, When

_FENCE = "---\n"
_TITLE = re.compile(r"^(title:[ \t]+)(?![\"'\[{|>])(.*\S)", re.MULTILINE)
"""Whose value is written as it is, without marks of YAML's."""
_WORDS = ("title", "language", "source", "url", "author")
"""Fields whose value is taken as it is written."""
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; empty where it says nothing."""

    title: str = ""
    language: str = ""
    date: When = UNDATED
    source: str = ""
    """The outlet, as its domain."""
    url: str = ""
    author: str = ""


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
        facts = _facts(head)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise DocumentError(f"{origin}: the header is not YAML: {reason}") from error
    if not isinstance(facts, dict):
        raise DocumentError(f"{origin}: the header is {facts!r}; expected 'name: value' lines")
    if not all(is_writable(str(value)) for value in facts.values()):
        raise DocumentError(f"{origin}: the header holds half of a surrogate pair")
    stated = {key: str(facts.get(key) or "") for key in _WORDS}
    return Header(**stated, date=_date(facts, origin)), body


def _facts(head: str) -> Any:
    """What a header says; a title may have a colon, which YAML wants quoted."""
    try:
        return parsed_yaml(head)
    except yaml.YAMLError:
        quoted = _TITLE.sub(lambda line: f"{line[1]}{json.dumps(line[2])}", head)
        if quoted == head:
            raise
        return parsed_yaml(quoted)


def _date(facts: dict[str, Any], origin: str) -> When:
    value = str(facts.get("date") or "")
    if not value:
        return UNDATED
    if not _is_date(value):
        raise DocumentError(
            f"{origin}: date {value!r} in the header; expected YYYY, YYYY-MM or YYYY-MM-DD"
        )
    stated = str(facts.get("date_precision") or "")
    if stated and stated not in set(Precision):
        raise DocumentError(
            f"{origin}: date_precision {stated!r} in the header; expected one of "
            f"{', '.join(Precision)}"
        )
    precision = _PRECISIONS[len(value)]
    if stated and stated != precision:
        raise DocumentError(
            f"{origin}: date_precision {stated!r} in the header, but date {value!r} is known to "
            f"the {precision}"
        )
    return When(value, precision, str(facts.get("date_inferred") or ""))


def _is_date(value: str) -> bool:
    """Whether it is YYYY, YYYY-MM or YYYY-MM-DD, and there is such a day."""
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        return False
    return True
