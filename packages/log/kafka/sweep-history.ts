import type { StoredRecord } from './read-page.ts';
import type { Cut, Kept, PartitionReader } from './sweep.ts';

/** How long the removal of a key stays readable, so that whoever follows a compacted topic from an older offset learns of it. */
const removalKept = 7 * 24 * 3_600_000;

const pageLength = 1_000;
/** So many records from the beginning are looked at; what is replaced further on is compaction's, with the same lag. */
const mostLookedAt = 20_000;

/** Where the partitions of a compacted topic may begin: after the records that were replaced longer ago than the history. */
export async function afterHistory(read: PartitionReader, kept: readonly Kept[], history: number, now: number): Promise<Cut> {
  const cut = new Map<number, number>();
  for (const each of kept) {
    const records = await beginning(read, each);
    cut.set(each.partition, firstStanding(records, now - history, now - Math.max(removalKept, history)) ?? each.start);
  }
  return cut;
}

/** A removal goes when it is old and nothing that it has removed is left before it, which here is always so. */
function firstStanding(records: readonly StoredRecord[], replacedBefore: number, removedBefore: number): number | undefined {
  const replacedAt = replacements(records);
  const stands = ({ value, time }: StoredRecord, index: number) =>
    (replacedAt[index] ?? Number.POSITIVE_INFINITY) >= replacedBefore && (value !== null || time >= removedBefore);
  const first = records.findIndex(stands);
  const last = records.at(-1);
  return first < 0 ? last && last.offset + 1 : records[first]?.offset;
}

/** Of each record the time of the next one with its key. */
function replacements(records: readonly StoredRecord[]): (number | undefined)[] {
  const next = new Map<string, number>();
  const times: (number | undefined)[] = new Array(records.length);
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index];
    if (record === undefined) continue;
    times[index] = next.get(record.key);
    next.set(record.key, record.time);
  }
  return times;
}

async function beginning(read: PartitionReader, { partition, start, end }: Kept): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (let next = start; next < end && records.length < mostLookedAt; ) {
    const page = await read(partition, next, pageLength);
    const last = page.at(-1);
    if (last === undefined) break;
    records.push(...page);
    next = last.offset + 1;
  }
  return records;
}
