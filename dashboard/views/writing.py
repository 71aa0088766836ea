"""Addresses that change something: only the page itself may ask them, in JSON of bounded size."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ..errors import DashboardError, QueryError, WorkspaceError
from .answers import as_text

JSON = "application/json"
_MOST_BYTES = 4_000_000
"""More than any request that is taken has."""
_OWN_SITES = frozenset({"", "same-origin", "none"})
Body = Mapping[str, Any]


def writing(make: Callable[[Body], Any]) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a request to change something, with what ``make`` returns as JSON.

    A page of another site can make a browser send forms and plain texts to this machine. It can
    send no JSON without being asked for leave, which nobody gives, and browsers say where a request
    comes from; both are looked at.
    """

    async def respond(request: Request) -> Response:
        problem = _foreign(request)
        if problem:
            return refused(problem, 403)
        try:
            body = await _body(request)
            # In a thread: who reads reports again stops nobody else.
            content = await run_in_threadpool(make, body)
        except WorkspaceError as error:
            return refused(str(error), 503)
        except (DashboardError, QueryError) as error:
            return refused(str(error), 400)
        return Response(as_text(content), media_type=JSON, headers={"Cache-Control": "no-store"})

    return respond


def refused(reason: str, status: int) -> Response:
    """Return an answer that says why there is none."""
    return Response(json.dumps({"error": reason}), status, media_type=JSON)


def _foreign(request: Request) -> str:
    """Say why a request is not one of our own page; "" when it is."""
    headers = request.headers
    site = headers.get("sec-fetch-site", "")
    if site not in _OWN_SITES:
        return f"Sec-Fetch-Site is {site}; expected a request of the page itself"
    origin = headers.get("origin", "")
    if origin and urlsplit(origin).netloc != headers.get("host", ""):
        return f"Origin is {origin}; expected the page's own, {headers.get('host', '')}"
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        return f"Content-Type is {kind or 'missing'}; expected {JSON}"
    return ""


async def _body(request: Request) -> Body:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > _MOST_BYTES:
            raise QueryError(f"the request has more than {_MOST_BYTES} bytes; choose fewer words")
    try:
        found = json.loads(bytes(content))
    except (ValueError, RecursionError):
        raise QueryError("the request holds no JSON; expected an object") from None
    if not isinstance(found, dict):
        raise QueryError(f"the request holds a {type(found).__name__}; expected an object")
    return found


def text(body: Body, key: str, most: int, *, needed: bool = False) -> str:
    """Return a text of a request; "" where there is none.

    Raises
    ------
    QueryError
        It is none, is too long, or is needed and missing.
    """
    value = body.get(key)
    if value is None or value == "":
        if needed:
            raise QueryError(f"{key} is missing; expected a text")
        return ""
    if not isinstance(value, str) or len(value) > most or not _is_sound(value):
        raise QueryError(f"{key}={_echoed(value)}; expected a text of {most} letters at most")
    return value


def number(body: Body, key: str) -> int:
    """Return a whole number from 0 of a request; raises `QueryError` where it is none."""
    value = body.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise QueryError(f"{key}={_echoed(value)}; expected a whole number from 0")
    return value


def chosen(body: Body, key: str, among: Mapping[str, Any]) -> Any:
    """Return what a text of a request names; raises `QueryError` where it names nothing."""
    value = body.get(key)
    if not isinstance(value, str) or value not in among:
        raise QueryError(f"{key}={_echoed(value)}; expected one of {', '.join(among)}")
    return among[value]


def _is_sound(value: str) -> bool:
    """Whether a text can be stored: halves of letters can't."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _echoed(value: Any) -> str:
    words = json.dumps(value)
    return words if len(words) <= 80 else f"{words[:77]}..."  # noqa: PLR2004  legible
