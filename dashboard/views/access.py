"""Who may open the page: this machine alone, who signs in, or anybody who can reach it.

Streamlit signs people in (OpenID Connect) and keeps who somebody is in a cookie that it signs. It
guards its own pages with that only where a script asks, and other addresses not at all; so both is
done here.
"""

import ipaddress
import json
import os
import socket
import tomllib
from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ..errors import DashboardError

LOOPBACK = "127.0.0.1"
SIGN_IN_VARIABLE, OPEN_VARIABLE = "SITMAP_SIGN_IN", "SITMAP_OPEN"
"""Tell the pages, which run in this process, who may see them."""
_NEEDED = ("redirect_uri", "cookie_secret")
_OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_CALLBACK = "/oauth2callback"
_LEAST_SECRET = 16
"""Letters: a shorter one could be guessed, and who knows it can be anybody."""
_GUARDED = "/data/"
_REVIEWER: ContextVar[str] = ContextVar("reviewer", default="")
User = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in."""

    files: tuple[Path, ...]
    """Of secrets, the last first asked."""
    origin: str
    """Scheme and host under which the page is reached."""
    providers: tuple[str, ...]
    """Names of those that are offered; none where there is only one, without a name."""
    allowed: tuple[str, ...]
    """Addresses of e-mail, or ``@`` and a domain; everybody whom the provider knows when empty."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the page is served, and to whom."""

    host: str = LOOPBACK
    sign_in: SignIn | None = None
    is_open: bool = False
    """Whether anybody who reaches it may see and change everything."""

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return is_loopback(self.host)


def access_of(host: str, secrets: Sequence[Path], *, is_open: bool, is_asked: bool) -> Access:
    """Return who may open the page.

    Parameters
    ----------
    host
        Address that is listened at.
    secrets
        Files that may say how people sign in.
    is_open
        Whether the user said that anybody may.
    is_asked
        Whether the user named the secrets: people then sign in on this machine, too.

    Raises
    ------
    DashboardError
        Others would be let in without anybody having said so, or settings are wrong.
    """
    if is_loopback(host) and not is_asked:
        return Access(host)
    sign_in = sign_in_settings(secrets)
    if sign_in is not None and is_open:
        raise DashboardError("--open lets anybody in, and secrets say how to sign in; choose one")
    if sign_in is None and is_asked:
        named = ", ".join(map(str, secrets))
        raise DashboardError(f"--secrets: {named} has no section [auth]; Help shows one")
    if sign_in is None and not is_open:
        raise DashboardError(
            f"--host {host} lets other machines in: set up sign-in (Help, Serving colleagues), or "
            "say --open: then anybody who reaches this machine sees and changes everything"
        )
    if sign_in is not None and find_spec("authlib") is None:
        raise DashboardError("signing in needs the extra: pip install 'sitmap[sign-in]'")
    return Access(host, sign_in, is_open)


