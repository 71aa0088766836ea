"""Running a parser over a corpus and scoring what it says."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..parser import Geoparser
from .corpus import GoldDocument
from .gold_types import GoldTypes
from .prediction import Prediction, predictions
from .recognition import RecognitionScore
from .resolution import EndToEndScore, ResolutionScore
from .roles import RoleScore

Report = Callable[[int, int], None]
"""Told how many documents are done, and of how many."""


class Part(StrEnum):
    """What can be measured apart."""

    RECOGNITION = "recognition"
    """Finding mentions, and their roles."""
    RESOLUTION = "resolution"
    """Deciding which place is meant."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one corpus."""

    documents: int
    recognition: RecognitionScore | None
    """None when only resolution was measured, as for ``roles``."""
    roles: RoleScore | None
    resolution: ResolutionScore | None
    """None when only recognition was measured, as for ``end_to_end``."""
    end_to_end: EndToEndScore | None


def evaluate(
    documents: Sequence[GoldDocument],
    geoparser: Geoparser,
    parts: Collection[Part] = tuple(Part),
    *,
    context: int = 0,
    report: Report | None = None,
) -> Evaluation:
    """Score a parser on a corpus.

    Parameters
    ----------
    documents
        The corpus, as `gold_documents` reads it.
    geoparser
        The parser to measure.
    parts
        What to measure; recognition alone is many times as fast.
    context
        How many code points around an error of recognition are kept with it.
    report
        Told after each document.
    """
    finding, resolving = Part.RECOGNITION in parts, Part.RESOLUTION in parts
    evaluation = Evaluation(
        len(documents),
        RecognitionScore(context=context) if finding else None,
        RoleScore() if finding else None,
        ResolutionScore() if resolving else None,
        EndToEndScore() if resolving else None,
    )
    for done, document in enumerate(documents, 1):
        _add(document, geoparser, evaluation)
        if report:
            report(done, len(documents))
    return evaluation


def _add(document: GoldDocument, geoparser: Geoparser, evaluation: Evaluation) -> None:
    text, gold = document.text, document.mentions
    predicted = _found(document, geoparser, resolved=evaluation.end_to_end is not None)
    if evaluation.recognition is not None:
        evaluation.recognition.add(text, gold, predicted, document.id)
    if evaluation.roles is not None:
        evaluation.roles.add(text, gold, predicted, document.id)
    if evaluation.end_to_end is not None:
        evaluation.end_to_end.add(gold, predicted)
    if evaluation.resolution is not None:
        answers = _resolved(document, geoparser, evaluation.resolution.types)
        evaluation.resolution.add(text, gold, answers, document.id)


def _found(
    document: GoldDocument, geoparser: Geoparser, *, resolved: bool
) -> tuple[Prediction, ...]:
    if not resolved:
        return predictions(geoparser.recognize(document.text))
    parsed = geoparser.parse(document.text, document.title, document.source, document.published)
    return predictions(parsed.mentions)


def _resolved(document: GoldDocument, geoparser: Geoparser, types: GoldTypes) -> list[Prediction]:
    """Return answers for the gold mentions that count; nested ones are asked in further calls."""
    counted, _ignored = types.split(document.mentions)
    answers: list[Prediction] = []
    for spans in layers([mention.span for mention in counted]):
        parsed = geoparser.resolve(
            document.text, spans, document.title, document.source, document.published
        )
        answers += predictions(parsed.mentions)
    return answers


def layers(spans: Collection[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Split distinct spans into lists without overlaps, those around others first."""
    remaining = sorted(spans, key=lambda span: (span[0], -span[1]))
    while remaining:
        layer: list[tuple[int, int]] = []
        deeper: list[tuple[int, int]] = []
        for span in remaining:
            free = not layer or layer[-1][1] <= span[0]
            (layer if free else deeper).append(span)
        yield layer
        remaining = deeper
