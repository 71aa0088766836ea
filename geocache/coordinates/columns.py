"""Reads the rows of tables in which two columns are headed latitude and longitude."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ..data_files import shipped
from .angle import Angle, angle_of, position_of
from .degrees import pairs
from .position import Form, Position
from .unmarked import packed_pairs, spaced_pairs

_LINE = re.compile(r"[^\n]+")
_LONGEST_LINE = 4000
"""Code points of a row; longer lines are prose."""
_SEPARATORS = ("\t", "|", ";", ",")
_GAPS = re.compile(r"[ \u00a0]{2,}+"), re.compile(r"[ \u00a0]+")
"""Between cells that only blanks part: several, or single ones."""
_RULE = re.compile(r"[\s|:;,+=_-]*")
"""A line that only parts the heading from the rows."""
_QUOTED = re.compile(r"\"[^\"\n]{0,500}\"")
_EDGES = " \u00a0\r\"'"
_NUMBER = re.compile(r"(?P<sign>[+\-−–])?(?P<number>\d{1,3}(?:[.,]\d{1,15})?)°?")
_DEGREES = r"[+\-−–]?\d{1,3}(?:[.,]\d{1,15})?"
_BOTH = re.compile(rf"\(?(?P<lat>{_DEGREES})(?:[ ,;/]{{1,3}}|[ ]-[ ])(?P<lon>{_DEGREES})\)?")
"""A cell with a latitude and a longitude."""
_TWO_NUMBERS = re.compile(
    r"[0-9][°'\"′″’”NSEW]{0,3}+[\s|;,\"]{1,40}+[+\-−–NSEW]?[0-9]{1,3}(?:[0-9]{2,4}[EW]|[^0-9]|\Z)"
)
"""Found in every table that has a row with numbers in two cells beside each other."""
_LEAST_DECIMALS = 3
"""Of numbers under x and y, which head many things."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Heading:
    """Where a table has its latitudes and longitudes."""

    cells: Callable[[str, int], list[Span]]
    """Cuts a line, given with its offset, into the spans of its cells."""
    lat: int
    """Number of the column; from the right, and negative, where single blanks part the cells."""
    lon: int
    columns: int
    least_decimals: int = 0


def rows(text: str) -> Iterator[Position]:
    """Points of the rows below headings, in text order; each spans its two cells."""
    heading: _Heading | None = None
    for line in _LINE.finditer(text):
        words = line[0]
        if len(words) > _LONGEST_LINE:
            heading = None
            continue
        heading_here = _heading(words) if _may_head().search(words) else None
        if heading_here:
            heading = heading_here
        elif heading and not _RULE.fullmatch(words):
            cells = heading.cells(words, line.start())
            if len(cells) < min(2, heading.columns) or _is_apart(text, line.start()):
                heading = None
                continue
            position = _row(text, heading, cells)
            if position:
                yield position


def may_have_columns(text: str) -> object:
    """Whether a text may hold such a heading, quickly."""
    if text.count("\n") == 2 * text.count("\n\n"):  # nothing but paragraphs
        return False
    has_rows = any(
        _is_below_words(text, end) for match in _TWO_NUMBERS.finditer(text) for end in match.span()
    )
    return has_rows and _may_head().search(text)


def _is_below_words(text: str, position: int) -> bool:
    """Whether a position is in a line right below another, as all rows are; few paragraphs are."""
    start = text.rfind("\n", 0, position)
    return start > 0 and text[start - 1] != "\n"


def _is_apart(text: str, start: int) -> bool:
    """Whether an empty line stands before a line."""
    return text[max(0, start - 2) : start] == "\n\n"


def _row(text: str, heading: _Heading, cells: Sequence[Span]) -> Position | None:
    """Read a row; None when its two cells are no point, or words stand between them."""
    try:
        lat, lon = cells[heading.lat], cells[heading.lon]
    except IndexError:
        return None
    first, last = sorted((lat, lon))
    if lat == lon:
        return _with_marks(text[slice(*lat)], lat) or _both(text[slice(*lat)], lat)
    if any(letter.isalpha() for letter in text[first[1] : last[0]]):
        return None
    span = first[0], last[1]
    lat_words, lon_words = text[slice(*lat)], text[slice(*lon)]
    angles = _number(lat_words), _number(lon_words)
    if angles[0] and angles[1]:
        if min(angles[0].decimals, angles[1].decimals) < heading.least_decimals:
            return None
        return position_of(angles[0], angles[1], span, Form.TABLE)
    return _with_marks(f"{lat_words} {lon_words}", span)


def _with_marks(words: str, span: Span) -> Position | None:
    """Read two cells with points of the compass or marks of minutes."""
    for read in (packed_pairs, spaced_pairs, pairs):
        for position in read(words):
            if (position.start, position.end) == (0, len(words)):
                return position.over(*span)
    return None


