"""Who may open the page: what is refused before anybody is let in, and who is let in then."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import sitmap
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard.errors import DashboardError
from dashboard.views import access
from dashboard.views.access import (
    Access,
    OwnNames,
    SignedInOnly,
    SignIn,
    access_of,
    is_admitted,
    is_loopback,
    reviewer,
    sign_in_settings,
)
from dashboard.views.routes import data_routes

EVERYWHERE = "0.0.0.0"  # noqa: S104  asked for, and not listened at
SECRET = "a long secret that nobody knows"  # noqa: S105  of a test
WHOLE = f"""
[auth]
redirect_uri = "https://maps.example.org/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "sitmap"
client_secret = "x"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""
SIGN_IN = SignIn((), "https://maps.example.org", (), ())
USER = {"is_logged_in": True, "origin": "https://maps.example.org", "email": "amal@example.org"}


@pytest.fixture
def secrets(tmp_path: Path) -> Callable[[str], list[Path]]:
    def write(content: str) -> list[Path]:
        (tmp_path / "secrets.toml").write_text(content)
        return [tmp_path / "missing.toml", tmp_path / "secrets.toml"]

    return write


# ---- what is refused before anybody is let in


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.9.1", "::1"])
def test_loopback_address_needs_no_sign_in(host: str):
    assert is_loopback(host)
    assert access_of(host, [], is_open=False, is_asked=False) == Access(host)


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "10.1.2.3", "maps.example.org", "127.0.0.1.x"])
def test_foreign_machines_are_let_in_only_on_purpose(host: str):
    with pytest.raises(DashboardError, match=rf"--host {host} lets other machines in: .*--open"):
        access_of(host, [], is_open=False, is_asked=False)
    assert access_of(host, [], is_open=True, is_asked=False).is_open


def test_command_refuses_before_it_listens(tmp_path: Path):
    process = sitmap(
        *("serve", "--workspace", tmp_path / "w.sitmap", "--host", EVERYWHERE), status=1
    )
    assert process.stderr.startswith("sitmap: --host 0.0.0.0 lets other machines in: ")
    process = sitmap(
        *("serve", "--workspace", tmp_path / "w.sitmap", "--host", "192.0.2.1", "--open"), status=1
    )
    assert "--host 192.0.2.1 is no address of this machine" in process.stderr


def test_sign_in_lets_others_in(secrets: Callable[[str], list[Path]]):
    files = secrets(WHOLE + '[sitmap]\nallowed = ["@example.org"]')
    found = access_of("10.1.2.3", files, is_open=False, is_asked=False)
    assert found.sign_in == SignIn(tuple(files), "https://maps.example.org", (), ("@example.org",))
    with pytest.raises(DashboardError, match=r"--open lets anybody in, and secrets say"):
        access_of("10.1.2.3", files, is_open=True, is_asked=False)
    assert access_of("127.0.0.1", files, is_open=False, is_asked=False).sign_in is None
    assert access_of("127.0.0.1", files, is_open=False, is_asked=True).sign_in


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[auth]\n", "lacks redirect_uri, cookie_secret, client_id in .auth., client_secret"),
        (WHOLE.replace(SECRET, "short"), "cookie_secret has 5 letters; expected 16"),
        (WHOLE.replace("/oauth2callback", "/"), "redirect_uri is 'https://maps.example.org/'"),
        (WHOLE + "[auth.other]\nclient_id = 'x'", r"lacks client_secret in \[auth.other\]"),
        (WHOLE + "[sitmap]\nallowed = 'x'", "allowed is 'x'; expected a list"),
        ("[auth", "secrets.toml: can't be read"),
    ],
)
def test_settings_that_lack_something_are_named(
    secrets: Callable[[str], list[Path]], content: str, reason: str
):
    with pytest.raises(DashboardError, match=reason):
        sign_in_settings(secrets(content))


def test_secrets_of_something_else_are_none(secrets: Callable[[str], list[Path]]):
    assert sign_in_settings(secrets("[other]\nkey = 1")) is None
    with pytest.raises(DashboardError, match=r"--secrets: .* has no section \[auth\]"):
        access_of("127.0.0.1", secrets("x = 1"), is_open=False, is_asked=True)


# ---- names of the server


