"""HTML pages: their main text, title, date, author and outlet."""

import re

from ..errors import DocumentError
from .decode import UTF_16, decode
from .drafts import Draft, day_written
from .markup import html_root, text_of

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SAMPLE = 4096
_WHOLE = "no main text could be told apart; all words of the page were taken"
_DEEPER_THAN_MAIN_TEXT_IS_LOOKED_FOR = f"boolean({'/*' * 256})"
"""Of a tree: trafilatura leaves out what is deeper, and all that follows it."""
_ROW = re.compile(r"\|\s*$")


def page_draft(content: bytes, origin: str, charset: str = "") -> Draft:
    """Read an HTML page; raises `DocumentError` where it holds no text."""
    import trafilatura  # noqa: PLC0415  half a second

    html, note = decoded_html(content, origin, charset)
    root = html_root(html)
    is_deep = root is not None and root.xpath(_DEEPER_THAN_MAIN_TEXT_IS_LOOKED_FOR)
    found = None
    if not is_deep:
        found = trafilatura.bare_extraction(
            html,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    language = (root.get("lang") or root.get("xml:lang") or "") if root is not None else ""
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        title = root.findtext(".//title") if root is not None else ""
        return Draft(
            text_of(root),
            title or "",
            language=language,
            note="; ".join(filter(None, (note, _WHOLE))),
        )
    return Draft(
        _paragraphs(found.text or ""),
        found.title or "",
        day_written(found.date or ""),
        source=_outlet(found.hostname or "") or found.sitename or "",
        url=found.url or "",
        author=found.author or "",
        language=found.language or language,
        note=note,
    )


def decoded_html(content: bytes, origin: str, charset: str = "") -> tuple[str, str]:
    """Text of an HTML file; the encoding that it declares is tried before one is guessed."""
    declared = _DECLARED.search(content[:_SAMPLE])
    if declared and not content.startswith(UTF_16):
        name = declared[1].decode("ascii", "replace").lower()
        try:
            return content.decode("utf-8-sig"), ""
        except UnicodeDecodeError:
            pass
        try:
            return content.decode(name), f"read as {name}, as the page declares"
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return decode(content, origin, charset)
    except DocumentError as error:
        raise DocumentError(f"{error}, though its name or beginning says HTML") from error


def _outlet(host: str) -> str:
    return host.removeprefix("www.")


def _paragraphs(text: str) -> str:
    """Text with an empty line between its paragraphs; rows of tables are lines of their own."""
    lines = (_ROW.sub("", line).strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)
