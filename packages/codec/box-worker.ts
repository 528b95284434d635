import { parentPort, workerData } from 'node:worker_threads';
import { LoadedCodecs } from './loaded-codecs.ts';
import { UtcDate } from './utc-date.ts';
import { type CallBatch, putOff, type WorkerStart } from './worker-messages.ts';

/** A box's thread: takes batches of calls, runs them one after another, answers each batch as a whole, or sooner where a limit was hit. */
const start: WorkerStart = workerData;
const running = new Int32Array(start.running);
const codecs = new LoadedCodecs(start);
let before: Promise<void> = Promise.resolve();

Object.assign(globalThis, { Date: UtcDate });
parentPort?.on('message', (batch: CallBatch) => {
  before = before.then(() => runBatch(batch));
});

/** A failure that is not the codec's own ends the thread: whoever posted sees it end. */
async function runBatch({ first, scripts, calls }: CallBatch): Promise<void> {
  for (const { id, script } of scripts) codecs.learn(id, script);
  const results: string[] = [];
  const slow = new Set<string>();
  for (const [index, call] of calls.entries()) {
    Atomics.store(running, 0, first + index);
    const result = slow.has(call.codecId) ? putOff : await codecs.run(call);
    results.push(result);
    if (!result.startsWith('l')) continue;
    slow.add(call.codecId);
    parentPort?.postMessage(results.splice(0));
  }
  Atomics.store(running, 0, 0);
  parentPort?.postMessage(results);
}
