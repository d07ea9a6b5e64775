-- Version 1. Tables are in the schema "data" and keyed by numbers; what users
-- query are the views, which name things by their ids. No table has an index:
-- the program is the only writer, and "demarche check" looks for what an index
-- would have refused.

CREATE SCHEMA data;

-- One row a report, in its newest version. hash covers everything that the
-- input gave, so that an unchanged report is known without comparing texts.
CREATE TABLE data.reports (
    no        BIGINT NOT NULL,
    id        VARCHAR NOT NULL,
    version   INTEGER NOT NULL,   -- 1, and one more with each correction
    title     VARCHAR NOT NULL,
    outlet    VARCHAR NOT NULL,
    published DATE,
    url       VARCHAR NOT NULL,
    source    VARCHAR NOT NULL,   -- the file or address it was read from
    text      VARCHAR NOT NULL,
    hash      UBIGINT NOT NULL,
    added     TIMESTAMP NOT NULL,
    coded_by  VARCHAR NOT NULL,   -- what coded it: version of program, model, roster and lexicon
    records   INTEGER NOT NULL,
    minima    BLOB,               -- signature for near copies, NULL where there is too little to judge by
    week      INTEGER             -- of publication, for the same; NULL where there are no records
);

-- Near copies of a report speak with one voice: the number of the first of them.
CREATE TABLE data.voices (
    report BIGINT NOT NULL,
    voice  BIGINT NOT NULL
);

-- Versions that a correction replaced.
CREATE TABLE data.former_reports (
    no        BIGINT NOT NULL,
    id        VARCHAR NOT NULL,
    version   INTEGER NOT NULL,
    title     VARCHAR NOT NULL,
    outlet    VARCHAR NOT NULL,
    published DATE,
    url       VARCHAR NOT NULL,
    source    VARCHAR NOT NULL,
    text      VARCHAR NOT NULL,
    added     TIMESTAMP NOT NULL,
    replaced  TIMESTAMP NOT NULL
);

CREATE TABLE data.records (
    no             BIGINT NOT NULL,
    id             VARCHAR NOT NULL,
    report         BIGINT NOT NULL,
    sentence_index INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,  -- byte offsets into the report's text, here and below
    sentence_end   INTEGER NOT NULL,
    sentence       VARCHAR NOT NULL,
    trigger_start  INTEGER NOT NULL,
    trigger_end    INTEGER NOT NULL,
    trigger_text   VARCHAR NOT NULL,
    type           VARCHAR NOT NULL,
    mode           VARCHAR,
    quad           VARCHAR NOT NULL,
    score          DOUBLE NOT NULL,
    cameo          VARCHAR NOT NULL,
    contexts       VARCHAR[] NOT NULL,
    actors         VARCHAR[] NOT NULL,  -- country codes, each once; the parties have the rest
    recipients     VARCHAR[] NOT NULL,
    modality       VARCHAR NOT NULL,
    date_start     DATE,
    date_end       DATE,
    date_precision VARCHAR,
    date_text      VARCHAR,
    date_from      INTEGER,
    date_to        INTEGER,
    place          VARCHAR,
    place_country  VARCHAR,
    latitude       DOUBLE,
    longitude      DOUBLE,
    place_text     VARCHAR,
    place_from     INTEGER,
    place_to       INTEGER,
    claim_cue      VARCHAR,             -- NULL where there is no claim
    verbatim       BOOLEAN,
    venue          VARCHAR,
    evidence       VARCHAR,
    quote_start    INTEGER,
    quote_end      INTEGER,
    quote          VARCHAR,
    confidence     DOUBLE NOT NULL,
    notes          VARCHAR[],
    implied        VARCHAR              -- country that the record leaves unsaid and its report implies
);

CREATE TABLE data.parties (
    record        BIGINT NOT NULL,
    role          VARCHAR NOT NULL,     -- actor, recipient or speaker
    position      INTEGER NOT NULL,     -- from 0 in each role
    text          VARCHAR NOT NULL,
    text_start    INTEGER NOT NULL,
    text_end      INTEGER NOT NULL,
    name          VARCHAR,
    country       VARCHAR,
    sector        VARCHAR,
    other_sectors VARCHAR[],
    office        VARCHAR
);

