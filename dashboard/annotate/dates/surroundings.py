"""What stands around words that may be a date, and whether it makes one of them."""

from typing import TYPE_CHECKING, Any

from .lexing import Tokens
from .vocabulary import BLANK, LINE, PARAGRAPH, WORD, Vocabulary, surrounding

if TYPE_CHECKING:
    from .notation import Found

_ENDS = {"", ".", ",", ";", ":", ")", "!", "-", '"', "'"}
_JOINTS = ".,:/-'"
_CURRENCY = "$€£+#"
_ROUND = 100
_CELL_TOKENS = 5
"""Of a date in numbers."""
_MODERN = range(1950, 2100)
_ORDINAL_ENDS = ("st", "nd", "rd", "th")


def is_torn(tokens: Tokens, start: int, end: int) -> bool:
    """Whether words are a piece of something longer, as of "v2.1.2023" or "$2024"."""
    words = tokens.words
    if _is_cell(tokens, start, end):
        return False
    if start and words[start][0].isdigit() and _is_torn_before(tokens, start):
        return True
    return end < len(words) and words[end - 1][0].isdigit() and _is_torn_behind(tokens, start, end)


def _is_cell(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a date of three numbers stands between commas or names: "Aster,2024-03-05,3"."""
    if end - start < _CELL_TOKENS or not any(_is_year(tokens, at) for at in (start, end - 1)):
        return False
    before, behind = tokens.word(start - 1), tokens.word(end)
    is_before = before in {"", " ", "\n", ","} or (before == "-" and tokens.is_name(start - 2))
    is_behind = behind in {"", " ", "\n", ","} or (behind == "-" and tokens.is_name(end + 1))
    is_joined = {before, behind} & {",", "-"}
    return bool(is_joined) and is_before and is_behind and not _is_numbered(tokens, start)


def _is_torn_before(tokens: Tokens, start: int) -> bool:
    words, before = tokens.words, tokens.words[start - 1]
    if before[0].isalnum() or before in _CURRENCY or before == "_":
        return True
    if before in _JOINTS and start > 1 and words[start - 2][0].isalnum():
        return not (
            _is_prefix(words, start)
            or _is_date_before(tokens, start)
            or (before in "-/–—" and words[start - 2] in Vocabulary.shipped().values["Month"])
        )
    return _is_numbered(tokens, start)


def _is_torn_behind(tokens: Tokens, start: int, end: int) -> bool:
    words, behind = tokens.words, tokens.words[end]
    if behind[0].isalnum() or behind in "°%_":
        return True
    if behind in _JOINTS and end + 1 < len(words) and words[end + 1][0].isdigit():
        return behind != "-" and not (behind == "/" and _is_year(tokens, end + 1))
    return behind == "-" and tokens.word(end + 1).isalpha() and _is_all_digits(tokens, start, end)


def _is_numbered(tokens: Tokens, start: int) -> bool:
    """Whether the word before a number makes a name of it: "Room 2015", "No. 12/2018"."""
    before = tokens.before(start)
    if tokens.word(before) == "." and before > 0 and tokens.codes[start - 1] == BLANK:
        before = tokens.before(before)
        return tokens.word(before) in surrounding("shortened_before_number")
    return tokens.word(before) in surrounding("before_number")


def _is_all_digits(tokens: Tokens, start: int, end: int) -> bool:
    return not any(word.isalpha() for word in tokens.words[start:end])


def is_in_name(tokens: Tokens, end: int) -> bool:
    """Whether the word behind a date makes a name of it: "the 14 February Brigade"."""
    behind = tokens.behind(end)
    word = tokens.word(behind)
    if word in surrounding("named_by_dates") and tokens.is_name(behind):
        return True
    return word in surrounding("groups") and not tokens.word(end - 1).isdecimal()


def _is_date_before(tokens: Tokens, start: int) -> bool:
    """Whether a dash or stroke before words joins them to another date: "2.5.2023-7.5.2023"."""
    if tokens.words[start - 1] not in "-/–—":
        return False
    before = tokens.words[max(start - 6, 0) : start - 1]
    years = [word for word in before if word.isdecimal() and len(word) == 4]  # noqa: PLR2004
    return len(before) >= 5 and bool(years) and _is_year(tokens, start - 6 + before.index(years[0]))  # noqa: PLR2004


def _is_year(tokens: Tokens, index: int) -> bool:
    return tokens.codes[index] in Vocabulary.shipped().codes_of("Year")


def _is_prefix(words: list[str], start: int) -> bool:
    return words[start - 1] == "-" and words[start - 2] in {"pre", "post", "mid", "non"}


def is_counted(tokens: Tokens, index: int) -> bool:
    """Whether a noun behind a number is what it counts."""
    behind = tokens.behind(index + 1)
    if behind < 0 or tokens.words[index + 1 : behind] not in ([" "], ["\n"], ["\u00a0"], []):
        return False
    word = tokens.word(behind)
    if word in surrounding("measures"):
        return True
    value = int(tokens.word(index)) if tokens.word(index).isdecimal() else 0
    return word in surrounding("people") and (value % _ROUND == 0 or value not in _MODERN)


def month_is_written(found: "Found", name: str) -> bool:
    """Whether a month is written as one: with a capital, and not as a name or a verb."""
    written = found.tokens.written(found.index(name))
    return written[0].isupper() or len(written) == 4  # noqa: PLR2004  zjan


def is_bare_month(found: "Found") -> bool:
    """Whether a month that stands alone is one."""
    tokens, index = found.tokens, found.index("m")
    word, values = tokens.word(index), Vocabulary.shipped().values["Month"]
    behind = tokens.behind(found.end)
    if _is_joined(tokens, found.start, found.end):
        return False
    if tokens.written(index).isupper() and not tokens.text.isupper():
        return False
    is_named = tokens.is_name(behind) and not _ends_between(tokens, found.end, behind)
    is_named = is_named and tokens.word(behind) not in values
    if found.start != index:  # "last March"
        return not is_named
    before = tokens.word(tokens.before(found.start))
    is_cued = before in surrounding("before_month")
    full = max((name for name, month in values.items() if month == values[word]), key=len)
    if tokens.word(behind) in surrounding("delivered") and not is_named:
        return True
    is_full = word == full or (is_cued and (word == "sept" or tokens.word(index + 1) == "."))
    if word in surrounding("plain_months"):
        return is_full and (is_cued or not is_named)
    return is_full and is_cued and not is_named and _is_cue(tokens, found.start, behind)


def _is_cue(tokens: Tokens, start: int, behind: int) -> bool:
    """Whether the word before a name that is a month too makes a month of it."""
    before = tokens.before(start)
    word = tokens.word(before)
    if word in {"and", "or", "to", "between", "as", "than"}:
        return _is_month_near(tokens, before, behind, Vocabulary.shipped().values["Month"])
    if word == "of" and tokens.word(tokens.before(before)) in surrounding("settlements"):
        return False
    if word in {"the", "of", "for", "by"} and tokens.word(behind) in surrounding(
        "not_month_behind"
    ):
        return False
    return word != "the" or tokens.word(behind)[:1].isalpha()


def _is_month_near(tokens: Tokens, before: int, behind: int, values: dict[str, Any]) -> bool:
    beside = tokens.before(before)
    if tokens.word(beside) == ".":  # "Nov. to Jan."
        beside -= 1
    other = tokens.word(beside)
    following = tokens.behind(behind + 1) if behind >= 0 else -1
    if tokens.word(following) in {"early", "mid", "late"}:  # "between April and mid-May"
        following = tokens.behind(following + 1)
        following = tokens.behind(following + 1) if tokens.word(following) == "-" else following
    second = tokens.word(following)
    return other.isdecimal() or other in values or second in values


def _ends_between(tokens: Tokens, start: int, end: int) -> bool:
    return any(code in f".,;:()!{PARAGRAPH}{LINE}-'" for code in tokens.codes[start : end + 1])


def _is_joined(tokens: Tokens, start: int, end: int) -> bool:
    """Whether letters or a hyphen and letters hang on words: "al-June"."""
    codes = tokens.codes
    if start > 1 and codes[start - 1] in "-'/" and codes[start - 2] not in f"{BLANK}{LINE}":
        return tokens.word(start - 2) not in Vocabulary.shipped().values["Month"]
    return end < len(codes) and codes[end] == WORD


def is_bare_year(found: "Found") -> bool:
    """Whether a number of four digits that stands alone is a year."""
    tokens, index = found.tokens, found.index("y")
    if is_counted(tokens, index) or found.start != index:  # "early 2023"
        return not is_counted(tokens, index)
    before = tokens.before(found.start)
    word, outer = tokens.word(before), tokens.word(tokens.before(before))
    if word in surrounding("before_year"):
        return not (word == "of" and outer in surrounding("before_of"))
    if word in {"and", ",", "or"}:
        return outer.isdecimal() and len(outer) == 4 and int(outer) in _MODERN  # noqa: PLR2004
    if word == "-" and before == index - 1:
        return outer in {"pre", "post"}
    is_least = word == "least" and tokens.word(tokens.before(before, 2)) == "since"
    return is_least or _is_owned(tokens, index)


def _is_owned(tokens: Tokens, index: int) -> bool:
    """Whether a number stands before a noun as years do: "the 2015 accord"."""
    before, behind = tokens.before(index), tokens.word(tokens.behind(index + 1))
    word, outer = tokens.word(before), tokens.word(tokens.before(before))
    is_owned = word in surrounding("owns_year") or "'" in (word, outer)
    is_noun = behind.isalpha() and behind not in surrounding("people")
    if word == "a" and tokens.is_name(tokens.behind(index + 1)):  # "a 1998 Toyota"
        return False
    return is_owned and is_noun and int(tokens.word(index)) in _MODERN


def is_bare_season(found: "Found", word: str) -> bool:
    """Whether a season that stands alone is one, and no fall, spring or adjective."""
    tokens, index = found.tokens, found.index("s")
    behind = tokens.word(tokens.behind(index + 1))
    if word:
        return behind not in surrounding("season_goods")
    before = tokens.before(index)
    if tokens.word(before) not in surrounding("before_season"):
        return False
    return _is_season(tokens, index, before, behind)


def _is_season(tokens: Tokens, index: int, before: int, behind: str) -> bool:
    if behind == "of" and _is_of_year(tokens, tokens.behind(index + 1)):
        return True
    if tokens.word(before) == "the":
        outer = tokens.word(tokens.before(before))
        if outer not in surrounding("before_season") - {"of"}:
            return False
    elif tokens.word(index) == "fall":  # "in fall"
        return behind in _ENDS
    if tokens.word(index) in {"fall", "spring"}:
        return behind in _ENDS or behind in {"when", "after", "before", "by"}
    return behind not in surrounding("season_goods") | {"in", "of", "from", "and"}


def _is_of_year(tokens: Tokens, of: int) -> bool:
    """Whether "of" is followed by a year that is named: "last year", "the same year"."""
    naming = tokens.behind(of + 1)
    if tokens.word(naming) == "the":
        naming = tokens.behind(naming + 1)
    is_naming = tokens.word(naming) in surrounding("naming_years")
    return is_naming and tokens.word(tokens.behind(naming + 1)) == "year"


def is_weekday_name(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a weekday is a part of a name or means every one: "The Sunday Times"."""
    behind = tokens.behind(end)
    if tokens.word(behind) in surrounding("habits"):
        return True
    before = tokens.before(start)
    word = tokens.word(before)
    is_before_name = tokens.is_name(behind) and behind == end + 1
    if is_before_name and (tokens.word(behind) in surrounding("papers") or word == "the"):
        return True  # "the Friday Mosque"
    if is_before_name and _is_person(tokens, before, behind):
        return True
    if word == "." and tokens.is_name(before - 1):  # "Mr. Friday"
        word = tokens.word(before - 1)
    is_any = word == "a" and is_apart(tokens, end)  # "on a Saturday", not "a Saturday raid"
    return is_any or word in surrounding("before_weekday") or _is_companion(tokens, before, behind)


def is_apart(tokens: Tokens, end: int) -> bool:
    """Whether what is behind words is no noun that would go with them: not "the 12th floor"."""
    behind = tokens.word(tokens.behind(end))
    return behind in _ENDS or behind in surrounding("behind_date")


def is_title(tokens: Tokens, start: int, end: int) -> bool:
    """Whether "today" is of a name: "Russia Today", "Tonight Show"."""
    if not tokens.is_name(start):
        return False
    if start > 1 and tokens.codes[start - 1] == BLANK and tokens.is_name(start - 2):
        return True
    behind = tokens.behind(end)
    return tokens.is_name(behind) and tokens.word(behind) in surrounding("papers")


def _is_person(tokens: Tokens, before: int, name: int) -> bool:
    """Whether a weekday and the name behind it are one who does something: "Sunday Oko left"."""
    opens = before < 0 or tokens.word(before) in {".", "!", "?", '"', "and"}
    behind = tokens.word(tokens.behind(name + 1))
    is_aged = behind == "," and tokens.word(tokens.behind(name + 3)).isdecimal()
    does = behind in surrounding("past") or behind.endswith("ed")
    return opens and (does or is_aged)


def _is_companion(tokens: Tokens, before: int, behind: int) -> bool:
    """Whether a weekday stands beside a name and does something: "Crusoe and Friday hid"."""
    if tokens.word(before) != "and" or tokens.word(behind) not in surrounding("past"):
        return False
    beside = tokens.before(before)
    word = tokens.word(beside)
    return tokens.is_name(beside) and word not in Vocabulary.shipped().values["Weekday"]
