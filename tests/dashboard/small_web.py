"""A web server on 127.0.0.1 for tests: it answers as it is told, and keeps what it was asked."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from dashboard.ingest.addresses import Address, read_address

Reply = bytes | Callable[[socket.socket], None]
"""All that is sent, or what sends it."""


@dataclass
class SmallWeb:
    """Answers by path."""

    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Requests as they came, with their headers."""
    times: list[tuple[float, float]] = field(default_factory=list)
    """When each began and ended to be answered."""

    def address(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> Address:
        return read_address(f"{scheme}://{host}:{self.port}{path}")

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.asked]


def page(
    body: bytes | str, *headers: str, media_type: str = "text/plain", status: str = "200 OK"
) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *headers]
    if not any(line.lower().startswith(("content-length", "transfer")) for line in lines):
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode() + content


def redirect(location: str, status: str = "302 Found") -> bytes:
    return page("", f"Location: {location}", status=status)


def drip(words: bytes, pause_s: float) -> Callable[[socket.socket], None]:
    """Send byte by byte, for ever as far as the other side is concerned."""

    def send(connection: socket.socket) -> None:
        for letter in words:
            connection.sendall(bytes([letter]))
            time.sleep(pause_s)

    return send


@contextmanager
def small_web(context: ssl.SSLContext | None = None) -> Iterator[SmallWeb]:
    """Serve until the end of the block."""
    web = SmallWeb()
    with socket.create_server(("127.0.0.1", 0)) as server:
        web.port = server.getsockname()[1]
        threading.Thread(target=_serve, args=(server, web, context), daemon=True).start()
        yield web
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, web: SmallWeb, context: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(connection, web, context), daemon=True).start()


def _answer(connection: socket.socket, web: SmallWeb, context: ssl.SSLContext | None) -> None:
    began = time.monotonic()
    with suppress(OSError), connection:
        channel = context.wrap_socket(connection, server_side=True) if context else connection
        with channel:
            request = b""
            while b"\r\n\r\n" not in request:
                chunk = channel.recv(4096)
                if not chunk:
                    return
                request += chunk
            web.asked.append(request.decode("latin-1"))
            path = web.asked[-1].split(" ")[1]
            reply = web.replies.get(path, page("", status="404 Not Found"))
            if callable(reply):
                reply(channel)
            else:
                channel.sendall(reply)
            web.times.append((began, time.monotonic()))
            with suppress(OSError):
                channel.shutdown(socket.SHUT_WR)
