"""The field's words: private ones of earlier versions do not come back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GONE = re.compile(
    r"bearer|glance|first[_ ]?look|second[_ ]?look|MadeLater|WithGrounds|open_records",
    re.IGNORECASE,
)
"""Words that stand nowhere: not in comments, and not in documents."""
PRIVATE = frozenset(
    {
        *("look", "looks", "Glances", "bearers", "Reason", "Said", "heard", "told", "grounds"),
        *("Plan", "Support", "vicinity", "Around", "home", "homes", "standing", "Standing"),
        *("stretch", "stretches", "Stretch", "bonds", "bound", "doubt", "doubts", "agreed"),
        *("worded", "fixed", "maker", "open_twin", "them", "each", "Finder", "FootprintMaker"),
    }
)
"""Names that mean something else in geocoding, or nothing."""
TEXTS = [
    path
    for folder in ("geocache", "dashboard", "data")
    for ending in ("py", "md", "yaml")
    for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
]
MODULES = sorted((ROOT / "geocache").rglob("*.py"))


def names(tree: ast.AST) -> Iterator[str]:
    """Yield all names that a module gives: of functions, classes, parameters, variables, fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_that_are_gone_stand_nowhere(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [f"{n}: {line}" for n, line in enumerate(lines, 1) if GONE.search(line)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_are_those_of_the_field(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert sorted(PRIVATE.intersection(names(tree))) == []


def test_a_private_name_is_seen():
    assert "vicinity" in set(names(ast.parse("def f(a):\n    vicinity = a\n")))
    assert GONE.search("what the First Look says")
