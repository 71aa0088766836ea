"""Features are known by ids that are data: what the program calls them decides on no weights."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geocache.data_files import data_path
from geocache.errors import KnowledgeFileError
from geocache.recognition.linear_model import FeatureGroup, HashedFeatures
from geocache.recognition.model import FEATURES, RecognitionModel
from geocache.resolution.features.base import FeatureContext, FeatureSet
from geocache.resolution.model import FEATURE_SETS, ResolutionWeights

VALUES = np.arange(1, 13).reshape(3, 4)


def shipped(name: str) -> dict[str, np.ndarray]:
    with np.load(data_path("models", name)) as file:
        return dict(file)


def numbers(features: HashedFeatures, columns: str) -> dict[str, list[int]]:
    """Numbers of each feature of some items, by its id."""
    found = features.numbers(dict(zip(columns, VALUES, strict=True)), VALUES.shape[1])
    return dict(zip(features.ids, found.tolist(), strict=True))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with weights and the program that renames their features."""
    for name in ("recognition.npz", "resolution.npz", "rename_features.py"):
        shutil.copy(data_path("models", name), tmp_path)
    return tmp_path


def rename(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, folder / "rename_features.py", *arguments]
    return subprocess.run(program, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("part", FEATURES)
def test_ids_of_recognition_are_those_in_the_file_of_weights(part: str):
    ids = FEATURES[part].ids
    assert sorted(shipped("recognition.npz")[f"{part}_features"].tolist()) == sorted(ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", FEATURE_SETS)
def test_ids_of_resolution_are_those_in_the_file_of_weights(name: str):
    features = FEATURE_SETS[name]
    assert shipped("resolution.npz")[f"{name}_names"].tolist() == features.ids
    assert len(set(features.ids)) == len(features.ids)
    assert all(feature.title for feature in features.features)


def test_functions_can_be_called_anything():
    def called_otherwise(_: FeatureContext) -> np.ndarray:
        raise NotImplementedError

    known = FEATURE_SETS["first"]
    renamed = FeatureSet(*(replace(each, classes=called_otherwise) for each in known.features))
    assert renamed.ids == known.ids
    assert [each.title for each in renamed.features] == [each.title for each in known.features]


def test_feature_has_its_number_from_its_seeds_whatever_it_is_called():
    learnt = HashedFeatures(FeatureGroup("place", "", "a, a b"), FeatureGroup("time", "", "c a b"))
    renamed = HashedFeatures(FeatureGroup("when", "", "z x y"), FeatureGroup("place", "", "x, x y"))
    ids = ["place: x", "when: z x y", "place: x y"]
    seeds = dict(zip(learnt.ids, learnt.seeds.tolist(), strict=True))
    own = [seeds[known] for known in ("place: a", "time: c a b", "place: a b")]
    seeded = renamed.with_seeds(ids, np.array(own, np.uint32))
    before, after = numbers(learnt, "abc"), numbers(seeded, "xyz")
    assert after["place: x"] == before["place: a"]
    assert after["place: x y"] == before["place: a b"]
    assert after["when: z x y"] == before["time: c a b"]


def test_weights_of_other_features_are_refused(models: Path):
    path = models / "recognition.npz"
    assert rename(models, path.name, "--column", "head=led-to").returncode == 0
    with pytest.raises(
        KnowledgeFileError, match=r"do not fit their features: .*role: head: led-to"
    ):
        RecognitionModel.read(path)


def test_renaming_changes_ids_and_nothing_else(models: Path):
    path = models / "recognition.npz"
    group, column = ("--group", "role: head=role: led to"), ("--column", "head=led-to")
    said = rename(models, path.name, *group, *column)
    assert said.returncode == 0, said.stderr
    before = shipped(path.name)
    with np.load(path) as file:
        after = dict(file)
    ids = after["role_features"].tolist()
    assert "role: led to: led-to between owns joined-after" in ids
    assert not [known for known in ids if " head" in known.replace("head-", "")]
    assert before.keys() == after.keys()
    assert [name for name in before if (before[name] != after[name]).any()] == ["role_features"]
    back = ("--group", "role: led to=role: head", "--column", "led-to=head")
    assert rename(models, path.name, *back).returncode == 0
    assert path.read_bytes() == data_path("models", path.name).read_bytes()


def test_features_of_resolution_are_renamed_in_every_pass(models: Path):
    path = models / "resolution.npz"
    assert rename(models, path.name, "--feature", "prominence=size").returncode == 0
    with np.load(path) as file:
        assert all(file[f"{name}_names"].tolist()[0] == "size" for name in FEATURE_SETS)
    with pytest.raises(KnowledgeFileError, match="do not fit its features"):
        ResolutionWeights.read(path)


def test_unknown_feature_is_not_renamed(models: Path):
    said = rename(models, "resolution.npz", "--feature", "nonsense=sense")
    assert said.returncode == 2
    assert "found none of them" in said.stderr
    assert (models / "resolution.npz").read_bytes() == data_path(
        "models", "resolution.npz"
    ).read_bytes()