-- The pairs of countries that a record stands between, each with the days
-- within which other records of the pair can have to do with it, and the
-- cluster that it was put into: the number of the cluster's first record.
CREATE TABLE data.standings (
    record      BIGINT NOT NULL,
    a           VARCHAR NOT NULL,
    b           VARCHAR NOT NULL,       -- '' when the other side is not known
    first_day   INTEGER NOT NULL,       -- days since 1970
    last_day    INTEGER NOT NULL
);
CREATE TABLE data.memberships (
    record  BIGINT NOT NULL,
    a       VARCHAR NOT NULL,
    b       VARCHAR NOT NULL,
    cluster BIGINT NOT NULL,
    score   DOUBLE NOT NULL,
    why     VARCHAR NOT NULL
);

-- What the newest reports changed and the events do not know yet.
CREATE TABLE data.stale_pairs (
    a         VARCHAR NOT NULL,
    b         VARCHAR NOT NULL,
    first_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL
);
CREATE TABLE data.stale_events (event BIGINT NOT NULL);
CREATE TABLE data.stale_weeks (week INTEGER NOT NULL);

-- Records that tell of one happening share an event number. Those that are not
-- sure enough to make an event have a number with no row in data.events.
CREATE TABLE data.event_records (
    event    BIGINT NOT NULL,
    record   BIGINT NOT NULL,
    position INTEGER NOT NULL,
    score    DOUBLE NOT NULL,
    why      VARCHAR NOT NULL
);

CREATE TABLE data.events (
    no            BIGINT NOT NULL,
    id            VARCHAR NOT NULL,
    type          VARCHAR NOT NULL,
    mode          VARCHAR,
    quad          VARCHAR NOT NULL,
    score         DOUBLE NOT NULL,
    modality      VARCHAR NOT NULL,
    date_start    DATE,
    date_end      DATE,
    precision     VARCHAR NOT NULL,
    date_for      DATE,
    place         VARCHAR,
    place_country VARCHAR,
    latitude      DOUBLE,
    longitude     DOUBLE,
    place_text    VARCHAR,
    actors        VARCHAR[] NOT NULL,
    recipients    VARCHAR[] NOT NULL,
    contexts      VARCHAR[] NOT NULL,  -- of any of its records
    topics        VARCHAR[] NOT NULL,
    words         VARCHAR NOT NULL,
    reports       VARCHAR[] NOT NULL,
    outlets       VARCHAR[] NOT NULL,
    voices        INTEGER NOT NULL,
    told          DATE                 -- first day it was told of
);
CREATE TABLE data.event_parties (
    event    BIGINT NOT NULL,
    role     VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    country  VARCHAR NOT NULL,
    sector   VARCHAR,
    names    VARCHAR[] NOT NULL,
    implied  BOOLEAN NOT NULL
);
CREATE TABLE data.event_differences (
    event    BIGINT NOT NULL,
    position INTEGER NOT NULL,
    concerns VARCHAR NOT NULL,
    told     VARCHAR[] NOT NULL
);
-- The pairs that an event is one between: a before b in the alphabet.
CREATE TABLE data.event_pairs (
    event BIGINT NOT NULL,
    a     VARCHAR NOT NULL,
    b     VARCHAR NOT NULL
);

CREATE TABLE data.relations (
    a      VARCHAR NOT NULL,
    b      VARCHAR NOT NULL,
    until  DATE,
    level  DOUBLE NOT NULL,
    volume DOUBLE NOT NULL,
    lead   DOUBLE NOT NULL,
    events INTEGER NOT NULL
);
CREATE TABLE data.levels (
    a      VARCHAR NOT NULL,
    b      VARCHAR NOT NULL,
    date   DATE NOT NULL,
    level  DOUBLE NOT NULL,
    volume DOUBLE NOT NULL
);
CREATE TABLE data.phases (
    a          VARCHAR NOT NULL,
    b          VARCHAR NOT NULL,
    name       VARCHAR NOT NULL,
    date_start DATE NOT NULL,
    date_end   DATE,
    mean       DOUBLE NOT NULL,
    events     INTEGER NOT NULL
);
CREATE TABLE data.turns (
    a            VARCHAR NOT NULL,
    b            VARCHAR NOT NULL,
    date         DATE NOT NULL,
    window_start DATE NOT NULL,
    window_end   DATE NOT NULL,
    direction    VARCHAR NOT NULL,
    probability  DOUBLE NOT NULL,
    mean_before  DOUBLE NOT NULL,
    mean_after   DOUBLE NOT NULL,
    because      VARCHAR[] NOT NULL    -- ids of events
);
CREATE TABLE data.matters (
    id      VARCHAR NOT NULL,
    a       VARCHAR NOT NULL,
    b       VARCHAR NOT NULL,
    kind    VARCHAR NOT NULL,
    by_country VARCHAR NOT NULL,
    to_country VARCHAR NOT NULL,
    what    VARCHAR NOT NULL,
    about   VARCHAR NOT NULL,
    topics  VARCHAR[] NOT NULL,
    state   VARCHAR NOT NULL,
    opened  DATE,
    moved   DATE,                      -- day of the last step
    lapses  DATE                       -- day on which it lapses unless it moves, NULL for never and for ended ones
);
CREATE TABLE data.matter_steps (
    matter   VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    state    VARCHAR NOT NULL,
    date     DATE,
    date_for DATE,
    event    VARCHAR,
    words    VARCHAR NOT NULL,
    outlets  VARCHAR[] NOT NULL
);

