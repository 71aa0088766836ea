"""Asking for many pages: how many at once, how soon after one another, and who is left alone."""

import threading
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from dashboard.errors import BusyError, DocumentError
from dashboard.ingest.addresses import read_address
from dashboard.ingest.downloads import Downloads, Wanted
from dashboard.ingest.fetch import Answer


class Machines:
    """Stand for other machines: keep who was asked when, and how many at once."""

    def __init__(self, reply: Callable[[str], None] = lambda _address: time.sleep(0.02)) -> None:
        self._reply, self._lock = reply, threading.Lock()
        self.asked: list[tuple[str, float, float]] = []
        self._now: list[str] = []
        self.most_at_once, self.most_of_one = 0, 0

    def fetch(self, wanted: Wanted) -> Answer:
        host, began = wanted.address.host, time.monotonic()
        with self._lock:
            self._now.append(host)
            self.most_at_once = max(self.most_at_once, len(self._now))
            self.most_of_one = max(self.most_of_one, self._now.count(host))
        try:
            self._reply(str(wanted.address))
        finally:
            with self._lock:
                self._now.remove(host)
                self.asked.append((host, began, time.monotonic()))
        return Answer(wanted.address, b"Rain.", "text/plain")


def wanted(host: str, path: str = "") -> Wanted:
    return Wanted(read_address(f"https://{host}.example/{path}"))


def taken(downloads: Downloads) -> dict[str, Answer | DocumentError]:
    came = {}
    while downloads:
        outcome = downloads.take(10)
        assert outcome
        came[str(outcome[0].address)] = outcome[1]
    return came


def test_downloads_ask_few_machines_at_once_and_one_page_of_each():
    machines = Machines()
    downloads = Downloads(machines.fetch, at_once=3, pause_s=0)
    for number in range(30):
        downloads.add(wanted(f"m{number % 10}", str(number)))
    assert len(downloads) == 30
    assert len(taken(downloads)) == 30
    assert 1 < machines.most_at_once <= 3
    assert machines.most_of_one == 1


def test_machine_is_asked_again_only_after_a_pause_and_keeps_no_other_waiting():
    machines = Machines(lambda _address: None)
    downloads = Downloads(machines.fetch, at_once=4, pause_s=0.2)
    for number in range(3):
        downloads.add(wanted("slow", str(number)))
    downloads.add(wanted("other"))
    taken(downloads)
    slow = sorted(times for host, *times in machines.asked if host == "slow.example")
    assert all(later[0] - earlier[1] >= 0.2 for earlier, later in pairwise(slow))
    (other,) = (times for host, *times in machines.asked if host == "other.example")
    assert other[0] < slow[1][0]


def test_machine_that_is_busy_is_left_alone():
    def reply(address: str) -> None:
        if "busy" in address:
            raise BusyError(f"{address}: asks for fewer requests (429); try again later")

    machines = Machines(reply)
    downloads = Downloads(machines.fetch, at_once=2, pause_s=0)
    for number in range(5):
        downloads.add(wanted("busy", str(number)))
    downloads.add(wanted("other"))
    came = taken(downloads)
    assert [host for host, *_ in machines.asked].count("busy.example") == 1
    assert isinstance(came["https://other.example/"], Answer)
    assert str(came["https://busy.example/4"]) == (
        "https://busy.example/4: was not asked, for its machine asks for fewer requests (429); "
        "try again later"
    )


def test_fault_harms_one_page():
    def reply(address: str) -> None:
        if address.endswith("bad"):
            raise RuntimeError("a fault")

    downloads = Downloads(Machines(reply).fetch, at_once=1, pause_s=0)
    downloads.add(wanted("a", "bad"))
    downloads.add(wanted("a", "good"))
    came = taken(downloads)
    assert isinstance(came["https://a.example/good"], Answer)
    assert "can't be asked: RuntimeError('a fault')" in str(came["https://a.example/bad"])


def test_closed_downloads_ask_for_nothing_more():
    gate = threading.Event()
    machines = Machines(lambda _address: gate.wait(10) and None)
    downloads = Downloads(machines.fetch, at_once=1, pause_s=0)
    for number in range(5):
        downloads.add(wanted("a", str(number)))
    while not machines._now:
        time.sleep(0.01)
    downloads.close()
    gate.set()
    assert downloads.take(10)
    assert downloads.take(0.2) is None
    assert len(machines.asked) == 1


@pytest.mark.parametrize("timeout_s", [0, 0.05])
def test_take_does_not_wait_for_ever(timeout_s: float):
    assert Downloads(Machines().fetch).take(timeout_s) is None
