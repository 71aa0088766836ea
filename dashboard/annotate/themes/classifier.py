"""Tells which themes the passages of a document have, by a taxonomy of themes."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from ...model import Cue, Passage, ThemeHit
from .evidence import PassageEvidence, evidence_in
from .lexicon import Lexicon, shipped_lexicon
from .model import ThemeModel, shipped_model
from .taxonomy import Family, Taxonomy, Theme

_DIGITS = 4
_TOUCHED_FROM = 0.1
"""Probability from which a theme counts as touched; one with a strong cue always does."""
_NEVER = 2.0
"""More than any probability."""
_BACKGROUND = 0.5
"""Weight of cues in background clauses from which a theme counts as touched."""


class Themes:
    """A taxonomy, and what finds its themes in documents.

    Cues and weights are read when the first document comes: pages need the taxonomy alone.

    Parameters
    ----------
    taxonomy
        Themes that have cues of their own are found by these; the others by the cues and weights
        of this project.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._engine: tuple[Lexicon, ThemeModel] | None = None
        self._by_id = {theme.id: theme for theme in taxonomy.themes}
        self._ids: dict[int, str] = {}
        """By the numbers that cues and weights have for them."""

    @classmethod
    @cache
    def shipped(cls) -> "Themes":
        """Return this project's; raises `KnowledgeFileError`."""
        return cls(Taxonomy.shipped())

    @classmethod
    @lru_cache(maxsize=4)
    def of_file(cls, text: str) -> "Themes":
        """Return the themes in the text of a file of the user's own; this project's of no text.

        Raises
        ------
        KnowledgeFileError
            Something in it is wrong.
        """
        return cls(Taxonomy.of_text(text, "the file of themes")) if text else cls.shipped()

    @property
    def all(self) -> tuple[Theme, ...]:
        """The themes, in the order in which they are shown."""
        return self.taxonomy.themes

    @property
    def families(self) -> tuple[Family, ...]:
        """The families, in the order in which they are shown."""
        return self.taxonomy.families

    @property
    def none(self) -> Theme:
        """Stands for passages that have no theme."""
        return self.taxonomy.none

    def get(self, theme_id: str) -> Theme:
        """Return the theme with this id; the one for "no theme" when there is none."""
        return self._by_id.get(theme_id, self.none)

    def renewed(self, theme_id: str) -> tuple[str, ...]:
        """Return what an id of an earlier version became, the main one first; else the id."""
        if theme_id in self._by_id:
            return (theme_id,)
        return self.taxonomy.renamed.get(theme_id, (theme_id,))

    def standing(self, theme_id: str) -> tuple[str, ...]:
        """Return what an id became among the themes that there are; nothing where none is left."""
        return tuple(theme for theme in self.renewed(theme_id) if theme in self._by_id)

    def hits(self, text: str, passages: Sequence[Passage], title: str = "") -> tuple[ThemeHit, ...]:
        """Return the themes of each passage, in passage order, the likeliest first.

        Those that a passage only touches are among them; they are not `ThemeHit.core`.

        Parameters
        ----------
        text, passages
            Of one document.
        title
            Counts for all of its passages.
        """
        if not passages:
            return ()
        lexicon, model = self._opened()
        found = [evidence_in(text[one.start : one.end], lexicon) for one in passages]
        titled = evidence_in(title, lexicon) if title else None
        own = len(lexicon.own)
        rows, present = model.likelihoods(found, titled, own)
        learnt, unlearnt, any_at_all = model.thresholds.tolist()
        hits: list[ThemeHit] = []
        for passage, evidence, row, any_theme in zip(
            passages, found, rows.tolist(), present.tolist(), strict=True
        ):
            least = learnt if any_theme >= any_at_all else _NEVER
            thresholds = [*[least] * len(lexicon.themes), *[unlearnt] * own]
            hits += sorted(
                self._of_passage(text, passage, evidence, row, thresholds), key=_likeliest_first
            )
        return tuple(hits)

    def _of_passage(
        self,
        text: str,
        passage: Passage,
        evidence: PassageEvidence,
        row: list[float],
        thresholds: list[float],
    ) -> Iterator[ThemeHit]:
        """Themes with a cue: what no words speak for can't be shown to anybody."""
        for number, found in evidence.themes.items():
            likely = row[number]
            core = likely >= thresholds[number]
            speaks = found.strong or found.background >= _BACKGROUND or likely >= _TOUCHED_FROM
            if number in self._ids and (core or speaks):
                cues = _cues(text, passage.start, evidence.pieces.bounds, found.spans)
                hit = ThemeHit(
                    passage.number, self._ids[number], round(likely, _DIGITS), cues, core
                )
                yield hit

    def _opened(self) -> tuple[Lexicon, ThemeModel]:
        """Return cues and weights."""
        if self._engine is None:
            own = [theme for theme in self.all if theme.cues]
            lexicon = Lexicon(own) if own else shipped_lexicon()
            numbers = {theme: number for number, theme in enumerate(lexicon.themes)}
            numbers |= {theme: number for number, theme in enumerate(lexicon.own, len(numbers))}
            self._ids = {numbers[theme.id]: theme.id for theme in self.all}
            self._engine = lexicon, shipped_model()
        return self._engine


def _likeliest_first(hit: ThemeHit) -> float:
    return -hit.score


def _cues(
    text: str,
    begin: int,
    bounds: Sequence[int],
    found: Iterable[tuple[int, int]],
) -> tuple[Cue, ...]:
    """Cues in text order, by their first and last pieces."""
    places = [(begin + bounds[2 * one + 1], begin + bounds[2 * last + 2]) for one, last in found]
    places.sort()
    return tuple([Cue(start, end, text[start:end]) for start, end in places])
