"""Rewrites tables, lists and counts as the prose that recognition learnt to read.

What comes out is as long as the text, so that positions in it are positions in the text: marks that
separate cells become commas, and what only numbers or points to an item becomes blanks.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from ..data_files import words

IsWord = Callable[[str], bool]
"""Whether letters are a word or a name that somebody knows."""

# What is looked for in every text begins with a mark or a digit: few places begin like that.
_MARKS_OF_TABLES = ("\t", "|", "•", "▪", "◦", "‣", "·", "\u00a0\u00a0")
_RUN_OF_BLANKS = re.compile(r"  (?<=[^\s.!?:;,]  )")
_ITEM = re.compile(r"\n[^\S\n]*(?:[-–—*]|\d{1,3}[.)])\s")
_ENDS_IN_VALUES = re.compile(r"[,;] ?\d[-\d.,;% ]*$")
_OF_VALUES = "-0123456789.,;% "
"""What such an end is made of; it is cut off first, for commas are looked at one by one."""
_SEPARATOR = re.compile(r"[ \u00a0]*(?:\t[ \u00a0]*|\|[ \u00a0]*)+|(?<![.!?:;,\s])[ \u00a0]{2,}")
"""What stands between cells: tabs, bars, runs of blanks that do not follow a sentence."""
_MARKER = re.compile(r"\s*(?:[-–—•▪◦‣·*]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t\u00a0]+(?=\S)")
"""What stands before an item of a list."""
_VALUES = re.compile(r"\s*[^\W\d_][^,;:.!?\d]{1,40}(?P<numbers>[,;][-\d.,;%\s]*\d[-\d.,;%\s]*)$")
"""A name and numbers, with commas or semicolons between them, alone on a line."""
_LONGEST_CELL = 4
"""Words of a cell that may be a name; more are a sentence."""
_WORD = re.compile(r"[^\W\d_]+")
_OF_VALUE, _REMARK = r"[^\S\n]?[A-Za-z°º][a-z/A-Z]{0,11}", r"[^\S\n]\([^()\nA-Z]{1,40}\)"
_NUMBER = re.compile(
    rf"[0-9][0-9.,]*%?(?P<value>{_OF_VALUE})?[)\]]?(?:{_REMARK})?"
    r"(?=[^\S\n]*(?:[,;)]|$|\.(?:\s|$)|(?:and|&)\s))",
    re.MULTILINE,
)
"""A number, what it counts or measures, and a remark in brackets: "5.12 m (rising)"."""
# A number with a name behind it.
_COUNTED = r"\d[\d.,]*+%?[^\S\n][^\W\d_a-z][^\d,;\n]{1,40}"
_COUNTED_LINE = re.compile(
    rf"^[^\S\n]*{_COUNTED}(?:[,;][^\S\n]?(?:and[^\S\n])?{_COUNTED})+[,;]?$", re.MULTILINE
)
"""A line of nothing but names with a number in front of each: "3 Lima, 12 Quito"."""
_COUNT = re.compile(r"\d[\d.,]*%?(?=[^\S\n])")
_BEFORE_COUNT = re.compile(
    r"(?P<word>[^\W\d_]+)(?P<between>[’']?"
    r"(?:[^\S\n]?[:–—=][^\S\n]?|[^\S\n]-[^\S\n]|[^\S\n]?[(\[]|[ \u00a0]))\Z"
)
"""A name, and what stands between it and a number: "Lima 3", "Lima (3)", "Lima: 3"."""
_LONGEST_WORD = 30
_BETWEEN, _OPENINGS = " \u00a0:–—=([-’'", "([\"“‘'"
_JOINTS = frozenset(" \u00a0:–—=([")
_LEAST_COUNTS = 2
"""Counts of a line, from which it is an enumeration."""
_LONGEST_ABBREVIATION = 4
_BREAK = re.compile(r"-[ \t]*\r?\n")
_BROKEN = re.compile(r"([^\W\d_]{2,})-[ \t]*\r?\n[ \t]*([^\W\d_]+)")
_UNITS = r"(?:km|kms|mi|miles|mile|kilomet(?:er|re)s?|nm|NM)\.?"
_DIRECTION = re.compile(rf"([0-9]\s?{_UNITS}\s)([NSEW]{{1,3}})(?=\s+(?!of\b)[^\W\d_a-z])")
"""A direction in capitals between a distance and a name, of which it is no part: "5 miles SE"."""
_TELLING_NUMBER = re.compile(
    r"[0-9](?<![0-9.,][0-9])[0-9.,]*+(?:"
    rf"(?:%?[)\]]?[,;]?|{_OF_VALUE}[)\]]?(?:{_REMARK})?[,;])\s(?:(?:and|&)\s)?"
    r"[^\W\d_a-z][^\n0-9]{0,40}[0-9]"
    rf"|\s?{_UNITS}\s[NSEW])"
)
"""What tells in one go that there may be directions or counts; few texts have any."""
_SOFT_HYPHEN = "\u00ad"
_ALTERNATIVES = re.compile(
    r"(?<![^\s(\[\"“‘',;|])[^\s/.@:|]{2,40}(?:/[^\s/.@:|]{2,40}){1,3}(?![/@:])"
)
"""Words with slashes between them that are no address."""
_UNBROKEN = re.compile(r"\S+")


def as_prose(text: str, is_word: IsWord) -> str:
    """Return a text of the same length in which tables, lists and counts are enumerations.

    Parameters
    ----------
    is_word
        Asked whether the halves of a word at the end of a line are one.
    """
    if _BREAK.search(text):
        text = _BROKEN.sub(lambda broken: _mended(broken, is_word), text)
    if "/" in text:
        text = _without_slashes(text)
    if _may_be_tabular(text):
        text = _without_cells(text)
    if _TELLING_NUMBER.search(text):
        text = _DIRECTION.sub(lambda direction: direction[1] + direction[2].lower(), text)
        text = _COUNTED_LINE.sub(_without_leading_counts, text)
        text = _without_counts(text)
    return text


def _may_be_tabular(text: str) -> bool:
    """Whether a text may have rows or items of lists; a quick answer for those that have none."""
    return (
        any(mark in text for mark in _MARKS_OF_TABLES)
        or ("  " in text and bool(_RUN_OF_BLANKS.search(text)))
        or bool(_MARKER.match(text))
        or ("\n" in text and (bool(_ITEM.search(text)) or _has_values(text)))
    )


def _has_values(text: str) -> bool:
    """Whether a line ends in numbers behind a comma or semicolon."""
    for line in text.split("\n"):
        end = line[len(line.rstrip(_OF_VALUES)) :]
        if len(end) > 1 and _ENDS_IN_VALUES.search(end):
            return True
    return False


def _without_slashes(text: str) -> str:
    """Return a text in which names with slashes between them are enumerations."""
    parts, reached = [], 0
    while (slash := text.find("/", reached)) >= 0:
        start = max(text.rfind(blank, reached, slash) for blank in " \n\t") + 1 or reached
        word = _UNBROKEN.match(text, max(start, reached))
        end = word.end() if word else slash + 1
        parts += [text[reached:start], _ALTERNATIVES.sub(_listed, text[start:end])]
        reached = end
    return "".join([*parts, text[reached:]])


def _without_cells(text: str) -> str:
    """Return a text in which rows and items of lists are enumerations."""
    parts = []
    was_row = False
    for line in text.split("\n"):
        enumerated, is_row = _enumerated(line)
        # Rows go on as one enumeration: it is there that names alone are best read.
        parts += ["," if is_row and was_row else "\n", enumerated]
        was_row = is_row
    return "".join(parts[1:])


def _mended(broken: re.Match[str], is_word: IsWord) -> str:
    """A word that is broken at the end of a line, in one; what has a hyphen of its own keeps it."""
    before, behind = broken[1], broken[2]
    if not behind[0].islower() or behind in words("words", "particles"):
        return broken[0]
    if not is_word(before + behind) and is_word(before):
        return broken[0]
    hidden = len(broken[0]) - len(before) - len(behind)
    return before + _SOFT_HYPHEN * hidden + behind


def _listed(alternatives: re.Match[str]) -> str:
    """Names with slashes between them as an enumeration: "Homs/Hama"."""
    names = alternatives[0].split("/")
    return ",".join(names) if all(name[0].isupper() for name in names) else alternatives[0]


def _enumerated(line: str) -> tuple[str, bool]:
    """A row of cells or an item of a list as an enumeration, and whether it is names alone."""
    marker = _MARKER.match(line)
    if marker:
        line = " " * marker.end() + line[marker.end() :]
    content = line.strip()
    if not content:
        return line, False
    begin = line.index(content)
    end = begin + len(content)
    has_cells = "\t" in line or "|" in line or "  " in line or "\u00a0" in line
    if has_cells and _SEPARATOR.search(line, begin, end):
        row = _row(line, begin, end)
        return row, "\n" not in row
    if values := _VALUES.match(line):
        behind = values.start("numbers")
        return line[:behind] + " " * (len(line) - behind), True
    return line, bool(marker) and _is_name(content)


def _is_name(item: str) -> bool:
    """Whether an item is written as a name and nothing else."""
    particles = words("words", "particles")
    parts = item.replace("-", " ").replace("’", " ").replace("'", " ").split()
    return len(parts) <= _LONGEST_CELL and all(
        part[0].isupper() or part in particles for part in parts
    )


def _row(line: str, begin: int, end: int) -> str:
    """A row as an enumeration of those of its cells that have letters."""
    parts, reached, previous = [], 0, None
    for start, stop in _cells(line, begin, end):
        is_short = len(_WORD.findall(line, start, stop)) <= _LONGEST_CELL
        blank = " " * (start - reached)
        if previous is not None and blank:
            blank = ("," if is_short and previous else "\n") + blank[1:]
        parts += [blank, line[start:stop]]
        reached, previous = stop, is_short
    return "".join(parts) + " " * (len(line) - reached)


def _cells(line: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ends of each cell that has letters."""
    start = begin
    for separator in (*_SEPARATOR.finditer(line, begin, end), None):
        stop = separator.start() if separator else end
        if _WORD.search(line, start, stop):
            yield start, stop
        start = separator.end() if separator else end


