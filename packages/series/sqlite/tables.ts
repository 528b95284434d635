/** Says whose file it is, in `application_id`: "VgSe". */
export const applicationId = 0x56675365;
/**
 * A reading refers to its names by small numbers. Rows of one datastream lie together in order of time; the index gives the order over all.
 * `value` is ANY because a REAL column turns -0 into 0 (truth 8). Times are milliseconds since 1970, UTC.
 * To look inside: `sqlite3 -readonly series.open.db "SELECT * FROM readings WHERE datastream = '…' LIMIT 10"`.
 */
const readingTables = `
  CREATE TABLE datastream (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE codec (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE
  ) STRICT;

  -- What long runs of a datastream's readings have in common.
  CREATE TABLE origin (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    datastream INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    site TEXT NOT NULL,
    device TEXT NOT NULL,
    evidence TEXT NOT NULL,
    UNIQUE (datastream, device, evidence, site, quantity)
  ) STRICT;

  CREATE TABLE reading (
    datastream INTEGER NOT NULL,
    phenomenon_time INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    value ANY,
    raw TEXT,
    flags TEXT, -- names joined by commas
    received_time INTEGER NOT NULL,
    frame TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (datastream, phenomenon_time, codec)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX reading_by_time ON reading (phenomenon_time);

  CREATE TABLE tally (
    hour INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    plane TEXT NOT NULL,
    forwarded INTEGER NOT NULL,
    duplicate INTEGER NOT NULL,
    quarantined TEXT NOT NULL, -- JSON: how many by reason
    released INTEGER NOT NULL,
    needless INTEGER NOT NULL,
    PRIMARY KEY (hour, partition, plane)
  ) STRICT, WITHOUT ROWID;

  -- For people.
  CREATE VIEW readings AS
    SELECT datastream.name AS datastream,
      strftime('%Y-%m-%dT%H:%M:%fZ', phenomenon_time / 1000.0, 'unixepoch') AS phenomenon_time,
      value, raw, quantity, flags, site, device, codec.version AS codec_version, evidence, frame, message,
      strftime('%Y-%m-%dT%H:%M:%fZ', received_time / 1000.0, 'unixepoch') AS received_time
    FROM reading
    JOIN datastream ON datastream.id = reading.datastream
    JOIN codec ON codec.id = reading.codec
    JOIN origin ON origin.id = reading.origin;
`;

/** Windows, whole: what an hour or a day says can be read without any other table. Numbers that may be -0 are ANY, as in `reading`. */
const windowTables = `
  CREATE TABLE aggregate (
    datastream INTEGER NOT NULL,
    length TEXT NOT NULL, -- hour or day
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    site TEXT NOT NULL,
    count INTEGER NOT NULL,
    excluded INTEGER NOT NULL,
    sum ANY,
    min ANY,
    max ANY,
    first INTEGER,
    last INTEGER,
    interval INTEGER,
    covered INTEGER NOT NULL,
    coverage REAL,
    digest TEXT NOT NULL,
    PRIMARY KEY (datastream, length, begins)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX aggregate_by_beginning ON aggregate (length, begins);

  -- For people.
  CREATE VIEW windows AS
    SELECT datastream.name AS datastream, length,
      strftime('%Y-%m-%dT%H:%M:%SZ', begins / 1000.0, 'unixepoch') AS begins,
      strftime('%Y-%m-%dT%H:%M:%SZ', ends / 1000.0, 'unixepoch') AS ends,
      count, excluded, sum / count AS mean, min, max, coverage, quantity, site, digest
    FROM aggregate
    JOIN datastream ON datastream.id = aggregate.datastream;
`;

/** What each layout of the file adds to the one before. How many of them a file has is in its `user_version`; those that stand are never changed. */
export const layouts: readonly string[] = [readingTables, windowTables];
