import type { Db } from './database.ts';
import { firstToStay, type SweepSlice, slice } from './sweep-slice.ts';

/** How long the removal of a key stays readable, so that whoever follows a compacted topic from an older offset learns of it. */
const removalKeptMs = 7 * 24 * 3_600_000;

/** Makes the function that removes old removals from a compacted topic. */
export function prepareForget(db: Db): SweepSlice {
  const remove = db.prepare(
    `DELETE FROM latest_records WHERE rowid IN (
       SELECT r.rowid FROM latest_records r JOIN partitions p USING (topic_id, partition)
       WHERE r.topic_id = ? AND r.value IS NULL AND r.time < ? AND r.offset < ${firstToStay} LIMIT ${slice.records})`,
  );
  return (topic, now) => remove.run(topic.topic_id, now - removalKeptMs).changes;
}
