"""Shows a report whole, as the pane of the page does, as plain values."""

from pathlib import PurePath

from .days import days_in_words
from .filters import Filters
from .passage_list import MarkWords, written
from .plain_values import Record
from .reports import date_words, near_copies, page_numbers
from .situation import Situation

_KEPT = ("document", "title", "source", "url", "author", "language", "note", "added")


def document_page(situation: Situation, filters: Filters, document_hash: str) -> Record | None:
    """Return a report with all its passages; None when there is no such report.

    Returns
    -------
    dict
        Its facts, ``date`` in words and ``date_note`` (how it is known), ``file`` and ``origin``,
        ``passing`` (how many passages pass), ``near_copies`` (reports that share most of their
        words, with ``title``, ``source`` and ``share``), and ``passages`` as `written` has them,
        each with ``passes``.
    """
    whole = situation.document(document_hash)
    if whole is None:
        return None
    view = situation.view(filters)
    facts = {key: whole[key] for key in _KEPT}
    shared = {key: whole[key] for key in ("title", "origin", "source", "document")}
    shared |= {key: whole[key] for key in ("date", "date_precision", "date_note")}
    words = MarkWords(situation, whole["passages"])
    pages = page_numbers(situation.workspace, [passage["row"] for passage in whole["passages"]])
    passages = [
        {
            **written(view, {**shared, **passage, "page": pages.get(passage["row"])}, words),
            "passes": bool(passage["row"] < len(view.passing) and view.passing[passage["row"]]),
        }
        for passage in whole["passages"]
    ]
    return {
        **facts,
        "file": PurePath(whole["origin"]).name,
        "origin": whole["origin"],
        "date": _days(situation, document_hash),
        "date_note": date_words(whole),
        "passing": sum(passage["passes"] for passage in passages),
        "near_copies": near_copies(situation.workspace, document_hash),
        "passages": passages,
    }


def _days(situation: Situation, document_hash: str) -> str:
    rows = situation.workspace.rows(
        "SELECT first_day, last_day FROM document WHERE hash = ?", (document_hash,)
    )
    (days,) = rows or [(None, None)]
    return "" if None in days else days_in_words(*days)
