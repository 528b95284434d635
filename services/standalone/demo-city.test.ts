import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Log, outgoing } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import type { ClaimState } from '../../packages/model/claim-state.ts';
import type { Message } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { nextFCnt } from './demo-city.ts';

let folder: string;
let log: Log;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-demo-'));
  log = await openLog({ engine: 'sqlite', folder, partitions: 2 });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const claimed = (session: string, highest: number, partition: number) => {
  const state: ClaimState = { instance: 0, seen: [[0, highest]], forgotten: 0, recent: [] };
  return outgoing(topics.claims, session, state, 0, partition);
};

test('the demo’s counters begin at 0, and go on above every counter that was claimed', async () => {
  expect(await nextFCnt(log)).toBe(0);
  await log.append([claimed('a', 41, 0), claimed('b', 70_000, 1), claimed('c', 5, 1)]);
  expect(await nextFCnt(log)).toBe(70_001);
});

test('and above those that messages not decoded yet may claim: after a crash, some are left', async () => {
  const message: Message = { source: 's', format: 'f', stream: 'frames', topic: 't', payload: '', retained: false, receivedTime: 0 };
  await log.append([claimed('a', 9, 0), ...[0, 1, 1].map((partition) => outgoing(topics.messages, 'k', message, 0, partition))]);
  expect(await nextFCnt(log)).toBe(13);
});
