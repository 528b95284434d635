import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { readParameters } from '../../packages/http/read-parameters.ts';
import type { Log } from '../../packages/log/contract.ts';
import type { Reading } from '../../packages/model/reading.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { OpenPlane } from './open-plane.ts';
import { publishLedger } from './publish-ledger.ts';
import { publishObservations } from './publish-observations.ts';

export interface PublishParts {
  readonly log: Log;
  readonly series: Series;
  plane(): Promise<OpenPlane>;
  readonly licence: string;
  /** The city is invented; every answer says so. */
  readonly simulated: boolean;
  readonly now: () => number;
}

const noQuery = z.strictObject({});

/** What anyone may read. This service never writes. */
export function publishRoutes(app: FastifyInstance, parts: PublishParts): void {
  const facts = { licence: parts.licence, simulated: parts.simulated };

  app.get('/api/v1/sites', async ({ query }) => {
    readParameters(noQuery, query);
    const { sites } = await parts.plane();
    return {
      ...facts,
      sites: [...sites.values()].map(({ id, label, organisationLabel: organisation, latitude, longitude, height, exposure }) => {
        return { id, label, organisation, latitude, longitude, height, exposure };
      }),
    };
  });

  app.get('/api/v1/datastreams', async ({ query }) => {
    readParameters(noQuery, query);
    const datastreams = [...(await parts.plane()).datastreams.values()];
    const newest = await parts.series.latest(datastreams.map(({ id }) => id));
    const latest = new Map(newest.map((reading) => [reading.datastream, latestOf(reading)]));
    return { ...facts, datastreams: datastreams.map((one) => ({ ...one, latest: latest.get(one.id) ?? null })) };
  });

  app.get('/api/v1/observations', (request, reply) => publishObservations(parts, request, reply));

  app.get('/api/v1/ledger', async ({ query }) => ({ ...facts, ...(await publishLedger(parts, query)) }));
}

function latestOf({ phenomenonTime, value, flags, evidence, codecVersion: codec }: Reading) {
  return { phenomenonTime: new Date(phenomenonTime).toISOString(), value, flags, evidence, codec };
}
