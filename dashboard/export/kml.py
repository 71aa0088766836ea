"""KML for globes: one placemark a place or shape, what is not drawn without a geometry."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from geocache.records import Geometry

from ..situation.answers import when_in_words
from ..situation.casualty_words import in_words
from .content import Content

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIGITS = 6


def write(content: Content) -> Iterator[bytes]:
    """Write one document, a placemark at a time."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
    yield _bytes(_element("name", f"sitmap: {content.choice}"))
    yield _bytes(_element("description", _shown(content.about())))
    for place, passages in content.placed():
        facts = {"id": place.id, "kind": place.kind, "note": place.note}
        themes = dict.fromkeys(theme for passage in passages for theme in passage["themes"])
        facts["themes"] = " ".join(themes)
        yield _bytes(_placemark(place.label, facts, passages, content.geometry(place)))
    for passage in content.unplaced():
        facts = {"note": "The passage shows no place.", "themes": " ".join(passage["themes"])}
        yield _bytes(_placemark("(no place)", facts, [passage], None))
    yield b"</Document></kml>\n"


def _placemark(
    label: str,
    facts: dict[str, str],
    passages: list[dict[str, Any]],
    geometry: Geometry | None,
) -> ET.Element:
    mark = ET.Element("Placemark")
    mark.append(_element("name", label))
    lines = (
        f"{when_in_words(passage)} · {passage['title']} · "
        f"{passage['source'] + ' · ' if passage['source'] else ''}"
        f"passage {passage['passage'] + 1}"
        f"{''.join(f' · {in_words(one)}' for one in passage['casualties'])}\n{passage['text']}\n"
        for passage in passages
    )
    mark.append(_element("description", _shown(lines)))
    extended = ET.SubElement(mark, "ExtendedData")
    for name, value in facts.items():
        data = ET.SubElement(extended, "Data", name=name)
        data.append(_element("value", value))
    if geometry is not None:
        drawn = _drawn(geometry)
        if drawn is not None:
            mark.append(drawn)
    return mark


def _drawn(geometry: Geometry) -> ET.Element | None:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        return _several(geometry["geometries"])
    coordinates = geometry["coordinates"]
    if kind.startswith("Multi"):
        single = kind.removeprefix("Multi")
        return _several({"type": single, "coordinates": part} for part in coordinates)
    drawn = ET.Element(kind)
    if kind == "Point":
        drawn.append(_element("coordinates", _positions([coordinates])))
    elif kind == "LineString":
        ET.SubElement(drawn, "tessellate").text = "1"
        drawn.append(_element("coordinates", _positions(coordinates)))
    else:
        ET.SubElement(drawn, "tessellate").text = "1"
        for number, corners in enumerate(coordinates):
            side = ET.SubElement(drawn, "innerBoundaryIs" if number else "outerBoundaryIs")
            ring = ET.SubElement(side, "LinearRing")
            ring.append(_element("coordinates", _positions(corners)))
    return drawn


def _several(parts: Iterable[Geometry]) -> ET.Element:
    together = ET.Element("MultiGeometry")
    together.extend(drawn for part in parts if (drawn := _drawn(part)) is not None)
    return together


def _positions(positions: Iterable[Any]) -> str:
    return " ".join(f"{round(at[0], _DIGITS)},{round(at[1], _DIGITS)}" for at in positions)


def _shown(lines: Iterable[str]) -> str:
    """Text as HTML, which globes take a description for; ``$[…]`` would stand for a field."""
    text = html.escape("\n".join(lines)).replace("$[", "&#36;[")
    return text.replace("\n", "<br/>\n")


def _element(name: str, text: str) -> ET.Element:
    element = ET.Element(name)
    element.text = _NO_XML.sub("\ufffd", text)
    return element


def _bytes(element: ET.Element) -> bytes:
    return ET.tostring(element, encoding="unicode").encode() + b"\n"
