"""Near copies: reports that share most of their words, found by MinHash.

A text is the set of its runs of five words. A sketch holds, for each of 63 hash functions, the
least hash of that set; the share of places in which two sketches agree estimates the share of runs
that two texts have in common (Broder 1997). Sketches that agree in one of 21 bands of three numbers
are compared: pairs that share half are found in 19 of 20 cases, and others hardly looked at.
"""

import sqlite3
import zlib
from collections.abc import Iterable
from hashlib import sha256

import numpy as np
import numpy.typing as npt

RUN = 5
"""Words in a row."""
LEAST_SHARE = 0.5
"""Of runs of words that near copies have in common."""
_BANDS, _BAND = 21, 3
_HASHES = _BANDS * _BAND
_FEWEST_WORDS = 20
"""Of a text that is compared; shorter ones are alike by chance."""
_MOST_COMPARED = 64
_MOST_WORDS = 50_000
_FACTORS = np.array(
    [int.from_bytes(sha256(b"%d" % number).digest()[:8], "big") | 1 for number in range(_HASHES)],
    np.uint64,
)
"""Odd numbers that look drawn by lot and are the same on every machine: sketches are kept, and
numpy's own draws may differ between its versions."""
_SHIFT = np.uint64(32)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ROWS_AT_ONCE = 4096


def sketch_of(text: str) -> bytes:
    """Return the sketch of a text; empty of one that is too short to be compared."""
    words = text.lower().split()[:_MOST_WORDS]
    if len(words) < _FEWEST_WORDS:
        return b""
    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            known[word] = zlib.crc32(word.encode("utf-8", "replace"))
    hashes = np.fromiter((known[word] for word in words), np.uint64, len(words))
    count = len(words) - RUN + 1
    runs = np.zeros(count, np.uint64)
    for at in range(RUN):
        runs = (runs ^ hashes[at : at + count]) * _MIX
        runs ^= runs >> _SHIFT
    runs = np.unique(runs)
    least = np.full(_HASHES, np.iinfo(np.uint32).max, np.uint32)
    for at in range(0, len(runs), _ROWS_AT_ONCE):
        hashed = (runs[at : at + _ROWS_AT_ONCE, None] * _FACTORS) >> _SHIFT
        least = np.minimum(least, hashed.min(axis=0).astype(np.uint32))
    return least.astype("<u4").tobytes()


def share_of(one: bytes, other: bytes) -> float:
    """Share of runs of words that two texts have in common, estimated from their sketches."""
    return float((_numbers(one) == _numbers(other)).mean())


def link_near_copies(connection: sqlite3.Connection, document_id: int, sketch: bytes) -> None:
    """Keep the sketch of a document, and link it with earlier ones that share most of its words."""
    if not sketch:
        return
    known = connection.execute("SELECT 1 FROM sketch WHERE document_id = ?", (document_id,))
    if known.fetchone():
        return  # the same hash is the same text
    bands = _bands_of(sketch)
    candidates = connection.execute(
        "SELECT document_id, count(*) AS common FROM sketch_band "
        f"WHERE band IN ({', '.join('?' * len(bands))}) GROUP BY document_id "
        "ORDER BY common DESC, document_id DESC LIMIT ?",
        (*bands, _MOST_COMPARED),
    ).fetchall()
    connection.execute("INSERT INTO sketch VALUES (?, ?)", (document_id, sketch))
    connection.executemany(
        "INSERT OR IGNORE INTO sketch_band VALUES (?, ?)", [(band, document_id) for band in bands]
    )
    pairs = _pairs(connection, document_id, sketch, (int(row[0]) for row in candidates))
    connection.executemany("INSERT OR REPLACE INTO near_copy VALUES (?, ?, ?)", pairs)


def unlink_near_copies(connection: sqlite3.Connection, document_id: int) -> None:
    """Forget what a document that was replaced is a near copy of."""
    for statement in (
        "DELETE FROM sketch WHERE document_id = ?",
        "DELETE FROM sketch_band WHERE document_id = ?",
        "DELETE FROM near_copy WHERE document_id = ?",
        "DELETE FROM near_copy WHERE earlier_id = ?",
    ):
        connection.execute(statement, (document_id,))


def _pairs(
    connection: sqlite3.Connection, document_id: int, sketch: bytes, candidates: Iterable[int]
) -> list[tuple[int, int, float]]:
    found = []
    for earlier in candidates:
        row = connection.execute(
            "SELECT content FROM sketch WHERE document_id = ?", (earlier,)
        ).fetchone()
        share = share_of(sketch, row[0]) if row else 0.0
        if share >= LEAST_SHARE:
            found.append((document_id, earlier, round(share, 3)))
    return found


def _numbers(sketch: bytes) -> npt.NDArray[np.uint32]:
    return np.frombuffer(sketch, "<u4")


def _bands_of(sketch: bytes) -> list[int]:
    """One number for each band of a sketch, as SQLite keeps it."""
    size = 4 * _BAND
    return [
        (band << 32) | zlib.crc32(sketch[band * size : (band + 1) * size]) for band in range(_BANDS)
    ]
