-- A workspace: reports, what was read from them, and what people decided about it.
-- Offsets count code points of the stored text, half-open. Days count from 1970-01-01.
-- Integer keys inside, hashes at the edges: links and decisions name hashes, joins use integers.
-- AUTOINCREMENT: an id that was removed never comes back, so "ids above mine" is all that a read
-- model has not seen. What stands once and is referred to by many rows has a table of its own.

CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE theme (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- Notes that repeat: of dates, of footprints, of what was carried over.
CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
-- Words of footprints, as reports write them.
CREATE TABLE wording (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
-- What read a document: program, gazetteer, models, themes and packs, as JSON.
CREATE TABLE engine (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE);
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE, -- as geonames:169389
    name TEXT NOT NULL,
    feature_class TEXT NOT NULL,
    feature_code TEXT NOT NULL,
    country TEXT NOT NULL,
    admin1 TEXT NOT NULL,
    admin2 TEXT NOT NULL,
    lon REAL NOT NULL,
    lat REAL NOT NULL,
    population INTEGER NOT NULL
);
-- Places of the user's own, as the files were given.
CREATE TABLE pack (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL,
    checksum TEXT NOT NULL
);

-- Themes of the user's own, as the file was given; one at most. Without it this project's hold.
CREATE TABLE own_themes (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    content TEXT NOT NULL
);

CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE, -- of title and text: the same report is the same document
    title TEXT NOT NULL,
    origin TEXT NOT NULL,
    source_id INTEGER NOT NULL REFERENCES source,
    url TEXT NOT NULL,
    author TEXT NOT NULL,
    language TEXT NOT NULL,
    date TEXT NOT NULL, -- ISO date, its first part, or two with a slash; empty when unknown
    date_precision TEXT NOT NULL,
    date_note INTEGER REFERENCES note,
    first_day INTEGER, -- of the date; NULL when unknown
    last_day INTEGER,
    note TEXT NOT NULL, -- what a reader should know of how it was read
    added TEXT NOT NULL, -- UTC
    engine_id INTEGER NOT NULL REFERENCES engine,
    replaced_by INTEGER REFERENCES document, -- the newer version of the same report
    came INTEGER NOT NULL, -- revision in which it came
    revision INTEGER NOT NULL -- of the last change
);
CREATE INDEX document_revision ON document (revision);
CREATE TABLE document_text (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    text TEXT NOT NULL
);
-- The date that a report gives itself, where people decided for another.
CREATE TABLE own_date (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    date TEXT NOT NULL,
    date_precision TEXT NOT NULL,
    date_note INTEGER REFERENCES note
) WITHOUT ROWID;
-- The bytes as they came, where they are not the stored text in UTF-8: deflated, with the end of
-- that text as the dictionary.
CREATE TABLE original (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    checksum TEXT NOT NULL, -- SHA-256 of the bytes as they came
    media_type TEXT NOT NULL,
    content BLOB -- NULL: the stored text itself
);
-- Where the pages of a paginated original begin in the stored text, the first at 0.
CREATE TABLE page (
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    number INTEGER NOT NULL, -- as a reader counts them, from 1
    start INTEGER NOT NULL,
    PRIMARY KEY (document_id, number)
) WITHOUT ROWID;
-- What a document is a part of: an e-mail whose attachment it is, an archive, a table of reports.
CREATE TABLE part (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    container TEXT NOT NULL, -- origin of the whole
    entry TEXT NOT NULL -- what it is called in there
) WITHOUT ROWID;
-- What a text is compared by, and the pairs that share most of their words.
CREATE TABLE sketch (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    content BLOB NOT NULL
) WITHOUT ROWID;
-- Numbers that texts with many words in common have in common, to find one by the other.
CREATE TABLE sketch_band (
    band INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    PRIMARY KEY (band, document_id)
) WITHOUT ROWID;
CREATE INDEX sketch_band_document ON sketch_band (document_id);
CREATE TABLE near_copy (
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, -- the later one
    earlier_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    share REAL NOT NULL, -- of the words of both that both have
    PRIMARY KEY (document_id, earlier_id)
) WITHOUT ROWID;
CREATE INDEX near_copy_earlier ON near_copy (earlier_id);
-- What another reading would change, until somebody accepts or refuses it. The old one stands.
CREATE TABLE proposal (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    engine_id INTEGER NOT NULL REFERENCES engine,
    reading BLOB NOT NULL, -- rows of the new reading
    difference TEXT NOT NULL, -- JSON: what is the same, moved, changed, gone, new
    at TEXT NOT NULL
);
-- Reports that are still to be read again with what was decided: a wide decision is kept at once,
-- and what follows from it a little later.
CREATE TABLE outstanding (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    whole INTEGER NOT NULL -- whether words, roles, themes or dates may change, not places alone
) WITHOUT ROWID;
-- Evidence and candidates of a document's mentions, zlib of JSON, where they can't be worked out
-- again: of readings by programs that kept them.
CREATE TABLE explanation (
    document_id INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    content BLOB NOT NULL
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE UNIQUE INDEX passage_document ON passage (document_id, number);

-- What is drawn, once for all the words that mean it.
CREATE TABLE mark (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE, -- of kind, role, note and what is drawn
    kind INTEGER NOT NULL,
    role INTEGER NOT NULL,
    exact INTEGER NOT NULL,
    label TEXT NOT NULL,
    note_id INTEGER NOT NULL REFERENCES note,
    uncertainty_km REAL,
    place_id INTEGER REFERENCES place, -- the place that it is; NULL for what several make up
    country TEXT NOT NULL, -- of the place that it is or hangs on
    admin1 TEXT NOT NULL,
    lon REAL, lat REAL, -- of the place, or in the middle of what is drawn; NULL when undrawn
    west REAL, south REAL, east REAL, north REAL,
    outline TEXT NOT NULL -- id of a compiled outline; empty when the geometry is kept here
);
CREATE INDEX mark_own_place ON mark (place_id);
-- Apart from the marks, so that a scan of them does not read it.
CREATE TABLE mark_geometry (
    mark_id INTEGER PRIMARY KEY REFERENCES mark ON DELETE CASCADE,
    content BLOB NOT NULL -- as geometries.py writes it; points have none, outlines neither
);
-- Places that a mark is made of: itself, or what "the road from A to B" hangs on.
CREATE TABLE mark_place (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mark_id INTEGER NOT NULL REFERENCES mark ON DELETE CASCADE,
    place_id INTEGER NOT NULL REFERENCES place,
    UNIQUE (mark_id, place_id)
);
CREATE TABLE footprint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    mark_id INTEGER NOT NULL REFERENCES mark,
    wording_id INTEGER NOT NULL REFERENCES wording,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    confidence REAL NOT NULL, -- the least of its mentions
    outcome INTEGER NOT NULL, -- the most doubtful of its mentions
    review INTEGER NOT NULL DEFAULT 0 -- of the decisions in force, kept by who adds one
);
CREATE INDEX footprint_passage ON footprint (passage_id);
CREATE INDEX footprint_mark ON footprint (mark_id);
CREATE TABLE mention (
    id INTEGER PRIMARY KEY,
    footprint_id INTEGER NOT NULL REFERENCES footprint ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    role INTEGER NOT NULL,
    role_probability REAL NOT NULL,
    outcome INTEGER NOT NULL,
    probability REAL NOT NULL,
    confidence REAL NOT NULL,
    place_id INTEGER REFERENCES place
);
CREATE INDEX mention_footprint ON mention (footprint_id);
CREATE INDEX mention_place ON mention (place_id);
CREATE TABLE theme_hit (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    theme_id INTEGER NOT NULL REFERENCES theme,
    score REAL NOT NULL,
    core INTEGER NOT NULL,
    cues TEXT NOT NULL, -- "start-end,start-end"; the words stand in the text
    PRIMARY KEY (passage_id, theme_id)
) WITHOUT ROWID;
CREATE TABLE date_mention (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    date TEXT NOT NULL,
    date_precision TEXT NOT NULL,
    date_note INTEGER REFERENCES note,
    first_day INTEGER, -- NULL when it can't be fixed
    last_day INTEGER,
    PRIMARY KEY (passage_id, start)
) WITHOUT ROWID;
-- What else is to say of some dates.
CREATE TABLE date_reading (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    start INTEGER NOT NULL,
    relation TEXT NOT NULL, -- since, until, by, before, after; empty for on it
    history INTEGER NOT NULL, -- whether it is background, and no news of the report
    other TEXT NOT NULL, -- as date, what else the words could mean; empty when they can't
    PRIMARY KEY (passage_id, start)
) WITHOUT ROWID;
-- Words that count people who were harmed.
CREATE TABLE casualty (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- 0: dead, 1: injured, 2: missing
    number INTEGER, -- NULL when the words give none, or a vague one
    at_least INTEGER NOT NULL, -- whether there may be more
    PRIMARY KEY (passage_id, start, kind)
) WITHOUT ROWID;
-- That a passage speaks of a footprint at a time. Its themes are those of the passage.
CREATE TABLE observation (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    footprint_id INTEGER NOT NULL REFERENCES footprint ON DELETE CASCADE,
    dated INTEGER NOT NULL, -- 0: undated, 1: by words of the passage, 2: by the report
    date TEXT NOT NULL,
    date_precision TEXT NOT NULL,
    date_note INTEGER REFERENCES note,
    first_day INTEGER,
    last_day INTEGER,
    carried INTEGER REFERENCES note, -- how the place came into the passage; NULL when named there
    PRIMARY KEY (passage_id, footprint_id)
) WITHOUT ROWID;
CREATE INDEX observation_footprint ON observation (footprint_id);

