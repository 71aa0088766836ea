"""The cues of this project's themes, and of a user's own, ready to be found in a text."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from geocache.data_files import data_path, read_yaml
from geocache.errors import KnowledgeFileError

from .matching import EVERY_THEME, MARKS, CueMatcher
from .notation import Form, NotationError, forms_of
from .taxonomy import LEVELS, MASKS, CueList, Taxonomy, Theme
from .vocabulary import Vocabulary

BACKGROUND = -2
"""Stands for words that lead to a cause or to what was before."""
FIRST_SIGNAL = -3
"""Stands for the first group of `Lexicon.signals`; the next ones are less by one each."""
_COMMON = ("masks", "background", "signals")

FormsOfLists = Mapping[str, Iterable[Form]]
"""The forms of cues, by the name of their list."""


class Lexicon:
    """Words that speak for themes.

    Parameters
    ----------
    own
        Themes of a user's own with cues, numbered behind those of this project; one that has the id
        of a theme of this project stands beside it.
    """

    def __init__(self, own: Sequence[Theme] = ()) -> None:
        taxonomy = Taxonomy.shipped()
        self.themes = tuple(theme.id for theme in taxonomy.themes)
        """Ids of this project's themes, by their numbers."""
        self.own = tuple(theme.id for theme in own)
        """Ids of the user's, whose numbers come behind."""
        self.weights: dict[str, float] = read_yaml(data_path("themes", "taxonomy.yaml"))["weights"]
        self.matcher = CueMatcher()
        content = _shipped_cues()
        for number, theme in enumerate(taxonomy.themes):
            self._take(number, content[theme.id])
        for number, theme in enumerate(own, len(self.themes)):
            self._take(number, _forms_of_lists(_as_mapping(theme.cues)))
        self._add(content["masks"]["every"], EVERY_THEME, 0.0)
        self._add(content["background"]["before"], BACKGROUND, 1.0)
        self._add(content["background"][MASKS], BACKGROUND, 0.0)
        self.signals = tuple(content["signals"])
        """Names of groups of words that are of no theme by themselves."""
        signal_of: dict[str, tuple[int, ...]] = {}
        for number, forms in enumerate(content["signals"].values()):
            for form in forms:
                if len(form.parts) > 1:
                    self.matcher.add(form, FIRST_SIGNAL - number, 1.0)
                    continue
                known = signal_of.get(form.parts[0], ())
                if number not in known:
                    signal_of[form.parts[0]] = (*known, number)
        self.vocabulary = Vocabulary(signal_of, MARKS)
        """What is known of single words."""

    def _take(self, number: int, cues: FormsOfLists) -> None:
        self._add(cues.get(MASKS, ()), number, 0.0)
        for level in LEVELS:
            self._add(cues.get(level, ()), number, self.weights[level])

    def _add(self, forms: Iterable[Form], number: int, weight: float) -> None:
        for form in forms:
            self.matcher.add(form, number, weight)


@cache
def shipped_lexicon() -> Lexicon:
    """Return the words of this project's themes, made ready once."""
    return Lexicon()


def _as_mapping(cues: CueList) -> dict[str, tuple[str, ...]]:
    return {key: getattr(cues, key) for key in (*LEVELS, MASKS)}


def _forms_of_lists(lists: Mapping[str, Iterable[str]]) -> FormsOfLists:
    return {key: [form for cue in cues for form in forms_of(cue)] for key, cues in lists.items()}


@cache
def _shipped_cues() -> dict[str, FormsOfLists]:
    """Return all files of cues as one mapping; raises `KnowledgeFileError` for what is wrong."""
    content: dict[str, FormsOfLists] = {}
    known = {theme.id for theme in Taxonomy.shipped().themes} | set(_COMMON)
    for path in sorted(data_path("themes", "cues").glob("*.yaml")):
        for name, lists in read_yaml(path).items():
            if name not in known or name in content:
                raise KnowledgeFileError(f"{path}: {name!r} is no theme, or stands there twice")
            try:
                content[name] = _forms_of_lists(lists)
            except (NotationError, TypeError, AttributeError) as error:
                raise KnowledgeFileError(f"{path}: {name}: {error}") from error
    if missing := known - set(content):
        raise KnowledgeFileError(f"data/themes/cues: nothing of {', '.join(sorted(missing))}")
    return content
