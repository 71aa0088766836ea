"""Finding toponyms in text, without asking which place is meant."""

from .recognizer import Recognizer, RuleRecognizer

__all__ = ["Recognizer", "RuleRecognizer"]