def is_loopback(host: str) -> bool:
    """Whether an address leads to this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def sign_in_settings(files: Sequence[Path]) -> SignIn | None:
    """Read how people sign in; None where no file says so.

    Raises
    ------
    DashboardError
        A file can't be read, or its section ``[auth]`` lacks something.
    """
    found: dict[str, Any] = {}
    named = ""
    for path in files:
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            raise DashboardError(f"{path}: can't be read: {error}") from error
        if "auth" in content:
            found, named = content, str(path)
    if not found:
        return None
    auth = found["auth"]
    providers = tuple(name for name, facts in auth.items() if isinstance(facts, dict))
    _check(auth, providers, named)
    address = urlsplit(str(auth["redirect_uri"]))
    allowed = found.get("sitmap", {}).get("allowed", [])
    if not isinstance(allowed, list) or not all(isinstance(one, str) for one in allowed):
        raise DashboardError(f"{named}: [sitmap] allowed is {allowed!r}; expected a list of texts")
    return SignIn(tuple(files), f"{address.scheme}://{address.netloc}", providers, tuple(allowed))


def _check(auth: Mapping[str, Any], providers: Sequence[str], named: str) -> None:
    """Raise `DashboardError` where a section ``[auth]`` lacks something."""
    missing = [key for key in _NEEDED if not auth.get(key)]
    sections = {f"auth.{name}": auth[name] for name in providers} or {"auth": auth}
    missing += [
        f"{key} in [{section}]"
        for section, facts in sections.items()
        for key in _OF_A_PROVIDER
        if not facts.get(key)
    ]
    if missing:
        raise DashboardError(f"{named}: [auth] lacks {', '.join(missing)}; Help shows one")
    if len(str(auth["cookie_secret"])) < _LEAST_SECRET:
        raise DashboardError(
            f"{named}: cookie_secret has {len(str(auth['cookie_secret']))} letters; expected "
            f"{_LEAST_SECRET} random ones at least"
        )
    if not str(auth["redirect_uri"]).endswith(_CALLBACK):
        raise DashboardError(
            f"{named}: redirect_uri is {auth['redirect_uri']!r}; expected the page's address with "
            f"{_CALLBACK}"
        )


# ---- by which name the server is called


class OwnNames:
    """Refuses requests for names that are not this server's.

    A page of another site can give itself an address of this machine, and would then be able to
    read every plain answer.

    Parameters
    ----------
    app
        What answers.
    access
        Where it is served: at all addresses of the machine, any address is a name of it.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._names = own_names(access)
        self._takes_addresses = _is_everywhere(access.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with status 400."""
        if scope["type"] in {"http", "websocket"}:
            name = host_name(Headers(scope=scope).get("host", ""))
            if name not in self._names and not (self._takes_addresses and _is_address(name)):
                refusal = PlainTextResponse("this server is not called that", 400)
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def own_names(access: Access) -> frozenset[str]:
    """Return the names under which a server is asked."""
    names = {LOOPBACK, "localhost", "::1", access.host.casefold()}
    if not access.is_local:
        names.add(socket.gethostname().casefold())
    if access.sign_in is not None:
        names.add(host_name(urlsplit(access.sign_in.origin).netloc))
    return frozenset(names - {"0.0.0.0", "::"})  # noqa: S104  no names


def host_name(header: str) -> str:
    """Return the name in a header ``Host``, without its port."""
    try:
        return (urlsplit(f"//{header}").hostname or "").casefold()
    except ValueError:
        return ""


def _is_everywhere(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


# ---- who asks


class SignedInOnly:
    """Answers addresses of content only to who is signed in, and keeps who that is.

    Parameters
    ----------
    app
        What answers.
    sign_in
        How people sign in.
    """

    def __init__(self, app: ASGIApp, sign_in: SignIn) -> None:
        self._app, self._sign_in = app, sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with status 401."""
        if scope["type"] != "http" or not _is_guarded(scope["path"]):
            await self._app(scope, receive, send)
            return
        user = user_of(Request(scope))
        if user is None or not is_admitted(user, self._sign_in.allowed):
            content = json.dumps({"error": "sign in first: open the page anew"})
            refusal = Response(content, 401, media_type="application/json")
            await refusal(scope, receive, send)
            return
        token = _REVIEWER.set(name_of_user(user))
        try:
            await self._app(scope, receive, send)
        finally:
            _REVIEWER.reset(token)


def _is_guarded(path: str) -> bool:
    return f"{path.rstrip('/')}/".startswith(_GUARDED)


def user_of(request: Request) -> User | None:
    """Return who asks, by the cookie that Streamlit signed; None where nobody signed in."""
    # Streamlit has no public way to read its cookie outside of a script.
    from streamlit.auth_util import get_cookie_with_chunks  # noqa: PLC0415
    from streamlit.web.server.server_util import get_cookie_secret  # noqa: PLC0415
    from streamlit.web.server.starlette.starlette_app_utils import (  # noqa: PLC0415
        decode_signed_value,
    )
    from streamlit.web.server.starlette.starlette_server_config import (  # noqa: PLC0415
        USER_COOKIE_NAME,
    )

    secret = get_cookie_secret()
    if not secret:
        return None

    def cookie(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return None if value is None else decode_signed_value(secret, name, value)

    try:
        content = get_cookie_with_chunks(cookie, USER_COOKIE_NAME)
        user = json.loads(content) if content else None
    except (ValueError, TypeError):
        return None
    if not isinstance(user, dict) or user.get("is_logged_in") is not True:
        return None
    signed_for = host_name(urlsplit(str(user.get("origin", ""))).netloc)
    return user if signed_for == host_name(request.headers.get("host", "")) else None


def is_admitted(user: User, allowed: Collection[str]) -> bool:
    """Whether somebody who signed in is among those who may see the page."""
    if not allowed:
        return True
    email = str(user.get("email") or "").casefold()
    # Some providers say it as text.
    if not email or str(user.get("email_verified")).casefold() == "false":
        return False
    domain = f"@{email.rpartition('@')[2]}"
    return any(one.casefold() in {email, domain} for one in allowed)


def name_of_user(user: User) -> str:
    """Return what decisions say of who took them."""
    return str(next((user[key] for key in ("email", "name", "sub") if user.get(key)), ""))


def reviewer() -> str:
    """Return who asks, in a script of a page or in an answer; "" where nobody signs in."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _REVIEWER.get()
    if SIGN_IN_VARIABLE not in os.environ:
        return ""
    return name_of_user(st.user) if st.user.is_logged_in else ""


# ---- the page


def announce_to_pages(access: Access) -> None:
    """Tell the scripts of pages who may see them."""
    os.environ.pop(SIGN_IN_VARIABLE, None)
    os.environ.pop(OPEN_VARIABLE, None)
    if access.sign_in is not None:
        facts = {"providers": access.sign_in.providers, "allowed": access.sign_in.allowed}
        os.environ[SIGN_IN_VARIABLE] = json.dumps(facts)
    elif access.is_open:
        os.environ[OPEN_VARIABLE] = "1"


def is_open() -> bool:
    """Whether anybody who reaches the page may see and change everything."""
    return OPEN_VARIABLE in os.environ


def admit() -> None:
    """Show the way to sign in, and end the script, where somebody has to."""
    content = os.environ.get(SIGN_IN_VARIABLE)
    if content is None:
        return
    facts = json.loads(content)
    if st.user.is_logged_in:
        if is_admitted(st.user, facts["allowed"]):
            return
        st.error("You may not see this page.", icon=":material/block:")
        st.text(f"You are signed in as {name_of_user(st.user)}; ask who runs this server.")
        st.button("Sign out", on_click=st.logout, key="sign-out")
        st.stop()
    st.header("sitmap", anchor=False)
    st.text("Sign in to see the reports.")
    for provider in facts["providers"] or [None]:
        st.button(
            f"Sign in with {provider}" if provider else "Sign in",
            type="primary",
            on_click=st.login,
            args=[provider] if provider else [],
            key=f"sign-in-{provider or 'default'}",
        )
    st.stop()
