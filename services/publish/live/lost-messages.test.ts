import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Outgoing, outgoing, type Tenure } from '../../../packages/log/contract.ts';
import { openLog } from '../../../packages/log/open.ts';
import { topics } from '../../../packages/model/topics.ts';
import { ended, forwarded, messageOf } from './fixtures/records.ts';
import { lostMessages } from './lost-messages.ts';

test('truth 2: a message that is through and has no ending is lost; one that waits is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-lost-'));
  const log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
  const decode = async (outputs: readonly Outgoing[], next: number) => {
    const stopping = new AbortController();
    const run = async (tenure: { commit(outputs: readonly Outgoing[], next: number): Promise<void> }) => {
      await tenure.commit(outputs, next);
      stopping.abort();
    };
    await log.consume({ group: 'decode', topic: topics.messages, run }, stopping.signal);
  };
  await log.append([1, 2, 3].map(() => outgoing(topics.messages, 'k', messageOf(new Uint8Array()), 0)));
  expect(await lostMessages(log)).toBe(0);
  await decode(ended(forwarded('a.0.0')), 1);
  expect(await lostMessages(log)).toBe(0);
  await decode([], 3);
  expect(await lostMessages(log)).toBe(0);
  const stopping = new AbortController();
  const count = async (tenure: Tenure) => {
    const counted = outgoing(topics.counted, 'counted', { through: 1, endings: 1, corrected: 0 }, 0, 0);
    await tenure.commit([counted], (await log.read(topics.endings, 0, 0, 10)).length);
    stopping.abort();
  };
  await log.consume({ group: 'ledger', topic: topics.endings, run: count }, stopping.signal);
  expect(await lostMessages(log)).toBe(2);
  await log.close();
  await rm(folder, { recursive: true });
});
