"""What the types of gold mentions mean for scoring, and which gold mentions count."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self

from ..data_files import shipped
from ..errors import KnowledgeFileError
from ..records import Role
from .corpus import GoldMention


@dataclass(frozen=True, slots=True)
class GoldTypes:
    """Lists of types; a type that is in none of them is a place without a role."""

    ignored: frozenset[str] = frozenset()
    """Not places: they count neither as misses nor against what is found there."""
    literal: frozenset[str] = frozenset()
    """The words say where something is."""
    associative: frozenset[str] = frozenset()
    """The words say who is meant."""

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """Return the lists of ``data/evaluation/types.yaml``."""
        content = shipped("evaluation", "types.yaml")
        lists = [content.get(name) for name in ("ignored", "literal", "associative")]
        if not all(isinstance(types, list) for types in lists):
            raise KnowledgeFileError(
                "data/evaluation/types.yaml: expected lists 'ignored', 'literal', 'associative'"
            )
        return cls(*(frozenset(types or ()) for types in lists))

    def role(self, gold_type: str) -> Role | None:
        """Return the role that a type stands for; None when it says nothing about it."""
        if gold_type in self.literal:
            return Role.LITERAL
        return Role.ASSOCIATIVE if gold_type in self.associative else None

    def split(
        self, gold: Iterable[GoldMention]
    ) -> tuple[tuple[GoldMention, ...], tuple[GoldMention, ...]]:
        """Return the gold mentions that count and those to ignore, each span once, in text order.

        Of a span marked several times the mention that counts is taken before the ignored one,
        and the one with coordinates before the one without.
        """
        chosen: dict[tuple[int, int], GoldMention] = {}
        for mention in sorted(gold, key=self._rank):
            chosen.setdefault(mention.span, mention)
        distinct = sorted(chosen.values(), key=lambda mention: mention.span)
        return (
            tuple(mention for mention in distinct if mention.type not in self.ignored),
            tuple(mention for mention in distinct if mention.type in self.ignored),
        )

    def _rank(self, mention: GoldMention) -> tuple[bool, bool]:
        return mention.type in self.ignored, mention.point is None
