/** One slice, one transaction, one short stop of the process: at most about this many records or bytes. */
export const slice = { records: 1000, bytes: 8 * 2 ** 20 };

export interface SweptTopic {
  readonly topic_id: number;
  readonly compacted: number;
  readonly retention_time_ms: number | null;
  readonly retention_bytes: number | null;
  readonly history_ms: number | null;
}

/** Removes at most one slice of a topic; answers how many records it removed. */
export type SweepSlice = (topic: SweptTopic, now: number) => number;

/**
 * First offset of partition `p` that must stay, as SQL: what the slowest group that ever took the partition has not committed.
 * A group that took it and never committed holds everything.
 */
export const firstToStay = `coalesce(
  (SELECT min(coalesce(committed, 0)) FROM positions g WHERE g.topic_id = p.topic_id AND g.partition = p.partition), p.next_offset)`;
