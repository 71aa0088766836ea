"""The page Help: the texts of ``dashboard/help``, with what only this machine knows put in."""

import re
from importlib.metadata import version as installed_version
from pathlib import Path

import streamlit as st

from ..attribution import attributions
from .shared import is_demonstration, own_workspace_path

FOLDER = Path(__file__).resolve().parent.parent / "help"
"""Markdown, which is read in the repository as well."""
CHAPTERS = (
    "guide",
    "reports",
    "keeping",
    "command-line",
    "faq",
    "accuracy",
    "glossary",
    "sources",
)
"""Names of files, in the order in which they are shown."""

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,3}) ", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_BELOW_THE_PAGE = "##"
"""What is put before headings: that of the page is a level 2."""


def show() -> None:
    """Show all of the help on one page."""
    chapters = sections()
    with st.container(key="help"):
        st.header("Help", anchor=False)
        st.markdown("\n".join(f"- [{title}](#{anchor(title)})" for title, _ in chapters))
        for title, body in chapters:
            st.subheader(title, anchor=anchor(title))
            st.markdown(body)
        st.caption(f"sitmap {as_code(installed_version('sitmap'))}")


def sections() -> list[tuple[str, str]]:
    """Return the title of each chapter, and its Markdown as the page shows it."""
    texts = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in CHAPTERS}
    titles = {name: text.split("\n", 1)[0].removeprefix("# ") for name, text in texts.items()}
    facts = {"<!-- workspace -->": _where(), "<!-- sources -->": _sources()}
    shown = []
    for name, text in texts.items():
        body = _for_the_page(text.split("\n", 1)[1], titles)
        for marker, fact in facts.items():
            body = body.replace(marker, fact)
        shown.append((titles[name], body))
    return shown


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub and Streamlit make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _for_the_page(text: str, titles: dict[str, str]) -> str:
    """Put headings below that of the page, and let links lead to places of this page."""
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_prose(text[end : fence.start()], titles), fence[0]]
        end = fence.end()
    return "".join([*parts, _prose(text[end:], titles)])


def _prose(text: str, titles: dict[str, str]) -> str:
    def link(found: re.Match[str]) -> str:
        words, target = found[1], found[2]
        if target.startswith(("#", "https://")):
            return found[0]
        file, _, heading = target.partition("#")
        title = titles.get(file.removesuffix(".md"))
        # What lies elsewhere in the repository is not on this machine.
        return words if title is None else f"[{words}](#{heading or anchor(title)})"

    return _HEADING.sub(rf"{_BELOW_THE_PAGE}\1 ", _LINK.sub(link, text))


def _where() -> str:
    path = as_code(str(own_workspace_path().absolute()))
    if is_demonstration():
        return (
            "What you see is a demonstration. Your own reports will be kept apart from it, in one "
            f"file:\n\n{path}\n"
        )
    return f"Your reports, and what was read from them, are kept in one file:\n\n{path}\n"


def _sources() -> str:
    return "\n".join(f"- {as_code(line)}" for line in attributions())


def as_code(words: str) -> str:
    """Return words as inline code of Markdown, in which nothing but their letters is seen."""
    plain = " ".join(words.split()).replace("|", "¦")
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if plain.startswith("`") or plain.endswith("`") or not plain else ""
    return f"{fence}{gap}{plain}{gap}{fence}"
