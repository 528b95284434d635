import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { declareRoute, json } from '../../../packages/http/route.ts';
import { type ReasonName, reasons } from '../../../packages/model/reasons.ts';
import { typeset } from '../../../packages/model/typeset.ts';
import { licenceOf } from '../licence.ts';
import { factsShape } from '../page-schema.ts';
import { citySchema, reasonSchema } from './answer-schemas.ts';

/** What anyone may know of the city itself. */
export interface CityFacts {
  readonly name: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly version: string;
  /** Of the embedded broker, as a gateway reaches it; null: it is off, or not listening yet. Never its password. */
  mqtt(): { readonly host: string; readonly port: number; readonly username: string } | null;
}

interface CityParts {
  readonly licence: string;
  readonly simulated: boolean;
  readonly city: CityFacts;
}

/** The city, and the reasons for which a message may be refused. */
export function cityRoutes(app: FastifyInstance, { licence, simulated, city }: CityParts): void {
  const facts = { licence, simulated };
  const listed = (Object.keys(reasons) as ReasonName[]).map((name) => {
    return { name, meaning: typeset(reasons[name].meaning), action: typeset(reasons[name].action) };
  });

  declareRoute(app, {
    method: 'GET',
    path: '/api/v1/city',
    chapter: 'data',
    summary: { fr: 'La ville : son nom, sa licence, son fuseau horaire.', en: 'The city: its name, its licence, its time zone.' },
    answers: { 200: json({ fr: 'Ce qu’il faut savoir de la ville.', en: 'What to know of the city.' }, citySchema) },
    answer() {
      const { name, timeZone, version } = city;
      const { name: licenceName, url: licenceUrl } = licenceOf(licence);
      return { ...facts, name, timeZone, licenceName, licenceUrl, version, address: { mqtt: city.mqtt() } };
    },
  });

  declareRoute(app, {
    method: 'GET',
    path: '/api/v1/reasons',
    chapter: 'trust',
    summary: { fr: 'Pourquoi un message peut être refusé, et que faire.', en: 'Why a message may be refused, and what to do about it.' },
    answers: { 200: json({ fr: 'Toutes les raisons.', en: 'Every reason.' }, z.object({ ...factsShape, reasons: z.array(reasonSchema) })) },
    answer: () => ({ ...facts, reasons: listed }),
  });
}