def _without_leading_counts(line: re.Match[str]) -> str:
    """A line of names without the numbers in front of them."""
    return _COUNT.sub(lambda count: " " * len(count[0]), line[0])


def _without_counts(text: str) -> str:
    """Return a text in which enumerations of names have no numbers behind the names."""
    counts: dict[int, list[tuple[int, int]]] = {}
    for number in _NUMBER.finditer(text):
        value = number["value"]
        is_count = value is None or value.strip().lower() in words("layout", "values")
        start = _start_of_count(text, number.start()) if is_count else None
        if start is not None:
            line = text.rfind("\n", 0, start)
            counts.setdefault(line, []).append((start, number.end()))
    parts, reached = [], 0
    for of_line in counts.values():
        for start, end in of_line if len(of_line) >= _LEAST_COUNTS else ():
            parts += [text[reached:start], " " * (end - start)]
            reached = end
    return "".join([*parts, text[reached:]]) if parts else text


def _start_of_count(text: str, number: int) -> int | None:
    """Where what follows a name begins, before a number that counts it; None if it counts none."""
    if text[number - 1 : number] not in _JOINTS:
        return None
    begin = max(0, number - _LONGEST_WORD)
    *_, name = text[begin:number].rstrip(_BETWEEN).split(" ")
    if not name.lstrip(_OPENINGS)[:1].isupper():
        return None
    before = _BEFORE_COUNT.search(text, begin, number)
    if not before or not before["word"][0].isupper() or before["word"].lower() in _uncounted():
        return None
    # "FM 372" and "A 7" are roads.
    is_road = before["word"].isupper() and len(before["word"]) <= _LONGEST_ABBREVIATION
    return None if is_road else before.start("between")


@cache
def _uncounted() -> frozenset[str]:
    """Words that a number follows without counting what they name: months, "Article"."""
    return words("layout", "numbered")
