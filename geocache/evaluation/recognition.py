"""Scores of finding mentions: precision, recall, F1, recall by type, and every error."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .corpus import GoldMention
from .gold_types import GoldTypes
from .prediction import Prediction
from .span_errors import ErrorKind, SpanError, around, kind_of, nearest, words
from .tally import Tally, share


@dataclass(slots=True)
class TypeRecall:
    """How many gold mentions of one type are found."""

    gold: int = 0
    exact: int = 0
    """Of those, found with both ends right."""
    overlap: int = 0
    """Of those, overlapped by a prediction."""

    @property
    def exact_recall(self) -> float | None:
        """Share found with both ends right, 0..1."""
        return share(self.exact, self.gold)

    @property
    def overlap_recall(self) -> float | None:
        """Share overlapped by a prediction, 0..1."""
        return share(self.overlap, self.gold)


@dataclass(slots=True)
class RecognitionScore:
    """Scores of recognition over documents that are added one after the other.

    Gold mentions with an ignored type are no misses, and predictions that overlap one and are not
    right are left out. A span that is given twice counts once; nested gold mentions all count.
    """

    types: GoldTypes = field(default_factory=GoldTypes.shipped)
    """What the types of gold mentions mean."""
    context: int = 0
    """How many code points before and after an error are kept with it."""
    documents: int = 0
    exact: Tally = field(default_factory=Tally)
    """A prediction is right when both its ends agree with a gold mention's."""
    overlap: Tally = field(default_factory=Tally)
    """A prediction is right when it overlaps a gold mention, which then is found."""
    by_type: dict[str, TypeRecall] = field(default_factory=dict)
    """For each type; those without stand under an empty one."""
    misses: list[SpanError] = field(default_factory=list)
    """Gold mentions that are not found exactly, in the order of the documents."""
    false_alarms: list[SpanError] = field(default_factory=list)
    """Predictions that are not exactly right, without those left out."""

    def add(
        self,
        text: str,
        gold: Iterable[GoldMention],
        predicted: Iterable[Prediction],
        document: str = "",
    ) -> None:
        """Score one document.

        Parameters
        ----------
        text
            The document's text, which all offsets count code points of.
        gold, predicted
            In any order.
        document
            Its id, kept with the errors.
        """
        counted, ignored = self.types.split(gold)
        found = tuple({p.span: p for p in sorted(predicted, key=lambda p: p.span)}.values())
        scored = _Document(text, document, counted, ignored, found)
        self.documents += 1
        for mention in counted:
            self._add_gold(mention, scored)
        for prediction in found:
            self._add_prediction(prediction, scored)

    def _add_gold(self, mention: GoldMention, scored: "_Document") -> None:
        exact = any(mention.span == p.span for p in scored.predicted)
        near = nearest(mention, scored.predicted)
        self.exact.gold += 1
        self.exact.found += exact
        self.overlap.gold += 1
        self.overlap.found += near is not None
        of_type = self.by_type.setdefault(mention.type, TypeRecall())
        of_type.gold += 1
        of_type.exact += exact
        of_type.overlap += near is not None
        if not exact:
            kind = kind_of(mention, near) if near else ErrorKind.MISSED
            self.misses.append(scored.error(mention, kind, near, self.context))

    def _add_prediction(self, prediction: Prediction, scored: "_Document") -> None:
        exact = any(prediction.span == mention.span for mention in scored.counted)
        near = nearest(prediction, scored.counted)
        unsaid = nearest(prediction, scored.ignored) is not None
        _judge(self.exact, right=exact, unsaid=unsaid)
        _judge(self.overlap, right=near is not None, unsaid=unsaid)
        if not exact and not unsaid:
            kind = kind_of(near, prediction) if near else ErrorKind.FALSE_ALARM
            self.false_alarms.append(scored.error(prediction, kind, near, self.context))


def _judge(tally: Tally, *, right: bool, unsaid: bool) -> None:
    if unsaid and not right:
        tally.left_out += 1
        return
    tally.predicted += 1
    tally.right += right


@dataclass(frozen=True, slots=True)
class _Document:
    """One document while it is scored."""

    text: str
    id: str
    counted: tuple[GoldMention, ...]
    ignored: tuple[GoldMention, ...]
    predicted: tuple[Prediction, ...]

    def error(
        self,
        span: GoldMention | Prediction,
        kind: ErrorKind,
        other: GoldMention | Prediction | None,
        context: int,
    ) -> SpanError:
        before, after = around(self.text, span, context)
        return SpanError(
            document=self.id,
            start=span.start,
            end=span.end,
            text=words(self.text, span),
            kind=kind,
            other=words(self.text, other),
            type=span.type if isinstance(span, GoldMention) else "",
            before=before,
            after=after,
        )
