"""The HTML file that every page begins as, and what it is told before its scripts run."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TOLD = b"""<script>
window.__streamlit = {BACKEND_BASE_URL: location.origin};
document.documentElement.dataset.sitmapScheme =
  matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
</script>"""
"""Where Streamlit's server is: else the page of ``/places`` looks below that first, in vain. And
which colours to begin with, so that none are seen that don't fit: the bar says so again when it
knows what was chosen in Streamlit's menu."""
_HEAD = b"<head>"


class ShellMiddleware:
    """Tells Streamlit's page where its server is, and which colours to begin with.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; of HTML documents that a browser opens the head is written into."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        # Asked for as it is: what is compressed can't be written into.
        headers = [one for one in scope["headers"] if one[0].lower() != b"accept-encoding"]
        started: list[Message] = []
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                if "text/html" in MutableHeaders(raw=message["headers"]).get("content-type", ""):
                    started.append(message)
                    return
            elif started:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await _send_written(send, started[0], bytes(body))
                return
            await send(message)

        await self._app({**scope, "headers": headers}, receive, collect)


async def _send_written(send: Send, start: Message, body: bytes) -> None:
    content = body.replace(_HEAD, _HEAD + _TOLD, 1)
    headers = MutableHeaders(raw=start["headers"])
    if "content-length" in headers:
        headers["content-length"] = str(len(content))
    await send(start)
    await send({"type": "http.response.body", "body": content})
