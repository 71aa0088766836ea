"""A folium map as a page that opens from disk: all it needs is inside it."""

import base64
import re
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template
from xstatic.pkg import leaflet

from .kept_ground import kept_level
from .view import FittedView

_LINKED = re.compile(r"url\([^)]*\)")
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_LEVEL = 7
"""Of the ground: a map of a country or of a province."""
_MODULES = ("ground_paths.js", "ground_names.js", "ground_towns.js", "ground.js")
_IMPORT = re.compile(r"^import .*$|^export ", re.MULTILINE)


class _BareMap(folium.Map):
    """A folium map that loads nothing: what it needs is written into the page."""

    default_js = []  # noqa: RUF012  as in folium
    default_css = []  # noqa: RUF012


def standalone_map(layer: folium.FeatureGroup, view: FittedView, style: str) -> str:
    """Return a whole page with a map of one layer.

    Parameters
    ----------
    layer
        Of `mark_layer`.
    view
        Where it looks at first.
    style
        Rules of CSS, for what is written around the map.
    """
    drawn = _BareMap(
        location=list(view.center), zoom_start=round(view.zoom), tiles=None, prefer_canvas=True
    )
    drawn.options["maxZoom"] = 12
    root: Any = drawn.get_root()
    root.header.add_child(Element(_assets(style)), name="assets", index=0)
    drawn.add_child(_InlinedGround())
    layer.add_to(drawn)
    return str(root.render())


class _InlinedGround(MacroElement):
    """The ground at one level, whatever the zoom; without names of towns."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {
            const map = {{ this._parent.get_name() }}, content = {{ this.content|tojson }};
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            const unzip = new DecompressionStream("gzip");
            const level = new Response(new Blob([bytes]).stream().pipeThrough(unzip)).json();
            const files = async (name) => (name.startsWith("towns") ? [] : level);
            ground(map, { files });
        }
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ground"
        self.content = base64.b64encode(kept_level(_LEVEL)).decode()


@cache
def _assets(own_style: str) -> str:
    """Leaflet's script and style; its images, which nothing here shows, are left out."""
    folder = Path(leaflet.BASE_DIR)
    script = (folder / "leaflet.js").read_text("utf-8").replace("</script", "<\\/script")
    script = re.sub(r"//# sourceMappingURL=\S*", "", script)
    static = Path(__file__).with_name("static")
    own = "\n".join(_IMPORT.sub("", (static / name).read_text("utf-8")) for name in _MODULES)
    style = _LINKED.sub("none", (folder / "leaflet.css").read_text("utf-8"))
    return (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>sitmap</title><style>{style}{own_style}</style>"
        f"<script>{script}</script><script>{own}</script>"
    )
