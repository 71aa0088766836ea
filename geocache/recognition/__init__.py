"""Finding toponyms in text, without asking which place is meant."""

from .recognizer import LearnedRecognizer, Recognizer
from .roles import ROLE_REASON

__all__ = ["ROLE_REASON", "LearnedRecognizer", "Recognizer"]
