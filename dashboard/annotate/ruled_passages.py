"""What was decided of themes and dates in one report."""

from collections.abc import Callable, Sequence

from ..model import DateMention, Document, Passage, Precision, ThemeHit, When
from .passages import passage_at
from .verdicts import Act, Reach, Ruling

_DAY_LETTERS = 10
_DECIDED = 1.0
"""Probability of a theme that a person decided for."""
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def decided_date(value: str, by: str) -> When:
    """Date that a person decided for.

    Raises
    ------
    ValueError
        It is no ISO day, month or year, and no two days with a slash, the first before the last.
    """
    note = f"decided by {by or 'a reviewer'}"
    if not value:
        return When("", Precision.UNKNOWN, f"{note}: no date")
    first, slash, last = value.partition("/")
    precision = _PRECISIONS.get(len(first))
    if precision is None or (slash and not len(first) == len(last) == _DAY_LETTERS):
        raise ValueError(value)
    when = When(value, precision, note)
    days = when.interval
    if days is None or days[0] > days[1]:
        raise ValueError(value)
    return when


class RuledPassages:
    """Decisions about themes and dates.

    Parameters
    ----------
    rulings
        About one report, the earliest first.
    """

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        self._themes = [r for r in rulings if r.act == Act.THEME]
        dates = [r for r in rulings if r.act == Act.DATE]
        self._dates = [r for r in dates if r.reach is Reach.MENTION]
        self._own = [r for r in dates if r.reach is not Reach.MENTION]

    def __bool__(self) -> bool:
        return bool(self._themes or self._dates or self._own)

    def own_date(self, document: Document) -> When:
        """Return the report's own date, which others are counted from."""
        if not self._own:
            return document.date
        latest = self._own[-1]
        return decided_date(latest.after["date"], latest.by)

    def dates(
        self, found: Sequence[DateMention], text: str, passages: Sequence[Passage]
    ) -> tuple[DateMention, ...]:
        """Return the dates of a report as they were decided.

        A decision about words comes in place of what they overlap; one about a whole passage in
        place of all its dates.
        """
        dates = list(found)
        for ruling in self._dates:
            span = ruling.start, ruling.end
            dates = [d for d in dates if not (d.start < span[1] and span[0] < d.end)]
            if ruling.after["date"]:
                when = decided_date(ruling.after["date"], ruling.by)
                number = passage_at(passages, ruling.start)
                dates.append(DateMention(number, *span, text[slice(*span)], when))
        return tuple(sorted(dates, key=lambda mention: mention.start))

    def themes(
        self,
        found: Sequence[ThemeHit],
        passages: Sequence[Passage],
        standing: Callable[[str], Sequence[str]],
    ) -> tuple[ThemeHit, ...]:
        """Return the themes of passages as they were decided.

        Parameters
        ----------
        found, passages
            Of the report.
        standing
            Says what an id became among the themes that there are, as one of an earlier version: a
            theme that holds becomes the first of them, one that does not is none of them.
        """
        hits = {(hit.passage, hit.theme): hit for hit in found}
        for ruling in self._themes:
            number = passage_at(passages, ruling.start)
            themes = standing(ruling.after["theme"])
            if not themes:  # decided while the workspace had other themes
                continue
            if not ruling.after["holds"]:
                for theme in themes:
                    hits.pop((number, theme), None)
                continue
            key = number, themes[0]
            touched = hits.get(key)
            if touched is None or not touched.core:
                hits[key] = ThemeHit(*key, _DECIDED, touched.cues if touched else ())
        return tuple(sorted(hits.values(), key=lambda hit: (hit.passage, -hit.score)))
