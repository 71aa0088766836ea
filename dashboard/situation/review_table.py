"""What is worth a decision, as a table."""

import numpy as np
import pandas as pd

from geocache import Outcome

from ..workspace.codes import OUTCOMES, REVIEWS
from .filters import Filters
from .place_words import OUTCOME_WORDS
from .situation import Situation
from .trends import review_queue

_OPEN = REVIEWS[0]
_QUERY = """
SELECT f.id - 1 AS footprint, t.text AS words, d.hash AS document, p.number AS passage,
       d.title AS report, f.confidence, f.outcome
FROM footprint f
JOIN wording t ON t.id = f.wording_id
JOIN passage p ON p.id = f.passage_id
JOIN document d ON d.id = p.document_id
"""


def doubtful_count(situation: Situation) -> int:
    """Return how many passages hold words that may mean another place, and nobody looked at."""
    doubtful = Filters(outcomes=(Outcome.AMBIGUOUS.value,), reviews=(_OPEN,))
    return situation.view(doubtful).counts()["passages"]


def review_table(situation: Situation, filters: Filters, most: int) -> pd.DataFrame:
    """List doubtful words, those first of which a decision would move most.

    Parameters
    ----------
    situation, filters
        What is looked at.
    most
        Rows that are listed.

    Returns
    -------
    DataFrame
        ``words``, ``place`` (what they were taken for), ``certainty`` (per cent), ``doubt`` (in
        words), ``passages`` (that name the place), ``report`` (title), and where they stand: ``id``
        of the place, ``document`` (hash), ``passage`` (number). ``attrs["total"]`` counts all.
    """
    view = situation.view(filters)
    queue = review_queue(view, most)
    if queue.empty:
        empty = pd.DataFrame(
            columns=["words", "place", "certainty", "doubt", "passages", "report"], dtype=object
        )
        empty.attrs["total"] = 0
        return empty
    ids = ", ".join(str(int(row) + 1) for row in queue["footprint"])
    facts = situation.workspace.frame(f"{_QUERY} WHERE f.id IN ({ids})").set_index("footprint")
    table = queue.join(facts, on="footprint", how="inner")
    marks = table["mark"].tolist()
    named, labels = situation.mark_facts(marks), situation.labels()
    counts = situation.view().thing_counts()
    things = view.snapshot["marks"]["thing"][marks]
    doubts = [OUTCOME_WORDS[str(OUTCOMES[code])] for code in table["outcome"]]
    found = pd.DataFrame(
        {
            "words": table["words"].to_numpy(),
            "place": [str(labels.get(mark, "")) for mark in marks],
            "certainty": np.rint(table["confidence"].to_numpy() * 100).astype(int),
            "doubt": doubts,
            "passages": counts[things],
            "report": table["report"].to_numpy(),
            "id": named["thing_id"].to_numpy(),
            "document": table["document"].to_numpy(),
            "passage": table["passage"].to_numpy(),
        }
    )
    found.attrs["total"] = queue.attrs["total"]
    return found
