import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { logLines } from '../observe/log-line.ts';
import { Opened } from './opened.ts';
import { oneOfThemFails, RunningService } from './running-service.ts';

function caught() {
  const said: Record<string, unknown>[] = [];
  return { said, lines: logLines('test', 'debug', { write: (line) => said.push(JSON.parse(line)) }) };
}

const untilStopped = async (signal: AbortSignal) => {
  await once(signal, 'abort');
};

test('a service that is stopped has not failed', async () => {
  const { said, lines } = caught();
  const service = new RunningService('decode', untilStopped, lines);
  await service.stop();
  expect(await service.failed).toBe(false);
  expect(said).toEqual([]);
});

test.each([
  ['by an error', async () => Promise.reject(new TypeError('0102030405060708')), 'TypeError'],
  ['without one', async () => undefined, 'Error'],
])('truth 7: a service that ends by itself, %s, is told of by name, and all of them end', async (_how, run, error) => {
  const { said, lines } = caught();
  const healthy = new RunningService('store', untilStopped, lines);
  await oneOfThemFails([healthy, new RunningService('decode', run, lines)]);
  expect(said).toEqual([expect.objectContaining({ level: 'error', event: 'process.service.failed', stage: 'decode', error })]);
  expect(JSON.stringify(said)).not.toContain('0102030405060708');
  await healthy.stop();
});

test('what was opened is closed in the opposite order, once', async () => {
  const closed: string[] = [];
  const opened = new Opened();
  for (const name of ['log', 'server', 'broker']) opened.add(async () => closed.push(name));
  await opened.close();
  await opened.close();
  expect(closed).toEqual(['broker', 'server', 'log']);
});
