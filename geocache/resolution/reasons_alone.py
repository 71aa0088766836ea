"""Evidence that holds for a name wherever it stands, and what the words beside it say."""

import numpy as np
import numpy.typing as npt

from ..knowledge import shipped
from .bearers import KINDS as NAME_KINDS
from .bearers import POPULATIONS, QUALITIES, Column
from .evidence import Layout, Reason, Said, View, graded
from .namesakes import NAMESAKES, RIVALS, Namesake
from .place_kinds import KINDS, PROMINENCES, PlaceKind, Prominence, kind_words
from .surroundings import Front, connections, designators, prepositions
from .vicinity import AROUNDS, WORDS, Around

Ints = npt.NDArray[np.int64]
_HOME_SHARES = np.array([0.02, 0.1, 0.25, 0.5], np.float64)
_HOME_SECOND_SHARES = np.array([0.03, 0.2], np.float64)
_COUNTS = np.array([1, 2, 3, 5, 8, 16, 41], np.float64)
_KNOWN_FAR = (Prominence.COUNTRY, Prominence.REGION, Prominence.FIRST, Prominence.METROPOLIS)
"""Spoken of far from home."""
_NAMESAKE_WORDS = {
    Namesake.SETTLEMENT: "no unit around it has its name",
    Namesake.IN_COUNTRY: "the country has its name",
    Namesake.FIRST: "no town in it has its name",
    Namesake.SECOND: "no town in it has its name",
    Namesake.COUNTRY: "no town in it has its name",
    Namesake.FIRST_WITH_SETTLEMENT: "a town in it has its name",
    Namesake.SECOND_WITH_SETTLEMENT: "a town in it has its name",
    Namesake.COUNTRY_WITH_SETTLEMENT: "a town in it has its name",
}


def prominence(view: View) -> Ints:
    """Population and kind of place."""
    look = view.look
    return look[Column.KIND] * POPULATIONS + look[Column.POPULATION]


def _prominence(view: View, row: int) -> Said:
    place = view.look.match(row).place
    if place.id.startswith("sitmap:"):
        return "{}, curated because reports name it", kind_words(place)
    if not place.population:
        return "{}, population not known", kind_words(place)
    return "{}, population {:,}", kind_words(place), place.population


def spelling(view: View) -> Ints:
    """How well the name fits."""
    look = view.look
    sort = look[Column.NAME_KIND] * len(QUALITIES) + look[Column.QUALITY]
    return look.only_candidates(1 + sort * PROMINENCES + look[Column.PROMINENCE])


def _spelling(view: View, row: int) -> Said:
    match = view.look.match(row)
    if view.look[Column.AROUND][row]:
        return "'{}' is not its name", view.look.mentions[int(view.look.owner[row])].text
    words = {
        "part": "only a part of the words names {}",
        "romanised": "perhaps another romanisation of a name of {}",
        "respelt": "{}, written otherwise",
    }
    kinds = {"preferred": "the preferred name of {}", "alternate": "another name of {}"}
    found = words.get(match.quality) or kinds.get(match.kind) or f"{match.kind.value} of {{}}"
    return found, match.place.name


def rivals(view: View) -> Ints:
    """Population beside that of other places of the name."""
    look = view.look
    return look.only_candidates(look[Column.RIVALS] * PROMINENCES + look[Column.PROMINENCE])


def _rivals(view: View, row: int) -> Said:
    look = view.look
    count = len(look.candidates[int(look.owner[row])].matches) - 1
    if not count:
        return ("no other place bears the name",)
    most = look[Column.RIVALS][row] < 8  # noqa: PLR2004  the largest of them
    return "{} of {} places of the name", "the largest" if most else "not the largest", count + 1


def designated(view: View) -> Ints:
    """What the words beside the name say it is."""
    look, agreement = view.look, designators().agreement
    around, kinds = look.surroundings, look[Column.KIND]
    found = np.zeros(len(kinds), np.int64)
    for words in (around.inner, around.before, around.after):
        found = 3 * found + agreement[words[look.owner], kinds]
    return found


def _designated(view: View, row: int) -> Said:
    around, mention = view.look.surroundings, int(view.look.owner[row])
    found = [int(words[mention]) for words in (around.after, around.before, around.inner)]
    kinds = " and ".join(dict.fromkeys(designators().names[number] for number in found if number))
    return "the words beside it say {}, and it is {}", kinds, kind_words(view.look.match(row).place)


