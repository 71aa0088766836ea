"""The taxonomy of themes, and which of them a passage supports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geocache.data_files import shipped
from geocache.errors import KnowledgeFileError

from ..model import Cue, Passage, ThemeHit


@dataclass(frozen=True, slots=True)
class Family:
    """Themes that are shown as one where there is room for few."""

    id: str
    label: str
    colour: str
    """Hexadecimal RGB, 3:1 and more to the ground of the light and of the dark map."""
    icon: str
    """Name of its sign, so that its colour is not all that tells it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme."""

    id: str
    label: str
    colour: str
    """Hexadecimal RGB."""
    definition: str
    cues: tuple["CueGroup", ...]
    family: str = ""
    """Id of its `Family`; "" of "no theme"."""


@dataclass(frozen=True, slots=True)
class CueGroup:
    """The cues of a theme that have one weight."""

    weight: float
    pattern: re.Pattern[str]
    """One for all of them."""
    stems: tuple[str, ...]
    """Of which a text has one, in lower case, if the pattern matches it: found far sooner."""

    def occurrences(self, text: str, passage: Passage, lowered: str) -> list[re.Match[str]]:
        """Every cue in a passage; ``lowered`` are its words in lower case."""
        # What is not ASCII may match without regard to case in ways that lower case does not show.
        if lowered.isascii() and not any(stem in lowered for stem in self.stems):
            return []
        return list(self.pattern.finditer(text, passage.start, passage.end))


@dataclass(frozen=True, slots=True)
class Themes:
    """The taxonomy."""

    all: tuple[Theme, ...]
    threshold: float
    """Score from which a passage supports a theme."""
    none: Theme
    """Stands for passages that support no theme."""
    families: tuple[Family, ...] = ()

    @classmethod
    @cache
    def shipped(cls) -> "Themes":
        """Return the taxonomy of ``data/themes.yaml``; raises `KnowledgeFileError`."""
        content = shipped("themes.yaml")
        try:
            families = tuple(_family(entry) for entry in content["families"])
            known = {family.id for family in families}
            themes = tuple(_theme(entry, known) for entry in content["themes"])
            none = content["none"]
            nothing = Theme("", none["label"], none["colour"], "No cue word was found.", ())
            return cls(themes, float(content["threshold"]), nothing, families)
        except (KeyError, TypeError, ValueError) as error:
            raise KnowledgeFileError(f"themes.yaml: missing or unusable: {error!r}") from error

    def get(self, theme_id: str) -> Theme:
        """Return the theme with this id; the one for "no theme" when there is none."""
        return next((theme for theme in self.all if theme.id == theme_id), self.none)

    def hits(self, text: str, passages: Sequence[Passage]) -> tuple[ThemeHit, ...]:
        """Every theme that each passage supports, in passage order, strongest first."""
        return tuple(hit for passage in passages for hit in self._hits(text, passage))

    def _hits(self, text: str, passage: Passage) -> list[ThemeHit]:
        lowered = text[passage.start : passage.end].lower()
        scored = [
            ThemeHit(passage.number, theme.id, *_score(theme, text, passage, lowered))
            for theme in self.all
        ]
        supported = [hit for hit in scored if hit.score >= self.threshold]
        return sorted(supported, key=lambda hit: -hit.score)


def _family(entry: dict[str, Any]) -> Family:
    return Family(entry["id"], entry["label"], entry["colour"], entry["icon"])


def _theme(entry: dict[str, Any], families: set[str]) -> Theme:
    cues = tuple(
        CueGroup(float(weight), _pattern(terms), tuple(sorted(set(map(_stem, terms)))))
        for weight, terms in entry["cues"].items()
    )
    family = entry["family"]
    if family not in families:
        raise ValueError(f"{entry['id']}: there is no family {family!r}")
    return Theme(entry["id"], entry["label"], entry["colour"], entry["definition"], cues, family)


def _pattern(terms: list[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    spelled = (
        re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for term in longest_first
    )
    return re.compile(rf"\b(?:{'|'.join(spelled)})\b", re.IGNORECASE)


def _stem(term: str) -> str:
    """Return the longest run of letters of a cue that stand in a text as they are."""
    return max(re.split(r"[\s*]+", term.lower()), key=len)


def _score(
    theme: Theme, text: str, passage: Passage, lowered: str
) -> tuple[float, tuple[Cue, ...]]:
    """Sum of the weights of the distinct cues in a passage, and all their occurrences."""
    score, cues = 0.0, []
    for group in theme.cues:
        found = group.occurrences(text, passage, lowered)
        score += group.weight * len({match.group().lower() for match in found})
        cues += [Cue(match.start(), match.end(), match.group()) for match in found]
    return score, tuple(sorted(cues, key=lambda cue: cue.start))
