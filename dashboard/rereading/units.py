"""What of two readings belongs together: words that are drawn together change together.

A unit is accepted or refused as one. Expressions whose words overlap are one unit ("the road from
A to B" and "A"); the themes of a passage are one, and so are its dates. Where the two readings cut
the text into other passages, everything is one.
"""

from ..workspace import DocumentRows

ALL = "all"


def themes_unit(passage: int) -> str:
    """Return the unit of the themes of a passage, by its number."""
    return f"themes {passage}"


def dates_unit(passage: int) -> str:
    """Return the unit of the dates of a passage, by its number."""
    return f"dates {passage}"


def are_cut_alike(old: DocumentRows, new: DocumentRows) -> bool:
    """Whether both readings have the same passages."""
    return [row[:2] for row in old.passages] == [row[:2] for row in new.passages]


def footprint_units(old: DocumentRows, new: DocumentRows) -> tuple[list[str], list[str]]:
    """Return the units of the expressions of both readings, each by its first letter's offset."""
    if not are_cut_alike(old, new):
        return [ALL] * len(old.footprints), [ALL] * len(new.footprints)
    spans = [
        (footprint.start, footprint.end, side, number)
        for side, rows in enumerate((old, new))
        for number, footprint in enumerate(rows.footprints)
    ]
    units: tuple[list[str], list[str]] = [""] * len(old.footprints), [""] * len(new.footprints)
    first = reached = 0
    for start, end, side, number in sorted(spans):
        if start >= reached:
            first = start
        reached = max(reached, end)
        units[side][number] = f"words {first}"
    return units
