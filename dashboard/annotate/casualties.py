"""Finds dead, injured and missing people in passages, with their number and the words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from geocache.data_files import shipped

from ..model import Casualty, Harm, Passage


@dataclass(frozen=True, slots=True)
class _Grammar:
    """A pattern of text in small letters; groups ``least``, ``number``, ``vague`` say how many."""

    kind: Harm
    words: str
    """The list of expressions of which it has one, as it is called in the file."""
    pattern: re.Pattern[str]


_ENDS = (
    r"(?=\s*(?:[.,;:!?()\[\]\"”’'–—-]|$|(?:"
    r"and|or|but|in|on|at|after|when|as|with|by|near|over|from|during|following|while|including|"
    r"since|outside|among|this|last|yesterday|today|of them|so far|dead|injured|wounded|missing|"
    r"overnight|across|inside|under|before|early|late|along|because|according|per|that|who|were|"
    r"was|have|had|is|are)\b))"
)
"""What may stand behind words that count people: nothing that is counted instead."""

_PLACE = itemgetter(0, 1)
_BEFORE, _BEHIND = 80, 100
"""Code points around a word of harm in which its number stands."""
_WHERE = r"(?:\s+(?:in|from|at|of|on)\s+[\w'’-]+(?:\s+[\w'’-]+)?)?"
_ROSE_TO = r"[^.;!?]{0,60}?\b(?:to|at|of|is|was|reached|reaches|hit|passed|exceeds|exceeded|above)"
_REPORTED = r"(?:\s+(?:were|was|have been)\s+reported)?"


def casualties_of(text: str, passages: Sequence[Passage]) -> tuple[Casualty, ...]:
    """Return what passages say of dead, injured and missing people, in text order.

    Words that are part of longer ones of the same kind don't count again.
    """
    return tuple(one for passage in passages for one in _in_passage(text, passage))


def _in_passage(text: str, passage: Passage) -> list[Casualty]:
    words = text[passage.start : passage.end]
    found = sorted(_found(words), key=lambda one: (one[1], -one[2]))
    kept: list[Casualty] = []
    for kind, start, end, match in found:
        if any(
            one.kind is kind and start + passage.start < one.end and one.start < end + passage.start
            for one in kept
        ):
            continue
        number = _number(match)
        at_least = bool(match["least"])
        begin, stop = start + passage.start, end + passage.start
        kept.append(Casualty(passage.number, kind, number, at_least, begin, stop, text[begin:stop]))
    return kept


def _found(words: str) -> Iterator[tuple[Harm, int, int, re.Match[str]]]:
    """Search near words of harm alone: patterns are slow to say that there is nothing."""
    small = words.lower()
    if len(small) != len(words):  # few letters become two
        small = "".join(one if len(one.lower()) > 1 else one.lower() for one in words)
    windows: dict[tuple[Harm, str], list[list[int]]] = {}
    for start, end, lists in sorted(_near_harm(small), key=_PLACE):
        for key in lists:
            of_list = windows.setdefault(key, [])
            if of_list and start <= of_list[-1][1]:
                of_list[-1][1] = max(end, of_list[-1][1])
            else:
                of_list.append([start, end])
    if not windows:
        return
    for grammar in _grammars():
        for first, last in windows.get((grammar.kind, grammar.words), ()):
            for match in grammar.pattern.finditer(small, first, last):
                if match.end() < last or last == len(small):
                    yield grammar.kind, match.start(), match.end(), match


def _near_harm(small: str) -> Iterator[tuple[int, int, tuple[tuple[Harm, str], ...]]]:
    """Start and end of what is around each word of harm, and the lists that it is in."""
    length = len(small)
    for word, lists in _anchors():
        at = small.find(word)
        while at >= 0:
            end = at + len(word)
            if not (at and small[at - 1].isalnum()) and not (end < length and small[end].isalnum()):
                yield max(at - _BEFORE, 0), min(end + _BEHIND, length), lists
            at = small.find(word, end)


def _number(match: re.Match[str]) -> int | None:
    written = match["number"]
    if written is None:
        return None
    digits = written.replace(",", "").replace(" ", "")
    if digits.isdigit():
        return int(digits)
    content = shipped("themes", "casualties.yaml")
    numbers, multiples = content["numbers"], content["multiples"]
    total = 0
    for word in re.split(r"[\s-]+", written.lower()):
        if word in multiples:
            total = max(total, 1) * int(multiples[word])
        elif word.isdigit():
            total += int(word)
        elif word != "and":
            total += int(numbers[word])
    return total


@cache
def _anchors() -> tuple[tuple[str, tuple[tuple[Harm, str], ...]], ...]:
    """Return a word of each expression of harm, in small letters, and the lists that it is in.

    It is the last one that is no word for people and no common one.
    """
    content = shipped("themes", "casualties.yaml")
    common = {*content["people"], *content["common"]}
    found: dict[str, list[tuple[Harm, str]]] = {}
    for kind in Harm:
        for name, expressions in content[kind.value].items():
            for words in (one.lower().split() for one in expressions):
                word = next((one for one in reversed(words) if one not in common), words[-1])
                lists = found.setdefault(word, [])
                if (kind, name) not in lists:
                    lists.append((kind, name))
    return tuple((word, tuple(lists)) for word, lists in found.items())


@cache
def _grammars() -> tuple[_Grammar, ...]:
    content = shipped("themes", "casualties.yaml")
    units = _any(word for word in content["numbers"] if word not in {"no", "zero", "a", "an"})
    spelled = rf"(?:{units})(?:[\s-](?:and\s)?(?:{units}|{_any(content['multiples'])}))*"
    number = (
        rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?![\d.,]*\d|%|\s?(?:per|%|km|kg|am|pm))"
        rf"|(?:a\s)?(?:{_any(content['multiples'])})(?!s)|{spelled}|an?(?=\s))"
    )
    vague = rf"(?P<vague>{_any(content['vague'])})"
    amount = (
        rf"(?:(?P<least>{_any(content['least'])})\s+)?(?:(?:{_any(content['about'])})\s+)*"
        rf"(?:{number}|{vague})"
    )
    uncaught = re.sub(r"\?P<\w+>", "?:", amount)
    """The same without names of groups, which a pattern has once."""
    people = rf"(?:{_any(content['people'])})"
    of_people = rf"(?:\s+(?:(?!and\b|or\b|left\b)[^\W\d][\w'’-]*\s+){{0,3}}?{people}\b)"
    none = r"(?P<least>(?!))?(?P<vague>(?!))?(?P<number>no|zero)"
    nobody = r"(?P<least>(?!))?(?P<vague>(?!))?(?P<number>(?!))?"
    linked = rf"(?:\s+(?:{_any(content['linked'])}))*"
    no_harm = rf"\b(?!\s+(?:{_any(content['no_harm'])})\b)"
    in_state = rf"(?:\s+(?:{_any(content['states_of_remains'])}))*"
    no_remains = rf"(?!\s+(?:{_any(content['no_remains'])})\b)"
    found = []
    for kind in Harm:
        words = content[kind.value]
        done, things = _any(words["done"]), _any(words["things"])
        patterns = [  # each with the list that it has an expression of
            # "14 people in Fooville were killed", "dozens wounded", "seven dead"
            ("done", rf"{amount}{of_people}{_WHERE}{linked}\s+(?:{done}){no_harm}"),
            ("done", rf"{amount}{linked}\s+(?:{done})\b{_ENDS}"),
            # "killing 12", "claimed 17 lives"
            ("doing", rf"\b(?:{_any(words['doing'])})\s+{amount}(?:{of_people}|{_ENDS})"),
            # "52 deaths", "two charred bodies"
            ("things", rf"{amount}(?:\s+[\w'’-]+)?\s+(?:{things})\b"),
            ("remains", rf"{amount}{in_state}\s+(?:{_any(words['remains'])})\b{no_remains}"),
            # "the death toll rose to 41"
            ("toll", rf"(?:{_any(words['toll'])})\b{_ROSE_TO}\s+{amount}\b"),
            # "no casualties were reported", "no one was hurt"
            ("things", rf"\b{none}\s+(?:[\w'’-]+\s+){{0,2}}?(?:{things})\b{_REPORTED}"),
            ("done", rf"\b{none}(?:\s+one|{of_people}){linked}\s+(?:{done})\b"),
            # "civilians were killed"
            ("done", rf"\b{nobody}{people}{linked}\s+(?:{done}){no_harm}(?!\s+{uncaught})"),
        ]
        found += [_Grammar(kind, name, re.compile(rf"(?<![\w.,-]){one}")) for name, one in patterns]
    return tuple(found)


def _any(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longer ones first."""
    ordered = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) or "(?!)"
