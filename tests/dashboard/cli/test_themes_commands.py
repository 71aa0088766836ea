"""The commands about themes: own files are checked, labelled passages are scored."""

import json
from pathlib import Path

from command import sitmap

from dashboard.workspace import Workspace


def test_faults_of_a_themes_file_are_said_one_a_line(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text("themes: [{id: health, cues: {strong: [flu*]}}, {id: fuel}]")
    first, *others = sitmap("themes", "check", path, status=1).stdout.splitlines()
    assert f"{path}: themes, entry 1 (health): cues: strong, entry 1: 'flu*'" in first
    assert [line.partition(": missing")[0].split()[-1] for line in others] == [
        *("label", "family", "cues"),
    ]


def test_right_themes_file_is_counted(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text("themes: [{id: health, cues: {strong: [flu]}}, {id: aid}]")
    output = sitmap("themes", "check", path).stdout
    assert output == f"{path}: 2 themes, 1 of them with cues of their own\n"


def test_missing_themes_file_is_one_error(tmp_path: Path):
    (error,) = sitmap("themes", "check", tmp_path / "no.yaml", status=1).stderr.splitlines()
    assert "no.yaml: can't be read" in error


def test_themes_are_listed_by_family():
    lines = sitmap("themes", "list").stdout.splitlines()
    assert lines[0] == "Conflict"
    assert sum(line.startswith("  ") for line in lines) == 18


def test_themes_of_a_workspace_are_used_and_given_back(tmp_path: Path):
    kept, own, text = tmp_path / "kept.sitmap", tmp_path / "own.yaml", tmp_path / "a.txt"
    text.write_text("The hospital treats cholera and has no doctors.\n\nDiesel is sold out.")
    own.write_text(
        "themes: [{id: fuel, label: Fuel, family: economy, cues: {strong: [diesel]}}, {id: health}]"
    )
    sitmap("add", "--workspace", kept, text)
    used = sitmap("themes", "use", own, "--workspace", kept).stdout
    assert used == f"{kept} has the themes of own.yaml; 1 reports were sorted by them\n"
    found = json.loads(sitmap("query", "--workspace", kept, "--json").stdout)
    assert found["themes"] == {"fuel": 1, "health": 1}
    listed = sitmap("themes", "list", "--workspace", kept).stdout
    assert [line.split(":")[0] for line in listed.splitlines()] == [
        *("Needs", "  health          Health", "Economy and services", "  fuel            Fuel"),
    ]
    error = sitmap("query", "--workspace", kept, "--theme", "aid", status=1).stderr
    assert "there is no theme 'aid'; expected one of fuel, health" in error
    back = sitmap("themes", "use", "--shipped", "--workspace", kept).stdout
    assert back == f"{kept} has the themes of this project; 1 reports were sorted by them\n"
    assert "fuel" not in json.loads(sitmap("query", "--workspace", kept, "--json").stdout)["themes"]


def test_themes_with_faults_are_not_used(tmp_path: Path):
    kept, own = tmp_path / "kept.sitmap", tmp_path / "own.yaml"
    Workspace(kept)
    own.write_text("themes: [{id: fuel}]")
    faults = sitmap("themes", "use", own, "--workspace", kept, status=1).stdout
    assert f"{own}: themes, entry 1 (fuel): label: missing" in faults
    assert Workspace(kept).themes_file() == ""
    error = sitmap("themes", "use", "--workspace", kept, status=1).stderr
    assert "expected a file, or --shipped" in error


def test_themes_are_scored_on_labelled_passages(tmp_path: Path):
    path = tmp_path / "labelled.jsonl"
    rows = [
        {"text": "Cholera spread, and the hospital has no doctors.", "core": ["health"]},
        {"text": "She sang.", "core": []},
        {"text": "He sang.", "core": ["economy"]},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    output = sitmap("evaluate", "--themes", path).stdout
    assert f"{path}: 3 passages" in output
    assert "no theme where none belongs: 1.000 (1 of 1)" in output
    (health,) = [line for line in output.splitlines() if line.startswith("health ")]
    assert health.split()[1:] == ["1", "1.000", "1.000", "1.000"]


def test_labelled_passage_without_labels_is_named_with_its_line(tmp_path: Path):
    path = tmp_path / "labelled.jsonl"
    path.write_text('{"text": "A.", "core": []}\n{"text": "B."}\n')
    (error,) = sitmap("evaluate", "--themes", path, status=1).stderr.splitlines()
    assert f'{path}:2: "core": expected a list of ids of themes, found None' in error


def test_annotate_prints_core_and_touched_themes_and_casualties(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(
        "Shells killed at least 9 civilians in Aleppo.\n\n"
        "Because of the conflict, bread prices doubled and traders closed their shops."
    )
    record = json.loads(sitmap("annotate", path).stdout)
    first, second = record["passages"]
    cores = {(one["id"], one["core"]) for one in second["themes"]}
    assert {("economy", True), ("conflict", False)} <= cores
    assert all(0 <= one["probability"] <= 1 and one["cues"] for one in first["themes"])
    (dead,) = first["casualties"]
    assert (dead["kind"], dead["number"], dead["at_least"]) == ("dead", 9, True)
    assert dead["text"] == "killed at least 9 civilians"
    assert second["casualties"] == []
