"""Signing in as colleagues do: a provider of identities, a browser, and addresses of content."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driver import Dashboard, serving
from identity_provider import Provider, identity_provider, secrets
from playwright.sync_api import expect

from geocache.gazetteer import CompiledGazetteer

Visit = Callable[..., Dashboard]
LOOK = "async () => (await fetch('/data/counts')).status"


@pytest.fixture
def provider():
    with identity_provider() as served:
        yield served


def test_content_is_for_who_signed_in_and_no_longer_than_that(
    visit: Visit, tmp_path: Path, provider: Provider, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    (tmp_path / "a.txt").write_text("Rain fell in Aleppo.")
    named = secrets(tmp_path / "secrets.toml", provider, "@example.org")
    options = ("--secrets", str(named))
    with serving(tmp_path / "a.txt", options=options) as (address, _said):
        dashboard = visit(address, waiting=False)
        page = dashboard.page
        expect(page.get_by_text("Sign in to see the reports.")).to_be_visible(timeout=30_000)
        assert page.get_by_test_id("map").count() == 0
        assert page.evaluate(LOOK) == 401
        page.get_by_role("button", name="Sign in").click()
        dashboard.map.locator("[data-ground=ready]").wait_for(timeout=60_000)
        assert "/token" in provider.asked
        assert page.evaluate(LOOK) == 200
        assert dashboard.counted() == (1, 1)
        page.context.clear_cookies()
        assert page.evaluate(LOOK) == 401
        dashboard.errors.clear()  # the page says that it may not look any more


def test_account_that_is_not_allowed_is_refused_with_a_message(
    visit: Visit, tmp_path: Path, provider: Provider, gazetteer: CompiledGazetteer
):
    assert len(gazetteer)
    (tmp_path / "a.txt").write_text("Rain fell in Aleppo.")
    provider.email = "mallory@example.com"
    named = secrets(tmp_path / "secrets.toml", provider, "@example.org", "zoe@example.com")
    options = ("--secrets", str(named))
    with serving(tmp_path / "a.txt", options=options) as (address, _said):
        dashboard = visit(address, waiting=False)
        page = dashboard.page
        page.get_by_role("button", name="Sign in").click(timeout=30_000)
        expect(page.get_by_text("You may not see this page.")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("You are signed in as mallory@example.com")).to_be_visible()
        assert page.evaluate(LOOK) == 401
        dashboard.errors.clear()
