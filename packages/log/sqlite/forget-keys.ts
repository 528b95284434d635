import type { Db } from './database.ts';
import { firstToStay, type SweepSlice, slice } from './sweep-slice.ts';

/** How long the removal of a key stays readable, so that whoever follows a compacted topic from an older offset learns of it. */
const removalKeptMs = 7 * 24 * 3_600_000;

/** Makes the function that removes from a compacted topic what was replaced before its history begins, then removals that are old enough. */
export function prepareForget(db: Db): SweepSlice {
  const forget = (table: string, isOld: string) =>
    db.prepare(
      `DELETE FROM ${table} WHERE rowid IN (
         SELECT r.rowid FROM ${table} r JOIN partitions p USING (topic_id, partition)
         WHERE r.topic_id = ? AND ${isOld} < ? AND r.offset < ${firstToStay} LIMIT ${slice.records})`,
    );
  const replaced = forget('replaced_records', 'r.replaced_at');
  const removals = forget('latest_records', 'r.value IS NULL AND r.time');

  return ({ topic_id, history_ms }, now) => {
    const history = history_ms ?? 0;
    // A removal goes last: without it, what it has replaced would stand again.
    return replaced.run(topic_id, now - history).changes || removals.run(topic_id, now - Math.max(removalKeptMs, history)).changes;
  };
}
