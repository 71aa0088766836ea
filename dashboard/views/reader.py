"""The text of a document beside the map."""

from pathlib import Path

import streamlit as st

from ..situation import Reading, Situation, date_words
from .passages import show_passages
from .selection import open_passage, pick_words
from .state import DOCUMENT, MARK, PASSAGE, select, selected

_DOCUMENTS = """
SELECT d.hash, d.title, d.origin, d.note, d.date, d.date_precision, coalesce(n.text, '')
FROM document d LEFT JOIN note n ON n.id = d.date_note
WHERE d.replaced_by IS NULL AND d.hash IN ({hashes})
"""
_MOST_LISTED = 500
_MORE = "The list holds {listed} of {all} documents, first those with passages that pass."


def show_reader(everything: Situation, reading: Reading) -> None:
    """Show the chosen document at the chosen passage; what the filters hide is dimmed."""
    counts = reading.document_counts(_MOST_LISTED)
    wanted = selected(DOCUMENT)
    if wanted and wanted not in counts:  # of a link, or of a mark that was clicked
        counts[wanted] = 0
    documents = _documents(everything, list(counts))
    if not documents:
        st.info("No document could be read.", icon=":material/description:")
        return
    document = documents[_choice(documents, counts)]
    known = everything.view().counts()["all_documents"]
    if known > len(documents):
        st.caption(_MORE.format(listed=len(documents), all=known))
    notes = (date_words(document), Path(document["origin"]).name, document["note"])
    st.text(" · ".join(note for note in notes if note))
    show_passages(
        reading.document(document["id"], mark=selected(MARK), opened=selected(PASSAGE)),
        key="reader",
        scrolling=True,
        on_picked=pick_words,
        on_opened=open_passage,
    )


def _documents(everything: Situation, hashes: list[str]) -> dict[str, dict[str, str]]:
    """Facts of documents by their hashes, in that order; without those that there are not."""
    query = _DOCUMENTS.format(hashes=", ".join("?" * len(hashes)))
    found = {
        key: {"id": key, "title": title, "origin": origin, "note": note, **_date(date)}
        for key, title, origin, note, *date in everything.workspace.rows(query, hashes)
    }
    return {key: found[key] for key in hashes if key in found}


def _date(facts: list[str]) -> dict[str, str]:
    return dict(zip(("date", "date_precision", "date_note"), facts, strict=True))


def _choice(documents: dict[str, dict[str, str]], counts: dict[str, int]) -> str:
    """Let a document be chosen; at first the first one with a passage that passes the filters."""
    ids = list(documents)
    wanted = selected(DOCUMENT)
    if wanted not in documents:
        wanted = next((i for i in ids if counts[i]), ids[0])
    chosen = st.selectbox(
        "Document",
        ids,
        index=ids.index(wanted),
        format_func=_labels(documents, counts).__getitem__,
    )
    if chosen != wanted:
        select(**{DOCUMENT: chosen, PASSAGE: None})
    return chosen


def _labels(documents: dict[str, dict[str, str]], counts: dict[str, int]) -> dict[str, str]:
    """Name of each document in the list; no two alike, for the list knows them by it."""
    labels: dict[str, str] = {}
    given: set[str] = set()
    for key, document in documents.items():
        label = f"{counts[key]} passages · {document['title']}"
        if label in given:
            label += f" · {document['origin']}"
        labels[key] = label if label not in given else f"{label} · {key}"
        given.add(labels[key])
    return labels