-- Observations whose date is background.
CREATE TABLE background (
    passage_id INTEGER NOT NULL REFERENCES passage ON DELETE CASCADE,
    footprint_id INTEGER NOT NULL REFERENCES footprint ON DELETE CASCADE,
    PRIMARY KEY (passage_id, footprint_id)
) WITHOUT ROWID;
CREATE INDEX background_footprint ON background (footprint_id);

-- Words of passages and titles, diacritics folded; and runs of three letters, for words inside
-- words. The hits of the second are confirmed on the text. The texts stand in document_text.
CREATE VIRTUAL TABLE passage_words USING fts5 (
    body, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_trigrams USING fts5 (
    body, content = '', tokenize = 'trigram', detail = none, columnsize = 0
);
CREATE VIRTUAL TABLE title_words USING fts5 (
    body, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

-- What people decide: only added to. An undo is a decision too. Named by content, so that it
-- outlives another reading. What is said twice (by the client's uid) is said once.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    batch TEXT NOT NULL, -- decisions that were taken together
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    document_hash TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    target TEXT NOT NULL, -- mention, passage, date, document
    act TEXT NOT NULL, -- as in annotate/verdicts.py; also leave, note and undo
    scope TEXT NOT NULL, -- mention, document, source, everywhere
    before TEXT NOT NULL, -- JSON
    after TEXT NOT NULL, -- JSON
    why TEXT NOT NULL,
    engine_id INTEGER REFERENCES engine,
    undoes INTEGER UNIQUE REFERENCES decision,
    revision INTEGER NOT NULL
);
CREATE INDEX decision_target ON decision (document_hash, start, "end");
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END;
CREATE VIEW decision_in_force AS
    SELECT d.* FROM decision d
    WHERE d.act <> 'undo' AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.id);

-- When the page was looked at, and what was the last of the workspace that was seen then.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    began TEXT NOT NULL, -- UTC
    seen TEXT NOT NULL, -- when a page was last shown
    revision INTEGER NOT NULL
);
CREATE TABLE saved_view (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL, -- the parameters of the address
    at TEXT NOT NULL
);

