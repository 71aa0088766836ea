"""The page that says what the marks mean, how to search, and where reports are kept."""

import re
from importlib.metadata import version as installed_version

import streamlit as st

from ..attribution import attributions
from ..ingest import MAX_MEGABYTES, MAX_PACKED_MEGABYTES
from .keys import KEYS
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
sitmap works without a network. No word of your reports leaves this machine: the page is served to
this machine alone, and it asks no other one for maps, letters or anything else. Only an address
that you add yourself is asked for.
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
        ("Keys", _keys()),
        ("Your reports", f"{_where()}\n{_FILES}"),
        ("Files that are read", _FORMATS),
        ("Pages and feeds", _ADDRESSES),
        ("Offline", _OFFLINE),
        ("Sources and licences", _sources()),
        ("Version", f"sitmap {as_code(installed_version('sitmap'))}"),
    ]


def _keys() -> str:
    rows = "\n".join(f"| {as_code(keys)} | {what} |" for keys, what in KEYS)
    return f"| key | what it does |\n| --- | --- |\n{rows}"


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