@pytest.mark.parametrize(
    ("served", "name", "status"),
    [
        (Access(), "127.0.0.1:8501", 200),
        (Access(), "localhost", 200),
        (Access(), "[::1]:8501", 200),
        (Access(), "evil.example.com", 400),
        (Access(), "10.1.2.3", 400),
        (Access("10.1.2.3", is_open=True), "10.1.2.3:8501", 200),
        (Access("10.1.2.3", is_open=True), "10.1.2.4", 400),
        (Access(EVERYWHERE, is_open=True), "10.1.2.4:1", 200),
        (Access(EVERYWHERE, is_open=True), "evil.example.com", 400),
        (Access(EVERYWHERE, sign_in=SIGN_IN), "maps.example.org", 200),
        (Access(EVERYWHERE, sign_in=SIGN_IN), "", 400),
    ],
)
def test_host_names_of_the_server_alone_are_answered(served: Access, name: str, status: int):
    routes = [Route("/", lambda _request: PlainTextResponse("yes"))]
    app = Starlette(routes=routes, middleware=[Middleware(OwnNames, access=served)])
    assert TestClient(app).get("/", headers={"Host": name}).status_code == status


# ---- who signed in


def said(_request: Request) -> PlainTextResponse:
    return PlainTextResponse(reviewer())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Ask a guarded address as somebody with a cookie."""
    monkeypatch.setattr(server_util, "get_cookie_secret", lambda: SECRET)
    routes = [
        Route(path, said)
        for path in ("/data/counts", "/data/decide", "/data", "/database", "/assets/x")
    ]

    def ask(
        user: dict[str, Any] | None, path: str = "/data/counts", *, key: str = SECRET, **signed: Any
    ) -> Any:
        sign_in = SignIn((), "https://maps.example.org", (), tuple(signed.get("allowed", ())))
        app = Starlette(routes=routes, middleware=[Middleware(SignedInOnly, sign_in=sign_in)])
        client = TestClient(app, base_url="https://maps.example.org")
        if user is not None:
            value = create_signed_value(key, USER_COOKIE_NAME, json.dumps(user))
            client.cookies.set(USER_COOKIE_NAME, value.decode())
        return client.get(path)

    return ask


def test_signed_in_user_is_answered_and_known(asked: Callable[..., Any]):
    answer = asked(USER)
    assert (answer.status_code, answer.text) == (200, "amal@example.org")
    assert reviewer() == ""  # outside of an answer


@pytest.mark.parametrize(
    ("user", "options"),
    [
        (None, {}),
        (USER, {"key": "another secret than the one"}),
        ({**USER, "is_logged_in": False}, {}),
        ({**USER, "is_logged_in": "yes"}, {}),
        ({**USER, "origin": "https://other.example.org"}, {}),
        ({key: USER[key] for key in ("is_logged_in", "email")}, {}),
        (USER, {"allowed": ["@example.com", "zoe@example.org"]}),
        ({**USER, "email_verified": False}, {"allowed": ["@example.org"]}),
        ({**USER, "email_verified": "false"}, {"allowed": ["@example.org"]}),
        ([1], {}),
    ],
)
@pytest.mark.parametrize("path", ["/data/counts", "/data/decide", "/data"])
def test_stranger_gets_no_content(
    asked: Callable[..., Any], user: Any, options: dict[str, Any], path: str
):
    answer = asked(user, path, **options)
    assert answer.status_code == 401
    assert answer.json() == {"error": "sign in first: open the page anew"}


def test_assets_need_no_sign_in(asked: Callable[..., Any]):
    assert asked(None, "/assets/x").status_code == 200
    assert asked(None, "/database").status_code == 200


@pytest.mark.parametrize(
    ("allowed", "email", "may"),
    [
        ((), "", True),
        (("@example.org",), "Amal@Example.org", True),
        (("amal@example.org",), "amal@example.org", True),
        (("@example.org",), "amal@sub.example.org", False),
        (("@example.org",), "amal@example.org.evil.com", False),
        (("@example.org",), "", False),
    ],
)
def test_allowed_are_addresses_and_domains(allowed: tuple[str, ...], email: str, *, may: bool):
    assert is_admitted({"email": email}, allowed) == may


def test_routes_of_content_are_all_guarded():
    assert all(access._is_guarded(route.path) for route in data_routes())
