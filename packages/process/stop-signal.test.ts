import { expect, test } from '@jest/globals';
import { stopSignal } from './stop-signal.ts';

const listeners = () => [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];

test.each(['SIGTERM', 'SIGINT'] as const)('%s asks; a second signal of either kind is then the system’s', async (signal) => {
  const before = listeners();
  const stopping = stopSignal();
  expect(listeners()).toEqual(before.map((count) => count + 1));
  process.emit(signal);
  await stopping;
  expect(listeners()).toEqual(before);
});
