"""Any geopy service behind a cache, against a local server that speaks Nominatim's JSON."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import BaseAsyncAdapter, RequestsAdapter, URLLibAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders import Nominatim
from geopy.point import Point

from geocache.errors import ItemError, ServiceOffError
from geocache.geocoder import CachedGeocoder
from geocache.geocoder.answers import AnswerStore

ADAPTERS = [adapter for adapter in (URLLibAdapter, RequestsAdapter) if adapter.is_available]
POLYGON = {"type": "Polygon", "coordinates": [[[36.6, 35.9], [36.7, 35.9], [36.7, 36.0]]]}
LINE = {"type": "LineString", "coordinates": [[36.6, 35.9], [37.1, 36.2]]}


def place(name: str, **more: object) -> dict[str, object]:
    """A place as Nominatim gives it: coordinates are strings."""
    return {"place_id": 1, "lat": "35.931", "lon": "36.634", "display_name": name, **more}


@dataclass
class Service:
    """A server of answers that the tests set; by default it knows every name."""

    server: ThreadingHTTPServer
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    mute: bool = False
    cut: bool = False
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def kill(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            service.asked.append(query.get("q", ["reverse"])[0])
            service.agents.append(self.headers["User-Agent"])
            if service.mute:
                service.released.wait(10)
                return
            body = service.body
            if body is None:
                body = json.dumps([place(service.asked[-1])])
            self.send_response(service.status)
            for name, header in service.headers.items():
                self.send_header(name, header)
            self.send_header("Content-Length", str(len(body.encode()) + 100 * service.cut))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield service
    service.released.set()
    service.kill()
    thread.join()


@pytest.fixture(params=ADAPTERS, ids=lambda adapter: adapter.__name__)
def nominatim(service: Service, request: pytest.FixtureRequest) -> Iterator[Nominatim]:
    geocoder = Nominatim(
        domain=service.domain,
        scheme="http",
        user_agent="sitmap-tests",
        proxies={},
        timeout=5,
        adapter_factory=request.param,
    )
    with geocoder:
        yield geocoder


Opener = Callable[..., CachedGeocoder]


@pytest.fixture
def opened(nominatim: Nominatim, tmp_path: Path) -> Opener:
    """Opens the cache, as a program that starts does."""

    def opened(**options: object) -> CachedGeocoder:
        impatient = {"min_delay_seconds": 0, "max_retries": 0, "error_wait_seconds": 0}
        policy = {"service": "test", "enabled": True, **impatient, **options}
        return CachedGeocoder(nominatim, tmp_path / "kept" / "answers.sqlite", **policy)

    return opened


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been slept."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def test_an_answer_is_asked_for_once_and_kept_with_its_time_and_service(
    service: Service, opened: Opener
):
    cached = opened()
    first = cached.geocode("Idlib")
    assert (first.address, first.latitude, first.longitude) == ("Idlib", 35.931, 36.634)
    assert cached.geocode("Idlib") == first
    assert service.asked == ["Idlib"]
    assert service.agents == ["sitmap-tests"]
    answer = cached.kept("Idlib")
    assert (answer.found, answer.service) == (first, "test")
    age = datetime.now(UTC) - datetime.fromisoformat(answer.answered_at)
    assert timedelta(seconds=-1) < age < timedelta(minutes=5)


@pytest.mark.parametrize("exactly_one", [True, False])
def test_an_empty_answer_is_kept_too(service: Service, opened: Opener, *, exactly_one: bool):
    service.body = "[]"
    cached = opened()
    assert cached.kept("Nowhere", exactly_one=exactly_one) is None
    assert cached.geocode("Nowhere", exactly_one=exactly_one) is None
    assert cached.geocode("Nowhere", exactly_one=exactly_one) is None
    assert service.asked == ["Nowhere"]
    assert cached.kept("Nowhere", exactly_one=exactly_one).found is None


def test_lists_are_kept_in_their_order(service: Service, opened: Opener):
    service.body = json.dumps([place("b"), place("a")])
    cached = opened()
    for _ in range(2):
        assert [found.address for found in cached.geocode("x", exactly_one=False)] == ["b", "a"]


@pytest.mark.parametrize("geometry", [POLYGON, LINE], ids=["polygon", "line"])
def test_polygons_and_lines_are_kept(service: Service, opened: Opener, geometry: dict):
    service.body = json.dumps([place("Idlib", geojson=geometry)])
    opened().geocode("Idlib", geometry="geojson")
    service.kill()
    assert opened().geocode("Idlib", geometry="geojson").raw["geojson"] == geometry


def test_after_a_restart_without_server_and_switched_off_what_is_kept_is_served(
    service: Service, opened: Opener
):
    opened().geocode("Idlib")
    service.kill()
    cached = opened(enabled=False)
    assert cached.geocode("Idlib").address == "Idlib"
    assert len(cached) == 1


def test_it_is_off_until_it_is_switched_on(service: Service, opened: Opener):
    cached = opened(enabled=False)
    with pytest.raises(ServiceOffError, match="'Idlib' is kept, and test is switched off") as off:
        cached.geocode("Idlib")
    assert isinstance(off.value, GeocoderUnavailable)
    assert isinstance(off.value, ItemError)
    assert service.asked == []
    cached.enabled = True
    assert cached.geocode("Idlib").address == "Idlib"


def test_by_default_it_is_off(service: Service, nominatim: Nominatim, tmp_path: Path):
    with pytest.raises(ServiceOffError):
        CachedGeocoder(nominatim, tmp_path / "answers", service="test").geocode("Idlib")
    assert service.asked == []


def test_other_words_options_and_services_are_other_questions(service: Service, opened: Opener):
    cached = opened()
    cached.geocode("Idlib")
    cached.geocode("Idlib", language=None)
    cached.geocode(" Idlib\n", timeout=4)
    assert len(service.asked) == 1
    cached.geocode("Idlib", language="ar")
    cached.geocode("Idlib", exactly_one=False)
    cached.geocode("Idlib", viewbox=[Point(35, 36), Point(36, 37)])
    cached.geocode({"city": "Idlib"})
    opened(service="another").geocode("Idlib")
    assert len(service.asked) == 6


def test_all_forms_of_a_point_are_one_question(service: Service, opened: Opener):
    service.body = json.dumps(place("Idlib"))
    cached = opened()
    for query in [(35.9, 36.6), "35.9, 36.6", Point(35.9, 36.6)]:
        assert cached.reverse(query).address == "Idlib"
    assert service.asked == ["reverse"]


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
def test_a_failure_says_why_and_is_not_kept(
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


def test_a_killed_server_is_unavailable_and_what_is_kept_stays(service: Service, opened: Opener):
    cached = opened()
    cached.geocode("Aleppo")
    service.kill()
    with pytest.raises(GeocoderUnavailable, match="refused"):
        cached.geocode("Idlib")
    assert service.asked == ["Aleppo"]
    assert cached.geocode("Aleppo").address == "Aleppo"


def test_an_argument_that_geopy_refuses_is_no_fault_of_the_service(opened: Opener):
    with pytest.raises(ValueError, match="Limit cannot be less than 1") as refused:
        opened().geocode("Idlib", exactly_one=False, limit=0)
    assert not isinstance(refused.value, GeocoderServiceError)
    with pytest.raises(GeocoderQueryError, match="'nowhere' is no point"):
        opened().reverse("nowhere")
    with pytest.raises(GeocoderQueryError, match="can't be part of a question"):
        opened().geocode("Idlib", language=object())


def test_what_may_pass_is_tried_again(service: Service, opened: Opener, pauses: list[float]):
    service.status = 503
    with pytest.raises(GeocoderUnavailable):
        opened(max_retries=2, error_wait_seconds=7).geocode("Idlib")
    assert len(service.asked) == 3
    assert pauses == [7, 7]


def test_what_will_not_pass_is_not_tried_again(
    service: Service, opened: Opener, pauses: list[float]
):
    service.status = 403
    with pytest.raises(GeocoderInsufficientPrivileges):
        opened(max_retries=2).geocode("Idlib")
    assert len(service.asked) == 1
    assert pauses == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_retry_after_is_waited_for(
    service: Service, opened: Opener, monkeypatch: pytest.MonkeyPatch, status: int
):
    service.status, service.headers = status, {"Retry-After": "17"}
    pauses: list[float] = []

    def recover(seconds: float) -> None:
        pauses.append(seconds)
        service.status = 200

    monkeypatch.setattr(time, "sleep", recover)
    assert opened(max_retries=1).geocode("Idlib").address == "Idlib"
    assert pauses == [pytest.approx(17, abs=5)]
    assert len(service.asked) == 2


def test_a_service_that_asks_for_a_long_pause_gets_it(service: Service, opened: Opener):
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


def test_both_methods_share_the_service_pace(
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


@pytest.mark.parametrize("agent", [None, "", " "])
def test_a_user_agent_of_ones_own_is_required(tmp_path: Path, agent: str | None):
    geocoder = Nominatim(domain="127.0.0.1:1", user_agent=agent)
    with pytest.raises(
        ConfigurationError, match=r"user agent for test is '.*services want to know"
    ):
        CachedGeocoder(geocoder, tmp_path / "answers", service="test")
    assert list(tmp_path.iterdir()) == []


def test_an_asynchronous_geocoder_is_refused(tmp_path: Path):
    class Adapter(BaseAsyncAdapter):
        get_json = get_text = None

    geocoder = Nominatim(user_agent="sitmap-tests", adapter_factory=Adapter)
    with pytest.raises(ConfigurationError, match="asynchronous"):
        CachedGeocoder(geocoder, tmp_path / "answers", service="test")


@pytest.mark.parametrize("name", ["min_delay_seconds", "max_retries", "error_wait_seconds"])
def test_a_negative_figure_is_echoed(opened: Opener, name: str):
    with pytest.raises(ConfigurationError, match=f"{name} is -1"):
        opened(**{name: -1})


def test_the_file_may_be_deleted_at_any_time(service: Service, opened: Opener, tmp_path: Path):
    cached = opened()
    cached.geocode("Idlib")
    for path in (tmp_path / "kept").iterdir():
        path.unlink()
    assert cached.geocode("Idlib").address == "Idlib"
    assert len(service.asked) == 2


def test_two_processes_write_at_once(service: Service, tmp_path: Path):
    script = """
import sys
from pathlib import Path
from geopy.geocoders import Nominatim
from geocache.geocoder import CachedGeocoder
domain, path, own = sys.argv[1:]
nominatim = Nominatim(domain=domain, scheme="http", user_agent="sitmap-tests", proxies={})
nominatim.timeout = 9
cached = CachedGeocoder(
    nominatim, Path(path), service="test", enabled=True, min_delay_seconds=0, max_retries=0
)
for number in range(25):
    assert cached.geocode(f"{own} {number}").address == f"{own} {number}"
    assert cached.geocode(f"shared {number}").address == f"shared {number}"
"""
    path = tmp_path / "answers.sqlite"
    command = [sys.executable, "-c", script, service.domain, str(path)]
    processes = [subprocess.Popen([*command, own]) for own in ("one", "two")]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert len(AnswerStore(path)) == 75
