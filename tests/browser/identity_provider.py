"""A provider of identities, by OpenID Connect: everybody is who the test says."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "sitmap-test"


@dataclass
class Provider:
    """What the provider knows."""

    email: str = "amal@example.org"
    address: str = ""
    asked: list[str] = field(default_factory=list)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test"}))
    _nonces: dict[str, str] = field(default_factory=dict)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False, alg="RS256", use="sig")]}

    def back(self, query: dict[str, list[str]]) -> str:
        """Where a browser goes that was sent here."""
        code = f"code-{len(self._nonces)}"
        self._nonces[code] = query.get("nonce", [""])[0]
        return f"{query['redirect_uri'][0]}?{urlencode({'code': code, 'state': query['state'][0]})}"

    def token(self, code: str) -> dict[str, Any]:
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "17",
            "iat": int(time.time()),
            "exp": int(time.time()) + 600,
            "nonce": self._nonces.pop(code),
            "email": self.email,
            "email_verified": True,
            "name": "Amal",
        }
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self._key)
        return {"access_token": "none", "token_type": "Bearer", "id_token": signed}


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """Serve a provider on this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            provider.asked.append(address.path)
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.back(parse_qs(address.query)))
                self.end_headers()
                return
            known = {
                "/.well-known/openid-configuration": provider.configuration,
                "/keys": provider.keys,
            }
            self._answer(known[address.path]())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(provider.token(parse_qs(body)["code"][0]))

        def _answer(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def secrets(path: Path, provider: Provider, *allowed: str) -> Path:
    """Write what a server has to know of a provider."""
    path.write_text(
        f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "a long secret that nobody knows"
client_id = "{CLIENT}"
client_secret = "another"
server_metadata_url = "{provider.address}/.well-known/openid-configuration"

[sitmap]
allowed = {json.dumps(allowed)}
"""
    )
    return path
