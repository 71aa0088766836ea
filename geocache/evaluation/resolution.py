"""Scores of deciding which place is meant, with gold mentions given and end to end."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean, median

from ..geodesy import MEAN_RADIUS_KM, distance_km
from .calibration import Calibration
from .corpus import GoldMention
from .coverage import NEAR_KM
from .gold_types import GoldTypes
from .prediction import Prediction
from .span_errors import nearest
from .tally import Tally, share

FARTHEST_KM = math.pi * MEAN_RADIUS_KM
"""Half the Earth's circumference: the error of a mention that is not resolved."""


@dataclass(frozen=True, slots=True)
class ResolutionError:
    """A gold mention that was resolved to a wrong place, or not at all."""

    document: str
    """Id of the document."""
    start: int
    """First code point in the document's text."""
    end: int
    """One past the last code point."""
    text: str
    gold_id: str
    """Empty when the corpus gives none."""
    gold_point: tuple[float, float]
    """(lon, lat), WGS84 degrees."""
    answer_id: str
    """Empty when the mention was not resolved."""
    error_km: float | None
    """Distance from the gold point; None when the mention was not resolved."""


@dataclass(slots=True)
class ResolutionScore:
    """Resolution of gold mentions with coordinates, whose spans were given to the resolver."""

    types: GoldTypes = field(default_factory=GoldTypes.shipped)
    """What the types of gold mentions mean."""
    errors_km: list[float] = field(default_factory=list)
    """One for each gold mention with coordinates; `FARTHEST_KM` when it is not resolved."""
    near: int = 0
    """Of those, with the gold id or within 161 km."""
    unresolved: int = 0
    """Of those, without an answer."""
    with_id: int = 0
    """Of those, with a gold id."""
    exact: int = 0
    """Of those with a gold id, resolved to it."""
    calibration: Calibration = field(default_factory=Calibration)
    """Whether confidence means what it says, of those with an answer; right as in Acc@161."""
    errors: list[ResolutionError] = field(default_factory=list)
    """All that are not near, in the order of the documents."""

    def add(
        self,
        text: str,
        gold: Iterable[GoldMention],
        predicted: Iterable[Prediction],
        document: str = "",
    ) -> None:
        """Score one document; gold mentions that no prediction has the span of are unresolved."""
        answers = {p.span: p for p in predicted}
        for mention in self.types.split(gold)[0]:
            if mention.point is not None:
                answer = answers.get(mention.span) or Prediction(*mention.span)
                self._add(mention, mention.point, answer)
                if not is_right(mention, answer):
                    self.errors.append(_error(text, mention, mention.point, answer, document))

    def _add(self, mention: GoldMention, point: tuple[float, float], answer: Prediction) -> None:
        error_km = _error_km(point, answer)
        self.errors_km.append(FARTHEST_KM if error_km is None else error_km)
        self.unresolved += error_km is None
        self.near += is_right(mention, answer)
        if answer.confidence is not None:
            self.calibration.add([answer.confidence], [is_right(mention, answer)])
        self.with_id += bool(mention.place_id)
        self.exact += bool(mention.place_id) and mention.place_id == answer.place_id

    @property
    def total(self) -> int:
        """Gold mentions with coordinates."""
        return len(self.errors_km)

    @property
    def acc161(self) -> float | None:
        """Share of the gold mentions with coordinates that is near, 0..1."""
        return share(self.near, self.total)

    @property
    def exact_share(self) -> float | None:
        """Share of the gold mentions with coordinates and an id that got this id, 0..1."""
        return share(self.exact, self.with_id)

    @property
    def median_km(self) -> float | None:
        """Median distance from the gold point; None when there are no gold points."""
        return median(self.errors_km) if self.errors_km else None

    @property
    def auc(self) -> float | None:
        """Area under ln(error in km + 1), 0 (all on the point) .. 1 (all unresolved).

        Every mention is as wide as any other, so the area is the mean height, which is divided
        by that of `FARTHEST_KM` (Jurgens et al. 2015; Gritta et al. 2020).
        """
        if not self.errors_km:
            return None
        return fmean(map(math.log1p, self.errors_km)) / math.log1p(FARTHEST_KM)


@dataclass(slots=True)
class EndToEndScore:
    """Recognition and resolution together, over gold mentions with coordinates.

    A mention is right when both ends agree with a gold mention's and its place is near. Other
    predictions are wrong, resolved or not, but for those that the corpus can't judge, which are
    left out: the span of a gold mention without coordinates, or anything at an ignored one.
    """

    types: GoldTypes = field(default_factory=GoldTypes.shipped)
    """What the types of gold mentions mean."""
    tally: Tally = field(default_factory=Tally)

    def add(self, gold: Iterable[GoldMention], predicted: Iterable[Prediction]) -> None:
        """Score one document."""
        counted, ignored = self.types.split(gold)
        marked = {mention.span: mention for mention in counted}
        self.tally.gold += sum(mention.point is not None for mention in counted)
        for prediction in {p.span: p for p in predicted}.values():
            mention = marked.get(prediction.span)
            if mention is None:
                unsaid = nearest(prediction, ignored) is not None
            else:
                unsaid = mention.point is None
            right = not unsaid and mention is not None and is_right(mention, prediction)
            self.tally.left_out += unsaid
            self.tally.predicted += not unsaid
            self.tally.right += right
            self.tally.found += right


def is_right(gold: GoldMention, answer: Prediction) -> bool:
    """Whether an answer has the gold id or lies within 161 km of the gold point."""
    if gold.place_id and gold.place_id == answer.place_id:
        return True
    error_km = _error_km(gold.point, answer)
    return error_km is not None and error_km <= NEAR_KM


def _error_km(point: tuple[float, float] | None, answer: Prediction) -> float | None:
    if point is None or answer.point is None:
        return None
    return distance_km(answer.point, point)


def _error(
    text: str, mention: GoldMention, point: tuple[float, float], answer: Prediction, document: str
) -> ResolutionError:
    return ResolutionError(
        document=document,
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
        gold_id=mention.place_id,
        gold_point=point,
        answer_id=answer.place_id,
        error_km=_error_km(point, answer),
    )
