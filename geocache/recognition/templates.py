"""How a template turns what it looks at into features, and the model that weighs them.

A template looks at one aspect of an item, such as the word before it. Its ``key`` holds all that
its features depend on, so that the sum of their weights is worked out once for each key.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from zlib import crc32

Item = TypeVar("Item")
_MOST_KEYS = 1 << 16


@dataclass(frozen=True, slots=True)
class Template(Generic[Item]):
    """One aspect of an item, and the features it gives."""

    name: str
    """Shown to people with the weight it had."""
    key: Callable[[Item], Hashable]
    """All that the features depend on."""
    features: Callable[[Item], Iterable[str]]
    told: Callable[[Item], str]
    """What was looked at, in words."""

    def hashes(self, item: Item) -> list[int]:
        """Numbers, 32 bits, by which the features are known; the same in every process."""
        return sorted({crc32(f"{self.name}:{feature}".encode()) for feature in self.features(item)})


class LinearModel(Generic[Item]):
    """Sum of the weights of the features that templates give for an item, in log-odds.

    Parameters
    ----------
    templates
        What is looked at.
    weights
        Weight of each feature, by its number; 0 for those not in it.
    """

    def __init__(self, templates: Sequence[Template[Item]], weights: Mapping[int, float]) -> None:
        self.templates = templates
        self._weights = weights
        self._looks: list[tuple[Callable[[Item], Hashable], dict[Hashable, float], Template[Item]]]
        self._looks = [(template.key, {}, template) for template in templates]

    def score(self, item: Item) -> float:
        """Log-odds of an item."""
        total = 0.0
        for key_of, known, template in self._looks:
            key = key_of(item)
            weight = known.get(key)
            if weight is None:
                weight = self._weigh(template, item, known, key)
            total += weight
        return total

    def shares(self, item: Item) -> list[tuple[Template[Item], float]]:
        """What each template contributes to the score of an item."""
        return [
            (template, self._weigh(template, item, known, key_of(item)))
            for key_of, known, template in self._looks
        ]

    def _weigh(
        self, template: Template[Item], item: Item, known: dict[Hashable, float], key: Hashable
    ) -> float:
        weight = known.get(key)
        if weight is None:
            if len(known) >= _MOST_KEYS:
                known.clear()
            get = self._weights.get
            weight = known[key] = sum(get(number, 0.0) for number in template.hashes(item))
        return weight
