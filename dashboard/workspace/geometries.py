"""Geometries as they are kept in the workspace: a fourth of the size of WKB.

A circle of 180 points takes 2.9 KB as WKB, and 0.7 KB here: positions are whole millionths of a
degree (a tenth of a metre), each as its difference from the one before, byte by byte, deflated.
"""

import struct
import zlib
from typing import Any

import numpy as np
import shapely

_SCALE = 1_000_000
"""Parts of a degree."""
_HEAD = struct.Struct("<BBI")
"""Type of the geometry, number of offset arrays, number of positions."""
_LENGTH = struct.Struct("<I")
_LEVEL = 6


def encode(figure: Any) -> bytes:
    """Return the bytes of a shapely geometry in (lon, lat) degrees; not of a mixed collection."""
    kind, positions, offsets = shapely.to_ragged_array([figure])
    whole = np.round(positions * _SCALE).astype(np.int32)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int32))
    # Bytes of the same weight stand together: the high ones are nearly all alike.
    planes = np.ascontiguousarray(steps.T).view(np.uint8).reshape(-1, 4).T.tobytes()
    parts = [_HEAD.pack(kind.value, len(offsets), len(whole))]
    for offset in offsets:
        parts += [_LENGTH.pack(len(offset)), offset.astype(np.int32).tobytes()]
    return zlib.compress(b"".join([*parts, planes]), _LEVEL)


def decode(content: bytes) -> Any:
    """Return the shapely geometry that `encode` was given, to a tenth of a metre."""
    raw = zlib.decompress(content)
    kind, arrays, count = _HEAD.unpack_from(raw)
    at = _HEAD.size
    offsets = []
    for _ in range(arrays):
        (length,) = _LENGTH.unpack_from(raw, at)
        at += _LENGTH.size
        offsets.append(np.frombuffer(raw, np.int32, length, at).astype(np.int64))
        at += 4 * length
    planes = np.frombuffer(raw, np.uint8, 8 * count, at).reshape(4, -1)
    steps = np.ascontiguousarray(planes.T).view(np.int32).reshape(2, count)
    positions = np.ascontiguousarray(np.cumsum(steps, axis=1, dtype=np.int64).T) / _SCALE
    kind = shapely.GeometryType(kind)
    return shapely.from_ragged_array(kind, positions, tuple(offsets) or None)[0]