def namesake_designated(view: View) -> Ints:
    """Town or the unit around it, by the word behind."""
    look = view.look
    return look.per_mention(look.surroundings.after) * NAMESAKES + look[Column.NAMESAKE]


def namesake_role(view: View) -> Ints:
    """Town or the unit around it, by who or where is meant."""
    look, around = view.look, view.look.surroundings
    sort = around.associative * 3 + around.dateline
    return sort[look.owner] * NAMESAKES + look[Column.NAMESAKE]


def namesake_front(view: View) -> Ints:
    """Town or the unit around it, by the word in front."""
    look = view.look
    return look.surroundings.front[look.owner] * NAMESAKES + look[Column.NAMESAKE]


def _namesake(view: View, row: int) -> Said:
    namesake = Namesake(int(view.look[Column.NAMESAKE][row]))
    return (_NAMESAKE_WORDS.get(namesake, "the unit around it has its name"),)


def container(view: View) -> Ints:
    """The place named right behind it, as what it is in."""
    look, found = view.look, np.zeros(len(view.look.owner), np.int64)
    for mention in np.flatnonzero(_leads_inside(view)).tolist():
        inner, outer = _rows(view, mention), _rows(view, mention + 1)
        holds = _holds(view, inner, outer)
        if holds.any():
            level = np.array([0, 3, 0, 2, 1])[np.minimum(look[Column.PROMINENCE][outer], 4)]
            best = (holds * level).max(axis=1)
            found[inner] = 4 * (int(look.surroundings.connection[mention]) - 1) + 1 + best
    return found


def _container(view: View, row: int) -> Said:
    after = view.look.mentions[int(view.look.owner[row]) + 1].text
    is_in = container(view)[row] % 4 != 1
    return ("named as in {}" if is_in else "not in any {}"), after


def contains(view: View) -> Ints:
    """The place named right in front of it, as what is in it."""
    look, found = view.look, np.zeros(len(view.look.owner), np.int64)
    for mention in np.flatnonzero(_leads_inside(view)).tolist():
        inner, outer = _rows(view, mention), _rows(view, mention + 1)
        holds = _holds(view, inner, outer)
        if holds.any():
            comma = int(look.surroundings.connection[mention]) == 1
            small = look[Column.PROMINENCE][inner] > Prominence.FIRST
            found[outer] = np.where((holds & small[:, None]).any(axis=0), 2, 1) + (
                0 if comma else 2
            )
    return found


def _contains(view: View, row: int) -> Said:
    before = view.look.mentions[int(view.look.owner[row]) - 1].text
    has = contains(view)[row] % 2 == 0
    return ("a place called {} lies in it" if has else "no {} lies in it"), before


def _leads_inside(view: View) -> npt.NDArray[np.bool_]:
    connection = view.look.surroundings.connection
    leads: npt.NDArray[np.bool_] = (connection > 0) & (connection <= connections().index("of"))
    return leads


def _rows(view: View, mention: int) -> Ints:
    return np.arange(int(view.look.starts[mention]), int(view.look.none[mention]))


def _holds(view: View, inner: Ints, outer: Ints) -> npt.NDArray[np.bool_]:
    """Whether a place lies in another; shape (inner, outer)."""
    look = view.look
    holds = np.zeros((len(inner), len(outer)), bool)
    kinds, countries = look[Column.KIND][outer], look[Column.PROMINENCE][outer]
    for unit, is_unit in (
        (Column.COUNTRY, countries == Prominence.COUNTRY),
        (Column.FIRST, kinds == PlaceKind.FIRST),
        (Column.SECOND, kinds == PlaceKind.SECOND),
    ):
        of_outer = look[unit][outer]
        holds |= (look[unit][inner][:, None] == of_outer) & (of_outer > 0) & is_unit
    identities = look[Column.IDENTITY]
    holds &= identities[inner][:, None] != identities[outer]
    return holds


def domain(view: View) -> Ints:
    """The country of the outlet's web address."""
    look = view.look
    code, is_country = _domain(look.source)
    if not code:
        return np.zeros(len(look.owner), np.int64)
    same = look[Column.COUNTRY] == look.numbers(code)
    return look.only_candidates(np.where(same, 1, 2) + (0 if is_country else 2))


