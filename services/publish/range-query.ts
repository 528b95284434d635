import { z } from 'zod';
import { wrongParameter } from '../../packages/http/read-parameters.ts';
import { choiceQuery } from './choose-datastreams.ts';
import { periodQuery } from './moment.ts';
import { type PageMark, readPageMark } from './page-mark.ts';

/** Rows of a page; a year at 10 minutes is 52 560. */
const mostRows = 100_000;

/** The parameters of everything that is answered page by page. */
export const rangeQuery = {
  ...choiceQuery,
  ...periodQuery,
  limit: z.coerce
    .number('wants a number')
    .int()
    .min(1)
    .max(mostRows)
    .default(1_000)
    .meta({ description: 'Rows of a page.', fr: 'Lignes d’une page.' }),
  after: z
    .string()
    .optional()
    .meta({ description: 'The mark of a page, as "next" carries it.', fr: 'La marque d’une page, telle que la porte « next ».' }),
};

export const formatQuery = (names: [string, ...string[]]) =>
  z.enum(names).optional().meta({ description: 'Else by the header Accept.', fr: 'Sinon selon l’en-tête Accept.' });

/** Times in ms, [from, to). */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly after?: PageMark;
}

interface Asked {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: string | undefined;
}

/** @param usual where nothing else is asked for. @param names of a mark. @throws Problem 400 */
export function rangeOf(asked: Asked, usual: Range, names: number): Range {
  const { after } = asked;
  const range = { from: asked.from ?? usual.from, to: asked.to ?? usual.to };
  if (range.from >= range.to) throw wrongParameter('from: wants a moment before "to".');
  if (after === undefined) return range;
  const mark = readPageMark(after, names);
  if (!mark) throw wrongParameter('after: wants the mark of a page, as the address in "next" carries it.');
  return { ...range, after: mark };
}
