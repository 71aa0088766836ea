"""Files into documents."""

from .files import MAX_MEGABYTES, read_document, read_paths, shown

__all__ = ["MAX_MEGABYTES", "read_document", "read_paths", "shown"]
