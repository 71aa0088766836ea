"""A part of the page on a page of its own: its modules, and answers that a test makes up."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page

from dashboard.maps import ASSET_FOLDERS
from dashboard.views.parts import STATIC

HERE = Path(__file__).parent
FOLDERS = {**ASSET_FOLDERS, "room": STATIC}
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}


class Refusal(NamedTuple):
    """An answer that is none."""

    status: int
    words: str


Query = dict[str, list[str]]
Answer = Callable[[str, Query], Any]
"""Of a name below ``/data``: plain values, or a `Refusal`."""


@contextmanager
def stage(answer: Answer) -> Iterator[str]:
    """Serve pages of this folder, the modules below ``assets``, and answers below ``data``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            first, *rest = address.path.strip("/").split("/")
            if first == "data":
                found = answer(rest[0], parse_qs(address.query))
                status = found.status if isinstance(found, Refusal) else 200
                said = {"error": found.words} if isinstance(found, Refusal) else found
                return self._send(status, json.dumps(said).encode(), "application/json")
            path = FOLDERS[rest[0]].joinpath(*rest[1:]) if rest else HERE / first
            if not path.is_file():
                return self.send_error(404)
            kind = TYPES.get(path.suffix, "application/octet-stream")
            return self._send(200, path.read_bytes(), kind)

        def _send(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def pages(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield what opens an address; at the end nothing may have gone wrong on any page."""
    wrong: list[str] = []
    with ExitStack() as stack:

        def open_page(address: str, **options: Any) -> Page:
            page = browser.new_page(**options)
            stack.callback(page.close)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
            page.goto(address)
            return page

        yield open_page
    assert wrong == []
