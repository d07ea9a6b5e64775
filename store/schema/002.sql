-- Version 2. What happened to the store, in order, for those who follow it: live
-- pages, alerts, briefs.

-- One row for each thing that an update brought. It is written in the update's
-- transaction and never altered, so that whoever remembers the last number read
-- misses nothing and reads nothing twice.
CREATE TABLE data.changes (
    no        BIGINT NOT NULL,      -- from 1 without a gap
    noted     TIMESTAMP NOT NULL,   -- of the update
    kind      VARCHAR NOT NULL,     -- event, retold, turn, step or level
    id        VARCHAR NOT NULL,     -- of the event or matter; of a turn or level that of its pair
    a         VARCHAR NOT NULL,     -- the pair; '' for events
    b         VARCHAR NOT NULL,
    state     VARCHAR NOT NULL,     -- of a step its state, of a turn its direction
    date      DATE,                 -- of the step or turn
    event     VARCHAR NOT NULL,     -- of a step the event that made it; of a retold event the id it had before
    was       DOUBLE,               -- of a level before the update, and after
    now       DOUBLE
);

-- What parts of the program keep between runs, such as where a feed was read up
-- to: a text for each key of an owner.
CREATE TABLE data.keepsakes (
    owner VARCHAR NOT NULL,
    key   VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

CREATE VIEW changes AS SELECT no, noted, kind, id, a, b, state, date, event, was, now FROM data.changes;
