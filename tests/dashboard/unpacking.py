"""Marks and places as a browser reads them."""

import json
import struct
from typing import Any

import numpy as np

_TYPES = {"Uint8Array": "u1", "Uint16Array": "<u2", "Int32Array": "<i4"}


def unpacked(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and columns, read as the map's script does."""
    (size,) = struct.unpack_from("<I", content)
    header = json.loads(content[4 : 4 + size])
    columns, at = {}, 4 + size
    for name, kind, length in header["columns"]:
        assert at % 4 == 0
        columns[name] = np.frombuffer(content, _TYPES[kind], length, at)
        at += columns[name].nbytes + -columns[name].nbytes % 4
    assert at == len(content)
    return header, columns
