"""The addresses of the ground under the marks: what stands in one never changes."""

import math
import subprocess
import sys
import threading
from functools import cache, lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..maps import GROUND, GROUND_LEVELS, ground_key, is_kept, kept_level, towns_json
from .shared import gazetteer

_TOWNS = 6000
_TILE = 500
"""Towns of a tile."""
_DEEPEST_TILE, _KEPT_TILES = 9, 512
_MAKE = (
    "from dashboard.maps import GROUND_LEVELS, kept_level; [kept_level(n) for n in GROUND_LEVELS]"
)
_MAKING = threading.Lock()
_DAY = "max-age=86400"
_KEEP = "max-age=31536000, immutable"


def ground_routes() -> list[Route]:
    """Return the routes below `GROUND`."""
    return [
        Route(f"/{GROUND}/{{key}}/towns.json", _towns),
        Route(f"/{GROUND}/{{key}}/towns/{{zoom:int}}/{{x:int}}/{{y:int}}.json", _tile),
        Route(f"/{GROUND}/{{key}}/{{level:int}}.json", _level),
    ]


def make_ground() -> None:
    """Make the levels that are not kept yet, so that maps need not wait for them.

    By another process, for it takes half a gigabyte that this one would never give back.
    """
    with _MAKING:
        if not all(is_kept(level) for level in GROUND_LEVELS):
            subprocess.run([sys.executable, "-c", _MAKE], check=False)  # noqa: S603  this program


def _content(level: int) -> bytes:
    if not is_kept(level):
        make_ground()
    return kept_level(level)  # where nothing can be kept it is made here


def _level(request: Request) -> Response:
    level: Any = request.path_params["level"]
    if level not in GROUND_LEVELS:
        return Response(status_code=404)
    # A page of before an update names another key, and is not to keep what it gets.
    is_current = request.path_params["key"] == ground_key()
    return _gzipped(_content(level), _KEEP if is_current else "no-store")


def _towns(_request: Request) -> Response:
    return _gzipped(_largest_towns(), _DAY)


@cache
def _largest_towns() -> bytes:
    return towns_json(gazetteer().largest_settlements(_TOWNS))


def _tile(request: Request) -> Response:
    """Towns of a tile of the web's maps."""
    zoom, x, y = (int(request.path_params[name]) for name in ("zoom", "x", "y"))
    if zoom > _DEEPEST_TILE or max(x, y) >= 1 << zoom:
        return Response(status_code=404)
    return _gzipped(_towns_of_tile(zoom, x, y), _DAY)


@lru_cache(_KEPT_TILES)
def _towns_of_tile(zoom: int, x: int, y: int) -> bytes:
    south, north = (_latitude(row / (1 << zoom)) for row in (y + 1, y))
    west, east = (column / (1 << zoom) * 360 - 180 for column in (x, x + 1))
    return towns_json(gazetteer().largest_settlements(_TILE, (west, south, east, north)))


def _latitude(down: float) -> float:
    """Degrees, of a share of the way down the map."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


def _gzipped(content: bytes, cache_control: str) -> Response:
    headers = {"Content-Encoding": "gzip", "Cache-Control": cache_control}
    return Response(content, media_type="application/json", headers=headers)
