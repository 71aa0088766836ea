"""Finding toponyms in text, without asking which place is meant."""

from .recognizer import LearnedRecognizer, Recognizer

__all__ = ["LearnedRecognizer", "Recognizer"]
