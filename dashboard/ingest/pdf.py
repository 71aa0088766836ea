"""PDF into text: pages, their columns, paragraphs across lines and pages.

A PDF holds letters at places of a page, and no paragraphs. What is put right is said in the note.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..errors import DocumentError
from .drafts import TITLE_LENGTH, Draft, undated_but_made
from .limits import MAX_MEGABYTES, MAX_PAGES, MEGABYTE
from .page_layout import Line, lines_in_order, median, starts_paragraph

_MADE_AT = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_DIGITS = re.compile(r"\d+|\b[ivxl]+\b")
_PAGE_NUMBER = re.compile(r"\W*(page|seite|p|стр|صفحة)?\.?\W*#\W*((of|von|de|/|из)\W*#)?\W*")
_FEWEST_PAGES = 3
"""On which a line must stand to be a running head."""
_HEAD_SHARE = 0.4
_MARGIN_LINES = 2
"""At the top and the bottom of a page that may be running heads."""
_APART = 1.6
"""Times the usual distance of lines, by which a running head stands apart."""
_ENDS_SENTENCE = re.compile(r"[.!?:;…\"”»)\]؟۔。]\s*$")
_HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe", "\x02")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class PagedDraft:
    """A report with the places in its text at which its pages begin."""

    draft: Draft
    pages: tuple[int, ...]


def pdf_draft(content: bytes, origin: str) -> PagedDraft:
    """Read a PDF.

    Raises
    ------
    DocumentError
        It is encrypted, broken, too long, or holds no text.
    """
    import pypdfium2  # noqa: PLC0415

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(f"{origin}: is encrypted; save it without a password") from error
        raise DocumentError(f"{origin}: the PDF is broken: {error}") from error
    try:
        count = len(pdf)
        if count > MAX_PAGES:
            raise DocumentError(
                f"{origin}: has {count:,} pages; expected at most {MAX_PAGES:,}; split it"
            )
        pages: list[list[Line]] = []
        letters = columned = 0
        for number in range(count):
            lines, columns = _page_lines(pdf, number)
            columned += columns > 1
            letters += sum(len(line.text) for line in lines)
            if letters > MAX_MEGABYTES * MEGABYTE:
                raise DocumentError(
                    f"{origin}: holds more than {MAX_MEGABYTES} MB of text; split it"
                )
            pages.append(lines)
        facts = pdf.get_metadata_dict(skip_empty=True)
    finally:
        pdf.close()
    if not letters:
        raise DocumentError(
            f"{origin}: the PDF has {_pages(count)} and no text: they are "
            "pictures, as a scanner makes them; let a program for text recognition (OCR) read it "
            "first"
        )
    return _draft(pages, columned, facts)


def _page_lines(pdf: Any, number: int) -> tuple[list[Line], int]:
    """Lines of a page as they are read, and in how many columns they stand."""
    try:
        page = pdf[number]
    except Exception:  # noqa: BLE001  a broken page is one without text; the others are read
        return [], 1
    try:
        text = page.get_textpage()
        try:
            return lines_in_order(text)
        finally:
            text.close()
    finally:
        page.close()


def _draft(pages: list[list[Line]], columned: int, facts: dict[str, str]) -> PagedDraft:
    notes: list[str] = []
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if columned:
        notes.append(f"columns were put in order on {_pages(columned)}")
    heads = _running_heads(pages)
    if heads:
        pages = [
            [line for at, line in enumerate(lines) if (number, at) not in heads]
            for number, lines in enumerate(pages)
        ]
        notes.append(f"running heads and page numbers were left out ({len(heads)} lines)")
    text, starts, joined = _assembled(pages)
    if joined:
        notes.append(f"words cut at the end of a line were joined ({joined})")
    if empty:
        named = ", ".join(map(str, empty[:_MOST_NAMED]))
        more = " and others" if len(empty) > _MOST_NAMED else ""
        notes.append(f"no text on {_pages(len(empty))}: {named}{more}")
    made = _MADE_AT.match(facts.get("CreationDate", ""))
    date = undated_but_made("-".join(made.groups()) if made else "")
    draft = Draft(
        text,
        _title(facts.get("Title", ""), pages, text),
        date,
        author=facts.get("Author", ""),
        note="; ".join(notes),
    )
    return PagedDraft(draft, starts)


def _pages(count: int) -> str:
    return f"{count} page{'s' * (count != 1)}"


def _running_heads(pages: list[list[Line]]) -> set[tuple[int, int]]:
    """Lines, by page and number, that stand apart at the edge of many pages, and page numbers."""
    edges = {
        (number, at): _DIGITS.sub("#", " ".join(lines[at].text.lower().split()))
        for number, lines in enumerate(pages)
        for at in _edge_lines(lines)
    }
    on_pages = Counter(words for _, words in {(place[0], words) for place, words in edges.items()})
    fewest = max(_FEWEST_PAGES, _HEAD_SHARE * len(pages))
    return {
        place
        for place, words in edges.items()
        if on_pages[words] >= fewest or (_PAGE_NUMBER.fullmatch(words) and on_pages[words] > 1)
    }


def _edge_lines(lines: list[Line]) -> Iterator[int]:
    """Yield the numbers of lines at the top and the bottom of a page that stand apart from it."""
    if len(lines) <= 2 * _MARGIN_LINES:
        return
    falling = sorted(range(len(lines)), key=lambda at: -lines[at].top)
    heights = [lines[at].top for at in falling]
    leading = median([above - below for above, below in pairwise(heights)])
    usual = median([line.size for line in lines])
    for order in (falling, falling[::-1]):
        edge: list[int] = []
        for at, following in pairwise(order[: _MARGIN_LINES + 1]):
            edge.append(at)
            gap = abs(lines[at].top - lines[following].top)
            if gap > leading * _APART or abs(lines[at].size - usual) > 1:
                yield from edge
                edge.clear()


def _assembled(pages: list[list[Line]]) -> tuple[str, tuple[int, ...], int]:
    """Text of all pages, where each begins in it, and how many cut words were joined."""
    whole_words = _hyphenated(pages)
    parts: list[str] = []
    length = joined = 0
    starts: list[int] = []
    last: Line | None = None
    for lines in pages:
        leading = median([a.top - b.top for a, b in pairwise(lines)])
        begins = True
        for line in lines:
            between = "\n\n"
            words = line.text
            if last is not None and not _is_new(last, line, leading, begins=begins):
                between = " "
                if parts[-1].endswith(_HYPHENS) and words[:1].islower():
                    bare = parts[-1].rstrip("".join(_HYPHENS))
                    compound = f"{bare.split()[-1] if bare.split() else ''}-{words.split()[0]}"
                    keeps = compound.lower().strip(".,;:") in whole_words
                    length -= len(parts[-1]) - len(bare) - keeps
                    parts[-1] = f"{bare}-" if keeps else bare
                    between = ""
                    joined += 1
            if last is not None:
                parts.append(between)
                length += len(between)
            if begins:
                starts.append(length)
            parts.append(words)
            length += len(words)
            last, begins = line, False
        if begins:
            starts.append(length)
    text = "".join(parts).replace("\u00ad", "-").replace("\ufffe", "-").replace("\x02", "-")
    starts = [min(start, max(len(text) - 1, 0)) for start in starts]
    if starts:
        starts[0] = 0
    return text, tuple(starts), joined


def _is_new(last: Line, line: Line, leading: float, *, begins: bool) -> bool:
    """Whether a line begins a paragraph; one that goes on over a page or column is one."""
    if begins or line.top > last.top:
        is_body = abs(line.size - last.size) < 1
        goes_on = line.text[:1].islower() or last.text.endswith(_HYPHENS)
        return not (is_body and goes_on and not _ENDS_SENTENCE.search(last.text))
    return starts_paragraph(last, line, leading)


def _hyphenated(pages: list[list[Line]]) -> set[str]:
    """Words that are written with a hyphen in the middle of a line, so that it belongs to them."""
    pattern = re.compile(r"\w+-\w+")
    return {
        word.lower() for lines in pages for line in lines for word in pattern.findall(line.text)
    }


def _title(stated: str, pages: Sequence[list[Line]], text: str) -> str:
    """What the PDF calls itself where its first page says so too, else its largest line."""
    first = " ".join(text[:2000].lower().split())
    if stated.strip() and " ".join(stated.lower().split()) in first:
        return stated
    lines = pages[0] if pages else []
    if not lines:
        return ""
    usual = median([line.size for line in lines])
    largest = max(line.size for line in lines)
    if largest <= usual * 1.15:
        return ""
    title: list[str] = []
    for line in lines:
        if abs(line.size - largest) < 1:
            title.append(line.text)
        elif title:
            break
    words = " ".join(title)
    return words if len(words) <= TITLE_LENGTH else ""
