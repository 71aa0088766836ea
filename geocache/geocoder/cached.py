"""Any geopy service behind answers that are kept, asked only when switched on."""

import json
from pathlib import Path
from typing import Any

import geopy
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.point import Point

from .answers import Answer, AnswerStore, Found
from .arguments import as_point
from .failures import ServiceOffError
from .service import Pace, Service

_GEOPY_AGENTS = ("", "geopy", f"geopy/{geopy.__version__}")


class CachedGeocoder:
    """A geopy geocoder whose answers are kept in a file, empty ones too.

    What is kept is served without the network, by any process that opens the file. Failures are
    not kept. Threads may share one instance, and with it the service's pace; every further
    process keeps the pace on its own.

    Parameters
    ----------
    geocoder
        Any synchronous geocoder of geopy, with a user agent of the caller's own.
    path
        The SQLite file of answers; made when it is not there.
    service
        Name that the answers are kept under, as "nominatim.openstreetmap.org".
    min_delay_seconds
        Least time between two requests; one second is Nominatim's policy.
    max_retries
        How often a question is asked again after a failure that may pass.
    enabled
        Whether the service may be called at all; can be set later.
    error_wait_seconds
        Time before a question is asked again, where the service's Retry-After says nothing.

    Raises
    ------
    geopy.exc.ConfigurationError
        The user agent is geopy's own, the geocoder is asynchronous, or a figure is negative.
    AnswerCacheError
        The file is damaged, of another kind or not writable.
    """

    def __init__(
        self,
        geocoder: Geocoder,
        path: Path,
        *,
        service: str,
        min_delay_seconds: float = 1.0,
        max_retries: int = 2,
        enabled: bool = False,
        error_wait_seconds: float = 5.0,
    ) -> None:
        _check(geocoder, service)
        self.service = service
        self.enabled = enabled
        pace = Pace(min_delay_seconds, max_retries, error_wait_seconds)
        self._service = Service(geocoder, service, pace)
        self._answers = AnswerStore(Path(path))

    def geocode(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        **options: Any,
    ) -> Found:
        """Find a place by name: as kept, else from the service.

        Parameters
        ----------
        query, exactly_one, options
            As the wrapped geocoder takes them; each combination is a question of its own.
        timeout
            Seconds to wait for the service; the wrapped geocoder's own when not given.

        Returns
        -------
        Location or list of Location or None
            As from the wrapped geocoder; its ``raw`` keeps all that the service gave.

        Raises
        ------
        ServiceOffError
            Nothing is kept and the service is switched off (also geopy's GeocoderUnavailable).
        geopy.exc.GeocoderServiceError
            The service gave no answer: GeocoderTimedOut, GeocoderRateLimited,
            GeocoderUnavailable, GeocoderParseError or another of its classes, saying why.
        AnswerCacheError
            The file can't be read or written.
        """
        return self._found("geocode", query, timeout, {"exactly_one": exactly_one, **options})

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        **options: Any,
    ) -> Found:
        """Find what is at a point: as kept, else from the service; see `geocode`."""
        point = as_point(query)
        return self._found("reverse", point, timeout, {"exactly_one": exactly_one, **options})

    def kept(self, query: Any, *, exactly_one: bool = True, **options: Any) -> Answer | None:
        """Return the kept answer to a `geocode`, with its time and service; None when none is.

        Never calls the service. Raises `AnswerCacheError` as `geocode` does.
        """
        question = _question("geocode", query, {"exactly_one": exactly_one, **options})
        return self._answers.get(self.service, question)

    def __len__(self) -> int:
        """Count the answers in the file, of all services."""
        return len(self._answers)

    def _found(self, method: str, query: Any, timeout: Any, options: dict[str, Any]) -> Found:
        question = _question(method, query, options)
        answer = self._answers.get(self.service, question)
        if answer is None:
            if not self.enabled:
                raise ServiceOffError(
                    f"no answer to {query!r} is kept, and {self.service} is switched off; "
                    "switch it on to ask it"
                )
            limits = {} if timeout is DEFAULT_SENTINEL else {"timeout": timeout}
            found = self._service.ask(method, query, {**options, **limits})
            answer = self._answers.put(self.service, question, found)
        return answer.found


def _check(geocoder: Geocoder, service: str) -> None:
    agent = getattr(geocoder, "headers", {}).get("User-Agent") or ""
    if agent.strip() in _GEOPY_AGENTS:
        raise ConfigurationError(
            f"the user agent for {service} is {agent!r}; services want to know who asks: "
            'set one of your own, as in Nominatim(user_agent="name of your project, address")'
        )
    if isinstance(geocoder.adapter, BaseAsyncAdapter):
        raise ConfigurationError(
            f"the geocoder for {service} is asynchronous; expected one with a synchronous adapter"
        )


def _question(method: str, query: Any, options: dict[str, Any]) -> str:
    """Return one key for a question, however its options are ordered and its words spaced."""
    if isinstance(query, str):
        query = " ".join(query.split())
    given = {name: option for name, option in options.items() if option is not None}
    return json.dumps([method, query, given], sort_keys=True, default=_as_json)


def _as_json(option: Any) -> list[float]:
    if isinstance(option, Point):
        return list(option)
    raise GeocoderQueryError(f"{option!r} can't be part of a question that is kept")
