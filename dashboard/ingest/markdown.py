"""Markdown as a person reads it: the marks go, the words stay."""

import re

_FENCE = re.compile(r"^(?:```|~~~).*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})[ \t]*$")
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_STRONG = re.compile(r"(\*\*\*|\*\*|\*|__|~~)(?=\S)([^\n]+?)(?<=\S)\1")


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
            lines += ["", _plain(heading[1]), ""]
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
