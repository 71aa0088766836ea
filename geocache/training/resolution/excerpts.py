"""Excerpts of annotated documents, to learn from short texts what long ones teach too rarely.

In an article of a newspaper whose region is known, a name is seldom unclear; in two sentences that
somebody pasted it is. Excerpts say as little as those: a few mentions, and no outlet.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ...evaluation import GoldDocument

_LEAST = 250
"""Code points: some two sentences of news."""
_FEWEST = 2
"""Mentions: one alone has nothing beside it to learn from."""
_SENTENCE_END = re.compile(r"[.!?\n][\"”’']?\s")


def excerpts(document: GoldDocument) -> Iterator[GoldDocument]:
    """Yield the pieces of a document, each from a sentence's start to a sentence's end.

    Mentions across a cut are left out; a document that is one piece yields none.
    """
    for start, end in _pieces(document.text):
        inside = [m for m in document.mentions if start <= m.start and m.end <= end]
        if len(inside) >= _FEWEST and end - start < len(document.text):
            moved = [replace(m, start=m.start - start, end=m.end - start) for m in inside]
            yield replace(document, text=document.text[start:end], mentions=tuple(moved), source="")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        found = _SENTENCE_END.search(text, start + _LEAST)
        end = found.end() if found else len(text)
        yield start, end
        start = end
