"""Letters at places of a page into lines, in the order in which a person reads them."""

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

_GAP = 1.6
"""Widths of a space, in heights of a letter, from which words belong to two columns."""
_FEWEST_LINES = 4
"""Of a column."""
_CROSSING = 0.25
"""Share of lines that may cross the gap between columns, as titles do."""
_NARROWEST = 0.12
"""Of the width of what is printed, that a column has at least."""
_SAME_LINE = 0.5
_LINE_ENDS = "\r\n"
_LARGER_GAP = 1.45
"""Times the usual distance of lines, from which a paragraph begins."""
_INDENT = 0.8
_SHORT = 0.8
_MOST_LETTERS = 400_000
"""Of a page; what is beyond is left out."""
_MOST_DEEP = 4


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line, with the place on the page, in points from its lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    """Height of its letters."""
    column: float = 0.0
    """Right side of the column that it stands in."""


def lines_in_order(text: Any) -> tuple[list[Line], int]:
    """Return the lines of a page as they are read, and in how many columns they stand at most."""
    pieces = _pieces(text)
    if not pieces:
        return [], 1
    ordered, columns = _in_columns(pieces, 0)
    return ordered, columns


def median(values: Sequence[float]) -> float:
    """Middle of some numbers; 0 of none."""
    ordered = sorted(value for value in values if value > 0)
    return ordered[len(ordered) // 2] if ordered else 0.0


def starts_paragraph(last: Line, line: Line, leading: float) -> bool:
    """Whether a line below another begins a paragraph."""
    if leading and last.top - line.top > leading * _LARGER_GAP:
        return True
    if abs(last.size - line.size) > max(last.size, line.size) * 0.15:
        return True
    if line.left - last.left > line.size * _INDENT and last.text[-1:] in '.!?:;”"':
        return True
    width = max(last.column - last.left, 1.0)
    is_short = (last.right - last.left) < width * _SHORT
    return is_short and last.text.rstrip()[-1:] in ".!?:" and not line.text[:1].islower()


def _pieces(text: Any) -> list[Line]:
    """Words that stand close together on one line, in the order of the file."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pieces = _Pieces()
    for number in range(min(text.count_chars(), _MOST_LETTERS)):
        code = pdfium.FPDFText_GetUnicode(text, number)
        letter = chr(code).encode("utf-8", "replace").decode() if code <= sys.maxunicode else "?"
        if letter in _LINE_ENDS:
            pieces.end()
        elif not code or letter.isspace() or pdfium.FPDFText_IsGenerated(text, number) == 1:
            pieces.add_loose(letter if code else "")
        elif pdfium.FPDFText_GetCharBox(text, number, left, right, bottom, top):
            size = pdfium.FPDFText_GetFontSize(text, number)
            pieces.add(letter, (left.value, right.value, bottom.value, top.value), size)
        else:
            pieces.add_loose(letter)
    pieces.end()
    return pieces.found


class _Pieces:
    """Letters as they come, put together while they stand close together on one line."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self._words: list[str] = []
        self._box: tuple[float, float, float, float] | None = None
        """Left, right, bottom and top of the letters so far; None before the first."""
        self._size = self._reached = 0.0

    def add_loose(self, letter: str) -> None:
        """Add a blank, or a letter without a place of its own."""
        if self._box:
            self._words.append(letter)

    def add(self, letter: str, box: tuple[float, float, float, float], size: float) -> None:
        """Add a letter at its place; one that stands apart begins another piece."""
        left, right, bottom, top = box
        tall = max(size, top - bottom, 1.0)
        if self._box:
            is_off = abs(bottom - self._box[2]) > tall and abs(top - self._box[3]) > tall
            is_apart = left - self._reached > tall * _GAP or self._box[0] - right > tall * _GAP
            if is_off or is_apart:
                self.end()
        if self._box:
            known = self._box
            self._box = (
                *(min(known[0], left), max(known[1], right)),
                *(min(known[2], bottom), max(known[3], top)),
            )
        else:
            self._box, self._size = box, tall
        self._reached = right
        self._words.append(letter)

    def end(self) -> None:
        """Close a piece, where there is one."""
        words = " ".join("".join(self._words).split())
        if words and self._box:
            self.found.append(Line(words, *self._box, self._size))
        self._words.clear()
        self._box = None


def _in_columns(pieces: list[Line], depth: int) -> tuple[list[Line], int]:
    """Put pieces in order: across where they stand in one column, else column by column."""
    gap = _column_gap(pieces) if depth < _MOST_DEEP else None
    if gap is None:
        return _joined(pieces), 1
    ordered: list[Line] = []
    columns = 1
    sides: tuple[list[Line], list[Line]] = ([], [])

    def close() -> None:
        nonlocal columns
        for side in sides:
            if side:
                lines, inside = _in_columns(side, depth + 1)
                ordered.extend(lines)
                columns = max(columns, inside + 1)
                side.clear()

    crossing: list[Line] = []
    for piece in sorted(pieces, key=lambda one: (-one.top, one.left)):
        if piece.left < gap < piece.right:
            if sides[0] or sides[1]:
                close()
            crossing.append(piece)
            continue
        if crossing:
            ordered.extend(_joined(crossing))
            crossing = []
        sides[piece.left >= gap].append(piece)
    ordered.extend(_joined(crossing))
    close()
    return ordered, columns


def _column_gap(pieces: list[Line]) -> float | None:
    """Return where a page is to be cut between columns; None where it has one only."""
    if len(pieces) < 2 * _FEWEST_LINES:
        return None
    west, east = min(one.left for one in pieces), max(one.right for one in pieces)
    width = east - west
    if width <= 0:
        return None
    best: tuple[float, float] | None = None
    edges = sorted({round(one.right, 1) + 0.5 for one in pieces})
    for at in edges:
        if not west + width * _NARROWEST < at < east - width * _NARROWEST:
            continue
        left = [one for one in pieces if one.right <= at]
        right = [one for one in pieces if one.left >= at]
        across = len(pieces) - len(left) - len(right)
        if across > len(pieces) * _CROSSING:
            continue
        if not (_is_column(left, width) and _is_column(right, width)):
            continue
        if not _side_by_side(left, right):
            continue
        score = across - 0.001 * min(len(left), len(right))
        if best is None or score < best[0]:
            best = (score, at)
    return best[1] if best else None


def _is_column(pieces: list[Line], width: float) -> bool:
    """Whether pieces are lines of running text rather than cells of a table or numbers."""
    if len(_joined(pieces)) < _FEWEST_LINES:
        return False
    usual = median([one.right - one.left for one in pieces])
    return usual > width * _NARROWEST * 2


def _side_by_side(left: list[Line], right: list[Line]) -> bool:
    """Whether two groups share most of the height of the lower one."""
    top = min(max(one.top for one in left), max(one.top for one in right))
    bottom = max(min(one.bottom for one in left), min(one.bottom for one in right))
    heights = (
        max(one.top for one in side) - min(one.bottom for one in side) for side in (left, right)
    )
    return top - bottom > 0.5 * min(heights)


def _joined(pieces: list[Line]) -> list[Line]:
    """Lines of one column from above to below; pieces of the same height are one line."""
    if not pieces:
        return []
    side = max(one.right for one in pieces)
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda one: -one.top):
        middle = (piece.top + piece.bottom) / 2
        row = rows[-1] if rows else None
        if row and abs((row[0].top + row[0].bottom) / 2 - middle) < row[0].size * _SAME_LINE:
            row.append(piece)
        else:
            rows.append([piece])
    return [_as_line(row, side) for row in rows]


def _as_line(row: list[Line], side: float) -> Line:
    row.sort(key=lambda one: one.left)
    first = row[0]
    return replace(
        first,
        text=" ".join(one.text for one in row),
        right=max(one.right for one in row),
        bottom=min(one.bottom for one in row),
        top=max(one.top for one in row),
        size=max(one.size for one in row),
        column=side,
    )
