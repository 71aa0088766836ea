"""Which language a text is in."""

import re
from functools import cache
from typing import Any

_SAMPLE = 4_000
"""Letters of a text that are looked at."""
_FEWEST_LETTERS = 60
"""From which a language can be told."""
_SURE = 0.9
_ENGLISH = frozenset(
    {
        *("the", "of", "and", "to", "in", "that", "was", "is", "were", "for", "with", "on", "by"),
        *("from", "has", "have", "had", "said", "as", "at", "which", "their", "this", "been"),
        *("who", "are", "they", "after", "not"),
    }
)
_OTHERS = frozenset(
    ("der", "die", "und", "le", "la", "les", "et", "el", "los", "y", "de", "het", "een", "och")
)
_ENGLISH_SHARE = 0.15
_FEWEST_WORDS = 10
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """ISO 639 code of the language of a text; empty where it can't be told for certain.

    English is told by its commonest words. For any other text a model is loaded, which takes a
    second: most runs never need it.
    """
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < _FEWEST_LETTERS:
        return ""
    english = sum(word in _ENGLISH for word in words)
    foreign = sum(word in _OTHERS for word in words)
    if len(words) >= _FEWEST_WORDS and english > max(_ENGLISH_SHARE * len(words), 3 * foreign):
        return "en"
    language, share = _model().classify(sample)
    return str(language) if share >= _SURE else ""


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  loads a model

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
