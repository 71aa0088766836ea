"""Everything the engine raises on purpose.

GeocacheError
├── ItemError             this item is unusable; the others go on
│   ├── BadLineError      a line of a table can't be used (also a ValueError)
│   ├── BadSpanError      a span that does not lie in its text (also a ValueError)
│   ├── BadPlaceError     a place that can be on no map (also a ValueError)
│   ├── UnknownPlaceError no place has this id (also a KeyError)
│   └── ServiceOffError   an online geocoder is switched off (also geopy's GeocoderUnavailable;
│                         it stands in `geocoder.failures`, for geopy takes long to load)
└── StopError             nothing can go on until somebody acts
    ├── CorpusError           an annotated corpus is not as it must be (also a ValueError)
    ├── GazetteerError        the compiled gazetteer is missing, broken or half-written
    ├── KnowledgeFileError    a file of curated knowledge can't be read (also a ValueError)
    └── AnswerCacheError      kept answers of an online geocoder can't be read or written
"""


class GeocacheError(Exception):
    """Root of the errors of this package."""


class ItemError(GeocacheError):
    """One item is unusable; skip it and say so, the rest of the run is unaffected."""


class BadLineError(ItemError, ValueError):
    """A line of a table can't be used; the message says why."""


class BadSpanError(ItemError, ValueError):
    """A span was given that is empty, reversed, overlapping or outside its text."""


class BadPlaceError(ItemError, ValueError):
    """A place was given that can be on no map; the message says why."""


class UnknownPlaceError(ItemError, KeyError):
    """A place id was asked for that the gazetteer does not hold."""

    def __str__(self) -> str:
        return str(self.args[0])


class StopError(GeocacheError):
    """The run can't go on; the message says what to do."""


class CorpusError(StopError, ValueError):
    """A line of an annotated corpus can't be used; scores without it would mislead."""


class GazetteerError(StopError):
    """The compiled gazetteer can't be opened or built."""


class KnowledgeFileError(StopError, ValueError):
    """A file under ``data/`` (or a user's pack) does not say what it must."""


class AnswerCacheError(StopError):
    """The file with the answers of online geocoders is damaged, locked or not writable."""
