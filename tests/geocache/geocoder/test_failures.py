"""What the cache does when the service behind it fails."""

import threading
import time

import pytest
from geopy.exc import (
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from served import Opener, Service


def _malformed(body: str) -> dict[str, object]:
    return {"body": body}


FAILURES = [
    ({"mute": True}, GeocoderTimedOut, "it timed out"),
    ({"status": 429}, GeocoderRateLimited, "HTTP 429 Too Many Requests"),
    ({"status": 503}, GeocoderUnavailable, "HTTP 503 Service Unavailable"),
    ({"status": 500}, GeocoderServiceError, "HTTP 500"),
    ({"status": 599}, GeocoderServiceError, "HTTP 599"),
    ({"status": 403}, GeocoderInsufficientPrivileges, "HTTP 403 Forbidden"),
    ({"cut": True}, GeocoderUnavailable, "."),
    (_malformed("<html>busy</html>"), GeocoderParseError, "can't be read: .*<html>busy"),
    (_malformed(""), GeocoderParseError, "can't be read"),
    (_malformed('[{"lat": "35.9", "lon'), GeocoderParseError, "can't be read"),
    (_malformed('["Idlib"]'), GeocoderParseError, "can't be read"),
    (_malformed("42"), GeocoderParseError, "can't be read"),
    (_malformed('[{"lat": "north", "lon": "1"}]'), GeocoderParseError, "can't be read: .*north"),
    (_malformed('[{"lat": "99", "lon": "1"}]'), GeocoderParseError, "can't be read"),
    (_malformed("[{}]"), GeocoderParseError, "can't be read"),
    (_malformed("[" * 100_000), GeocoderParseError, "can't be read"),
    (_malformed('{"error": "bad query"}'), GeocoderQueryError, "bad query"),
]


@pytest.mark.parametrize(("fault", "error", "reason"), FAILURES)
def test_failure_says_why_and_is_not_kept(
    service: Service, opened: Opener, fault: dict, error: type[Exception], reason: str
):
    cached = opened()
    cached.geocode("Aleppo")
    for name, setting in fault.items():
        setattr(service, name, setting)
    with pytest.raises(error, match=f"(?s)test gave no answer to 'Idlib': .*({reason})") as failed:
        cached.geocode("Idlib", timeout=0.1 if service.mute else 5)
    assert len(str(failed.value)) < 400
    assert cached.kept("Idlib") is None
    assert cached.geocode("Aleppo").address == "Aleppo"
    service.released.set()
    service.status, service.body, service.mute, service.cut = 200, None, False, False
    assert cached.geocode("Idlib").address == "Idlib"


def test_killed_server_is_unavailable_and_kept_answers_stay(service: Service, opened: Opener):
    cached = opened()
    cached.geocode("Aleppo")
    service.kill()
    with pytest.raises(GeocoderUnavailable, match="refused"):
        cached.geocode("Idlib")
    assert service.asked == ["Aleppo"]
    assert cached.geocode("Aleppo").address == "Aleppo"


def test_argument_that_geopy_refuses_is_no_fault_of_the_service(opened: Opener):
    with pytest.raises(ValueError, match="Limit cannot be less than 1") as refused:
        opened().geocode("Idlib", exactly_one=False, limit=0)
    assert not isinstance(refused.value, GeocoderServiceError)
    with pytest.raises(GeocoderQueryError, match="'nowhere' is no point"):
        opened().reverse("nowhere")
    with pytest.raises(GeocoderQueryError, match="can't be part of a question"):
        opened().geocode("Idlib", language=object())


def test_temporary_failure_is_tried_again(service: Service, opened: Opener, pauses: list[float]):
    service.status = 503
    with pytest.raises(GeocoderUnavailable):
        opened(max_retries=2, error_wait_seconds=7).geocode("Idlib")
    assert len(service.asked) == 3
    assert pauses == [7, 7]


def test_permanent_failure_is_not_tried_again(
    service: Service, opened: Opener, pauses: list[float]
):
    service.status = 403
    with pytest.raises(GeocoderInsufficientPrivileges):
        opened(max_retries=2).geocode("Idlib")
    assert len(service.asked) == 1
    assert pauses == []


@pytest.mark.parametrize("status", [429, 503])
def test_short_retry_after_is_waited_for(
    service: Service, opened: Opener, monkeypatch: pytest.MonkeyPatch, status: int
):
    service.status, service.headers = status, {"Retry-After": "17"}
    pauses: list[float] = []
    asking, sleep = threading.get_ident(), time.sleep

    def recover(seconds: float) -> None:
        if threading.get_ident() != asking:  # what another test left behind may sleep meanwhile
            return sleep(seconds)
        pauses.append(seconds)
        service.status = 200
        return None

    monkeypatch.setattr(time, "sleep", recover)
    assert opened(max_retries=1).geocode("Idlib").address == "Idlib"
    assert pauses == [pytest.approx(17, abs=5)]
    assert len(service.asked) == 2


def test_service_that_asks_for_a_long_pause_gets_it(service: Service, opened: Opener):
    service.status, service.headers = 429, {"Retry-After": "3600"}
    cached = opened(max_retries=2)
    with pytest.raises(GeocoderRateLimited, match="it asks to wait 3600 s") as limited:
        cached.geocode("Idlib")
    assert limited.value.retry_after == 3600
    service.status = 200
    with pytest.raises(GeocoderRateLimited, match="test was not asked about 'Hama'") as refused:
        cached.geocode("Hama")
    assert 0 < refused.value.retry_after <= 3600
    assert service.asked == ["Idlib"]


def test_methods_share_the_service_pace(
    service: Service, opened: Opener, monkeypatch: pytest.MonkeyPatch
):
    now = [100.0]
    monkeypatch.setattr("geopy.extra.rate_limiter.default_timer", lambda: now[0])
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("geopy.extra.rate_limiter.sleep", wait)
    cached = opened(min_delay_seconds=1.0)
    cached.geocode("Idlib")
    cached.reverse((35.9, 36.6))
    cached.geocode("Idlib")  # kept: no wait
    cached.geocode("Hama")
    assert waited == [1.0, 1.0]
    assert len(service.asked) == 3
