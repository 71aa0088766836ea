"""Markdown as a person reads it: the marks go, the words stay.

It is read beside plain text, without a process of its own. So no expression here may look at the
same letters again and again: none reaches over a mark that could begin the same thing anew.
"""

import re

_FENCE = re.compile(r"^(?:```|~~~).*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*)$")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})[ \t]*$")
_TARGET = r"\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)"
"""Where a link leads; brackets in it, as in Homs_(city), come in pairs."""
_PICTURE = re.compile(rf"!\[([^\[\]\n]*+)\]{_TARGET}")
_LINK = re.compile(rf"\[([^\[\]\n]++)\]{_TARGET}")
_STRONG = re.compile(r"(\*\*\*|\*\*|\*|__|~~)(?=\S)((?:(?!\1)[^\n])++)(?<=\S)\1")


def readable(text: str) -> str:
    """Return Markdown without the marks of headings, links, pictures and emphasis.

    Headings become paragraphs of their own; what stands between fences stays as it is.
    """
    lines: list[str] = []
    is_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            is_code = not is_code
            lines.append("")
        elif is_code:
            lines.append(line)
        elif heading := _HEADING.match(line):
            lines += ["", _plain(heading[1].rstrip().rstrip("#").rstrip()), ""]
        elif _UNDERLINE.match(line):
            lines.append("")
        else:
            lines.append(_plain(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _plain(line: str) -> str:
    words = _LINK.sub(r"\1", _PICTURE.sub(r"\1", line))
    for _ in range(2):  # strong words may be emphasised inside
        words = _STRONG.sub(r"\2", words)
    return words
