"""A report whole, as the pane of the page shows it, as plain values."""

from .filters import Filters
from .frames import Record
from .highlights import date_words
from .passage_list import written
from .situation import Situation


def document_page(situation: Situation, filters: Filters, document_hash: str) -> Record | None:
    """Return a report with all its passages; None when there is no such report."""
    whole = situation.document(document_hash)
    if whole is None:
        return None
    view = situation.view(filters)
    kept = ("document", "title", "origin", "source", "url", "author", "language", "note", "added")
    facts = {key: whole[key] for key in kept}
    header = {**facts, "date_precision": "", **{k: v for k, v in whole.items() if "date" in k}}
    return {
        **facts,
        "date": date_words(whole),
        "passages": [
            {
                **written(situation, view, {**header, **one}),
                "passes": bool(one["row"] < len(view.passing) and view.passing[one["row"]]),
            }
            for one in whole["passages"]
        ],
    }
