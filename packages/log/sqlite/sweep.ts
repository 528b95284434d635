import type { Db } from './database.ts';
import { prepareForget } from './forget-keys.ts';
import type { SweepSlice, SweptTopic } from './sweep-slice.ts';
import { prepareTrim } from './trim.ts';

/** Makes the steps of a sweep, one after another; whoever runs them lets the process breathe between two. */
export function prepareSweep(db: Db): (now: number) => Generator<number> {
  const topics = db.prepare<[], SweptTopic>('SELECT topic_id, compacted, retention_time_ms, retention_bytes, history_ms FROM topics');
  const trim = prepareTrim(db);
  const forget = prepareForget(db);

  return function* sweep(now) {
    for (const topic of topics.all()) {
      const sweepSlice: SweepSlice = topic.compacted === 1 ? forget : trim;
      for (let removed = sweepSlice(topic, now); removed > 0; removed = sweepSlice(topic, now)) yield removed;
    }
  };
}
