"""Columns of the read model that are kept in the workspace."""

import json
import zlib
from collections.abc import Callable

import numpy as np
import pytest
import workspaces
from compared_views import check_choices, made

from dashboard.situation import ReadModel, Situation
from dashboard.workspace import Workspace


def same_columns(one: ReadModel, other: ReadModel) -> bool:
    return all(
        np.array_equal(values, other.snapshot[table][name], equal_nan=values.dtype.kind == "f")
        and values.dtype == other.snapshot[table][name].dtype
        for table, columns in one.snapshot.tables.items()
        for name, values in columns.items()
    ) and (one.snapshot.dictionaries == other.snapshot.dictionaries)


def test_kept_columns_come_back_and_catch_up(workspace: Workspace):
    world = made(workspace, 2, 8)
    first = world.reports(2)
    workspaces.write(workspace, *first)
    model = ReadModel(workspace)
    assert not model.loaded
    model.keep()
    loaded = ReadModel(workspace)
    assert loaded.loaded
    assert same_columns(model, loaded)
    workspaces.write(workspace, *world.reports(20), world.read(first[0]))
    later = Situation(workspace)
    assert later.model.loaded
    model.refresh()
    assert same_columns(model, later.model)
    check_choices(later, 2, 20)


def test_keeping_columns_is_no_change(workspace: Workspace):
    made(workspace, 2, 5)
    model = ReadModel(workspace)
    model.keep()
    assert not model.refresh()
    model.keep()
    assert ReadModel(workspace).loaded


def _head(**facts: object) -> Callable[[bytes], bytes]:
    return lambda content: zlib.compress(
        json.dumps(json.loads(zlib.decompress(content)) | facts).encode()
    )


def _digit_changed(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize(
    ("segment", "damage"),
    [
        ("", _head(version="0")),
        ("", _head(version=None)),
        ("", lambda _: zlib.compress(b"[]")),
        ("", lambda _: zlib.compress(b"null")),
        ("", lambda _: zlib.compress(b"\xff\xfe")),
        ("", lambda _: zlib.compress(b'{"version": "1"}')),
        ("", zlib.decompress),
        ("", _digit_changed),
        ("", _head(dictionaries={"unheard-of": []})),
        ("", _head(dictionaries=None)),
        ("marks", lambda _: b""),
        ("marks", lambda content: content[:-9]),
        ("marks", lambda content: content[:200] + b"damage" + content[206:]),
        ("marks", lambda _: zlib.compress(b"no archive")),
        ("marks", lambda content: zlib.compress(zlib.decompress(content)[:-99])),
        ("marks", None),
    ],
)
def test_kept_columns_that_are_damaged_are_made_anew(
    workspace: Workspace, segment: str, damage: Callable[[bytes], bytes] | None
):
    made(workspace, 3, 6)
    model = ReadModel(workspace)
    model.keep()
    with workspace.writing() as writer:
        execute = writer.connection.execute
        (content,) = execute("SELECT content FROM segment WHERE name = ?", (segment,)).fetchone()
        if damage is None:
            execute("DELETE FROM segment WHERE name = ?", (segment,))
        else:
            values = damage(content), segment
            execute("UPDATE segment SET content = ? WHERE name = ?", values)
    anew = ReadModel(workspace)
    assert not anew.loaded
    assert same_columns(model, anew)


def test_kept_columns_of_another_table_are_made_anew(workspace: Workspace):
    made(workspace, 3, 6)
    model = ReadModel(workspace)
    model.keep()
    with workspace.writing() as writer:
        writer.connection.execute(
            "UPDATE segment SET content = (SELECT content FROM segment WHERE name = 'pairs') "
            "WHERE name = 'marks'"
        )
    anew = ReadModel(workspace)
    assert not anew.loaded
    assert same_columns(model, anew)
