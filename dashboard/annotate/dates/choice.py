"""The choice between the rules that may begin with the same word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from .notation import Rule


@dataclass(frozen=True)
class Choice:
    """The rules that begin with one code."""

    rules: tuple[Rule, ...]

    @cached_property
    def ends(self) -> re.Pattern[str]:
        """Has a group for each rule, which ends where the rule would: one match tells all."""
        groups = "".join(f"(?=({rule.rest}))?" for rule in self.rules)
        return re.compile(f".{groups}", re.DOTALL)

    @cached_property
    def seconds(self) -> set[str] | None:
        """What the second token of a match may be; None where there need be none."""
        found: set[str] = set()
        for rule in self.rules:
            if rule.seconds is None:
                return None
            found |= rule.seconds
        return found

    @classmethod
    @cache
    def of(cls, rules: tuple[Rule, ...]) -> "Choice":
        """Return the choice between rules."""
        return cls(rules)

    def matching(self, codes: str, start: int) -> list[tuple[int, Rule]]:
        """Return the rules that match at a token, the longest first, each with its end."""
        match = self.ends.match(codes, start)
        if match is None:
            return []
        spans = zip(match.regs[1:], self.rules, strict=True)
        ends = [(end, rule) for (_, end), rule in spans if end >= 0]
        return sorted(ends, key=_end, reverse=True) if len(ends) > 1 else ends


NO_CHOICE = Choice.of(())


def any_of(codes: Iterable[str]) -> str:
    """Return the class of characters that codes are of, as a pattern has it."""
    return f"[{re.escape(''.join(sorted(codes)))}]"


def _end(pair: tuple[int, Rule]) -> int:
    return pair[0]
