"""A server of answers that tests set, and what it answers with."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer

from geocache.geocoder import CachedGeocoder

POLYGON = {"type": "Polygon", "coordinates": [[[36.6, 35.9], [36.7, 35.9], [36.7, 36.0]]]}
LINE = {"type": "LineString", "coordinates": [[36.6, 35.9], [37.1, 36.2]]}


def place(name: str, **more: object) -> dict[str, object]:
    """A place as Nominatim gives it: coordinates are strings."""
    return {"place_id": 1, "lat": "35.931", "lon": "36.634", "display_name": name, **more}


@dataclass
class Service:
    """A server of answers that the tests set; by default it knows every name."""

    server: ThreadingHTTPServer
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    mute: bool = False
    cut: bool = False
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def kill(self) -> None:
        self.server.shutdown()
        self.server.server_close()


Opener = Callable[..., CachedGeocoder]
