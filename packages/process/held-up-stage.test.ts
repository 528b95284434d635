import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { outgoing } from '../log/contract.ts';
import { openLog } from '../log/open.ts';
import type { Message } from '../model/message.ts';
import { topics } from '../model/topics.ts';
import { logLines } from '../observe/log-line.ts';
import { Metrics } from '../observe/metrics.ts';
import { StageWatches } from '../observe/stage-watch.ts';
import { SeriesUnavailable } from '../series/contract.ts';
import { heldUpStage } from './held-up-stage.ts';

test('a stage is held up while it fails and records wait for it, and no longer', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-stages-'));
  const log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
  const watches = new StageWatches(logLines('test', 'silent'), new Metrics());
  const decode = watches.of('decode');
  const fail = () => decode.failed({ partition: 0, error: new SeriesUnavailable('its disk'), wait: 1 });
  const message: Message = { source: 's', format: 'f', stream: 'frames', topic: 't', payload: '', retained: false, receivedTime: 0 };

  expect(await heldUpStage(log, watches)).toBeUndefined();
  fail();
  // It failed while idle; nothing waits.
  expect(await heldUpStage(log, watches)).toBeUndefined();
  await log.append([outgoing(topics.messages, 'k', message, 0)]);
  expect(await heldUpStage(log, watches)).toBe('The stage "decode" is held up (SeriesUnavailable) and tries again; nothing is lost.');
  decode.committed({ partition: 0, records: 1, newest: 0 });
  // It goes on; what still waits is only lag.
  expect(await heldUpStage(log, watches)).toBeUndefined();
  fail();
  decode.committed({ partition: 1, records: 1, newest: 0 });
  // That was another partition.
  expect(await heldUpStage(log, watches)).toMatch('is held up');
  decode.left({ partition: 0 });
  // What waits there is another process's.
  expect(await heldUpStage(log, watches)).toBeUndefined();
  await log.close();
  await rm(folder, { recursive: true });
});
