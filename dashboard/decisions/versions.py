"""Decisions move to a newer version of their report where their words are unchanged.

Nothing is guessed: words that are gone, that stand in other words, or that stand there more often
than before keep their decision in the old version, and a record says so.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

from ..annotate.dates import with_own_date
from ..annotate.passages import passage_at, passages_of
from ..annotate.ruled_mentions import occurrences
from ..annotate.verdicts import Act, Reach
from ..executors import reading
from ..model import Document, OwnKnowledge, When
from ..workspace import Writer
from ..workspace.decisions import IN_FORCE, NOTE, Record, append, rulings_of
from ..workspace.store import document_in
from .rereading import read_again

_AROUND = 40
"""Code points on either side that are to be the same, within the passage."""
_DECISIONS = (
    'SELECT d.uid, d.batch, d.who, d.start, d."end", d.target, d.act, d.scope, d.before, d.after, '
    f"d.why, d.engine_id FROM decision d WHERE d.document_hash = ? AND {IN_FORCE} "
    "AND d.scope IN ('mention', 'document') ORDER BY d.id"
)


def move_decisions(writer: Writer, own: OwnKnowledge) -> None:
    """Let decisions hold for the versions that replaced their reports in a transaction.

    Parameters
    ----------
    writer
        In the transaction, at its end.
    own
        Places and themes of the user's own.
    """
    for old, new in writer.replaced:
        _move(writer, own, old, new)


def _move(writer: Writer, own: OwnKnowledge, old: int, new: int) -> None:
    rows = writer.connection.execute(
        "SELECT o.hash, t.text, n.hash FROM document o "
        "JOIN document_text t ON t.document_id = o.id JOIN document n ON n.id = o.replaced_by "
        "WHERE o.id = ? AND n.id = ? AND n.replaced_by IS NULL",
        (old, new),
    ).fetchall()
    if not rows:
        return
    before, old_text, key = rows[0]
    document = document_in(writer.connection, key)
    records = list(_moved(writer, before, old_text, document))
    if not records:
        return
    append(writer, records)
    if all(record.act == NOTE for record in records):
        return
    with reading(own) as (engine, annotator):
        again = read_again(annotator, document, rulings_of(writer.connection))
        writer.write(again, writer.engine(engine))


def _moved(writer: Writer, before: str, old_text: str, new: Document) -> Iterator[Record]:
    """Yield a record for each decision: that it holds in the new version, or that it does not."""
    known = {uid for (uid,) in writer.connection.execute("SELECT uid FROM decision")}
    same_date = _own_date(writer, before) == with_own_date(new).date
    renamed: dict[str, str] = {}
    for record in _records(writer, before):
        uid = f"{record.uid}>{new.id[:12]}"
        came_from = record.after.get("moved_from", {}).get("document")
        if uid in known or f"{uid}!" in known or came_from == new.id:
            continue  # the report was this version before
        moved = _in_new_text(record, old_text, new.text, same_date=same_date)
        if moved is None:
            note = {"words": record.after["words"], "source": new.source, "left": record.uid}
            note |= {"act": record.act, "document": before}
            yield replace(
                record,
                uid=f"{uid}!",
                document=new.id,
                act=NOTE,
                reach=Reach.MENTION.value,
                after=note,
            )
            continue
        renamed[record.uid] = uid
        after = moved.after | {
            "moved_from": {"document": before, "start": record.start, "end": record.end},
            "source": new.source,
        }
        after.pop("seen", None)  # in other surroundings the machine may not see them
        if "of" in after:
            after["of"] = renamed.get(after["of"], after["of"])
        yield replace(moved, uid=uid, document=new.id, after=after)


def _records(writer: Writer, document: str) -> list[Record]:
    rows = writer.connection.execute(_DECISIONS, (document,)).fetchall()
    return [
        Record(
            *(uid, batch, who, document, start, end, target, act, reach),
            before=json.loads(before),
            after=json.loads(after),
            why=why,
            engine=engine,
        )
        for uid, batch, who, start, end, target, act, reach, before, after, why, engine in rows
    ]


def _own_date(writer: Writer, document: str) -> When:
    return document_in(writer.connection, document).date


def _in_new_text(record: Record, old: str, new: str, *, same_date: bool) -> Record | None:
    """Return a decision where its words stand in a new text; None when that is not certain."""
    if record.act == Act.DATE and record.reach == Reach.DOCUMENT:
        return replace(record, start=0, end=min(record.end, len(new))) if same_date else None
    if record.reach == Reach.DOCUMENT:
        found = next(occurrences(new, record.after["words"]), None)
        return replace(record, start=found[0], end=found[1]) if found else None
    shift = _shift(old, new, record.start, record.end)
    if shift is None:
        return None
    moved = replace(record, start=record.start + shift, end=record.end + shift)
    if record.act != Act.SPAN:
        return moved
    start, end = record.after["start"], record.after["end"]
    if start + shift < 0 or new[start + shift : end + shift] != old[start:end]:
        return None
    return replace(moved, after=moved.after | {"start": start + shift, "end": end + shift})


def _shift(old: str, new: str, start: int, end: int) -> int | None:
    """Return how far words moved: they and those around them stand in both texts alike."""
    passages = passages_of(old)
    passage = passages[passage_at(passages, start)]
    first, last = max(passage.start, start - _AROUND), min(passage.end, end + _AROUND)
    for begin, finish in ((first, last), (passage.start, passage.end)):
        around = old[begin:finish]
        were, are = _places_of(around, old), _places_of(around, new)
        if len(were) == len(are):  # as often as before: each is the one that it was
            return are[were.index(begin)] - begin
    return None


def _places_of(words: str, text: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
