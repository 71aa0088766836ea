"""Questions to a service at the pace it allows."""

import time
from dataclasses import dataclass
from typing import Any

from geopy.exc import ConfigurationError, GeocoderRateLimited, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder

from .answers import Found
from .failures import PASSING, UNREADABLE, failure, seconds_to_wait, while_reading

LONGEST_WAIT_SECONDS = 60.0
"""A service that asks for a longer pause is left alone for it, and questions fail at once."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a service wants to be asked.

    Raises
    ------
    geopy.exc.ConfigurationError
        A figure is negative.
    """

    min_delay_seconds: float
    """Least time between two requests."""
    max_retries: int
    """How often a question is asked again after a failure that may pass."""
    error_wait_seconds: float
    """Time before it is asked again, unless the service says how long."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise ConfigurationError(f"{name} is {getattr(self, name)!r}; expected 0 or more")


class Service:
    """A geopy geocoder, asked politely by any number of threads.

    Parameters
    ----------
    geocoder
        The one to ask.
    name
        Named in messages.
    pace
        How fast, and how often again.
    """

    def __init__(self, geocoder: Geocoder, name: str, pace: Pace) -> None:
        self._geocoder = geocoder
        self._name = name
        self._pace = pace
        # one limiter for both methods: the service counts requests, whatever they ask
        self._limited_call = RateLimiter(
            self._call,
            min_delay_seconds=pace.min_delay_seconds,
            max_retries=0,
            error_wait_seconds=pace.min_delay_seconds,
            swallow_exceptions=False,
        )
        self._allowed_at = 0.0
        _leave_retries_to_us(geocoder)

    def ask(self, method: str, query: Any, options: dict[str, Any]) -> Found:
        """Call ``geocode`` or ``reverse``; again when the failure may pass.

        Raises
        ------
        geopy.exc.GeocoderServiceError
            The service gave no answer; one of the classes that `failures` lists.
        """
        for _ in range(self._pace.max_retries):
            try:
                return self._attempt(method, query, options)
            except PASSING as error:
                self._rest_after(error)
        return self._attempt(method, query, options)

    def _attempt(self, method: str, query: Any, options: dict[str, Any]) -> Found:
        self._wait_until_allowed(query)
        try:
            found: Found = self._limited_call(method, query, options)
        except PASSING as error:
            pause = seconds_to_wait(error)
            if pause is not None:
                self._allowed_at = max(self._allowed_at, time.monotonic() + pause)
            raise
        return found

    def _wait_until_allowed(self, query: Any) -> None:
        """Keep the pause that the service asked for, in whichever thread it was told so."""
        pause = self._allowed_at - time.monotonic()
        if pause > LONGEST_WAIT_SECONDS:
            raise GeocoderRateLimited(
                f"{self._name} was not asked about {query!r}: "
                f"it wants to be left alone for another {pause:.0f} s",
                retry_after=pause,
            )
        if pause > 0:
            time.sleep(pause)

    def _rest_after(self, error: GeocoderServiceError) -> None:
        pause = seconds_to_wait(error)
        if pause is None:
            time.sleep(self._pace.error_wait_seconds)
        elif pause > LONGEST_WAIT_SECONDS:
            raise error

    def _call(self, method: str, query: Any, options: dict[str, Any]) -> Found:
        try:
            found: Found = getattr(self._geocoder, method)(query, **options)
        except GeocoderServiceError as error:
            raise failure(self._name, query, error) from error
        except UNREADABLE as error:
            if not while_reading(error):
                raise
            raise failure(self._name, query, error) from error
        return found


def _leave_retries_to_us(geocoder: Geocoder) -> None:
    """Keep the `requests` client from asking again on its own, past the limiter.

    It would sleep for whatever a Retry-After says, be it an hour.
    """
    session = getattr(geocoder.adapter, "session", None)
    for transport in getattr(session, "adapters", {}).values():
        transport.max_retries = transport.max_retries.new(total=0)
