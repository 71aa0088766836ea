"""Scores of what was learnt, on documents that did not teach it."""

from collections.abc import Sequence

from ..evaluation import Prediction, RecognitionScore, RoleScore
from ..evaluation.tally import Tally
from ..model import Role
from ..recognition.choosing import chosen
from ..recognition.features import Scores as LogOdds
from ..recognition.known_names import Standing
from ..recognition.second_features import TAKEN_FROM
from ..recognition.second_look import Glance
from .examples import Example

_ROW = "{:<24}{:>6}{:>7}  {:>9}{:>9}{:>9}  {:>8}"


class Scores:
    """Recognition and roles for each corpus."""

    def __init__(self) -> None:
        self.recognition: dict[str, RecognitionScore] = {}
        self.roles: dict[str, RoleScore] = {}

    def add(
        self,
        examples: Sequence[Example],
        looks: Sequence[list[Glance]],
        judged: LogOdds,
        roles: LogOdds,
    ) -> None:
        """Score documents.

        Parameters
        ----------
        looks
            For each example, its second looks.
        judged
            Log-odds of all of them, one after the other.
        roles
            Log-odds that they are literal, of all marked candidates with a role.
        """
        reached = reached_role = 0
        for example, glances in zip(examples, looks, strict=True):
            part = judged[reached : reached + len(glances)]
            reached += len(glances)
            literal = {
                n: log_odds > 0
                for (n, _), log_odds in zip(
                    example.roles,
                    roles[reached_role : reached_role + len(example.roles)],
                    strict=True,
                )
            }
            reached_role += len(example.roles)
            scored = ((g.candidate, int(s)) for g, s in zip(glances, part, strict=True))
            found = chosen(scored, TAKEN_FROM)
            names = {True: Role.LITERAL.value, False: Role.ASSOCIATIVE.value, None: ""}
            self._add(
                example,
                [Prediction(c.start, c.end, names[literal.get(c.row)]) for c in found],
                {(c.start, c.end) for c in found if c.facts.standing is Standing.DEMONYM},
            )

    def _add(
        self, example: Example, predicted: list[Prediction], demonyms: set[tuple[int, int]]
    ) -> None:
        gold = example.gold
        name = example.corpus
        score = self.recognition.setdefault(name, RecognitionScore())
        score.add(gold.text, gold.mentions, predicted, gold.id)
        roles = self.roles.setdefault(name, RoleScore())
        roles.add(gold.text, gold.mentions, predicted, gold.id)
        if not example.marks_demonyms:
            rest = [p for p in predicted if p.span not in demonyms]
            score = self.recognition.setdefault(f"{name}, no demonyms", RecognitionScore())
            score.add(gold.text, gold.mentions, rest, gold.id)

    def table(self) -> str:
        """Return the scores as lines of text, a corpus a line."""
        lines = [_ROW.format("corpus", "docs", "gold", "precision", "recall", "F1", "role")]
        for name, score in self.recognition.items():
            role = self.roles[name].accuracy if name in self.roles else None
            lines.append(_line(name, score.documents, score.exact, role))
        return "\n".join(lines)


def _line(name: str, documents: int, tally: Tally, role: float | None) -> str:
    figures = (tally.precision, tally.recall, tally.f1, role)
    shown = ["-" if figure is None else f"{figure:.3f}" for figure in figures]
    return _ROW.format(name, documents, tally.gold, *shown).rstrip()
