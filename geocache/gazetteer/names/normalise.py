"""The normal form under which names are stored and looked up.

One key stands for all spellings that differ only in case, diacritics, apostrophes and ayn,
hyphens, dots of abbreviations, "St." for "Saint", and the assimilated Arabic article.
"""

import re
import unicodedata

from ...caching import remembered
from ...data_files import words as listed_words

_APOSTROPHES = "'’‘ʼʻʿʾʹ´`‛"
_GONE = _APOSTROPHES + ".·\u00ad\u200b"
_REMOVED = dict.fromkeys(map(ord, _GONE))
_REMOVED_OF_ASCII = tuple(mark for mark in _GONE if mark.isascii())
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "ħ": "h"}
)
# Marks that only modify a letter. Vowel signs of Indic and other scripts carry meaning: kept.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*([a-z]+)")
"""A hyphen at the end of a line, and the rest of a word behind it: "Alep-" and "po"."""
_NOT_WORD = re.compile(r"[^\w]+|_+")
_SHORTEST_ARTICLE, _LONGEST_ARTICLE = 2, 3
_SUN_LETTERS = ("sh", "th", "dh", "t", "d", "r", "z", "s", "n", "l")
_VARYING = frozenset({"st", *(vowel + consonant for vowel in "ae" for consonant in _SUN_LETTERS)})
"""Only names with such a word need be looked at word by word, which takes half of the time."""


@remembered(1 << 16)  # about 12 MB; a text asks for each of its names many times
def normal_form(name: str) -> str:
    """Return the key of a name: equal for spellings that a reader takes for the same.

    An empty string comes back for a name without letters or digits.
    """
    return normalised(_BROKEN.sub(_mended, name) if "\n" in name else name)


def _mended(broken: re.Match[str]) -> str:
    """Letters around the end of a line as one word, unless the hyphen is the name's own."""
    return broken[0] if broken[1] in listed_words("words", "particles") else broken[1]


def normalised(text: str) -> str:
    """Return the `normal_form` of a whole text, which is too long to be remembered."""
    plain = _ascii_form(text) if text.isascii() else _unmarked(text)
    if plain.isalnum():
        return plain
    words = plain.split()
    if not "".join(words).isalnum():
        words = _NOT_WORD.sub(" ", plain).split()
    if not _VARYING.isdisjoint(words):
        words = _without_variants(words)
    return " ".join(words)


def _ascii_form(name: str) -> str:
    """What `_unmarked` returns for ASCII, in a third of the time."""
    text = name.lower()
    for mark in _REMOVED_OF_ASCII:
        text = text.replace(mark, "")
    return text


def _unmarked(name: str) -> str:
    """Letters in lower case and without marks, of any script."""
    text = name.translate(_REMOVED)
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", text.translate(_UNDECOMPOSED))


def _without_variants(words: list[str]) -> list[str]:
    """Words with the Arabic article as "al" and "st" before a name as "saint"."""
    return [
        _plain(word, words[position + 1] if position + 1 < len(words) else "")
        for position, word in enumerate(words)
    ]


def _plain(word: str, following: str) -> str:
    if not following or len(word) > _LONGEST_ARTICLE:
        return word
    if word == "st":
        return "saint"
    return "al" if _is_article(word, following) else word


def _is_article(word: str, following: str) -> bool:
    """Whether ``word`` is al-, el-, or its form assimilated to the next consonant."""
    if word[0] not in "ae" or len(word) < _SHORTEST_ARTICLE:
        return False
    consonant = word[1:]
    return consonant == "l" or (consonant in _SUN_LETTERS and following.startswith(consonant))
