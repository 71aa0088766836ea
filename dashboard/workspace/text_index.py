"""What is indexed of a text, and what a search asks of the index.

Two indexes serve one search. The word index knows whole words, their beginnings and phrases, with
diacritics folded. The trigram index knows runs of three letters and so finds words inside words;
it keeps no positions, so its hits are confirmed on the text. In scripts that are written without
spaces every letter is a word of its own, and a word is a phrase.
"""

import re
import unicodedata

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u3040-\u30ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U0003ffff"  # Han beyond the basic plane
)
_UNSPACED_LETTER = re.compile(f"([{_UNSPACED}])")
_GAP = " "
TRIGRAM = 3


def spaced(text: str) -> str:
    """Text for the word index: spaces around every letter of scripts without spaces."""
    return _UNSPACED_LETTER.sub(r" \1 ", text) if not text.isascii() else text


def folded(text: str) -> str:
    """Text in which a search is confirmed: lower case, no diacritics, white space plain.

    Returns
    -------
    str
        Not of the same length; `folded_offsets` says where its letters come from.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_letter, text))


def folded_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its letters the offset in ``text`` it comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text):
        for one in _folded_letter(letter):
            letters.append(one)
            offsets.append(offset)
    return "".join(letters), offsets


def _folded_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    decomposed = unicodedata.normalize("NFKD", letter)
    kept = "".join(one for one in decomposed if not unicodedata.combining(one))
    return kept.casefold()


def trigrams(words: str) -> list[str]:
    """Distinct runs of three letters in folded words; empty for fewer than three letters."""
    runs = (words[at : at + TRIGRAM] for at in range(len(words) - TRIGRAM + 1))
    return list(dict.fromkeys(runs))
