-- A workspace: documents and everything read from them. Offsets count code points, half-open.
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    origin TEXT NOT NULL,
    language TEXT NOT NULL,
    date TEXT NOT NULL,
    date_precision TEXT NOT NULL,
    date_note TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE TABLE problem (
    origin TEXT PRIMARY KEY,
    reason TEXT NOT NULL
);
-- Places of the user's own, as the files were given.
CREATE TABLE pack (
    name TEXT PRIMARY KEY,
    content BLOB NOT NULL
);
CREATE TABLE passage (
    document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (document_id, number)
);
-- What is drawn; kept once, however many expressions of however many documents it stands for.
CREATE TABLE mark (
    id TEXT PRIMARY KEY,
    geometry TEXT
);
-- One expression of a document and its mark.
CREATE TABLE footprint (
    document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    number INTEGER NOT NULL,
    mark_id TEXT NOT NULL REFERENCES mark,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    passage INTEGER NOT NULL,
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    exact INTEGER NOT NULL,
    note TEXT NOT NULL,
    label TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
);
CREATE INDEX footprint_mark ON footprint (mark_id);
CREATE TABLE mention (
    document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    number INTEGER NOT NULL,
    footprint INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    role TEXT NOT NULL,
    probability REAL NOT NULL,
    outcome TEXT NOT NULL,
    confidence REAL NOT NULL,
    place_id TEXT,
    place_name TEXT,
    feature_code TEXT,
    country_code TEXT,
    evidence TEXT NOT NULL,
    candidates TEXT NOT NULL,
    PRIMARY KEY (document_id, number)
);
CREATE INDEX mention_footprint ON mention (document_id, footprint);
CREATE TABLE theme_hit (
    document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    passage INTEGER NOT NULL,
    theme TEXT NOT NULL,
    score REAL NOT NULL,
    cues TEXT NOT NULL,
    PRIMARY KEY (document_id, passage, theme)
);
CREATE TABLE date_mention (
    document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    passage INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    date TEXT NOT NULL,
    date_precision TEXT NOT NULL,
    date_note TEXT NOT NULL,
    PRIMARY KEY (document_id, start)
);
CREATE TABLE observation (
    document_id TEXT NOT NULL REFERENCES document ON DELETE CASCADE,
    passage INTEGER NOT NULL,
    footprint INTEGER NOT NULL,
    theme TEXT NOT NULL,
    date TEXT NOT NULL,
    date_precision TEXT NOT NULL,
    date_note TEXT NOT NULL,
    carried TEXT NOT NULL,
    PRIMARY KEY (document_id, passage, footprint, theme)
);
