import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Answer, declareRoute } from '../../packages/http/route.ts';
import { type Window, type WindowLength, windowLengths } from '../../packages/model/window.ts';
import { answerPage, type Paged } from './answer-page.ts';
import { cacheWhenOver } from './cache-when-over.ts';
import { namesOf, windowFormats } from './formats/index.ts';
import { pageSchema } from './page-schema.ts';
import type { PublishParts } from './publish-routes.ts';
import { type PublishedWindow, publishedWindow, publishedWindowSchema } from './published-window.ts';
import { formatQuery, rangeOf, rangeQuery } from './range-query.ts';

const dayLength = 86_400_000;
/** Of the usual range, by length: two days of hours, a month of days. */
const usual: Readonly<Record<WindowLength, number>> = { hour: 2 * dayLength, day: 31 * dayLength };
/** The longest that a window goes on after its beginning. */
const longest: Readonly<Record<WindowLength, number>> = { hour: dayLength / 24, day: (dayLength / 24) * 25 };

const length = z.enum(windowLengths).default('hour').meta({
  description: 'Hours are UTC; days follow the city’s time zone.',
  fr: 'Les heures sont UTC ; les jours suivent le fuseau horaire de la ville.',
});
const query = z.strictObject({ ...rangeQuery, length, format: formatQuery(namesOf(windowFormats)) });

const answer: Answer = {
  words: {
    fr: 'Une page de moyennes, les plus anciennes d’abord ; l’adresse de la suivante est dans « next » et dans l’en-tête Link.',
    en: 'A page of windows, oldest first; the address of the next one is in "next" and in the header Link.',
  },
  content: { 'application/json': pageSchema({ windows: z.array(publishedWindowSchema) }), 'text/csv': 'text' },
};

/** Pages of windows that begin in [from, to). */
export function publishWindows(app: FastifyInstance, parts: PublishParts): void {
  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/windows', chapter: 'data', query, answers: { 200: answer } },
    summary: {
      fr: 'Moyennes, minimums et maximums par heure ou par jour ; sans « from », les deux derniers jours d’heures ou le dernier mois de jours.',
      en: 'Averages, lowest and highest values by hour or day; without "from", the last two days of hours or the last month of days.',
    },
    answer: (call) => {
      const now = parts.now();
      const { to } = call.query;
      const range = rangeOf(call.query, { from: now - usual[call.query.length], to: now + dayLength }, 1);
      cacheWhenOver(call.reply, to === undefined ? undefined : to + longest[call.query.length], now);
      return answerPage(parts, call, range, pagedWindows(parts, call.query.length));
    },
  });
}

function pagedWindows({ series }: PublishParts, of: WindowLength): Paged<Window, PublishedWindow> {
  return {
    name: `${of}s`,
    formats: windowFormats,
    read: ({ after, ...range }) => series.windows({ ...range, length: of, ...(after ? { after: keyOf(after) } : {}) }),
    markOf: ({ start, datastream }) => [start, datastream],
    row: publishedWindow,
  };
}

const keyOf = ([start, datastream = '']: readonly [number, ...string[]]) => ({ start, datastream });
