r"""The pattern of a latitude and a longitude beside each other.

Every repetition has an upper bound or is atomic, so that the time to search a text grows with its
length and no faster, whatever it holds.
"""

import re
from functools import cache

BLANK = r"[ \t]"
_OTHER_BLANKS = "\u00a0\u2009\u202f"


def with_plain_blanks(text: str) -> str:
    """Return a text of the same length without the blanks that patterns do not read.

    To compile a class of characters from several parts of Unicode takes ten times as long.
    """
    for blank in () if text.isascii() else _OTHER_BLANKS:
        text = text.replace(blank, " ")
    return text


_SIXTIETHS = r"(?>\d{1,2}(?:\.\d{1,20})?)(?!\d)"
# Charts write the mark before the decimals: 12°34'.5N.
_CHART_MINUTES = r"(?>\d{1,2}['’′]\.\d{1,20})(?!\d)"
# Typists and scanners put an o or an asterisk for the sign of degrees.
_DEGREE_MARK = r"(?:[°º˚*]|o(?= ?\d)|(?i:deg(?:rees?|s)?)(?![a-z])\.?|d(?=\d))"
_MINUTE_MARK = r"(?:['’‘′ʹʼ´`](?!['’′ʹ´])|(?i:min(?:utes?|s)?)(?![a-z])\.?|m(?=[\dNSEW]))"
_SECOND_MARK = r"(?:[\"”“″ʺ]|['’′ʹ´]{2}|(?i:sec(?:onds?|s)?)(?![a-z])\.?|s(?=[NSEW]))"
# Navigators write 33-31.2N, 33:31.2N and 33-31-12N, and leave out the last mark in front of the
# letter.
_DASH = rf"[-:](?=\d{{1,2}}(?:\.\d{{1,20}})?(?:[-:]\d|{BLANK}?[NSEW]))"
# A whole number is an angle only with a mark behind it.
_DEGREES = (
    rf"(?=\d{{1,3}}(?:\.\d|{BLANK}?{_DEGREE_MARK}|{_DASH}))(?>\d{{1,3}}(?:\.\d{{1,20}})?)(?!\d)"
)
_LABEL = r"(?i:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)"
# A small letter is a point of the compass only right behind a number or its mark.
_LETTER = r"(?:[NSEW]|(?<=[\d°º˚'’′\"”″])[nsew])(?![^\W\d_])"
_COMPASS_WORD = r"(?i:north|south|east|west)(?![^\W\d_])"


def _angle(number: int) -> str:
    """One angle; the second has a label or a point of the compass just where the first has."""
    label = (
        rf"(?P<label{number}>{_LABEL})(?![^\W\d_])[\"'”]?\.?"
        rf"(?:{BLANK}?[:=]|{BLANK}of\b|{BLANK}is\b)?{BLANK}?[\"'”]?"
    )
    before = rf"(?P<before{number}>[NSEW])\.?{BLANK}?"
    axis = rf"{BLANK}(?i:lat(?:itude)?|long(?:itude)?)\b\.?"
    after = rf"{BLANK}?(?P<after{number}>{_LETTER}|{_COMPASS_WORD})(?:{axis})?"
    trail = rf"{BLANK}(?P<axis{number}>(?i:latitude|longitude)\b)"
    # The last mark may be missing behind "N48°23.0".
    bare = rf"(?(before{number})(?![\d.]\d)(?!\d)|(?!))"
    minute_end = rf"(?:{BLANK}?{_MINUTE_MARK}|[-:](?=\d)|(?={BLANK}?{_LETTER})|{bare})"
    second_end = rf"(?:{BLANK}?{_SECOND_MARK}|(?={BLANK}?{_LETTER})|{bare})"
    seconds = rf"(?:{BLANK}?(?P<seconds{number}>{_SIXTIETHS}){second_end})?"
    whole_minutes = rf"(?P<minutes{number}>{_SIXTIETHS}){minute_end}{seconds}"
    chart_minutes = rf"(?P<chart{number}>{_CHART_MINUTES})"
    minutes = rf"(?:{BLANK}?(?:{chart_minutes}|{whole_minutes}))?"
    mark = rf"(?:(?P<mark{number}>{BLANK}?{_DEGREE_MARK}|{_DASH}){minutes})?"
    # Behind a label a whole number needs no mark.
    degrees = rf"(?(label{number})(?<![a-zA-Z])(?>\d{{1,3}}(?:\.\d{{1,20}})?)(?!\d)|{_DEGREES})"
    angle = rf"(?P<sign{number}>[+\-−–])?(?P<degrees{number}>{degrees}){mark}"
    if number == 1:
        return rf"(?:{label})?(?:{before})?{angle}(?P<first>)(?:{after}|{trail})?"
    return rf"(?(label1){label})(?(before1){before}){angle}(?(after1){after})(?(axis1){trail})"


_END = rf"(?:(?<=[NSEWnsew])|(?<=[NSEWnsew]{BLANK})|(?<=[hH]))"
"""Behind a point of the compass."""
# Weather offices write dots for pauses, and words between a labelled latitude and its longitude.
_BETWEEN = (
    rf"(?P<between>(?:{_END}(?:\.{{1,3}}|…))?{BLANK}{{0,3}}+"
    rf"(?:[,;/&]|(?i:and|by)\b|[-–—](?={BLANK}|[NSEW])|{_END}[-–—])?"
    rf"{BLANK}{{0,3}}+\n?{BLANK}{{0,3}}+"
    rf"|(?(label1)[^\d]{{0,40}}?(?={_LABEL})|(?!)))"
)
BEGINNING = r"(?<!\w)(?<![^.]\.)"
"""What stands in front of coordinates is no part of a longer number or word; dots are a pause."""


@cache
def pair() -> re.Pattern[str]:
    """Return the pattern of two angles; whether they are coordinates is for `degrees` to say.

    To compile it takes 10 ms, and few texts have what it is for.
    """
    return re.compile(rf"{BEGINNING}{_angle(1)}{_BETWEEN}{_angle(2)}(?!\w|[.,]\d)")


# One scan, led by a digit: all that can follow the first number of coordinates. In front of it may
# stand a point of the compass or the end of a label, and no other capital: H5N1 is a virus.
HINT = re.compile(
    r"[0-9](?![0-9])(?<![A-DFH-MO-RU-VX-Z][0-9])(?:\.[0-9]{3}|[ew](?![a-zA-Z])|d[0-9]|o ?[0-9]"
    r"|[\s,;&/\"'–-]{0,4}+(?:and )?(?:[°º˚*]|[NSEW](?![a-z])"
    r"|[dnsewDNSEW](?:eg|orth|outh|ast|est)|[Ll][aAoOnN]"
    rf"|[C-HJ-NP-X]{BLANK}?[A-HJ-NP-Z]{{2}}{BLANK}?[0-9])"
    rf"|,[0-9]{{1,15}}+(?:{BLANK}?[°º˚'’′]|{BLANK}[NSEW](?![a-z]))"
    r"|[.,][0-9]{1,15}+[\s,;/|–—-]{1,4}+(?:(?:and|und|et|y|e) )?[+−–-]?[0-9]{1,3}[.,][0-9]"
    r"|(?:\.[0-9]{1,3})?[\s,;/mMeEnN:=.]{1,8}+(?:orth\w{0,3}[\s:=.]{1,3})?[0-9]{5,8}(?![0-9]))"
)
"""Found in every text that writes coordinates out in numbers, and in few others."""
