"""Scores of telling where something is from who is meant."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..records import Role
from .corpus import GoldMention
from .gold_types import GoldTypes
from .prediction import Prediction
from .tally import share


@dataclass(frozen=True, slots=True)
class RoleError:
    """A mention that was found, with the wrong role."""

    document: str
    """Id of the document."""
    start: int
    """First code point in the document's text."""
    end: int
    """One past the last code point."""
    text: str
    type: str
    """The corpus' type of the mention."""
    gold: Role
    predicted: str


@dataclass(slots=True)
class RoleScore:
    """Roles of exactly found gold mentions whose type says what the role is."""

    types: GoldTypes = field(default_factory=GoldTypes.shipped)
    """What the types of gold mentions mean."""
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Mentions by (gold role, predicted role)."""
    errors: list[RoleError] = field(default_factory=list)
    """In the order of the documents."""

    def add(
        self,
        text: str,
        gold: Iterable[GoldMention],
        predicted: Iterable[Prediction],
        document: str = "",
    ) -> None:
        """Score one document; predictions without a role are left out."""
        counted, _ignored = self.types.split(gold)
        roles = {p.span: p.role for p in predicted if p.role}
        for mention in counted:
            right, given = self.types.role(mention.type), roles.get(mention.span)
            if right is None or given is None:
                continue  # the corpus gives no role, or the mention was not found
            self.confusion[right, given] += 1
            if right != given:
                words = text[mention.start : mention.end]
                self.errors.append(
                    RoleError(document, *mention.span, words, mention.type, right, given)
                )

    @property
    def total(self) -> int:
        """Mentions that were scored."""
        return self.confusion.total()

    @property
    def accuracy(self) -> float | None:
        """Share with the right role, 0..1; None when nothing was scored."""
        return share(sum(self.confusion[role, role] for role in Role), self.total)

    @property
    def always_literal(self) -> float | None:
        """What saying "literal" of every mention would score, 0..1."""
        literal = sum(self.confusion[Role.LITERAL, role] for role in Role)
        return share(literal, self.total)
