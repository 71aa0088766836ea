"""What tests of decisions share: three reports, and words in them."""

import random
from pathlib import Path
from typing import Any

from intake import rewrite

from dashboard.annotate import Themes
from dashboard.decisions import Act, Reach, Target, Verdict
from dashboard.decisions.facts import Named, mentions_of
from dashboard.model import Document
from dashboard.pipeline import Pipeline
from dashboard.workspace import Workspace
from geocache import Role

RUKBAN, ALEPPO, HOMS = "geonames:11428685", "geonames:170063", "geonames:169577"
REPORTS = {
    "one.txt": "---\ndate: 2020-03-05\n---\nShelling hit Tripoli on Monday.\n\n"
    "Tripoli lies near Idlib. The riders came back, and aid reached the riders.",
    "two.txt": "---\nsource: example.org\n---\nA convoy left Idlib for Aleppo.\n\nIn Tripoli shops "
    "were open, and the riders waited there.",
    "three.txt": "---\nsource: example.org\n---\nMoscow notes that Tripoli is quiet. "
    "Talks in Moscow went on; the road from Aleppo to Homs was closed on 3 March 2020.",
}
POINT = {"type": "Point", "coordinates": [36.9, 36.0]}
LINE = {"type": "LineString", "coordinates": [[36.5, 36.0], [37.0, 36.4]]}
AREA = {"type": "Polygon", "coordinates": [[[36.5, 36], [37, 36], [37, 36.4], [36.5, 36]]]}


def document(workspace: Workspace, name: str) -> Document:
    return next(d for d in workspace.documents() if Path(d.origin).name == name)


def mentions(workspace: Workspace, name: str = "") -> list[Named]:
    rows = workspace.rows("SELECT id, origin FROM document WHERE replaced_by IS NULL")
    return mentions_of(workspace, [key for key, origin in rows if origin.endswith(name)])


def words(workspace: Workspace, mention: Named) -> str:
    found = workspace.document(mention.document)
    assert found
    return found.text[mention.start : mention.end]


def at(workspace: Workspace, name: str, text: str, number: int = 0) -> Target:
    found = document(workspace, name)
    start = -1
    for _ in range(number + 1):
        start = found.text.index(text, start + 1)
    return Target(found.id, start, start + len(text))


def meaning(workspace: Workspace, target: Target) -> Named:
    found = [m for m in mentions(workspace) if (m.document, *m.span) == key(target)]
    assert len(found) == 1, target
    return found[0]


def key(target: Target) -> tuple[str, int, int]:
    return target.document, target.start, target.end


def place(workspace: Workspace, target: Target) -> str | None:
    found = meaning(workspace, target).place
    return found["id"] if found else None


def read_again(workspace: Workspace, reports: Path) -> None:
    """Let everything be read again, as after the files were touched."""
    with workspace.writing() as writer:
        writer.connection.execute("UPDATE document SET engine_id = ?", (writer.engine("{}"),))
    for path in reports.iterdir():
        rewrite(path, path.read_text(encoding="utf-8"))
    Pipeline(workspace, workers=1).run([reports])


def random_choice(rng: random.Random, held: Workspace) -> tuple[Target, Verdict, Reach]:
    """Some decision that can be taken; most kinds, reaches and shapes."""
    every = mentions(held)
    one = rng.choice(every)
    target = Target(one.document, one.start, one.end)
    wide = rng.choice([*Reach, Reach.MENTION])
    text = held.document(one.document).text
    start = rng.randrange(len(text) - 12)
    place_id, geometry = rng.choice([ALEPPO, HOMS, RUKBAN]), rng.choice([POINT, LINE, AREA])
    theme = rng.choice(Themes.shipped().all).id
    end = one.end + rng.choice([-1, 1])
    added = rng.choice([{}, {"place_id": HOMS}, {"geometry": LINE}])
    value = rng.choice(["", "2020", "2020-03", "2020-03-01"])
    fields: dict[Act, dict[str, Any]] = {
        Act.PLACE: {"place_id": place_id},
        Act.DRAW: {"geometry": geometry},
        Act.ROLE: {"role": rng.choice([*Role])},
        Act.SPAN: {"start": one.start, "end": end},
        Act.ADD: added,
        Act.THEME: {"theme": theme, "holds": rng.random() < 0.6},
        Act.DATE: {"date": value},
    }
    act = rng.choice([*Act])
    if act is Act.ADD:
        target = Target(one.document, start, start + rng.randrange(3, 12))
    if act in {Act.SPAN, Act.THEME}:
        wide = Reach.MENTION
    if act is Act.DATE:
        wide = rng.choice([Reach.MENTION, Reach.DOCUMENT])
    return target, Verdict(act, **fields.get(act, {})), wide
