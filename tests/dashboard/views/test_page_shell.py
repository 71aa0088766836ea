"""The HTML file that every page begins as."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.views.page_shell import ShellMiddleware

PAGE = "<!DOCTYPE html><html><head><title>é</title></head><body>" + "x" * 5000 + "</body></html>"


def client() -> TestClient:
    routes = [
        Route("/", lambda _request: HTMLResponse(PAGE)),
        Route("/text", lambda _request: PlainTextResponse("<head>")),
    ]
    middleware = [Middleware(ShellMiddleware), Middleware(GZipMiddleware)]
    return TestClient(Starlette(routes=routes, middleware=middleware))


def test_page_gets_the_address_of_its_server():
    answer = client().get("/", headers={"Accept": "text/html,*/*", "Accept-Encoding": "gzip"})
    head, _, rest = answer.text.partition("</script>")
    assert head.startswith("<!DOCTYPE html><html><head><script>")
    assert "window.__streamlit = " in head
    assert rest == PAGE.partition("<head>")[2]
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_page_shell_leaves_other_answers_alone():
    assert client().get("/", headers={"Accept": "*/*"}).text == PAGE
    assert client().get("/text", headers={"Accept": "text/html"}).text == "<head>"
