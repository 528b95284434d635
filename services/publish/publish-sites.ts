import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { declareRoute, json } from '../../packages/http/route.ts';
import { siteSchema as registeredSite } from '../../packages/model/register-entities.ts';
import { SiteStandings } from './live/site-standings.ts';
import { timeSchema } from './observation.ts';
import type { OpenSite } from './open-plane.ts';
import { factsShape } from './page-schema.ts';
import type { PublishParts } from './publish-routes.ts';

const statusSchema = z.object({
  state: z.enum(['reporting', 'silent', 'waiting']).meta({
    description: 'Silent: not heard for three intervals; waiting: never heard.',
    fr: 'Silent : pas entendu depuis trois intervalles ; waiting : jamais entendu.',
  }),
  since: timeSchema.nullable().meta({ description: 'When it was heard last.', fr: 'Le moment où il a été entendu en dernier.' }),
  expectedEvery: z.number().nullable().meta({ description: 'Seconds between two reports.', fr: 'Secondes entre deux messages.' }),
});

const siteSchema = registeredSite
  .pick({ id: true, label: true, latitude: true, longitude: true, height: true, exposure: true })
  .extend({ organisation: z.string(), status: statusSchema, warnings: z.array(z.enum(['low_battery'])) })
  .meta({ id: 'Site' });

/** The open sites, and how each does. */
export function publishSites(app: FastifyInstance, { plane, licence, simulated, now, live }: PublishParts): void {
  const unheard = new SiteStandings();
  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/sites', chapter: 'data' },
    summary: {
      fr: 'Les lieux où l’on mesure, et s’ils donnent des nouvelles.',
      en: 'The places where measurements are made, and whether they report.',
    },
    answers: {
      200: json({ fr: 'Tous les lieux ouverts.', en: 'Every open site.' }, z.object({ ...factsShape, sites: z.array(siteSchema) })),
    },
    answer: async () => {
      const open = await plane();
      const standingOf = (id: string) => live?.standingOf(id, open) ?? unheard.of(id, open, now());
      return { licence, simulated, sites: [...open.sites.values()].map((site) => ({ ...described(site), ...standingOf(site.id) })) };
    },
  });
}

function described({ id, label, organisationLabel: organisation, latitude, longitude, height, exposure }: OpenSite) {
  return { id, label, organisation, latitude, longitude, height, exposure };
}