CREATE VIEW reports AS
    SELECT id, version, title, outlet, published, url, source, text, added, coded_by, records FROM data.reports;

CREATE VIEW former_reports AS
    SELECT id, version, title, outlet, published, url, source, text, added, replaced FROM data.former_reports;

CREATE VIEW records AS
    SELECT r.id, p.id AS report, p.title, p.outlet, p.published, p.url,
           r.sentence_index, r.sentence_start, r.sentence_end, r.sentence,
           r.trigger_start, r.trigger_end, r.trigger_text,
           r.type, r.mode, r.quad, r.score, r.cameo, r.contexts, r.actors, r.recipients, r.modality,
           r.date_start, r.date_end, r.date_precision, r.date_text,
           r.place, r.place_country, r.latitude, r.longitude, r.place_text,
           r.claim_cue, r.verbatim, r.venue, r.evidence, r.quote, r.confidence, r.notes,
           e.id AS event
    FROM data.records r
    JOIN data.reports p ON p.no = r.report
    LEFT JOIN data.event_records m ON m.record = r.no
    LEFT JOIN data.events e ON e.no = m.event;

CREATE VIEW parties AS
    SELECT r.id AS record, p.role, p.position, p.text, p.text_start, p.text_end, p.name, p.country, p.sector, p.other_sectors, p.office
    FROM data.parties p JOIN data.records r ON r.no = p.record;

CREATE VIEW events AS
    SELECT id, type, mode, quad, score, modality, date_start, date_end, precision, date_for,
           place, place_country, latitude, longitude, place_text, actors, recipients, contexts, topics, words,
           reports, outlets, voices, told
    FROM data.events;

CREATE VIEW event_records AS
    SELECT e.id AS event, r.id AS record, p.id AS report, m.position, m.score, m.why
    FROM data.event_records m
    JOIN data.events e ON e.no = m.event
    JOIN data.records r ON r.no = m.record
    JOIN data.reports p ON p.no = r.report;

CREATE VIEW event_parties AS
    SELECT e.id AS event, p.role, p.position, p.country, p.sector, p.names, p.implied
    FROM data.event_parties p JOIN data.events e ON e.no = p.event;

CREATE VIEW event_pairs AS
    SELECT e.id AS event, p.a, p.b FROM data.event_pairs p JOIN data.events e ON e.no = p.event;

CREATE VIEW relations AS SELECT a, b, until, level, volume, lead, events FROM data.relations;
CREATE VIEW levels AS SELECT a, b, date, level, volume FROM data.levels;
CREATE VIEW phases AS SELECT a, b, name, date_start, date_end, mean, events FROM data.phases;
CREATE VIEW turns AS
    SELECT a, b, date, window_start, window_end, direction, probability, mean_before, mean_after, because FROM data.turns;

-- A matter of which nothing was heard for long has lapsed by the day of the
-- newest report, though nothing in its own relation says so.
CREATE VIEW matters AS
    SELECT id, a, b, kind, by_country, to_country, what, about, topics,
           CASE WHEN lapses < (SELECT max(published) FROM data.reports) THEN 'lapsed' ELSE state END AS state,
           opened, moved, lapses
    FROM data.matters;

CREATE VIEW matter_steps AS
    SELECT matter, position, state, date, date_for, event, words, outlets FROM data.matter_steps;
