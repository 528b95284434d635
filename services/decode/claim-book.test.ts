import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LogRecord, type Outgoing, outgoing } from '../../packages/log/contract.ts';
import type { ClaimState } from '../../packages/model/claim-state.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import { ClaimBook } from './claim-book.ts';

const stateOf = (fCnt: number): ClaimState => ({ instance: 0, seen: [[0, fCnt]], forgotten: 0, recent: [[fCnt, 'ab', fCnt]] });
const entries = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(3), { noNullPrototype: true });

function bookOf(counters: Readonly<Record<string, number>>): ClaimBook {
  const book = new ClaimBook();
  for (const [key, fCnt] of Object.entries(counters)) {
    book.sessions.set(key, stateOf(fCnt));
    if (fCnt > 1) book.resends.set(key, { attempt: fCnt, receivedTime: 1 });
  }
  book.takeTouched(0, 0);
  return book;
}

const written = <T>(topic: Topic<T>, entries: Iterable<[string, T]>) => [...entries].map(([key, state]) => outgoing(topic, key, state, 0));

/** What a compacted topic holds after these writes. */
function kept(records: readonly Outgoing[]): (topic: Topic<unknown>) => AsyncIterable<LogRecord> {
  return async function* (topic) {
    const latest = new Map(records.filter((one) => one.topic === topic).map((one) => [one.key, one]));
    for (const { key, value, time } of latest.values()) if (value) yield { partition: 0, offset: 0, key, value, time };
  };
}

test('a book that becomes another equals it, and what it writes makes the topics say so', async () => {
  await fc.assert(
    fc.asyncProperty(entries, entries, async (one, other) => {
      const [book, before] = [bookOf(one), bookOf(one)];
      const goal = bookOf(other);
      const compared = book.compare(goal);
      const differing = Object.keys({ ...one, ...other }).filter((key) => one[key] !== other[key]);
      expect(compared.missing + compared.other).toBeGreaterThanOrEqual(differing.length);
      expect(compared.missing + compared.other === 0).toBe(differing.length === 0);
      book.become(goal);
      expect(book.compare(goal)).toMatchObject({ missing: 0, other: 0 });
      const standing = [...written(topics.claims, before.sessions.entries()), ...written(topics.resends, before.resends.entries())];
      const read = await ClaimBook.read(kept([...standing, ...book.takeTouched(0, 1)]));
      expect(read.compare(goal)).toMatchObject({ missing: 0, other: 0 });
      expect(book.takeTouched(0, 1)).toEqual([]);
    }),
  );
});

test('a state is the same whoever made it, in whatever order its fields stand', () => {
  const [book, other] = [new ClaimBook(), new ClaimBook()];
  book.sessions.set('a', { instance: 0, seen: [[0, 1]], forgotten: 0, recent: [] });
  other.sessions.set('a', { recent: [], forgotten: 0, seen: [[0, 1]], instance: 0 });
  expect(book.compare(other)).toMatchObject({ equal: 1, missing: 0, other: 0 });
  book.become(other);
  book.takeTouched(0, 1);
  other.sessions.set('b', stateOf(1));
  expect(book.compare(other)).toMatchObject({ equal: 1, missing: 1, other: 0 });
  expect(other.compare(book)).toMatchObject({ equal: 1, missing: 0, other: 1 });
});
