import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Answer, declareRoute } from '../../packages/http/route.ts';
import type { BareReading } from '../../packages/series/contract.ts';
import { answerPage, type Paged } from './answer-page.ts';
import { cacheWhenOver } from './cache-when-over.ts';
import { namesOf, observationFormats } from './formats/index.ts';
import { type Observation, observation, observationSchema } from './observation.ts';
import { pageSchema } from './page-schema.ts';
import type { PublishParts } from './publish-routes.ts';
import { formatQuery, rangeOf, rangeQuery } from './range-query.ts';

const dayLength = 86_400_000;

const query = z.strictObject({ ...rangeQuery, format: formatQuery(namesOf(observationFormats)) });

const point = z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) });
const feature = z.object({ type: z.literal('Feature'), geometry: point, properties: observationSchema });

const answer: Answer = {
  words: {
    fr: 'Une page de mesures, les plus anciennes d’abord ; l’adresse de la suivante est dans « next » et dans l’en-tête Link.',
    en: 'A page of observations, oldest first; the address of the next one is in "next" and in the header Link.',
  },
  content: {
    'application/json': pageSchema({ observations: z.array(observationSchema) }),
    'text/csv': 'text',
    'application/geo+json': pageSchema({ type: z.literal('FeatureCollection'), features: z.array(feature) }),
  },
};

/** Pages of observations; without `from`, those of the last 24 hours. */
export function publishObservations(app: FastifyInstance, parts: PublishParts): void {
  const paged = pagedReadings(parts);
  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/observations', chapter: 'data', query, answers: { 200: answer } },
    summary: {
      fr: 'Les mesures telles que reçues, dans l’ordre du temps ; sans « from », celles des dernières 24 heures.',
      en: 'Observations as they were received, in order of time; without "from", those of the last 24 hours.',
    },
    answer: (call) => {
      const now = parts.now();
      const range = rangeOf(call.query, { from: now - dayLength, to: now + dayLength }, 2);
      cacheWhenOver(call.reply, call.query.to, now);
      return answerPage(parts, call, range, paged);
    },
  });
}

function pagedReadings({ series }: PublishParts): Paged<BareReading, Observation> {
  return {
    name: 'observations',
    formats: observationFormats,
    read: ({ after, ...range }) => series.bareRange({ ...range, ...(after ? { after: keyOf(after) } : {}) }),
    markOf: ({ phenomenonTime, datastream, codecVersion }) => [phenomenonTime, datastream, codecVersion],
    row: (reading, datastream) => observation({ reading, datastream }),
  };
}

const keyOf = ([phenomenonTime, datastream = '', codecVersion = '']: readonly [number, ...string[]]) => {
  return { phenomenonTime, datastream, codecVersion };
};
