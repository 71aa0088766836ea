r"""The pattern of a latitude and a longitude beside each other.

Every repetition has an upper bound or is atomic, so that the time to search a text grows with its
length and no faster, whatever it holds.
"""

import re

_BLANK = r"[ \t\u00a0\u2009\u202f]"
_SIXTIETHS = r"(?>\d{1,2}(?:\.\d{1,20})?)(?!\d)"
_DEGREE_MARK = r"(?:[°º˚]|(?i:deg(?:rees?|s)?)(?![a-z])\.?)"
_MINUTE_MARK = r"(?:['’‘′ʹʼ´`](?!['’′ʹ])|(?i:min(?:utes?|s)?)(?![a-z])\.?)"
_SECOND_MARK = r"(?:[\"”“″ʺ]|['’′ʹ]{2}|(?i:sec(?:onds?|s)?)(?![a-z])\.?)"
# Navigators write 33-31.2N and 33-31-12N, and leave out the last mark in front of the letter.
_DASH = rf"-(?=\d{{1,2}}(?:\.\d{{1,20}})?(?:-\d|{_BLANK}?[NSEW]))"
# A whole number is an angle only with a mark behind it.
_DEGREES = (
    rf"(?=\d{{1,3}}(?:\.\d|{_BLANK}?{_DEGREE_MARK}|{_DASH}))(?>\d{{1,3}}(?:\.\d{{1,20}})?)(?!\d)"
)
_LABEL = r"(?i:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)"
_LETTER = r"[NSEW](?![^\W\d_])"
_COMPASS_WORD = r"(?i:north|south|east|west)(?![^\W\d_])"


def _angle(number: int) -> str:
    """One angle; the second has a label or a point of the compass just where the first has."""
    label = (
        rf"(?P<label{number}>{_LABEL})(?![^\W\d_])\.?"
        rf"(?:{_BLANK}?[:=]|{_BLANK}of\b|{_BLANK}is\b)?{_BLANK}?"
    )
    before = rf"(?P<before{number}>[NSEW]){_BLANK}?"
    after = rf"{_BLANK}?(?P<after{number}>{_LETTER}|{_COMPASS_WORD})(?:{_BLANK}(?i:lat|long)itude)?"
    minute_end = rf"(?:{_BLANK}?{_MINUTE_MARK}|-(?=\d)|(?={_BLANK}?{_LETTER}))"
    second_end = rf"(?:{_BLANK}?{_SECOND_MARK}|(?={_BLANK}?{_LETTER}))"
    seconds = rf"(?:{_BLANK}?(?P<seconds{number}>{_SIXTIETHS}){second_end})?"
    minutes = rf"(?:{_BLANK}?(?P<minutes{number}>{_SIXTIETHS}){minute_end}{seconds})?"
    mark = rf"(?:(?P<mark{number}>{_BLANK}?{_DEGREE_MARK}|{_DASH}){minutes})?"
    angle = rf"(?P<sign{number}>[+\-−–])?(?P<degrees{number}>{_DEGREES}){mark}"
    if number == 1:
        return rf"(?:{label})?(?:{before})?{angle}(?P<first>)(?:{after})?"
    return rf"(?(label1){label})(?(before1){before}){angle}(?(after1){after})"


_BETWEEN = (
    rf"(?P<between>(?:(?<=[NSEW])\.)?{_BLANK}{{0,3}}+(?:[,;/]|and\b)?"
    rf"{_BLANK}{{0,3}}+\n?{_BLANK}{{0,3}}+)"
)
PAIR = re.compile(rf"(?<![\w.]){_angle(1)}{_BETWEEN}{_angle(2)}(?!\w|[.,]\d)")
"""Two angles. Whether they are coordinates is for `degrees` to say."""

# One scan, led by a digit: all that can follow the first number of coordinates.
HINT = re.compile(
    r"[0-9](?![0-9])(?:\.[0-9]{3}"
    r"|[\s,;/]{0,3}+(?:and )?(?:[°º˚]|[NSEW](?![a-z])"
    r"|[dnsewDNSEW](?:eg|orth|outh|ast|est)|[Ll][aAoOnN]"
    rf"|[C-HJ-NP-X]{_BLANK}?[A-HJ-NP-Z]{{2}}{_BLANK}?[0-9]))"
)
"""Found in every text that holds coordinates, and in few others."""
