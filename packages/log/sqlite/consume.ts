import { Fenced, type Task, type Tenure } from '../contract.ts';

/**
 * Runs the task for every tenure until `ending` aborts, then waits for all runs. One process takes all partitions of a group together,
 * so that one fenced partition means another process has them all: everything ends, nothing is taken back (they would fight for ever).
 * @throws Fenced when that happened before anybody asked to stop; otherwise the first error of a run.
 */
export async function runTenures(tenures: readonly Tenure[], task: Task, ending: AbortController): Promise<void> {
  const errors: unknown[] = [];
  const run = async (tenure: Tenure): Promise<void> => {
    try {
      await task.run(tenure);
    } catch (error) {
      if (!(error instanceof Fenced)) errors.push(error);
      ending.abort(error);
    }
  };
  await Promise.all(tenures.map(run));
  if (errors.length > 0) throw errors[0];
  await aborted(ending.signal);
  if (ending.signal.reason instanceof Fenced) throw ending.signal.reason;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
