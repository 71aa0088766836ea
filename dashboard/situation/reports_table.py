"""Lists the reports of a choice as rows, newest first."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from .columns import Array
from .filters import Filters
from .situation import Situation
from .view import View

_FACTS = """
SELECT d.id - 1 AS row, d.hash AS document, d.title, d.date, d.date_precision,
       coalesce(n.text, '') AS date_note, s.name AS source, d.language, d.added
FROM document d
JOIN source s ON s.id = d.source_id
LEFT JOIN note n ON n.id = d.date_note
WHERE d.id IN ({ids})
"""
COLUMNS = (
    *("document", "title", "date", "date_precision", "date_note", "source", "language"),
    *("passages", "places", "countries", "added"),
)


def reports_table(situation: Situation, filters: Filters, most: int) -> pd.DataFrame:
    """Return the reports that a choice shows, newest first and undated last.

    Of one day those that came last are first.

    Parameters
    ----------
    situation
        What is asked.
    filters
        The choice.
    most
        How many rows at most; ``attrs["total"]`` says how many reports there are.

    Returns
    -------
    DataFrame
        ``document``, its hash; ``title``; ``date``, an ISO date or its first part, "" where none
        is known; ``date_precision`` and ``date_note``; ``source`` and ``language``, "" where none
        is known; ``passages`` that pass; ``places`` and ``countries`` that are shown in it;
        ``added``, when it was read, UTC.

    Raises
    ------
    QueryError
        The words searched can't be understood.
    """
    view = situation.view(filters)
    documents, passages, total = newest_reports(view, most)
    places, countries = _shown_in(view, documents)
    counted = pd.DataFrame(
        {"passages": passages, "places": places, "countries": countries}, index=documents
    )
    ids = ", ".join(str(row + 1) for row in documents.tolist())
    facts = situation.workspace.frame(_FACTS.format(ids=ids)).set_index("row")
    present = counted.index[counted.index.isin(facts.index)]  # others are gone meanwhile
    frame = facts.loc[present].join(counted.loc[present])[[*COLUMNS]].reset_index(drop=True)
    frame.attrs["total"] = total
    return frame


def newest_reports(view: View, most: int) -> tuple[Array, Array, int]:
    """Return rows of the newest reports, their passing passages, and how many there are.

    Those without a date come last; of one day those that came last are first.
    """
    snapshot = view.snapshot
    counts = np.bincount(
        snapshot["passages"]["document"][view.passing], minlength=snapshot.count("documents")
    )
    documents = np.flatnonzero(counts)
    days = snapshot["documents"]["first_day"][documents]
    order = np.lexsort((-documents, -days.astype(np.int64)))[:most]
    return documents[order], counts[documents[order]], len(documents)


def _shown_in(view: View, documents: Array) -> tuple[Array, Array]:
    """Count the places and countries that are shown in each of some reports."""
    snapshot = view.snapshot
    slots = np.full(snapshot.count("documents"), -1, np.int64)
    slots[documents] = np.arange(len(documents))
    pairs = view.shown_pairs()
    slot = slots[snapshot["passages"]["document"]][pairs["passage"].to_numpy()]
    rows = np.flatnonzero(slot >= 0)
    slot, thing = slot[rows], pairs["thing"].to_numpy()[rows].astype(np.int64)
    country = snapshot["marks"]["country"][thing].astype(np.int64)
    names = snapshot.dictionaries["countries"]
    stated = np.array([bool(name) for name in names], bool)[country]
    size = len(documents)
    return (
        _distinct(slot, thing, snapshot.count("marks"), size),
        _distinct(slot[stated], country[stated], len(names), size),
    )


def _distinct(slot: Array, values: Array, width: int, size: int) -> npt.NDArray[np.int64]:
    """Count the different values of each slot."""
    keys = np.unique(slot * max(width, 1) + values)
    return np.bincount(keys // max(width, 1), minlength=size)
