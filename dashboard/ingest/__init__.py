"""Files into documents."""

from .files import (
    MAX_MEGABYTES,
    document_of,
    found_files,
    read_content,
    read_document,
    read_paths,
    shown,
)

__all__ = [
    "MAX_MEGABYTES",
    "document_of",
    "found_files",
    "read_content",
    "read_document",
    "read_paths",
    "shown",
]
