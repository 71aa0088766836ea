"""Tells which part of a text is in scripts in which no names are looked for."""

import re
from functools import cache
from typing import NamedTuple

from .data_files import shipped

MOSTLY = 0.5
"""Share of the letters from which a text is in a script, rather than quoting it."""
_SOME, _FEW = 0.05, 20
"""Share, and number, below which letters in another script are a name or two."""
_LETTER = re.compile(r"[^\W\d_]")
_NOT_KEYS = frozenset({"description", "source"})


class UnreadScript(NamedTuple):
    """A script in which no names are looked for, in a text that has it."""

    name: str
    """As Unicode calls it, such as "Arabic"; Chinese characters are "Chinese"."""
    share: float
    """Share of the text's letters, 0..1."""
    letters: int


def unread_scripts(text: str) -> tuple[UnreadScript, ...]:
    """Return the scripts of a text in which no names are looked for, the commonest first."""
    if text.isascii() or not _any_of_them().search(text):
        return ()
    counts = {name: len(letters.findall(text)) for name, letters in _letters().items()}
    total = len(_LETTER.findall(text))
    shares = [
        UnreadScript(name, round(min(1.0, count / total), 4), count)
        for name, count in counts.items()
        if count
    ]
    return tuple(sorted(shares, key=lambda script: -script.share)) if total else ()


def unread_note(text: str) -> str:
    """Say in a sentence what part of a text is not read; empty where hardly any is not."""
    scripts = unread_scripts(text)
    share = sum(script.share for script in scripts)
    letters = sum(script.letters for script in scripts)
    if share < _SOME or (share < MOSTLY and letters < _FEW):
        return ""
    name = scripts[0].name
    if share >= MOSTLY:
        return f"this text is in {name} script, which is not read"
    return f"{share:.0%} of this text is in {name} script, which is not read"


@cache
def _letters() -> dict[str, re.Pattern[str]]:
    """What matches a letter of each script."""
    return {
        str(name): re.compile(rf"(?:(?=[^\W\d_])[{_ranges(str(blocks))}])")
        for name, blocks in shipped("recognition", "scripts.yaml").items()
        if name not in _NOT_KEYS
    }


@cache
def _any_of_them() -> re.Pattern[str]:
    """What matches a letter of any of them."""
    return re.compile("|".join(letters.pattern for letters in _letters().values()))


def _ranges(blocks: str) -> str:
    """Ranges of code points as they stand in a class of characters."""
    ends = (block.split("-") for block in blocks.split())
    return "".join(f"{chr(int(first, 16))}-{chr(int(last, 16))}" for first, last in ends)
