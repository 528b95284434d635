import type { Log } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { RebuildRequest } from '../../../packages/model/rebuild.ts';
import { topics } from '../../../packages/model/topics.ts';

/** What a person last asked for; undefined: nothing ever. */
export async function newestRequest(log: Log): Promise<RebuildRequest | undefined> {
  const newest = (await log.read(topics.rebuilds, 0, 0, 1_000)).at(-1);
  return newest?.value ? decode(topics.rebuilds, newest.value) : undefined;
}
