"""The rules of who may import whom."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import dashboard
import geocache
import geocache.evaluation

ROOTS = {
    name: Path(package.__file__).parent
    for name, package in {"geocache": geocache, "dashboard": dashboard}.items()
}
# Rooms in the order of the pipeline: each may import those before it.
GEOCACHE_ROOMS = [
    "errors",
    "data_files",
    "scripts",
    "coordinates",
    "records",
    "quick_records",
    "antimeridian",
    "geodesy",
    "caching",
    "arrays",
    "gazetteer",
    "geocoder",
    "recognition",
    "resolution",
    "footprint",
    "explanation",
    "json_form",
    "parser",
    "evaluation",
    "training",
    "__init__",
]
DASHBOARD_ROOMS = [
    "errors",
    "model",
    "ingest",
    "annotate",
    "workspace",
    "rereading",
    "processes",
    "executors",
    "decisions",
    "batches",
    "storing",
    "collecting",
    "running",
    "pipeline",
    "situation",
    "maps",
    "attribution",
    "export",
    "views",
    "cli",
    "__init__",
]


def modules() -> list[str]:
    return [
        ".".join([name, *path.relative_to(root).with_suffix("").parts])
        for name, root in ROOTS.items()
        for path in sorted(root.rglob("*.py"))
    ]


@cache
def imports(module: str) -> frozenset[str]:
    """Absolute names of everything that a module imports, inside functions too."""
    return frozenset(_imports(module))


def _imports(module: str) -> Iterator[str]:
    package, *rest = module.split(".")
    path = ROOTS[package].joinpath(*rest).with_suffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = module.split(".")[: -node.level]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from (".".join([*base, name]) for name in names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(module: str) -> str:
    return [*module.split("."), "__init__"][1]


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("geocache")])
def test_engine_knows_no_application_and_no_page(module: str):
    forbidden = {"dashboard", "streamlit", "folium", "branca", "pandas"}
    assert not {name.split(".")[0] for name in imports(module)} & forbidden


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("dashboard")])
def test_libraries_have_their_rooms(module: str):
    packages = {name.split(".")[0] for name in imports(module)}
    if room(module) != "views":
        assert not packages & {"streamlit"}
    if room(module) != "maps":
        assert not packages & {"folium", "branca", "xstatic"}
    if room(module) != "workspace":
        assert "sqlite3" not in packages


@pytest.mark.parametrize("module", modules())
def test_rooms_import_only_what_comes_before_them(module: str):
    package = module.split(".", maxsplit=1)[0]
    order = GEOCACHE_ROOMS if package == "geocache" else DASHBOARD_ROOMS
    own = order.index(room(module))
    for name in imports(module):
        if name.split(".")[0] == package and name != package:
            assert order.index(room(name)) <= own, f"{module} imports {name}"


def test_import_cycles_are_absent():
    known = set(modules()) | {m.removesuffix(".__init__") for m in modules()}
    graph = {m.removesuffix(".__init__"): {n for n in imports(m) if n in known} for m in modules()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path, module])
        if module not in done:
            for name in graph[module] - {module}:
                visit(name, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


FLOORS = 8
ROOMS = [
    f"{package}.{path.parent.name}"
    for package, root in ROOTS.items()
    for path in sorted(root.glob("*/__init__.py"))
]


def longest_chain(room_name: str) -> list[str]:
    """Modules of a room of which each imports the one before it, the most that there are."""
    inside = [m for m in modules() if m.startswith(f"{room_name}.") and not m.endswith(".__init__")]
    imported = {m: [n for n in imports(m) if n in inside] for m in inside}
    known: dict[str, list[str]] = {}

    def chain(module: str) -> list[str]:
        if module not in known:
            known[module] = [*max(map(chain, imported[module]), key=len, default=[]), module]
        return known[module]

    return max(map(chain, inside), key=len, default=[])


@pytest.mark.parametrize("name", ROOMS)
def test_rooms_have_few_floors(name: str):
    chain = longest_chain(name)
    assert len(chain) <= FLOORS, " -> ".join(chain)


@pytest.mark.parametrize("package", [geocache, geocache.evaluation])
def test_exports_are_named_and_exist(package):
    assert sorted(package.__all__, key=lambda name: (not name.isupper(), name)) == package.__all__
    assert all(hasattr(package, name) for name in package.__all__)
