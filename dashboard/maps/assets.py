"""What the map's page loads, all of it from this machine."""

from pathlib import Path

from xstatic.pkg import leaflet

ASSET_FOLDERS: dict[str, Path] = {
    "leaflet": Path(leaflet.BASE_DIR),
    "sitmap": Path(__file__).with_name("static"),
}
"""Folders that the server offers below ``/assets``, by name."""

ASSETS = "assets"
"""As seen from the root of the app."""
GROUND = f"{ASSETS}/ground"
"""Below it, by `ground_key`, the levels of the ground and the names of towns."""
