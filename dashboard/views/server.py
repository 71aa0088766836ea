"""Starting Streamlit with the dashboard's own assets beside it."""

import ctypes
import errno
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ..errors import DashboardError
from ..maps import ASSET_FOLDERS
from ..processes import collect_as_usual
from .access import LOOPBACK, Access, OwnNames, SignedInOnly, announce_to_pages
from .ground_routes import ground_routes, make_ground
from .page_shell import ShellMiddleware
from .parts import STATIC
from .routes import data_routes
from .shared import DEMONSTRATION_VARIABLE, OWN_WORKSPACE_VARIABLE, WORKSPACE_VARIABLE

FIRST_PORT, LAST_PORT = 8501, 8599
_THIS_MACHINE = Access()
_ARENA_MAX = -8
"""Of ``malloc.h``."""
_TRIMMED_EVERY_S = 5.0
_START_TIMEOUT_S, _POLL_S = 60.0, 0.1


class _Assets(StaticFiles):
    """Files that the browser asks for again each time: after an upgrade all are of one version."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _spare_memory() -> None:
    """Give memory back that answers no longer need, where the C library is glibc.

    Each answer is made by one of many threads. By default each has a heap of its own, and what
    large columns left there is given to no other, nor back. On 100,000 reports
    `tests/benchmarks/room.py` left the server with 2.1 GB without this, and with 1.3 GB with it.
    """
    try:
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, 2)
        trim: Callable[[int], int] = library.malloc_trim
    except (OSError, AttributeError):
        return

    def trim_now_and_then() -> None:
        while True:
            time.sleep(_TRIMMED_EVERY_S)
            trim(0)

    threading.Thread(target=trim_now_and_then, name="memory", daemon=True).start()


def free_port(wanted: int | None, host: str = LOOPBACK) -> int:
    """Return the wanted port, or the first free one from 8501 when none is wanted.

    Raises
    ------
    DashboardError
        The wanted port is taken, or all of the usual ones are.
    """
    if wanted is not None:
        if not _is_free(wanted, host):
            raise DashboardError(f"port {wanted} is taken; choose another one with --port")
        return wanted
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if _is_free(port, host):
            return port
    raise DashboardError(
        f"no port from {FIRST_PORT} to {LAST_PORT} is free; choose one with --port"
    )


def _is_free(port: int, host: str) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror as error:
            raise DashboardError(f"--host {host} is no address of this machine: {error}") from error
        except PermissionError as error:
            raise DashboardError(f"port {port} may not be used by this user: {error}") from error
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise DashboardError(f"--host {host} is no address of this machine") from error
            return False
    return True


def serve(
    workspace: Path,
    *,
    port: int,
    headless: bool,
    own: Path | None = None,
    access: Access = _THIS_MACHINE,
) -> None:
    """Serve the dashboard until it is stopped.

    Parameters
    ----------
    workspace
        What to show.
    port
        TCP port; must be free.
    headless
        Whether to leave the browser alone.
    own
        The user's own workspace, when ``workspace`` is a demonstration that holds nothing of the
        user's: the page says so, and what is added goes into this one, which is then shown.
    access
        Where it is served, and to whom: this machine alone by default.
    """
    announce_to_pages(access)
    _spare_memory()
    collect_as_usual()
    os.environ[WORKSPACE_VARIABLE] = str(workspace)
    os.environ[OWN_WORKSPACE_VARIABLE] = str(own or workspace)
    if own is not None:
        os.environ[DEMONSTRATION_VARIABLE] = "1"
    folders = [
        Mount(f"/assets/{name}", _Assets(directory=folder))
        for name, folder in {**ASSET_FOLDERS, "room": STATIC}.items()
    ]
    app = st.App(
        Path(__file__).with_name("app.py"),
        routes=[
            *ground_routes(),
            *folders,
            *data_routes(),
        ],
        # A page of another site can name itself after this machine and would then be able to read
        # every plain address: other names than our own are refused.
        middleware=[
            Middleware(OwnNames, access=access),
            *([Middleware(SignedInOnly, sign_in=access.sign_in)] if access.sign_in else ()),
            Middleware(ShellMiddleware),
        ],
    )
    # Made while Streamlit starts, so that the first map need not wait for it.
    threading.Thread(target=make_ground, daemon=True).start()
    threading.Thread(
        target=_announce, args=(access.host, port), kwargs={"headless": headless}, daemon=True
    ).start()
    # Streamlit hands the signal on when it has shut down; end like Ctrl+C, so that what is
    # temporary is cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app.run(
        config={
            "server.address": access.host,
            **({"secrets.files": [*map(str, access.sign_in.files)]} if access.sign_in else {}),
            "server.port": port,
            "server.headless": True,  # the browser is opened here, once the page can be served
            "server.fileWatcherType": "none",
            "browser.serverAddress": _reached_at(access.host),
            "browser.gatherUsageStats": False,
            "logger.hideWelcomeMessage": True,
            "client.toolbarMode": "minimal",
            "client.showErrorLinks": False,
            # Its CSV would hand formulas in words of reports to spreadsheets; ours are guarded.
            "client.disableDataExport": True,
            # As room.css has them.
            "theme.light.primaryColor": "#2563EB",
            "theme.light.backgroundColor": "#FFFFFF",
            "theme.light.secondaryBackgroundColor": "#F3F5F8",
            "theme.dark.primaryColor": "#7AA7FF",
            "theme.dark.backgroundColor": "#0E1117",
            "theme.dark.secondaryBackgroundColor": "#1B212B",
        }
    )


def _reached_at(host: str) -> str:
    """Return an address at which a server that listens at all of them answers."""
    return {"0.0.0.0": LOOPBACK, "::": "::1"}.get(host, host)  # noqa: S104  not listened at


def _announce(host: str, port: int, *, headless: bool) -> None:
    """Print the address once it answers, and open it."""
    name = _reached_at(host)
    address = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    give_up = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310  our own address
                break
        except (URLError, OSError):
            time.sleep(_POLL_S)
    else:
        return
    sys.stdout.write(f"sitmap is at {address} (Ctrl+C stops it)\n")
    sys.stdout.flush()
    if not headless:
        webbrowser.open(address)
