"""A local server that speaks Nominatim's JSON, and geopy's services before it."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import RequestsAdapter, URLLibAdapter
from geopy.geocoders import Nominatim
from served import Opener, Service, place

from geocache.geocoder import CachedGeocoder

ADAPTERS = [adapter for adapter in (URLLibAdapter, RequestsAdapter) if adapter.is_available]
CERTIFICATES = ssl.create_default_context()
"""Read once: the server speaks plain HTTP."""


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            service.asked.append(query.get("q", ["reverse"])[0])
            service.agents.append(self.headers["User-Agent"])
            if service.mute:
                service.released.wait(10)
                return
            body = service.body
            if body is None:
                body = json.dumps([place(service.asked[-1])])
            self.send_response(service.status)
            for name, header in service.headers.items():
                self.send_header(name, header)
            self.send_header("Content-Length", str(len(body.encode()) + 100 * service.cut))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield service
    service.released.set()
    service.kill()
    thread.join()


@pytest.fixture(params=ADAPTERS, ids=lambda adapter: adapter.__name__)
def nominatim(service: Service, request: pytest.FixtureRequest) -> Iterator[Nominatim]:
    geocoder = Nominatim(
        domain=service.domain,
        scheme="http",
        user_agent="sitmap-tests",
        proxies={},
        timeout=5,
        ssl_context=CERTIFICATES,
        adapter_factory=request.param,
    )
    with geocoder:
        yield geocoder


@pytest.fixture
def opened(nominatim: Nominatim, tmp_path: Path) -> Opener:
    """Opens the cache, as a program that starts does."""

    def opened(**options: object) -> CachedGeocoder:
        impatient = {"min_delay_seconds": 0, "max_retries": 0, "error_wait_seconds": 0}
        policy = {"service": "test", "enabled": True, **impatient, **options}
        return CachedGeocoder(nominatim, tmp_path / "kept" / "answers.sqlite", **policy)

    return opened


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been slept."""
    pauses: list[float] = []
    asking, sleep = threading.get_ident(), time.sleep

    def pause(seconds: float) -> None:
        if threading.get_ident() == asking:
            pauses.append(seconds)
        else:  # what another test left behind may sleep meanwhile
            sleep(seconds)

    monkeypatch.setattr(time, "sleep", pause)
    return pauses
