"""A folium map as data for the page: its script, and the files it needs."""

import hashlib
from collections.abc import Iterator
from typing import Any

import folium
from branca.element import CssLink, Element, JavascriptLink


def map_parts(drawn: folium.Map, key: str) -> dict[str, Any]:
    """Return what a browser needs to make a map, equal for equal maps.

    Parameters
    ----------
    drawn
        The map.
    key
        Names it on its page. folium names things at random; here names are made of the key and a
        count, or each rerun would bring another map.

    Returns
    -------
    dict
        ``name`` (of the map, in the script), ``script``, ``js`` and ``css`` (addresses of files),
        ``hash`` of the script.
    """
    root: Any = drawn.get_root()
    drawn.render()  # type: ignore[no-untyped-call]
    root.render()
    script, name = root.script.render(), drawn.get_name()
    for number, element in enumerate(_elements(drawn)):
        script = script.replace(element._id, f"{key}_{number}")  # noqa: SLF001  as folium names them
        name = name.replace(element._id, f"{key}_{number}")  # noqa: SLF001
    links = list(root.header._children.values())  # noqa: SLF001
    return {
        "name": name,
        "script": script,
        "js": [link.url for link in links if isinstance(link, JavascriptLink)],
        "css": [link.url for link in links if isinstance(link, CssLink)],
        "hash": hashlib.sha256(script.encode()).hexdigest()[:16],
    }


def _elements(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001
        yield from _elements(child)
