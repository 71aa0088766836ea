"""Measuring against annotated corpora.

The scores take plain records (gold mentions, predictions) a document at a time, so that training
programs can score what they predict the same way as the installed parser is scored.
"""

from .calibration import Bin, Calibration
from .corpus import GoldDocument, GoldMention, documents, gold_documents
from .coverage import NEAR_KM, Coverage, coverage
from .figures import MARKDOWN_HELP, Figures, decimal, measured_by, percent
from .gold_types import GoldTypes
from .measuring import Evaluation, Part, evaluate
from .prediction import Prediction, predictions
from .recognition import RecognitionScore, TypeRecall
from .resolution import EndToEndScore, ResolutionError, ResolutionScore
from .roles import RoleError, RoleScore
from .span_errors import ErrorKind, FrequentError, SpanError, frequent
from .tally import Tally

__all__ = [
    "MARKDOWN_HELP",
    "NEAR_KM",
    "Bin",
    "Calibration",
    "Coverage",
    "EndToEndScore",
    "ErrorKind",
    "Evaluation",
    "Figures",
    "FrequentError",
    "GoldDocument",
    "GoldMention",
    "GoldTypes",
    "Part",
    "Prediction",
    "RecognitionScore",
    "ResolutionError",
    "ResolutionScore",
    "RoleError",
    "RoleScore",
    "SpanError",
    "Tally",
    "TypeRecall",
    "coverage",
    "decimal",
    "documents",
    "evaluate",
    "frequent",
    "gold_documents",
    "measured_by",
    "percent",
    "predictions",
]
