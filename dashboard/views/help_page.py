"""The page that says what the marks mean, how to search, and where reports are kept."""

import re
from collections.abc import Sequence
from importlib.metadata import version as installed_version

import streamlit as st

from ..attribution import attributions
from ..ingest import MAX_MEGABYTES, MAX_PACKED_MEGABYTES
from .help_keeping import SECTIONS as KEEPING_SECTIONS
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
| shaded ground, dashed lines | disputed; the flag among the tools draws it as a state sees it |

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
_FILES = """
Add reports with **+ Add** on the page, or on the command line, where folders can be given too:

```sh
sitmap add --workspace FILE reports/ briefing.pdf
```

Without `--workspace` the file in your data folder is used. Files that were not touched are not read
again. What can't be read is named, with the reason, on the page Reports.

A text may begin with a header that says what is known of it:

```
---
title: Convoy reaches the camp
date: 2020-03
source: example.org
language: en
---
```

`url` and `author` are understood too.
"""
_FORMATS = f"""
| files | what becomes of them |
| --- | --- |
| text, Markdown (`.txt`, `.md`) | a report; its first line is the title when it stands alone |
| HTML (`.html`) | the main text of the page, its title, day, author and outlet |
| PDF (`.pdf`) | a report whose passages name their pages, with columns in order |
| Word, OpenDocument, RTF (`.docx`, `.odt`, `.rtf`) | a report with its tables, a passage a row |
| e-mail (`.eml`), mailboxes (`.mbox`) | a report a mail and a report an attachment |
| tables (`.csv`, `.tsv`, `.xlsx`, `.jsonl`) | a report a row |
| RSS and Atom (`.rss`, `.atom`, `.xml`) | a report an item |
| zip archives | what is in them, one by one |

A file is told by its content, not by its name. What was put right in it, and what was left out, is
said above the report: words that were cut at the end of a line, running heads, quoted mails. A
scanned PDF holds no text: let a program for text recognition read it first.

**Tables.** Columns called `text`, `title`, `date`, `id`, `source`, `url`, `author` and `language`
are taken without asking, in capitals or not; `text` must be there. Where it is called otherwise,
**+ Add** asks which column it is, and on the command line you say it:

```sh
sitmap add --columns text=Body,date=Day,id=Ref reports.xlsx
```

A column whose name has a comma stands in quotation marks: `--columns '"text=Body, long",date=Day'`.
It is remembered for that file. Dates are days, months or years, as 2024-03-05, 2024-03 or 2024. A
row with an `id` is known by it, so that a newer version of the table changes it wherever it stands.

**One bad file harms no other.** A file that is broken, encrypted, too large ({MAX_MEGABYTES} MB for
text and HTML, {MAX_PACKED_MEGABYTES} MB for the others), or that takes too long, is a line, and the
others go in. So is an entry of an archive, a mail of a mailbox, a row of a table. Archives in
archives are not opened. Pictures, films and programs in a folder are passed over, which is said.

**The same twice.** The same title and text are one report. A newer version of a file takes the
place of the older one, which is kept. Reports that share half of their words or more are linked as
near copies.

The language of a report is told from its words where nothing states it.
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
_ADDRESSES = """
Under **+ Add**, tab **Address**, name pages and feeds, one a line; or on the command line:

```sh
sitmap add https://example.org/report.pdf https://example.org/feed.xml
```

A feed gives a report for each of its entries: what stands whole in it is read from there, else
its page is asked for. Add a page again to ask whether it changed, a feed again for what is new.
Machines are asked for one page at a time, with a second in between. They learn that somebody in
your network reads the page.

Addresses of this machine and of private networks are refused, also where a name or a page leads to
them. On the command line `--allow-private` allows them for the addresses that you name. Nothing is
asked by way of a proxy.

**Stop** ends the reading; what is in stays, and **Go on** reads the rest.
"""
_OFFLINE = """
sitmap works without a network. No word of your reports leaves this machine: unless you let
colleagues in, the page is served to this machine alone. It asks no other one for maps, letters or
anything else. Only an address that you add yourself is asked for.
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
        ("Files that are read", _FORMATS),
        ("Pages and feeds", _ADDRESSES),
        ("Decisions of others", _DECISIONS),
        *KEEPING_SECTIONS,
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