def _both(words: str, span: Span) -> Position | None:
    """Read a cell with two plain numbers, one of them with decimals."""
    match = _BOTH.fullmatch(words)
    angles = [_number(match[name]) for name in ("lat", "lon")] if match else []
    lat, lon = angles or (None, None)
    if lat is None or lon is None or not max(lat.decimals, lon.decimals):
        return None
    return position_of(lat, lon, span, Form.TABLE)


def _number(words: str) -> Angle | None:
    """Read a number of degrees; None when it is more or less."""
    match = _NUMBER.fullmatch(words)
    if not match:
        return None
    number = match["number"].replace(",", ".")
    return angle_of([number], "", is_negative=(match["sign"] or "+") != "+")


# Headings


def _heading(words: str) -> _Heading | None:
    """Read a line as a heading; None when it has no column of each."""
    cutters = [_cutter(separator) for separator in _SEPARATORS if separator in words]
    for cells in (*cutters, _blank_cells):
        heading = _heading_of(words, cells)
        if heading:
            return heading
    return _from_the_right(words)


def _heading_of(words: str, cells: Callable[[str, int], list[Span]]) -> _Heading | None:
    names = [_name(words[slice(*cell)]) for cell in cells(words, 0)]
    lat, lon = _column(names, "latitude"), _column(names, "longitude")
    if lat is None or lon is None:
        both = _column(names, "both") if len(names) > 1 else None
        return None if both is None else _Heading(cells, both, both, len(names))
    is_letter = max(len(names[lat]), len(names[lon])) == 1
    return _Heading(cells, lat, lon, len(names), _LEAST_DECIMALS if is_letter else 0)


def _from_the_right(words: str) -> _Heading | None:
    """Read a heading whose cells single blanks part: names in front may be of several words."""
    heading = _heading_of(words, _single_blank_cells)
    if heading is None or heading.lat == heading.lon or len(words.split()) > _MOST_WORDS:
        return None
    lat, lon = heading.lat - heading.columns, heading.lon - heading.columns
    return _Heading(heading.cells, lat, lon, heading.columns, heading.least_decimals)


_MOST_WORDS = 8
"""Of a heading whose cells single blanks part; more are a sentence."""


def _column(names: Sequence[str], kind: str) -> int | None:
    """Return the number of the first column that is headed so."""
    return next((number for number, name in enumerate(names) if _means(kind).fullmatch(name)), None)


def _name(words: str) -> str:
    """Return a heading without brackets and without the words that change nothing."""
    plain = re.sub(r"[(\[][^)\]]*[)\]]|[.:*°]", " ", words.lower()).strip()
    without = _beside().sub(" ", plain).strip()
    return " ".join((without or plain).split())


@cache
def _means(kind: str) -> re.Pattern[str]:
    return re.compile(shipped("coordinates", "columns.yaml")[kind], re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    words = shipped("coordinates", "columns.yaml")["beside"]
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@cache
def _may_head() -> re.Pattern[str]:
    """What stands in every heading: a longitude, as the rarer of both, or the two together."""
    words = shipped("coordinates", "columns.yaml")
    either = f"{words['longitude']}|{words['both']}"
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)


# Cells


def _cutter(separator: str) -> Callable[[str, int], list[Span]]:
    return lambda line, offset: _cells(line, offset, separator)


def _cells(line: str, offset: int, separator: str) -> list[Span]:
    """Cut a line at a separator outside quotes; outer pipes are no separators."""
    plain = _QUOTED.sub(lambda quoted: '"' + "x" * (len(quoted[0]) - 2) + '"', line)
    cuts = [-1, *(number for number, letter in enumerate(plain) if letter == separator), len(line)]
    spans = [_trimmed(line, start + 1, end, offset) for start, end in pairwise(cuts)]
    if separator == "|" and line.strip().startswith("|"):
        spans = spans[1:]
    return spans


def _blank_cells(line: str, offset: int) -> list[Span]:
    return _split(line, offset, _GAPS[0])


def _single_blank_cells(line: str, offset: int) -> list[Span]:
    return _split(line, offset, _GAPS[1])


def _split(line: str, offset: int, gap: re.Pattern[str]) -> list[Span]:
    cuts = [(0, 0), *(match.span() for match in gap.finditer(line)), (len(line), len(line))]
    ends = [(before[1], after[0]) for before, after in pairwise(cuts)]
    return [_trimmed(line, start, end, offset) for start, end in ends if end > start]


def _trimmed(line: str, start: int, end: int, offset: int) -> Span:
    """Return the span of a cell without what surrounds its words."""
    cell = line[start:end]
    start += len(cell) - len(cell.lstrip(_EDGES))
    return offset + start, offset + max(start, start + len(cell.strip(_EDGES)))
