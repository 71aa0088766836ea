"""What the page Help shows: the texts of ``dashboard/help``, with what only this machine knows."""

import re
from pathlib import Path

import pytest
from documents import anchors, blocks, links

from dashboard.ingest import MAX_MEGABYTES, MAX_PACKED_MEGABYTES
from dashboard.views import help_page
from dashboard.views.access import sign_in_settings
from dashboard.views.keys import REVIEW_KEYS
from dashboard.views.shared import WORKSPACE_VARIABLE

TEXTS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(help_page.FOLDER.glob("*.md"))
}


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Chapters as the page shows them."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "w.sitmap"))
    return dict(help_page.sections())


def test_help_shows_every_text_once():
    assert sorted(help_page.CHAPTERS) == list(TEXTS)


def test_help_puts_facts_of_this_machine_in_place_of_markers(shown: dict[str, str]):
    assert "w.sitmap" in shown["Your reports"]
    assert "Natural Earth" in shown["Sources and licences"]
    assert "<!--" not in "".join(shown.values())


def test_help_has_headings_below_that_of_the_page(shown: dict[str, str]):
    for body in shown.values():
        outside = re.sub(r"^```.*?^```$", "", body, flags=re.MULTILINE | re.DOTALL)
        levels = {len(found) for found in re.findall(r"^(#+) ", outside, re.MULTILINE)}
        assert levels <= {4, 5}


def test_help_leaves_commands_as_they_are(shown: dict[str, str]):
    (command, *_) = blocks(TEXTS["command-line"], "sh")
    assert command.content in shown["The command line"]


def test_help_leads_to_its_own_chapters_only(shown: dict[str, str]):
    there = {help_page.anchor(title) for title in shown}.union(*map(anchors, shown.values()))
    targets = {target for body in shown.values() for target in links(body)}
    assert targets <= {f"#{anchor}" for anchor in there}


def test_help_links_to_headings_that_all_make_the_same_anchor_of():
    """GitHub and Streamlit make the same anchors of letters and single spaces alone."""
    linked = {t.partition("#")[2] for text in TEXTS.values() for t in links(text)} - {""}
    headings = {h for text in TEXTS.values() for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    plain = {help_page.anchor(h) for h in headings if re.fullmatch(r"\w+(?: \w+)*", h)}
    assert linked <= plain


def test_help_lists_the_keys_of_the_page_review():
    rows = "\n".join(f"| `{key}` | {what} |" for key, what in REVIEW_KEYS)
    assert f"| key under Review | what it does |\n| --- | --- |\n{rows}\n" in TEXTS["guide"]


def test_help_says_how_large_files_may_be():
    assert f"({MAX_MEGABYTES} MB for text and HTML, {MAX_PACKED_MEGABYTES} MB for the" in " ".join(
        TEXTS["reports"].split()
    )


def test_help_shows_secrets_that_are_whole(tmp_path: Path):
    (block,) = blocks(TEXTS["keeping"], "toml")
    (tmp_path / "secrets.toml").write_text(block.content)
    found = sign_in_settings([tmp_path / "secrets.toml"])
    assert found
    assert found.origin == "https://maps.example.org"
    assert found.allowed == ("amal@example.org", "@example.com")
