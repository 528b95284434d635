import type { Log } from '../../../packages/log/contract.ts';
import { topics } from '../../../packages/model/topics.ts';
import type { ClaimBook } from '../claim-book.ts';
import { checkpoints, type FoundCheckpoint, readCheckpoint } from './checkpoint.ts';
import { RebuildImpossible } from './rebuild-impossible.ts';

export interface ChosenCheckpoint {
  readonly checkpoint: FoundCheckpoint;
  readonly book: ClaimBook;
}

/**
 * Where a rebuild begins: at the oldest checkpoint since which every message is kept, or at the newest of those that is not younger than `from`.
 * Undefined: no message is kept before `position`, so that there is nothing to replay. @throws RebuildImpossible
 */
export async function chooseCheckpoint(
  log: Log,
  partition: number,
  from: number | null,
  position: number,
): Promise<ChosenCheckpoint | undefined> {
  const { start } = (await log.standing('decode', topics.messages)).find((one) => one.partition === partition) ?? { start: 0 };
  if (start >= position) return undefined;
  const usable = await checkpointsSince(log, partition, start);
  const oldest = usable.at(-1);
  const wanted = from === null ? usable.toReversed() : usable.filter(({ time }) => time <= from);
  for (const checkpoint of wanted) {
    const book = await readCheckpoint(log, partition, checkpoint);
    if (book) return { checkpoint, book };
  }
  throw new RebuildImpossible(
    oldest
      ? `No whole checkpoint is as old as that; the oldest whose messages are all kept is of ${new Date(oldest.time).toISOString()}.`
      : 'There is no checkpoint since which every message is kept; one is written with the first message of each day (UTC).',
  );
}

/** Newest first. */
async function checkpointsSince(log: Log, partition: number, start: number): Promise<FoundCheckpoint[]> {
  const found: FoundCheckpoint[] = [];
  for await (const checkpoint of checkpoints(log, partition)) {
    if (checkpoint.message < start) break;
    found.push(checkpoint);
  }
  return found;
}
