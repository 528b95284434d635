import { topics } from '../../packages/model/topics.ts';
import { askRebuild, type RebuildStatus, rebuildStatus } from '../../services/register/rebuild.ts';
import { noon } from './running-city.ts';
import type { TestCity } from './test-city.ts';

/** Asks for a rebuild and waits for its end. */
export async function rebuild(city: TestCity, ask: { accept?: 'true'; from?: number } = {}): Promise<RebuildStatus> {
  await askRebuild(city.log, ask, noon);
  return rebuilt(city);
}

/** What became of the rebuild that was asked for, when it has ended. */
export async function rebuilt(city: TestCity): Promise<RebuildStatus> {
  while (true) {
    const status = await rebuildStatus(city.log);
    if (status.state !== 'running' && status.state !== 'stopping') return status;
    await city.log.changed([topics.generations], AbortSignal.timeout(100));
  }
}
