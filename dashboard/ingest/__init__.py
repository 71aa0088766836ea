"""Files into documents."""

from .apart import columns_of, entries_of
from .files import (
    PassedOver,
    check_size,
    document_of,
    found_files,
    read_content,
    read_document,
    read_paths,
    shown,
)
from .formats import INSIDE, Entry, documents_in, origin_shown
from .limits import MAX_MEGABYTES, MAX_PACKED_MEGABYTES
from .tables import Columns

__all__ = [
    "INSIDE",
    "MAX_MEGABYTES",
    "MAX_PACKED_MEGABYTES",
    "Columns",
    "Entry",
    "PassedOver",
    "check_size",
    "columns_of",
    "document_of",
    "documents_in",
    "entries_of",
    "found_files",
    "origin_shown",
    "read_content",
    "read_document",
    "read_paths",
    "shown",
]
