import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../../packages/testkit/seeded-random.ts';
import type { RebuildStatus } from '../../services/register/rebuild.ts';
import type { StandaloneProcess } from './standalone-process.ts';

/** ms without a message replayed, after which a rebuild has come to a halt. */
const longestHalt = 120_000;

export interface RebuildVerdict {
  /** Messages whose outcomes and readings were held against what stands. */
  readonly replayed: number;
  readonly faults: readonly string[];
}

/** Truth 3: rebuilt from its messages, the state of a running process equals the one in use; killed meanwhile so many times, it ends the same. */
export async function rebuildProcess(
  vigie: StandaloneProcess,
  { kills, random }: { kills: number; random: SeededRandom },
): Promise<RebuildVerdict> {
  await ask(vigie, 'POST');
  for (let n = 0; n < kills; n++) {
    await delay(100 + random.next() * 1_500);
    await vigie.end('SIGKILL');
    await vigie.start();
  }
  for (let [end, before] = [Date.now() + longestHalt, -1]; Date.now() < end; await delay(200)) {
    const { state, replayed, compared, examples } = await ask(vigie, 'GET');
    if (replayed > before) [end, before] = [Date.now() + longestHalt, replayed];
    if (state === 'running') continue;
    if (state === 'swapped') return { replayed, faults: [] };
    const first = examples.map(({ kind, message, was, is }) => `rebuilt ${kind} of ${message}: was ${was}, is ${is}`);
    return { replayed, faults: [`the rebuild ended as ${state}: ${JSON.stringify(compared)}`, ...first] };
  }
  return { replayed: 0, faults: [`the rebuild came no further within ${longestHalt / 1000} s`] };
}

async function ask(vigie: StandaloneProcess, method: 'GET' | 'POST'): Promise<RebuildStatus> {
  const token = (await readFile(join(vigie.secretsFolder, 'admin-token'), 'utf8')).trim();
  const answer = await fetch(`${vigie.api}/api/v1/rebuild`, { method, headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${method} /api/v1/rebuild answers with status ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as RebuildStatus;
}
