"""Read and unpack what a machine answers, and never more of it than is allowed."""

import http.client
import zlib

from ..errors import DocumentError
from .addresses import Address
from .limits import MEGABYTE

_CHUNK = 1 << 16
_ECHOED = 40
_GZIP = 31
"""As zlib calls it."""


def bounded_body(address: Address, response: http.client.HTTPResponse, most: int) -> bytes:
    """Read and unpack an answer, never more of it than is allowed."""
    too_large = DocumentError(
        f"{address}: is larger than {most / MEGABYTE:g} MB, which is the most that is read"
    )
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise DocumentError(f"{address}: is packed as {encoding[:_ECHOED]!r}; expected gzip")
    announced = response.length
    if announced is not None and announced > most:
        raise too_large
    unpack = _Gunzip() if encoding.endswith("gzip") else None
    content, came = bytearray(), 0
    while announced is None or came < announced:
        size = _CHUNK if announced is None else min(_CHUNK, announced - came)
        chunk = response.read1(size)  # what is there, so that the time is looked at
        if not chunk:
            break
        came += len(chunk)
        room = most + 1 - len(content)
        content += unpack.some(chunk, room) if unpack else chunk
        if max(len(content), came) > most:
            raise too_large
    if (announced is not None and came < announced) or (unpack and unpack.is_open):
        raise DocumentError(f"{address}: broke off after {came:,} bytes")
    return bytes(content)


class _Gunzip:
    """Unpacks gzip as it comes, and never more than there is room for."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)

    @property
    def is_open(self) -> bool:
        """Whether the end has not come."""
        return not self._member.eof

    def some(self, chunk: bytes, room: int) -> bytes:
        """Unpack what came, as far as there is room; raises zlib.error."""
        unpacked = bytearray()
        while chunk and len(unpacked) < room:
            if self._member.eof:
                self._member = zlib.decompressobj(_GZIP)
            unpacked += self._member.decompress(chunk, room - len(unpacked))
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        return bytes(unpacked)