-- Inputs and what became of them. A lease that ran out is taken again; "done" is set in the
-- transaction that stores the document.
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin TEXT NOT NULL UNIQUE,
    content BLOB, -- of what is no file, such as words that were pasted
    size INTEGER, -- of the file when it was last read, with its time and checksum
    modified_ns INTEGER,
    checksum TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting, leased, done, failed
    attempts INTEGER NOT NULL DEFAULT 0,
    worker TEXT NOT NULL DEFAULT '',
    lease_until REAL NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    document_id INTEGER REFERENCES document,
    at TEXT NOT NULL
);
CREATE INDEX job_open ON job (state) WHERE state IN ('waiting', 'leased', 'failed');
CREATE INDEX job_document ON job (document_id);
-- Inputs that lie on other machines: what may be asked, and what was answered last.
CREATE TABLE download (
    origin TEXT PRIMARY KEY, -- of the job
    may_be_private INTEGER NOT NULL, -- whether somebody allowed it to lie in a private network
    feed TEXT NOT NULL, -- origin of the feed that named it; empty when a person did
    day TEXT NOT NULL, -- of the report, as the feed says; empty when nothing says it
    is_feed INTEGER NOT NULL DEFAULT 0, -- whether it is one itself, and so no report
    etag TEXT NOT NULL DEFAULT '', -- of the answer that was read: HTTP's names for its version
    modified TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX download_feed ON download (feed);
-- Which columns of a table hold what, where they are not called so themselves.
CREATE TABLE mapping (
    origin TEXT PRIMARY KEY, -- of the input
    columns TEXT NOT NULL -- as text=Body,date=Day
) WITHOUT ROWID;
-- Runs of intake, for whoever watches.
CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    worker TEXT NOT NULL,
    state TEXT NOT NULL, -- reading, stopped, finished
    step TEXT NOT NULL,
    again INTEGER NOT NULL, -- whether documents are to be read again before it ends
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    started REAL NOT NULL, -- seconds since 1970
    updated REAL NOT NULL
);

-- What changed when: read models catch up from their own revision.
CREATE TABLE revision (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, what TEXT NOT NULL);
CREATE TABLE removed (
    revision INTEGER NOT NULL,
    first_passage INTEGER NOT NULL,
    last_passage INTEGER NOT NULL
);
-- Footprints whose review a decision changed.
CREATE TABLE reviewed (revision INTEGER NOT NULL, footprint_id INTEGER NOT NULL);
-- Columns of the read model as they were at a revision, so that a server is ready at once.
CREATE TABLE segment (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, content BLOB NOT NULL);
