"""Postal codes of states as words of a text: the "NY" of "Troy NY"."""

from collections.abc import Mapping
from functools import cache

from ..data_files import shipped
from ..gazetteer.protocols import Gazetteer
from .tokens import TokenizedText

StateCodes = Mapping[int, frozenset[str]]
"""Of each position of a code, the states that it may be of, as in `NameFacts.states`."""


def state_codes(document: TokenizedText, gazetteer: Gazetteer) -> StateCodes:
    """Find the words that are postal codes of states."""
    codes = _postal_codes()
    if codes.isdisjoint(document.words):
        return {}
    return {
        at: frozenset(
            f"{match.place.country_code}.{match.place.admin1_code}"
            for match in gazetteer.coded(word)
            if match.place.feature_code == "ADM1"
        )
        for at, word in enumerate(document.words)
        if word in codes
    }


@cache
def _postal_codes() -> frozenset[str]:
    entries = shipped("gazetteer", "abbreviations.yaml")["entries"]
    return frozenset(str(code) for entry in entries for code in entry.get("postal", ()))


@cache
def codes_like_words() -> frozenset[str]:
    """Return codes that are words, too, which somebody may write in capitals: "IN", "OR"."""
    return frozenset(str(shipped("resolution", "containers.yaml")["words"]).split())
