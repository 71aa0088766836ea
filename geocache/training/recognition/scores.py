"""Scores of what was learnt, on documents that did not teach it."""

from collections.abc import Mapping, Sequence

import numpy as np

from ...evaluation import Prediction, RecognitionScore, RoleScore
from ...evaluation.calibration import Calibration
from ...evaluation.tally import Tally
from ...recognition.candidate_set import Candidate, chosen
from ...recognition.gazetteer_facts import Standing
from ...recognition.linear_model import UNIT
from ...recognition.linear_model import Scores as LogOdds
from ...recognition.second_pass import TAKEN_FROM, Glances, chance
from ...records import Role
from .examples import Example

_ROW = "{:<24}{:>6}{:>7}  {:>9}{:>9}{:>9}  {:>8}"


class Scores:
    """Recognition and roles for each corpus."""

    def __init__(self) -> None:
        self.recognition: dict[str, RecognitionScore] = {}
        self.roles: dict[str, RoleScore] = {}
        self.mention_chances, self.role_chances = Calibration(), Calibration()

    def add(
        self,
        examples: Sequence[Example],
        looks: Sequence[Glances],
        judged: LogOdds,
        roles: Sequence[LogOdds],
    ) -> None:
        """Score documents.

        Parameters
        ----------
        looks
            For each example, its second looks.
        judged
            Log-odds of all of them, one after the other.
        roles
            Log-odds that they are literal, of all marked candidates with a role; as often as it
            was learnt, each time with other documents left out.
        """
        by_example = np.split(judged, np.cumsum([len(glances) for glances in looks])[:-1])
        ends = np.cumsum([len(example.roles) for example in examples])[:-1]
        by_role = np.split(np.array(roles), ends, axis=1)
        for example, glances, part, told in zip(examples, looks, by_example, by_role, strict=True):
            listed = glances.candidates
            scores = {c.row: int(s) for c, s in zip(listed, part, strict=True)}
            found = chosen(((c, scores[c.row]) for c in listed), TAKEN_FROM)
            self._add_mentions(example, found, scores)
            for log_odds in told:
                self._add_roles(example, found, log_odds)

    def _add_mentions(
        self, example: Example, found: Sequence[Candidate], scores: Mapping[int, int]
    ) -> None:
        gold, name = example.gold, example.corpus
        told_of = [c.row for c in found if example.counts[c.row]]
        self.mention_chances.add(
            [chance(scores[row] / UNIT) for row in told_of],
            [example.right[row] for row in told_of],
        )
        predicted = [Prediction(c.start, c.end) for c in found]
        score = self.recognition.setdefault(name, RecognitionScore())
        score.add(gold.text, gold.mentions, predicted, gold.id)
        if not example.marks_demonyms:
            rest = [
                prediction
                for prediction, candidate in zip(predicted, found, strict=True)
                if candidate.facts.standing is not Standing.DEMONYM
            ]
            score = self.recognition.setdefault(f"{name}, no demonyms", RecognitionScore())
            score.add(gold.text, gold.mentions, rest, gold.id)

    def _add_roles(self, example: Example, found: Sequence[Candidate], log_odds: LogOdds) -> None:
        gold, roles = example.gold, [role for _, role in example.roles]
        self.role_chances.add(
            [chance(abs(score) / UNIT) for score in log_odds.tolist()],
            [
                (score > 0) == (role is Role.LITERAL)
                for score, role in zip(log_odds.tolist(), roles, strict=True)
            ],
        )
        told = {
            n: Role.LITERAL.value if score > 0 else Role.ASSOCIATIVE.value
            for (n, _), score in zip(example.roles, log_odds, strict=True)
        }
        predicted = [Prediction(c.start, c.end, told.get(c.row, "")) for c in found]
        score = self.roles.setdefault(example.corpus, RoleScore())
        score.add(gold.text, gold.mentions, predicted, gold.id)

    def table(self) -> str:
        """Return the scores as lines of text, a corpus a line."""
        lines = [_ROW.format("corpus", "docs", "gold", "precision", "recall", "F1", "role")]
        for name, score in self.recognition.items():
            role = self.roles[name].accuracy if name in self.roles else None
            lines.append(_line(name, score.documents, score.exact, role))
        lines.append(f"calibration error of probabilities: {self.mention_chances.error:.3f}")
        if len(self.role_chances):
            lines.append(f"calibration error of roles: {self.role_chances.error:.3f}")
        return "\n".join(lines)


def _line(name: str, documents: int, tally: Tally, role: float | None) -> str:
    figures = (tally.precision, tally.recall, tally.f1, role)
    shown = ["-" if figure is None else f"{figure:.3f}" for figure in figures]
    return _ROW.format(name, documents, tally.gold, *shown).rstrip()
