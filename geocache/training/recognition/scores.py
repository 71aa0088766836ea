"""RecognitionScores what was learnt, on documents that did not teach it."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ...evaluation import Figures, Prediction, RecognitionScore, RoleScore, decimal
from ...evaluation.calibration import Calibration
from ...evaluation.tally import Tally
from ...recognition.candidate_set import CandidateSpan, select_non_overlapping
from ...recognition.gazetteer_facts import ProminenceClass
from ...recognition.linear_model import UNIT, LogOdds
from ...recognition.second_pass import THRESHOLD, SecondPassInputs, probability_of
from ...records import Role
from .examples import LabelledDocument
from .stages import TrainingSet

_ROW = "{:<24}{:>6}{:>7}  {:>9}{:>9}{:>9}  {:>8}"


class RecognitionScores:
    """Recognition and roles for each corpus."""

    def __init__(self) -> None:
        self.recognition: dict[str, RecognitionScore] = {}
        self.roles: dict[str, RoleScore] = {}
        self.mention_calibration, self.role_calibration = Calibration(), Calibration()
        self.case = Tally()
        self.cased_words = 0

    def add(
        self,
        documents: Sequence[LabelledDocument],
        inputs: Sequence[SecondPassInputs],
        scores: LogOdds,
        roles: Sequence[LogOdds],
    ) -> None:
        """Score documents.

        Parameters
        ----------
        inputs
            Of the second pass over each document.
        scores
            Log-odds of all of them, one after the other.
        roles
            Log-odds that they are literal, of all marked candidates with a role; as often as it
            was learnt, each time with other documents left out.
        """
        by_document = np.split(scores, np.cumsum([len(passed) for passed in inputs])[:-1])
        ends = np.cumsum([len(document.roles) for document in documents])[:-1]
        by_role = np.split(np.array(roles), ends, axis=1)
        for document, passed, part, role_scores in zip(
            documents, inputs, by_document, by_role, strict=True
        ):
            spans = passed.candidates
            by_row = {span.row: int(score) for span, score in zip(spans, part, strict=True)}
            selected = select_non_overlapping(
                ((span, by_row[span.row]) for span in spans), THRESHOLD
            )
            self._add_mentions(document, selected, by_row)
            for log_odds in role_scores:
                self._add_roles(document, selected, log_odds)

    def _add_mentions(
        self,
        document: LabelledDocument,
        selected: Sequence[CandidateSpan],
        scores: Mapping[int, int],
    ) -> None:
        gold, name = document.gold, document.corpus
        labelled = [span.row for span in selected if document.is_labelled[span.row]]
        self.mention_calibration.add(
            [probability_of(scores[row] / UNIT) for row in labelled],
            [document.is_right[row] for row in labelled],
        )
        predicted = [Prediction(span.start, span.end) for span in selected]
        score = self.recognition.setdefault(name, RecognitionScore())
        score.add(gold.text, gold.mentions, predicted, gold.id)
        if not document.marks_demonyms:
            rest = [
                prediction
                for prediction, span in zip(predicted, selected, strict=True)
                if span.facts.prominence is not ProminenceClass.DEMONYM
            ]
            score = self.recognition.setdefault(f"{name}, no demonyms", RecognitionScore())
            score.add(gold.text, gold.mentions, rest, gold.id)

    def _add_roles(
        self, document: LabelledDocument, selected: Sequence[CandidateSpan], log_odds: LogOdds
    ) -> None:
        gold, roles = document.gold, [role for _, role in document.roles]
        self.role_calibration.add(
            [probability_of(abs(score) / UNIT) for score in log_odds.tolist()],
            [
                (score > 0) == (role is Role.LITERAL)
                for score, role in zip(log_odds.tolist(), roles, strict=True)
            ],
        )
        predicted_roles = {
            n: Role.LITERAL.value if score > 0 else Role.ASSOCIATIVE.value
            for (n, _), score in zip(document.roles, log_odds, strict=True)
        }
        predicted = [
            Prediction(span.start, span.end, predicted_roles.get(span.row, "")) for span in selected
        ]
        score = self.roles.setdefault(document.corpus, RoleScore())
        score.add(gold.text, gold.mentions, predicted, gold.id)

    def add_cases(self, words: TrainingSet, folds: npt.NDArray[np.int64]) -> None:
        """Score capitals on the documents of the first fold, by what the others teach.

        Words are so many that one fold tells as much as all.
        """
        left_out = folds[words.owners] == (folds.min() if len(folds) else 0)
        if left_out.all():
            return
        given = words.score(words.learn(~left_out), left_out) > 0
        right = words.labels[left_out]
        self.case.right += int((given & right).sum())
        self.case.found += int((given & right).sum())
        self.case.predicted += int(given.sum())
        self.case.gold += int(right.sum())
        self.cased_words += len(right)

    def table(self) -> str:
        """Return the scores as lines of text, a corpus a line."""
        lines = [_ROW.format("corpus", "docs", "gold", "precision", "recall", "F1", "role")]
        for name, score in self.recognition.items():
            role = self.roles[name].accuracy if name in self.roles else None
            lines.append(_line(name, score.documents, score.exact, role))
        lines.append(f"calibration error of probabilities: {self.mention_calibration.error:.3f}")
        if self.case.gold and self.case.predicted:
            lines.append(
                f"capitals of {self.cased_words:,} words: precision {self.case.precision:.3f}, "
                f"recall {self.case.recall:.3f}"
            )
        if len(self.role_calibration):
            lines.append(f"calibration error of roles: {self.role_calibration.error:.3f}")
        return "\n".join(lines)

    def figures(self, by_corpus: "RecognitionScores", always_learnt: str) -> Figures:
        """Return what documents hold: these scores, beside those with each corpus left out.

        Parameters
        ----------
        always_learnt
            Corpus of marked sentences that are learnt each time; it has no row.
        """
        figures = Figures("corpus", "F1", "F1, corpus left out", "right role")
        for name, score in self.recognition.items():
            if name == always_learnt:
                continue
            left_out = by_corpus.recognition[name].exact.f1
            role = self.roles[name].accuracy if name in self.roles else None
            figures.add(name, *map(decimal, (score.exact.f1, left_out, role)))
        errors = (self.mention_calibration.error, by_corpus.mention_calibration.error)
        figures.add("calibration error of mentions", *map(decimal, errors), "")
        if len(self.role_calibration):
            errors = (self.role_calibration.error, by_corpus.role_calibration.error)
            figures.add("calibration error of roles", *map(decimal, errors), "")
        return figures


def _line(name: str, documents: int, tally: Tally, role: float | None) -> str:
    figures = (tally.precision, tally.recall, tally.f1, role)
    shown = ["-" if figure is None else f"{figure:.3f}" for figure in figures]
    return _ROW.format(name, documents, tally.gold, *shown).rstrip()
