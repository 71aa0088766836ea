"""The field's words: private ones stay away, and names of tests begin with what they test."""

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
FILLERS = frozenset(
    {
        *("a", "an", "the", "this", "that", "these", "those", "such", "same", "own"),
        *("it", "its", "they", "them", "their", "he", "she", "his", "her", "we", "our", "you"),
        *("who", "whom", "whose", "what", "whatever", "which", "whichever", "where", "when"),
        *("why", "how", "there", "here", "whether", "if", "while", "since", "because"),
        *("no", "not", "none", "nobody", "nothing", "never", "neither", "nor", "without"),
        *("all", "any", "anybody", "anything", "both", "each", "every", "everybody", "everything"),
        *("few", "fewer", "less", "many", "more", "most", "much", "only", "some", "something"),
        *("other", "others", "another", "one", "two", "three", "ten", "also", "even", "just"),
        *("after", "as", "at", "back", "before", "by", "for", "from", "in", "into", "of", "on"),
        *("out", "over", "then", "to", "too", "under", "with"),
    }
)
"""Words that say nothing of what a test is about."""
TEST_MODULES = sorted((ROOT / "tests").rglob("test_*.py"))


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


def names_of_tests(tree: ast.AST) -> Iterator[str]:
    """Yield the names of the functions that pytest collects from a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_that_are_gone_stand_nowhere(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [f"{n}: {line}" for n, line in enumerate(lines, 1) if GONE.search(line)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_are_those_of_the_field(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert sorted(PRIVATE.intersection(names(tree))) == []


@pytest.mark.parametrize("path", TEST_MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_of_tests_begin_with_what_they_test(path: Path):
    tests = names_of_tests(ast.parse(path.read_text(encoding="utf-8")))
    assert [name for name in tests if name.split("_")[1] in FILLERS or len(name) > 80] == []


def test_private_name_is_seen():
    assert "vicinity" in set(names(ast.parse("def f(a):\n    vicinity = a\n")))
    assert GONE.search("what the First Look says")
