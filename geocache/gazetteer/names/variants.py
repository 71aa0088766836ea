"""Other ways to write a name, and the names inside a longer one."""

from collections.abc import Iterator
from functools import cache

from ...data_files import shipped
from .normalise import normal_form

_FILE = ("gazetteer", "variants.yaml")
_LONGEST = 6
"""Words of the longest name that is looked for inside another."""
_LINKS = frozenset({"of", "the", "and"})
_SHORTEST_PART = 3
"""Letters of the shortest name that counts inside another, but for abbreviations in capitals."""


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(str(shipped(*_FILE)[key]).split())


def respellings(name: str) -> Iterator[str]:
    """Normal forms under which the same place may be listed, the best first.

    Abbreviated words are written out; words that only say what a place is, or how somebody relates
    to it, are left away.
    """
    key = normal_form(name)
    words = key.split()
    written_out = [shipped(*_FILE)["stands_for"].get(word, word) for word in words]
    dropped = _words("says_what_it_is") | _words("relations")
    bare = [word for word in written_out if word not in dropped]
    seen = {key}
    for variant in (written_out, _turned(written_out), bare):
        spelled = " ".join(variant)
        if spelled and spelled not in seen and (variant is not bare or _names_more(bare)):
            seen.add(spelled)
            yield spelled


def _turned(words: list[str]) -> list[str]:
    """With the word in front that another one behind stands for: Mount Mayon is Mayon Volcano."""
    in_front = shipped(*_FILE)["behind_for_in_front"].get(words[-1]) if len(words) > 1 else None
    return [in_front, *words[:-1]] if in_front else words


def _names_more(words: list[str]) -> bool:
    """Whether there is more than directions: River North is not called North."""
    return any(word not in _words("directions") for word in words)


def bare_unit_name(name: str) -> str:
    """Normal form of a subdivision's name without what it is called in its country.

    "Kabupaten Aceh Besar" is "aceh besar", and "Jiangsu Sheng" "jiangsu". A name that consists of
    such words alone is left whole.
    """
    words = normal_form(name).split()
    first, last = 0, len(words)
    while last > first and words[last - 1] in _words("units"):
        last -= 1
    while first < last and words[first] in _words("units"):
        first += 1
        while first < last and words[first] in _words("unit_links"):
            first += 1
    return " ".join(words[first:last] or words)


def is_longer_name(name: str) -> bool:
    """Whether a name has two words or more that do not only say which part of a place it is."""
    plain = _words("directions") | _words("says_what_it_is") | _words("relations") | _LINKS
    return len([word for word in normal_form(name).split() if word not in plain]) > 1


def parts(name: str) -> Iterator[str]:
    """Runs of capitalised words inside a longer name, longest first, then from the left.

    "European Central Bank" is in Europe, and "Arizona State University" in Arizona. What stands
    behind an "of" comes before the others: the Bank of Japan is in no town called Bank. Words that
    only say which part of a place, or what it is, name none.
    """
    words = name.split()
    behind = _behind_of(words)
    if behind:
        yield " ".join(behind)
    for length in range(min(len(words) - 1, _LONGEST), 0, -1):
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            if run[0][:1].isupper() and _tells_a_place(run):
                yield " ".join(run)


def _behind_of(words: list[str]) -> list[str]:
    """Words behind the last "of", if they can name a place."""
    if "of" not in words[1:]:
        return []
    behind = words[len(words) - words[::-1].index("of") :]
    behind = behind[1:] if behind[:1] == ["the"] else behind
    return behind if behind and behind[0][:1].isupper() and _tells_a_place(behind) else []


def _tells_a_place(run: list[str]) -> bool:
    if len("".join(run)) < _SHORTEST_PART and not run[0].isupper():
        return False
    plain = _words("directions") | _words("says_what_it_is")
    return any(word not in plain for word in normal_form(" ".join(run)).split())
