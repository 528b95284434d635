import type { Log } from '../../../packages/log/contract.ts';
import { newestRecord } from '../../../packages/log/newest-record.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { RebuildRequest } from '../../../packages/model/rebuild.ts';
import { topics } from '../../../packages/model/topics.ts';

/** What a person last asked for; undefined: nothing ever. */
export async function newestRequest(log: Log): Promise<RebuildRequest | undefined> {
  const newest = await newestRecord(log, topics.rebuilds, 0);
  return newest?.value ? decode(topics.rebuilds, newest.value) : undefined;
}
