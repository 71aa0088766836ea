"""What a choice shows, as a file: GeoJSON, CSV, KML, or a page that opens without a network."""

from .door import FORMATS, Export, Format, export, format_of

__all__ = ["FORMATS", "Export", "Format", "export", "format_of"]
