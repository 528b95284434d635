import type { Tenure } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Counted } from '../../packages/model/counted.ts';
import type { Ending } from '../../packages/model/ending.ts';
import { offsetOf } from '../../packages/model/message-id.ts';
import { topics } from '../../packages/model/topics.ts';

/** Where the ledger stands in a partition. @param total endings in its tallies */
export async function readCounted(tenure: Tenure, total: number): Promise<Counted> {
  for await (const { value } of tenure.state(topics.counted)) if (value) return decode(topics.counted, value);
  // Tallies without this record are of an older Vigie: they say how many, and the next ending says how far.
  let corrected = 0;
  for await (const { value } of tenure.state(topics.generations)) if (value) corrected = decode(topics.generations, value).replaced;
  const endings = Math.max(0, total - corrected);
  return { through: endings, endings, corrected };
}

/** Endings come in the order of their messages; one that mends a loss belongs to an earlier one, and moves nothing. */
export function countOn({ through, endings, corrected }: Counted, { id, at, corrects }: Ending): Counted {
  if (corrects) return { through, endings, corrected: corrected + 1 };
  return { through: Math.max(through, (at ?? offsetOf(id)) + 1), endings: endings + 1, corrected };
}
