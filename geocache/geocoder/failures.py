"""Why a service gave no answer: geopy's exceptions, each of one meaning whatever the HTTP client.

geopy.exc.GeopyError
├── GeocoderTimedOut      no answer in time
├── GeocoderRateLimited   429: too many requests; ``retry_after`` says how long to wait, in seconds
├── GeocoderUnavailable   no connection, a connection cut, or 502, 503 and 504
├── GeocoderParseError    an answer that is no JSON, or not what the service documents
└── GeocoderServiceError  anything else, or one of its other subclasses
"""

from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from traceback import walk_tb
from urllib.error import URLError

from geopy.adapters import AdapterHTTPError, get_retry_after
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders.base import Geocoder

from ..errors import ItemError

PASSING = (GeocoderTimedOut, GeocoderRateLimited, GeocoderUnavailable)
"""Failures that may be over when the question is asked again."""
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    UserWarning,  # of a latitude beyond the poles, where warnings are errors
    ValueError,
)
"""What geopy's parsers raise when an answer is not shaped as they expect."""
_KINDS: tuple[type[Exception], ...] = (
    GeocoderRateLimited,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderServiceError,
)
_CUT = (URLError, ConnectionError, HTTPException)
_GONE = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
_LONGEST_REASON = 200


class ServiceOffError(ItemError, GeocoderUnavailable):  # type: ignore[misc]  # geopy is untyped
    """An answer is not kept, and the service that could give it is switched off."""


def failure(service: str, query: object, error: Exception) -> Exception:
    """Return geopy's exception for ``error``, saying which service failed at what, and why."""
    kind = _kind(error)
    message = f"{service} gave no answer to {query!r}: {_shortened(_reason(kind, error))}"
    seconds = seconds_to_wait(error)
    if seconds is not None:
        message += f"; it asks to wait {seconds:.0f} s"
    failure: Exception = kind(message)
    if isinstance(failure, GeocoderRateLimited):
        failure.retry_after = seconds
    return failure


def seconds_to_wait(error: BaseException) -> float | None:
    """Return what the service's Retry-After asks for; None when it asks for nothing."""
    if isinstance(error, GeocoderRateLimited) and error.retry_after is not None:
        return float(error.retry_after)
    response = _response(error)
    seconds = get_retry_after(response.headers) if response is not None else None
    return None if seconds is None else float(seconds)


def while_reading(error: BaseException) -> bool:
    """Whether ``error`` arose from a service's answer, not from the caller's arguments."""
    code = Geocoder._call_geocoder.__code__  # noqa: SLF001  where geopy sends and reads
    return any(frame.f_code is code for frame, _ in walk_tb(error.__traceback__))


def _kind(error: Exception) -> type[Exception]:
    kind: type[Exception] = next(
        (kind for kind in _KINDS if isinstance(error, kind)), GeocoderParseError
    )
    response = _response(error)
    if response is not None:
        if response.status_code in _GONE:
            kind = GeocoderUnavailable
        return kind
    # geopy's adapters tell a refused or cut connection from a slow one in different ways
    causes = list(_chain(error))
    if kind in (GeocoderServiceError, GeocoderUnavailable):
        if any(isinstance(cause, TimeoutError) for cause in causes):
            kind = GeocoderTimedOut
        elif any(isinstance(cause, _CUT) for cause in causes):
            kind = GeocoderUnavailable
    return kind


def _reason(kind: type[Exception], error: Exception) -> str:
    response = _response(error)
    if response is not None:
        return _worded(response.status_code)
    if kind is GeocoderTimedOut:
        return "it timed out"
    if kind is GeocoderUnavailable:
        return str([*_chain(error)][-1])  # the system's words, without the client's wrapping
    reason = str(error) or type(error).__name__
    return f"its answer can't be read: {reason}" if kind is GeocoderParseError else reason


def _response(error: BaseException) -> AdapterHTTPError | None:
    return next((e for e in _chain(error) if isinstance(e, AdapterHTTPError)), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _worded(status: int) -> str:
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _shortened(reason: str) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
