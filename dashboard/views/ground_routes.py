"""The addresses of the ground under the marks: what stands in one never changes."""

from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geocache.gazetteer import open_gazetteer

from ..maps import GROUND, GROUND_LEVELS, ground_key, kept_level, towns_json

_TOWNS = 12_000
_DAY = "max-age=86400"
_KEEP = "max-age=31536000, immutable"


def ground_routes() -> list[Route]:
    """Return the routes below `GROUND`."""
    return [
        Route(f"/{GROUND}/{{key}}/towns.json", _towns),
        Route(f"/{GROUND}/{{key}}/{{level:int}}.json", _level),
    ]


def make_ground() -> None:
    """Make all levels, so that maps need not wait for them."""
    for level in GROUND_LEVELS:
        kept_level(level)


def _level(request: Request) -> Response:
    level: Any = request.path_params["level"]
    if level not in GROUND_LEVELS:
        return Response(status_code=404)
    # A page of before an update names another key, and is not to keep what it gets.
    is_current = request.path_params["key"] == ground_key()
    return _gzipped(kept_level(level), _KEEP if is_current else "no-store")


def _towns(_request: Request) -> Response:
    return _gzipped(_largest_towns(), _DAY)


@cache
def _largest_towns() -> bytes:
    return towns_json(open_gazetteer().largest_settlements(_TOWNS))


def _gzipped(content: bytes, cache_control: str) -> Response:
    headers = {"Content-Encoding": "gzip", "Cache-Control": cache_control}
    return Response(content, media_type="application/json", headers=headers)
