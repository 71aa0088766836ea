"""Choices drawn at random, in the grammar of the search box and out of what there is."""

import math
import random
from collections.abc import Iterable
from typing import Any

from plain_search import Clauses, Term, tokens, typed
from stored_tables import Tables
from workspaces import _WORD, LANGUAGES, SOURCES, THEMES, WORDS

from dashboard.situation import Filters
from dashboard.workspace.codes import (
    HARMS,
    KINDS,
    OUTCOMES,
    REVIEWS,
    ROLES,
)


class Chooser:
    """Draws choices that mostly show something.

    Parameters
    ----------
    tables
        What there is to choose from.
    seed
        Of what is drawn.
    """

    def __init__(self, tables: Tables, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311  no secret
        self._tables = tables
        self._passages = list(tables.passages.values())
        self._words = sorted({word for p in self._passages for word in _WORD.findall(p.text)})
        self._names = [row[2] for row in tables.places] + [row[1] for row in tables.places]

    def choice(self) -> tuple[Filters, Clauses]:
        """A choice, and what its text means."""
        makers = (
            *(self._themes, self._time, self._of_documents, self._since, self._of_marks),
            *(self._doubt, self._place, self._box, self._ring, self._footprint),
        )
        parts: dict[str, Any] = {}
        for make in self.draw.sample(makers, self.draw.choice([0, 1, 1, 2, 2, 3, 4])):
            parts |= make()
        clauses = self._clauses() if self.draw.random() < 0.35 else ()
        return Filters(**parts, text=typed(clauses)), clauses

    def _some(self, values: Iterable[str], most: int = 3) -> tuple[str, ...]:
        values = sorted(set(values))
        return tuple(self.draw.sample(values, min(len(values), self.draw.randint(1, most))))

    def _themes(self) -> dict[str, Any]:
        part = self.draw.choice(["themes", "themes", "not_themes"])
        return {part: self._some((*THEMES, "", "unheard-of"), 6)}

    def _time(self) -> dict[str, Any]:
        middle = self.draw.choice([18262, 18280, 18300, 18340, 0, -1, -1800, -354285])
        first = middle - self.draw.randint(0, 40)
        last = middle + self.draw.randint(0, 40)
        return self.draw.choice(
            [{"first_day": first, "last_day": last}] * 3
            + [{"first_day": first}, {"last_day": last}]
        )

    def _of_documents(self) -> dict[str, Any]:
        return self.draw.choice(
            [
                {"dated": self._some(("words", "report", ""), 2)},
                {"tenses": self._some(("news", "background"), 2)},
                {"tenses": ("news",), **self._time()},
                {"casualties": self._some((*HARMS, ""), 2)},
                {"casualties": self._some(HARMS, 2), "least_casualties": self.draw.randint(0, 30)},
                {"least_casualties": self.draw.choice([1, 12, 10**10])},
                {"sources": self._some(SOURCES)},
                {"languages": self._some((*LANGUAGES, "xx"))},
                {"documents": self._some([p.document_hash for p in self._passages], 9)},
            ]
        )

    def _since(self) -> dict[str, Any]:
        revisions = [p.revision for p in self._passages]
        return {"since_revision": self.draw.randint(0, max(revisions, default=0))}

    def _of_marks(self) -> dict[str, Any]:
        marks = self._tables.marks.values()
        return self.draw.choice(
            [
                {"countries": self._some([one.country for one in marks] + ["XX"])},
                {"admin1": self._some([one.admin1 for one in marks if one.admin1])},
                {"kinds": self._some([str(kind) for kind in KINDS])},
                {"roles": self._some([str(role) for role in ROLES], 1)},
            ]
        )

    def _doubt(self) -> dict[str, Any]:
        return self.draw.choice(
            [
                {"confidence": self.draw.randint(1, 90)},
                {"outcomes": self._some([str(outcome) for outcome in OUTCOMES], 2)},
                {"reviews": self._some(REVIEWS, 2)},
            ]
        )

    def _place(self) -> dict[str, Any]:
        return {"place": self.draw.choice([*self._names, *WORDS, "nobody knows"])}

    def _box(self) -> dict[str, Any]:
        if self.draw.random() < 0.15:
            return {"box": (177.03, -20.03, -175.03, -10.03)}
        west, south = self.draw.uniform(34, 40), self.draw.uniform(30, 36)
        return {"box": (west, south, west + self.draw.random() * 4, south + self.draw.random() * 4)}

    def _ring(self) -> dict[str, Any]:
        lon, lat = self.draw.uniform(35, 40), self.draw.uniform(31, 37)
        size, turn = self.draw.uniform(0.1, 3), self.draw.random()
        angles = [2 * math.pi * (turn + corner / 5) for corner in range(5)]
        return {"ring": tuple((lon + size * math.cos(a), lat + size * math.sin(a)) for a in angles)}

    def _footprint(self) -> dict[str, Any]:
        return {"footprint": self.draw.choice([one.thing for one in self._tables.marks.values()])}

    def _clauses(self) -> Clauses:
        return tuple(
            tuple(self._term() for _ in range(self.draw.choice([1, 1, 2, 3])))
            for _ in range(self.draw.choice([1, 1, 2]))
        )

    def _term(self) -> Term:
        draw = self.draw
        word = draw.choice([str, str.lower, str.capitalize])(draw.choice(self._words))
        kind, negated = draw.choice(["word"] * 4 + _KINDS), draw.random() < 0.2
        if kind == "word" and draw.random() < 0.4:
            start = draw.randint(0, max(0, len(word) - 3))
            word = word[start : start + draw.choice([3, 4, 5, 6, 7])]
        if kind == "prefix":
            word = word[: draw.randint(2, 5)]
        if kind == "phrase":
            words = _WORD.findall(draw.choice(self._passages).text)
            at = draw.randrange(len(words))
            word = " ".join(words[at : at + draw.choice([1, 2, 3])])
        if kind == "place":
            word = draw.choice(self._names)
        if kind == "source":
            word = draw.choice(SOURCES[1:]).upper()
        word = word.lstrip("-")  # which would negate it
        return Term(kind, word if tokens(word) else "convoy", negated)


_KINDS = ["phrase", "prefix", "place", "source"]