def _domain(source: str) -> tuple[str, bool]:
    """Code of a domain's country, and whether the domain says so."""
    end = source.rpartition(".")[2].lower() if "." in source else ""
    known: dict[str, str] = shipped("resolution", "surroundings.yaml")["domains"]
    code = known.get(end, end.upper() if len(end) == 2 else "")  # noqa: PLR2004  ISO codes
    return code, len(end) == 2  # noqa: PLR2004


def _of_domain(view: View, row: int) -> Said:
    country = view.look.match(row).place.country_code or "no country"
    return "{} is the outlet, and this is in {}", view.look.source, country


def home(view: View) -> Ints:
    """Where the outlet is at home."""
    look = view.look
    if look.home is None:
        return np.zeros(len(look.owner), np.int64)
    first = graded(_home_shares(view, Column.FIRST), _HOME_SHARES)
    second = graded(_home_shares(view, Column.SECOND), _HOME_SECOND_SHARES)
    far = np.isin(look[Column.PROMINENCE], _KNOWN_FAR)
    sort = 1 + first * 3 + second
    return np.where(look[Column.FIRST] > 0, sort * 2 + far, 0)


def _home_shares(view: View, unit: Column) -> npt.NDArray[np.float64]:
    """Share of what the outlet speaks of that lies in the unit of each row."""
    look = view.look
    values, rows = np.unique(look[unit], return_inverse=True)
    known = look.home
    shares = [
        known.share(look.numbers.code(number)) if known else 0.0 for number in values.tolist()
    ]
    return np.array(shares)[rows]


def _home(view: View, row: int) -> Said:
    known, look = view.look.home, view.look
    share = known.share(look.numbers.code(int(look[Column.FIRST][row]))) if known else 0.0
    count = known.documents if known else 0
    return "{:.0%} of what {} other documents of {} name is there", share, count, look.source


def vicinity(view: View) -> Ints:
    """Around a name that no source knows."""
    look = view.look
    return look[Column.AROUND] * PROMINENCES + look[Column.PROMINENCE] * (look[Column.AROUND] > 0)


def _vicinity(view: View, row: int) -> Said:
    look = view.look
    why = Around(int(look[Column.AROUND][row]))
    return WORDS[why], look.mentions[int(look.owner[row])].text


def unknown_prominence(view: View) -> Ints:
    """Whether any of few or many places could be meant."""
    look = view.look
    best = np.maximum.reduceat(look[Column.POPULATION], look.starts)
    sizes = look.none - look.starts
    count = graded(sizes.astype(np.float64), _COUNTS)
    return look.only_none(1 + count * POPULATIONS + best)


def unknown_spelling(view: View) -> Ints:
    """Whether any of the names fits."""
    look = view.look
    worst = np.where(look.is_none, len(QUALITIES), look[Column.QUALITY])
    best = np.minimum.reduceat(worst, look.starts)
    return look.only_none(1 + best * 5 + look.surroundings.length)


def _unknown(_view: View, _row: int) -> Said:
    return ("no place that could be meant is likely",)


ALONE = (
    Reason(prominence, KINDS * POPULATIONS, _prominence, Layout(POPULATIONS, first=1)),
    Reason(spelling, 1 + len(NAME_KINDS) * len(QUALITIES) * PROMINENCES + PROMINENCES, _spelling),
    Reason(rivals, RIVALS * PROMINENCES, _rivals, Layout(RIVALS, PROMINENCES, 1)),
    Reason(designated, 27, _designated),
    Reason(namesake_designated, len(designators().names) * NAMESAKES, _namesake),
    Reason(namesake_role, 6 * NAMESAKES, _namesake),
    Reason(namesake_front, (Front.PREPOSITION + len(prepositions())) * NAMESAKES, _namesake),
    Reason(container, 4 * 4 + 1, _container),
    Reason(contains, 5, _contains),
    Reason(domain, 5, _of_domain),
    Reason(home, 2 * 16 + 2, _home),
    Reason(vicinity, AROUNDS * PROMINENCES, _vicinity),
    Reason(unknown_prominence, 1 + 8 * POPULATIONS, _unknown),
    Reason(unknown_spelling, 1 + 5 * (len(QUALITIES) + 1), _unknown),
)
"""What is known without the other mentions."""
