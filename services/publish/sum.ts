import { z } from 'zod';
import { type ReasonName, reasonNames } from '../../packages/model/reasons.ts';
import type { Tally } from '../../packages/model/tally.ts';

/** What became of some messages: accepted = forwarded + duplicate + all of quarantined (truth 2). */
export const sumSchema = z.object({
  accepted: z.int(),
  forwarded: z.int(),
  duplicate: z.int(),
  quarantined: z
    .partialRecord(z.enum(reasonNames), z.int())
    .meta({ description: 'By the reason for which they wait.', fr: 'Selon la raison de leur attente.' }),
  released: z.int().meta({
    description: 'Sent again, and ended anew: outside the sum, because these are no new messages.',
    fr: 'Renvoyés, et à nouveau aboutis : hors de la somme, car ce ne sont pas de nouveaux messages.',
  }),
  needless: z.int().meta({
    description: 'Sent again when it no longer waited: nothing was done.',
    fr: 'Renvoyés alors qu’ils n’attendaient plus : rien n’a été fait.',
  }),
});
export type Sum = Readonly<z.infer<typeof sumSchema>>;

/** One pass: a year has some 17 000 tallies, and anyone may ask. */
export function sumOf(tallies: Iterable<Tally>): Sum {
  const sum = { accepted: 0, forwarded: 0, duplicate: 0, released: 0, needless: 0 };
  const quarantined: Partial<Record<ReasonName, number>> = {};
  for (const tally of tallies) {
    sum.forwarded += tally.forwarded;
    sum.duplicate += tally.duplicate;
    sum.released += tally.released;
    sum.needless += tally.needless;
    for (const reason of Object.keys(tally.quarantined) as ReasonName[]) {
      quarantined[reason] = (quarantined[reason] ?? 0) + (tally.quarantined[reason] ?? 0);
    }
  }
  const waiting = Object.entries(quarantined).filter(([, count]) => count !== 0);
  sum.accepted = waiting.reduce((all, [, count]) => all + count, sum.forwarded + sum.duplicate);
  return { ...sum, quarantined: Object.fromEntries(waiting) };
}
