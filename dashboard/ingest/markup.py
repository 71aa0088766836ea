"""HTML into text, block by block: what mails, feeds and office documents are turned into."""

from collections.abc import Iterator
from typing import Any

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_SILENT = frozenset(
    {
        *("script", "style", "head", "noscript", "template", "svg", "math", "iframe", "object"),
        *("audio", "video", "img"),
    }
)
_CELLS = ("td", "th")
BETWEEN_CELLS = " | "


def html_root(html: str) -> Any:
    """Tree of HTML, however broken; None where there is nothing in it.

    Raises
    ------
    RecursionError
        It is nested deeper than libxml2 reads (2,048 levels), which leaves out all that follows.
    """
    import lxml.html  # noqa: PLC0415  a tenth of a second, and only where markup comes

    # A declaration of another encoding than str would be an error.
    content = html.encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    if not content.strip():
        return None
    try:
        root = lxml.html.document_fromstring(content, parser=parser)
    except lxml.etree.ParserError:  # nothing but comments, say
        return None
    if any(error.level == lxml.etree.ErrorLevels.FATAL for error in parser.error_log):
        raise RecursionError(parser.error_log.last_error.message)
    return root


def text_of(root: Any) -> str:
    """Text of a tree of HTML: a paragraph a block, a row of a table on a line of its own."""
    if root is None:
        return ""
    return "\n\n".join(block for block in _blocks(root) if block)


def text_of_html(html: str) -> str:
    """Text of HTML, as `text_of` has it; what is no markup stays as it is."""
    return text_of(html_root(html)) if "<" in html or "&" in html else html


def _blocks(root: Any) -> Iterator[str]:
    """Yield the blocks in order; walked without recursion, for nesting may be deep."""
    words: list[str] = []
    preformatted = 0
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, is_over = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _BLOCKS:
            yield _block(words)
        if not is_over and _is_walked(node, tag):
            preformatted += tag == "pre"
            words.append("\n" if tag == "br" else "")
            words.append(_flowing(node.text, preformatted))
            stack.append((node, True))
            stack += [(child, False) for child in reversed(node)]
            continue
        if is_over:
            preformatted -= tag == "pre"
        elif tag == "tr":
            yield _row(node)
        if node is not root:
            words.append(_flowing(node.tail, preformatted))
    yield _block(words)


def _is_walked(node: Any, tag: str) -> bool:
    """Whether what stands in an element is looked at piece by piece."""
    return bool(tag) and tag not in _SILENT and (tag != "tr" or _is_layout(node))


def _block(words: list[str]) -> str:
    """Words that stand in one block, which are taken out."""
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    block = "\n".join(line for line in lines if line)
    words.clear()
    return block


def _flowing(text: str | None, preformatted: int) -> str:
    """Text as it flows: line ends of the source are none on the page."""
    if not text:
        return ""
    return text if preformatted else text.replace("\n", " ").replace("\r", " ")


def _is_layout(row: Any) -> bool:
    """Whether cells hold blocks of their own, as where a table only places things on a page."""
    return any(
        child.tag in ("p", "table", "ul", "ol", "h1", "h2", "h3") and len(cell) > 1
        for cell in row
        for child in cell
    )


def _row(row: Any) -> str:
    cells = (" ".join(" ".join(cell.itertext()).split()) for cell in row if cell.tag in _CELLS)
    return BETWEEN_CELLS.join(cell for cell in cells if cell)
