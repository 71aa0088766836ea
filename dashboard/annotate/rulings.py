"""The decisions that hold, as whoever reads reports obeys them.

They go to every process that reads, as JSON. They are no part of what an engine is: a report that
nobody decided about comes out the same with them and without.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache

from ..model import Document
from .ruled_mentions import RuledMentions
from .ruled_passages import RuledPassages
from .verdicts import Act, Reach, Ruling

_WIDE = (Reach.SOURCE, Reach.EVERYWHERE)
_OF_PASSAGES = (Act.THEME, Act.DATE)


class Rulings:
    """All decisions that hold, the earliest first.

    Parameters
    ----------
    rulings
        In the order in which they were taken: the later of two wins.
    """

    def __init__(self, rulings: Iterable[Ruling] = ()) -> None:
        self.all = tuple(rulings)
        self._of_document: dict[str, list[int]] = defaultdict(list)
        self._wide: list[int] = []
        for number, ruling in enumerate(self.all):
            if ruling.reach in _WIDE:
                self._wide.append(number)
            else:
                self._of_document[ruling.document].append(number)

    def __bool__(self) -> bool:
        return bool(self.all)

    def with_these(self, more: Iterable[Ruling]) -> "Rulings":
        """Return them with later ones."""
        return Rulings((*self.all, *more))

    def without(self, uids: Collection[str]) -> "Rulings":
        """Return them without some."""
        return Rulings(ruling for ruling in self.all if ruling.uid not in uids)

    def about(self, document: Document) -> list[Ruling]:
        """Return those that may say something of a report, the earliest first."""
        numbers = sorted([*self._wide, *self._of_document.get(document.id, ())])
        found = (self.all[number] for number in numbers)
        return [ruling for ruling in found if ruling.is_about(document)]

    def of(self, document: Document) -> "DocumentRulings | None":
        """Return what they say of a report; None when nothing."""
        found = self.about(document)
        return DocumentRulings(document, found) if found else None

    def as_json(self) -> str:
        """Return them as processes are told of them; "" when there are none."""
        if not self.all:
            return ""
        return json.dumps([asdict(ruling) for ruling in self.all], ensure_ascii=False)

    @staticmethod
    @lru_cache(maxsize=2)
    def from_json(content: str) -> "Rulings":
        """Return what `as_json` wrote."""
        rows = json.loads(content) if content else []
        return Rulings(Ruling(**row | {"reach": Reach(row["reach"])}) for row in rows)


class DocumentRulings:
    """What was decided of one report.

    Parameters
    ----------
    document
        The report.
    rulings
        About it, the earliest first.
    """

    def __init__(self, document: Document, rulings: Sequence[Ruling]) -> None:
        self.rulings = rulings
        of_passages = [r for r in rulings if r.act in _OF_PASSAGES]
        self.mentions = RuledMentions(
            document.text, [r for r in rulings if r.act not in _OF_PASSAGES]
        )
        self.passages = RuledPassages(of_passages)

    @property
    def only_places(self) -> bool:
        """Whether words, roles, themes and dates stay as the machine found them."""
        return self.mentions.only_places and not self.passages
