import type { Log } from '../../log/contract.ts';
import { removal } from '../../log/contract.ts';
import type { RecordKey } from '../../model/record-key.ts';
import { type Topic, topics } from '../../model/topics.ts';
import { endOfDay, type RecordKeys } from './record-keys.ts';
import { keyNameOf } from './sealed-value.ts';

/** Records are written in the order of their times, but for about so long, ms. */
const disorder = 3_600_000;
const page = 1_000;
/** Pages looked through at the beginning of a partition; what is not found out now is in an hour. */
const mostPages = 20;

/**
 * Destroys the keys of days whose retention is over and of which the sweep has left nothing: a record that a group has yet to commit is kept by the
 * sweep, and its key with it (truth 2). Answers how many.
 * @param log the one beneath @param now ms @throws LogUnavailable
 */
export async function destroyDayKeys(log: Log, keys: RecordKeys, now: number): Promise<number> {
  const over = (await keys.all()).flatMap(ofDay).filter((one) => isOver(one, now));
  const needed = new Set<string>();
  for (const topic of new Set(over.map((one) => one.topic))) {
    const ofTopic = over.filter((one) => one.topic === topic);
    for (const id of await stillNeeded(log, topic, ofTopic)) needed.add(id);
  }
  const done = over.filter(({ id }) => !needed.has(id));
  if (done.length > 0) await log.append(done.map(({ id }) => removal(topics.recordKeys, id, now, 0)));
  await keys.all();
  return done.length;
}

const byName = new Map<string, Topic<unknown>>(Object.values(topics).map((topic) => [topic.name, topic as Topic<unknown>]));

interface DayKey {
  readonly id: string;
  readonly topic: string;
  readonly day: number;
}

const ofDay = ({ id, topic, scope }: RecordKey): DayKey[] => ('day' in scope ? [{ id, topic, day: scope.day }] : []);

/** A topic that this program does not know is not its to judge. */
function isOver({ topic, day }: DayKey, now: number): boolean {
  const retention = byName.get(topic)?.retention.time ?? Number.POSITIVE_INFINITY;
  return endOfDay(day) + retention < now;
}

/** Those that seal a record which is still kept. */
async function stillNeeded(log: Log, name: string, keys: readonly DayKey[]): Promise<Set<string>> {
  const topic = byName.get(name);
  if (!topic) return new Set(keys.map(({ id }) => id));
  const until = Math.max(...keys.map(({ day }) => endOfDay(day))) + disorder;
  const needed = new Set<string>();
  for (const { partition, start } of await log.standing('register', topic)) {
    const found = await namedFrom(log, topic, { partition, start, until });
    // Too much is left to be looked through: the sweep is far behind, and nothing is certain.
    if (!found) return new Set(keys.map(({ id }) => id));
    for (const id of found) needed.add(id);
  }
  return needed;
}

/** Names of the keys of the oldest records; undefined: there are too many. */
async function namedFrom(
  log: Log,
  topic: Topic<unknown>,
  { partition, start, until }: { partition: number; start: number; until: number },
): Promise<Set<string> | undefined> {
  const names = new Set<string>();
  let from = start;
  for (let pages = 0; pages < mostPages; pages++) {
    const records = await log.read(topic, partition, from, page);
    for (const { value, time } of records) {
      if (time >= until) return names;
      const name = value && keyNameOf(value);
      if (name) names.add(name);
    }
    const last = records.at(-1);
    if (!last) return names;
    from = last.offset + 1;
  }
  return undefined;
}
