"""Reading again: what another reading would change, and what is accepted or refused of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.annotate import Annotator
from dashboard.model import UNDATED, Document
from dashboard.pipeline import Counts, Pipeline
from dashboard.rereading import Change, ChangeKind, Chosen, Proposals, differences
from dashboard.rereading.composition import composed
from dashboard.rereading.difference import are_equal, as_plain, from_plain
from dashboard.rereading.proposals import UNPLACED, stale_count
from dashboard.situation import Situation
from dashboard.workspace import DocumentRows, Workspace, rows_of
from dashboard.workspace.content import content_hash
from dashboard.workspace.kept_rows import is_proposal, packed_rows, unpacked_rows
from dashboard.workspace.stored_rows import stored_rows
from geocache import Geoparser
from geocache.gazetteer import LayeredGazetteer, MemoryGazetteer, PackSource

TEXT = """Rain fell in Fooville on 5 March 2020.

A bridge near Bartown was closed. Doctors work in Fooville, and people flee there.

The road from Fooville to Bartown is open. Bazheim is quiet."""
QUIET = "Rain fell in Fooville. Bazheim is quiet."
SICK = "Cholera spread in Fooville on 5 March 2020, and its hospital treats 40 patients."
MOVED = b"name,lon,lat,id\nBartown,40.0,35.5,memory:bartown\n"


def document(text: str = TEXT) -> Document:
    return Document("hash", "Rain", text, "rain.txt", "en", UNDATED)


def read(world: MemoryGazetteer, *packs: PackSource, text: str = TEXT) -> DocumentRows:
    gazetteer = LayeredGazetteer(world, packs) if packs else world
    return rows_of(Annotator(Geoparser(gazetteer)).annotate(document(text)))


def own(content: str, name: str = "own.csv") -> PackSource:
    return PackSource(name, content.encode())


BAZHEIM = own("name,lon,lat,countries,feature\nBazheim,37.5,35.2,SY,P.PPL\n")


def summary(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.what, change.words) for change in changes]


# ---- rows kept and read back


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[DocumentRows], DocumentRows]:
    """What the tables give back of rows that were written."""
    workspace = Workspace(tmp_path / "w.sitmap")

    def write_and_read(rows: DocumentRows) -> DocumentRows:
        with workspace.writing() as writer:
            number = writer.write(rows, writer.engine("{}"))
        return stored_rows(workspace.rows, number, rows.document)

    return write_and_read


def test_reading_is_read_back_as_it_was_written(
    annotated_article, stored: Callable[[DocumentRows], DocumentRows]
):
    rows = rows_of(annotated_article)
    back = stored(rows)
    assert are_equal(back, rows)
    assert differences(back, rows) == []
    assert not are_equal(back, replace(rows, hits=rows.hits[1:]))
    assert not are_equal(back, replace(rows, mentions=rows.mentions[1:]))


def test_reading_is_kept_as_bytes_whole(annotated_article):
    rows = rows_of(annotated_article)
    kept = packed_rows(rows)
    assert unpacked_rows(kept, rows.document) == rows
    assert is_proposal(kept, '{"changes": []}')
    assert not is_proposal(kept[:-9], '{"changes": []}')
    assert not is_proposal(kept, "[]")


# ---- differences


def test_reading_has_no_difference_to_itself(world: MemoryGazetteer):
    assert differences(read(world), read(world)) == []


def test_new_place_is_new_and_nothing_else_is(world: MemoryGazetteer):
    (change,) = differences(read(world, text=QUIET), read(world, BAZHEIM, text=QUIET))
    assert change.kind is ChangeKind.NEW
    assert (change.words, change.place_name, change.country) == ("Bazheim", "Bazheim", "SY")
    assert change.after
    assert (change.after["lon"], change.after["lat"]) == (37.5, 35.2)
    assert change.context == ("Rain fell in Fooville. ", " is quiet.")
    (back,) = differences(read(world, BAZHEIM, text=QUIET), read(world, text=QUIET))
    assert (back.kind, back.place_name) == (ChangeKind.GONE, "Bazheim")


def test_place_that_was_put_elsewhere_moved_so_far(
    world: MemoryGazetteer, stored: Callable[[DocumentRows], DocumentRows]
):
    first = own("name,lon,lat,countries,feature\nBazheim,37.5,35.2,SY,P.PPL\n")
    second = own("name,lon,lat,countries,feature\nBazheim,38.5,35.2,SY,P.PPL\n")
    old = stored(read(world, first, text=QUIET))
    (change,) = differences(old, read(world, second, text=QUIET))
    assert (change.kind, change.what) == (ChangeKind.MOVED, "place")
    assert change.km == pytest.approx(91.1, abs=0.2)
    again = stored(read(world, second, text=QUIET))
    assert differences(again, read(world, second, text=QUIET)) == []
    assert [mark.point for mark in again.marks if mark.label == "Bazheim"] == [(38.5, 35.2)]


def test_change_survives_json(world: MemoryGazetteer):
    for change in differences(read(world), read(world, BAZHEIM)):
        assert from_plain(json.loads(json.dumps(as_plain(change)))) == change


def test_mentions_drawn_together_are_one_unit(world: MemoryGazetteer):
    gone = MemoryGazetteer()
    gone.add_place("Fooville", 47.0, 35.0, country_code="SY", population=200_000)
    changes = differences(read(world), read(gone))
    road = TEXT.index("The road")
    units = {c.unit for c in changes if road <= c.start < road + 42 and c.what != "dates"}
    assert len(units) == 1


def test_themes_and_dates_are_differences_too(world: MemoryGazetteer):
    rows = read(world, text=SICK)
    assert [hit.theme for hit in rows.hits if hit.core] == ["health"]
    assert rows.dates
    fewer = replace(rows, hits=tuple(hit for hit in rows.hits if not hit.core))
    assert [change.what for change in differences(rows, fewer)] == ["themes"]
    undated = replace(rows, dates=rows.dates[1:])
    assert [change.what for change in differences(rows, undated)] == ["dates"]


def test_passages_that_differ_are_one_difference_of_all(world: MemoryGazetteer):
    rows = read(world)
    cut = replace(rows, passages=rows.passages[:-1])
    assert {change.unit for change in differences(rows, cut)} == {"all"}
    assert composed(rows, cut, {"all"}) == cut


# ---- what is composed


def test_composition_with_none_accepted_is_the_old_and_with_all_the_new(world: MemoryGazetteer):
    old, new = read(world), read(world, BAZHEIM, own(MOVED.decode(), "other.csv"))
    changes = differences(old, new)
    assert len({change.unit for change in changes}) > 1
    assert are_equal(composed(old, new, ()), old)
    assert are_equal(composed(old, new, {change.unit for change in changes}), new)


def test_units_can_be_accepted_alone_in_any_order(world: MemoryGazetteer):
    old, new = read(world), read(world, BAZHEIM, own(MOVED.decode(), "other.csv"))
    reading = old
    units = sorted({change.unit for change in differences(old, new)}, reverse=True)
    for number, unit in enumerate(units, 1):
        reading = composed(reading, new, {unit})
        left = {change.unit for change in differences(reading, new)}
        assert left == set(units[number:])
    assert are_equal(reading, new)


# ---- a workspace


NEW_PLACES = PackSource(
    "own.csv", b"name,lat,lon,feature\nQorvale,35.5,38.5,P.PPL\nHoms,10,20,P.PPL\n"
)


@pytest.fixture
def proposed(
    workspace: Workspace, folder: Path, take_in: Callable[..., Counts], geoparser: Geoparser
) -> Proposals:
    """Reports that stand, and what a file of places would change of two of them."""
    assert geoparser
    (folder / "own.txt").write_text("Rain fell in Qorvale.\n\nSnow fell in Qorvale and in Aleppo.")
    take_in(folder)
    assert take_in(packs=(PackSource("own.csv", b"name,lat,lon\nQorvale,35.5,38.5\n"),)).differing
    return Proposals(workspace)


def places_named(workspace: Workspace) -> dict[str, int]:
    return dict(
        workspace.rows(
            "SELECT l.name, count(*) FROM mention m JOIN place l ON l.id = m.place_id GROUP BY 1"
        )
    )


def test_old_reading_stands_until_the_new_is_accepted(workspace: Workspace, proposed: Proposals):
    assert "Qorvale" not in places_named(workspace)
    count = proposed.open_count()
    assert (count.reports, count.changes, count.refused) == (1, 2, 0)
    (place,) = proposed.places()
    assert (place.name, place.changes, place.reports) == ("Qorvale", 2, 1)
    judged = proposed.accept(Chosen())
    assert (judged.reports, judged.changes) == (1, 2)
    assert places_named(workspace)["Qorvale"] == 2
    assert proposed.open_count().changes == 0


def test_reading_accepted_as_a_whole_equals_a_new_reading(
    workspace: Workspace, proposed: Proposals, folder: Path, tmp_path: Path
):
    proposed.accept(Chosen())
    other = Workspace(tmp_path / "other.sitmap")
    packs = tuple(PackSource(*pack) for pack in workspace.packs())
    Pipeline(other, workers=1).run([folder], packs)
    assert content_hash(workspace) == content_hash(other)


def test_change_of_a_report_is_accepted_alone(workspace: Workspace, proposed: Proposals):
    first, second = proposed.changes(Chosen())
    proposed.accept(Chosen(document=first.document, keys=frozenset({first.change.key})))
    assert places_named(workspace)["Qorvale"] == 1
    assert [one.change for one in proposed.changes(Chosen())] == [second.change]
    proposed.accept(Chosen(group=second.change.place))
    assert places_named(workspace)["Qorvale"] == 2


def test_refused_change_stays_and_is_not_asked_about_again(
    workspace: Workspace, proposed: Proposals
):
    before = content_hash(workspace)
    assert proposed.refuse(Chosen()).changes == 2
    assert content_hash(workspace) == before
    assert proposed.open_count() == replace(proposed.open_count(), reports=0, changes=0, refused=2)
    assert Pipeline(workspace, workers=1).run([], again=True) == Counts()
    engine = workspace.rows("SELECT identity FROM engine ORDER BY id DESC LIMIT 1")[0][0]
    assert stale_count(workspace, engine) == 0
    (place,) = proposed.places(refused=True)
    assert place.changes == 2
    proposed.accept(Chosen(group=place.group))  # after all
    assert places_named(workspace)["Qorvale"] == 2


def test_accepting_all_leaves_what_was_refused(workspace: Workspace, proposed: Proposals):
    first, _second = proposed.changes(Chosen())
    proposed.refuse(Chosen(document=first.document, keys=frozenset({first.change.key})))
    proposed.accept(Chosen())
    assert places_named(workspace)["Qorvale"] == 1
    assert proposed.open_count().refused == 1


@pytest.mark.parametrize("wide", ["place", "report"])
def test_accepting_a_place_or_a_report_leaves_what_was_refused(
    workspace: Workspace, proposed: Proposals, wide: str
):
    first, second = proposed.changes(Chosen())
    proposed.refuse(Chosen(document=first.document, keys=frozenset({first.change.key})))
    chosen = {
        "place": Chosen(group=second.change.place),
        "report": Chosen(document=second.document),
    }
    assert proposed.accept(chosen[wide]).changes == 1
    assert places_named(workspace)["Qorvale"] == 1
    assert proposed.open_count().refused == 1
    proposed.accept(chosen[wide])  # nothing else of it waits: after all
    assert places_named(workspace)["Qorvale"] == 2


def test_refusal_holds_for_the_next_engine_that_says_the_same(
    proposed: Proposals, take_in: Callable[..., Counts]
):
    proposed.refuse(Chosen())
    take_in(packs=(NEW_PLACES,))
    assert {one.change.place_name for one in proposed.changes(Chosen(), refused=True)} == {
        "Qorvale"
    }
    assert not {one.change.place_name for one in proposed.changes(Chosen())} & {"Qorvale"}


def test_report_that_is_read_otherwise_has_no_proposal_any_more(
    workspace: Workspace, proposed: Proposals, folder: Path, take_in: Callable[..., Counts]
):
    (folder / "own.txt").write_text("It is quiet in Damascus, and there is nothing to say.")
    take_in(folder)
    assert proposed.open_count().reports == 0
    assert workspace.rows("SELECT count(*) FROM proposal") == [(0,)]


def test_places_that_are_forgotten_leave_nothing_to_accept(
    workspace: Workspace, proposed: Proposals
):
    workspace.remove_pack("own.csv")
    Pipeline(workspace, workers=1).run([], again=True)
    assert proposed.open_count().reports == 0


def test_change_of_no_place_has_a_group_of_its_own(world: MemoryGazetteer):
    rows = read(world, text=SICK)
    groups = {c.what for c in differences(rows, replace(rows, hits=()))}
    assert groups == {"themes"}
    assert UNPLACED not in groups


def test_map_follows_a_place_that_was_put_elsewhere(
    workspace: Workspace, proposed: Proposals, take_in: Callable[..., Counts]
):
    proposed.accept(Chosen())
    situation = Situation(workspace)
    thing = "own:qorvale"
    assert position(situation, thing) == (38.5, 35.5)
    take_in(packs=(PackSource("own.csv", b"name,lat,lon\nQorvale,35.5,39.5\n"),))
    assert [round(one.change.km or 0) for one in proposed.changes(Chosen())] == [91, 91]
    first, _second = proposed.changes(Chosen())
    proposed.accept(Chosen(document=first.document, keys=frozenset({first.change.key})))
    situation.refresh()
    shown = situation.mark_facts(situation.view().marks()["mark"].tolist())
    assert set(shown[shown["thing_id"] == thing]["lon"]) == {38.5, 39.5}
    proposed.accept(Chosen())
    situation.refresh()
    assert position(situation, thing) == (39.5, 35.5)
    assert position(Situation(workspace), thing) == (39.5, 35.5)


def position(situation: Situation, thing: str) -> tuple[float, float]:
    row = situation.thing_row(thing)
    assert row is not None
    (facts,) = situation.mark_facts([row]).itertuples()
    return facts.lon, facts.lat


def test_undrawn_mark_depends_on_the_places_of_the_accepted_reading(
    world: MemoryGazetteer, stored: Callable[[DocumentRows], DocumentRows]
):
    text = "People flee 12 km from Nowhereville towards Bartown."
    other = own("name,lon,lat,id,countries,feature\nBartown,37.5,35.2,own:b,SY,P.PPLC\n")
    readings = [read(world, text=text), read(world, other, text=text)]
    places = [[one.key for mark in rows.marks for one in mark.anchors] for rows in readings]
    assert places[0] != places[1]
    assert all(rows.marks[0].point is None for rows in readings)
    for rows in readings:
        assert differences(stored(rows), rows) == []
