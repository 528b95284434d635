/** "Vlog" in ASCII, kept in `PRAGMA application_id`: tells a log from any other SQLite file. */
export const applicationId = 0x566c6f67;

/**
 * The tables of log.db. Records of compacted topics live apart: there, writing a key replaces its older record.
 * The next offset stands in `partitions`, so that an offset is never given twice, whatever has been removed.
 */
const tables = `
CREATE TABLE log (
  incarnation TEXT    NOT NULL,
  partitions  INTEGER,            -- of every topic in this file; NULL: as each topic says
  created_at  TEXT    NOT NULL
) STRICT;

CREATE TABLE topics (
  topic_id           INTEGER PRIMARY KEY,
  name               TEXT    NOT NULL UNIQUE,
  compacted          INTEGER NOT NULL,
  partitions         INTEGER NOT NULL,
  retention_time_ms  INTEGER,     -- NULL: for ever
  retention_bytes    INTEGER      -- over all partitions; NULL: without a cap
) STRICT;

CREATE TABLE partitions (
  topic_id    INTEGER NOT NULL,
  partition   INTEGER NOT NULL,
  next_offset INTEGER NOT NULL DEFAULT 0,
  kept_bytes  INTEGER NOT NULL DEFAULT 0,  -- keys and values in "records"; not counted for compacted topics
  PRIMARY KEY (topic_id, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
  topic_id  INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  offset    INTEGER NOT NULL,
  time      INTEGER NOT NULL,     -- ms since 1970
  key       TEXT    NOT NULL,
  value     BLOB                  -- last: what stands before it is read without it
) STRICT;
CREATE UNIQUE INDEX records_by_offset ON records (topic_id, partition, offset);

CREATE TABLE latest_records (
  topic_id  INTEGER NOT NULL,
  partition INTEGER NOT NULL,
  offset    INTEGER NOT NULL,
  time      INTEGER NOT NULL,
  key       TEXT    NOT NULL,
  value     BLOB                  -- NULL: the key was removed
) STRICT;
CREATE UNIQUE INDEX latest_records_by_offset ON latest_records (topic_id, partition, offset);
CREATE UNIQUE INDEX latest_records_by_key ON latest_records (topic_id, partition, key);
CREATE INDEX removed_keys ON latest_records (topic_id, time) WHERE value IS NULL;

CREATE TABLE positions (
  group_name TEXT    NOT NULL,
  topic_id   INTEGER NOT NULL,
  partition  INTEGER NOT NULL,
  committed  INTEGER,             -- first offset not yet committed; NULL: nothing committed yet
  epoch      INTEGER NOT NULL,    -- raised whenever the partition is taken: earlier holders are fenced
  taken_at   TEXT    NOT NULL,
  PRIMARY KEY (group_name, topic_id, partition)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_by_partition ON positions (topic_id, partition, committed);

-- For people: SELECT * FROM readable_records WHERE topic = 'messages' ORDER BY offset DESC LIMIT 20;
CREATE VIEW readable_records AS
  SELECT name AS topic, partition, offset, strftime('%Y-%m-%dT%H:%M:%fZ', time / 1000.0, 'unixepoch') AS time, key, CAST(value AS TEXT) AS value
  FROM (SELECT * FROM records UNION ALL SELECT * FROM latest_records) JOIN topics USING (topic_id);
CREATE VIEW readable_positions AS
  SELECT group_name, name AS topic, partition, coalesce(committed, 0) AS committed, next_offset, epoch, taken_at
  FROM positions JOIN partitions USING (topic_id, partition) JOIN topics USING (topic_id);
`;

/** Records of compacted topics that a newer one has replaced, for as long as their topic's history goes back. */
const history = `
ALTER TABLE topics ADD COLUMN history_ms INTEGER;  -- NULL: a replaced record goes at once

CREATE TABLE replaced_records (
  topic_id    INTEGER NOT NULL,
  partition   INTEGER NOT NULL,
  offset      INTEGER NOT NULL,
  time        INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL,     -- time of the record that replaced it
  key         TEXT    NOT NULL,
  value       BLOB
) STRICT;
CREATE UNIQUE INDEX replaced_records_by_offset ON replaced_records (topic_id, partition, offset);
CREATE INDEX replaced_records_by_time ON replaced_records (topic_id, replaced_at);

DROP VIEW readable_records;
CREATE VIEW readable_records AS
  SELECT name AS topic, partition, offset, strftime('%Y-%m-%dT%H:%M:%fZ', time / 1000.0, 'unixepoch') AS time, key, CAST(value AS TEXT) AS value
  FROM (
    SELECT * FROM records UNION ALL SELECT * FROM latest_records
    UNION ALL SELECT topic_id, partition, offset, time, key, value FROM replaced_records
  ) JOIN topics USING (topic_id);
`;

/** What each layout of the file adds to the one before. How many of them a file has is in its `user_version`; those that stand are never changed. */
export const layouts: readonly string[] = [tables, history];
