"""The properties of words, and of what stands between them, as columns of their rows.

Plain numbers, for NumPy takes three times as long to find the column that an enumeration's member
stands for.
"""


class Word:
    """Columns of a word's row."""

    CODE = 0
    """Stands for the word in lower case; digits alike."""
    CAPITAL = 1
    """Whether it begins with a capital."""
    SMALL = 2
    """Whether it is written in small letters."""
    SHAPE = 3
    FINE = 4
    """One of 1000 classes of words that stand in like company, plus two; 1 for unknown words."""
    MIDDLE = 5
    """One of 250."""
    COARSE = 6
    """One of 60."""
    OCTAVE = 7
    """log2 of its rank by frequency, plus two."""
    END2 = 8
    """Stands for its last two letters; this and the next three are 0 without a capital."""
    END3 = 9
    END4 = 10
    BEGIN3 = 11
    OPENS = 12
    """Whether a name may begin with it; with an article only where a hyphen ties it to a name."""
    JOINS = 13
    """Whether it may be in a name behind another word: 2 yes, 1 where even small words may be."""
    STUMP = 14
    """Whether a dot behind it may be inside a name: an initial or a known abbreviation."""
    DESIGNATES = 15
    """Whether it may introduce a name, as "village"."""
    DESIGNATED = 16
    """Whether it may follow a name, as "camp"."""
    CONJUNCTION = 17
    OF = 18
    S = 19
    SKIPPED = 20
    """Whether what governs a name is looked for before it."""
    INSTITUTION = 21
    """Whether it makes a name that of an institution, as "ministry"."""
    TITLE = 22
    """Whether it introduces a person."""
    ACTS = 23
    """Whether it is what only people do, as "said"; this and the next four tell roles."""
    GROUND = 24
    """Whether it is something on the ground, as "town"."""
    HOLDS = 25
    """Whether, tied to a name by a hyphen, it tells who: "-backed"."""
    PEOPLE = 26
    """Whether it is who belongs to a place or what they do, as "officials", "efforts"."""
    LOCATES = 27
    """Whether a name behind it says where, as "near"."""
    SHORTENED = 28
    """Whether it is a known abbreviation, written with a dot."""
    COUNT = 29


class Gap:
    """Columns of a gap's row."""

    CODE = 0
    """Stands for its kind: a blank, a line end, marks."""
    ENDS = 1
    """Whether a sentence or a line ends."""
    TIE = 2
    """Whether words on both sides may be one name."""
    MARK = 3
    """Stands for its first mark."""
    COMMA = 4
    """Whether it is a comma."""
    BLANK = 5
    """Whether it is one blank."""
    BLANKS = 6
    """Whether it is blanks only."""
    APOSTROPHE = 7
    STOPS = 8
    """Whether a clause ends for sure."""
    DOT = 9
    """Whether it begins with a dot."""
    PAST_DOT = 10
    """`CODE` of what is behind the dot."""
    TIE_PAST_DOT = 11
    GRIP = 12
    """Whether words on both sides may be one name: 1 for most words, 2 even for any small one."""
    COUNT = 13
