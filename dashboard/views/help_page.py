"""The page that says what the marks mean, how to search, and where reports are kept."""

import re
from collections.abc import Sequence
from importlib.metadata import version as installed_version

import streamlit as st

from ..attribution import attributions
from ..ingest import MAX_MEGABYTES
from .keys import KEYS, REVIEW_KEYS
from .shared import is_demonstration, own_workspace_path

_MARKS = """
| on the map | what it means |
| --- | --- |
| filled mark | a report speaks of this place, and says that something happens there |
| circle with a number | so many passages, of places that stand close together; click it to zoom |
| ring around a number | how the passages are shared among the families of themes |
| mark with ? | its words may mean another place as well |
| hollow mark | named as an actor only, as in “Moscow notes” |
| line or outline | a road, a border, a zone or an area that the words describe |

A place without a known position is not on the map; the page Places lists it and says so.
"""
_SEARCH = """
| you type | you find passages with |
| --- | --- |
| `convoy aid` | both words |
| `"joint patrol"` | these words in this order |
| `cholera OR measles` | one of them |
| `convoy -prices` | the first word and not the other |
| `refug*` | words that begin so |
| `place:Rukban` | this place, its parts, and what lies in it |
| `place:"Deir ez-Zor"` | the same for a name of several words |
| `source:example.org` | this source |

Upper and lower case and accents don't count. A word of five letters and more is also found inside
longer words, unless it stands in quotation marks. The title of a report counts as part of its first
passage. Enter searches the words; a suggestion is taken with an arrow key or a click.
"""
_CORRECTING = """
Every doubt can be decided, once, and you see first what the decision moves.

1. Click a mark or a highlighted word, and open **Fix**. (Or press `f`, or click a word with the
   other mouse button.)
2. Say what is right: **This is right**; another candidate, by its number or a click; a place that
   you search in the gazetteer, by name, id or “latitude, longitude”; a pin, a line or an area
   that you draw on the map; **Not a place**; **A place we don't have**; **Only named as an
   actor** or **It happens there**; **These words are wrong**, to drag the ends of the name.
   Themes and dates of the passage stand below.
3. Choose how far it reaches: these words only, the name in this report, in reports of this
   source, or everywhere, in reports to come too. The list shows each mention that would move, and
   so does the map; take the tick away from those that are to stay.
4. **Decide**. The line at the bottom of the page says what was done, and takes it back with
   **Undo**.

A mention that was missed: select its words in the report, then **This is a place …**. Without a
mouse, press `a` in the passage, and step the ends of the name with the arrow keys.

The page **Review** lists words in doubt, those first of which a decision would move most: how
probably they are wrong, how often they stand there, and how far apart the candidates lie. Words
that are written alike and taken for the same place are one group, and one key decides them all.
What was decided, when, by whom and why, stands under **Decided** and **History**, where each can
be taken back.

Decisions are kept in the workspace for ever; taking one back is a decision too. Decided words
carry a sign in reports: ✓ confirmed, ✎ corrected. **Why** says who decided, and what sitmap
itself had said. What you decide in the demonstration stays there, apart from your own reports.
"""
_FILES = f"""
Add text files (`.txt`, {MAX_MEGABYTES} MB at most each) with **+ Add** on the page, or on the
command line, where folders can be given too:

```sh
sitmap add --workspace FILE reports/ briefing.txt
```

Without `--workspace` the file in your data folder is used. Files that were not touched are not read
again. What can't be read is named, with the reason, on the page Reports.

A report may begin with a header that says what is known of it:

```
---
title: Convoy reaches the camp
date: 2020-03
source: example.org
language: en
---
```
"""
_DECISIONS = """
What was decided is kept for ever, with who decided it and when, and every later reading obeys it.

```sh
sitmap decisions                      # what was decided, the newest first
sitmap decisions --undo BATCH         # take some of it back: the name stands in front of the line
sitmap decisions -o decisions.csv     # all of it as a table
sitmap decisions -o drawn.geojson     # the places that you drew, as a file for --places
sitmap decisions -o corpus.jsonl      # reports of which every mention was decided, to train with
sitmap merge colleague.sitmap         # take in what a colleague decided; that file is only read
```

All take `--workspace FILE`. Where a colleague decided otherwise than you, both are listed and
nothing is changed; `--prefer mine` or `--prefer theirs` says who counts. What is decided of a
report that you don't have holds when it comes.
"""
_OFFLINE = """
sitmap works without a network. No word of your reports leaves this machine: the page is served to
this machine alone, and it asks no other one for maps, letters or anything else.
"""


def show() -> None:
    """Show all of the help on one page."""
    with st.container(key="help"):
        st.header("Help", anchor=False)
        for title, body in sections():
            st.subheader(title, anchor=False)
            st.markdown(body)


def sections() -> list[tuple[str, str]]:
    """Return headings and Markdown; facts that come from elsewhere stand in it as code."""
    return [
        ("What the marks mean", _MARKS),
        ("Searching", _SEARCH),
        ("Correcting the map", f"{_CORRECTING}\n{_table(REVIEW_KEYS, 'key under Review')}"),
        ("Keys", _table(KEYS, "key")),
        ("Your reports", f"{_where()}\n{_FILES}"),
        ("Decisions of others", _DECISIONS),
        ("Offline", _OFFLINE),
        ("Sources and licences", _sources()),
        ("Version", f"sitmap {as_code(installed_version('sitmap'))}"),
    ]


def _table(keys: Sequence[tuple[str, str]], heading: str) -> str:
    rows = "\n".join(f"| {as_code(key)} | {what} |" for key, what in keys)
    return f"| {heading} | what it does |\n| --- | --- |\n{rows}"


def _where() -> str:
    path = as_code(str(own_workspace_path().absolute()))
    if is_demonstration():
        return (
            "What you see is a demonstration. Your own reports will be kept apart from it, in one "
            f"file:\n\n{path}\n"
        )
    return f"Your reports, and what was read from them, are kept in one file:\n\n{path}\n"


def _sources() -> str:
    lines = "\n".join(f"- {as_code(line)}" for line in attributions())
    return f"Places and outlines come from:\n\n{lines}"


def as_code(words: str) -> str:
    """Return words as inline code of Markdown, in which nothing but their letters is seen."""
    plain = " ".join(words.split()).replace("|", "¦")
    longest = max((len(run) for run in re.findall(r"`+", plain)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if plain.startswith("`") or plain.endswith("`") or not plain else ""
    return f"{fence}{gap}{plain}{gap}{fence}"
