import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { declareRoute, json } from '../../packages/http/route.ts';
import type { Reading } from '../../packages/model/reading.ts';
import { choiceQuery, chooseDatastreams } from './choose-datastreams.ts';
import { isoTime } from './iso-time.ts';
import { observationSchema } from './observation.ts';
import type { Datastream } from './open-plane.ts';
import { factsShape } from './page-schema.ts';
import type { PublishParts } from './publish-routes.ts';

const { site, quantity } = choiceQuery;
const query = z.strictObject({ site, quantity });

const latestSchema = observationSchema
  .pick({ phenomenonTime: true, receivedTime: true, value: true, flags: true, evidence: true, codec: true })
  .extend({
    message: z.string().meta({ description: 'The message that carried it.', fr: 'Le message qui l’a portée.' }),
    gateways: z.int().nullable().meta({
      description: 'How many gateways heard it; null: not remembered any more.',
      fr: 'Nombre de passerelles qui l’ont entendue ; null : on ne s’en souvient plus.',
    }),
  });

const datastreamSchema = observationSchema
  .pick({ site: true, quantity: true, unit: true })
  .extend({
    id: z.string(),
    displayUnit: z.string(),
    label: z.object({ fr: z.string(), en: z.string() }),
    definition: z
      .string()
      .meta({ description: 'Address of the definition of the quantity.', fr: 'Adresse de la définition de la grandeur.' }),
    interval: z
      .number()
      .meta({ description: 'Seconds between two values, as declared.', fr: 'Secondes entre deux valeurs, comme déclaré.' }),
    latest: latestSchema.nullable(),
  })
  .meta({ id: 'Datastream' });

/** The open datastreams with their latest values. Written from pieces that are kept: anyone may ask for ten thousand of them at any time. */
export function publishDatastreams(app: FastifyInstance, { plane, series, licence, simulated, live }: PublishParts): void {
  const facts = JSON.stringify({ licence, simulated }).slice(0, -1);
  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/datastreams', chapter: 'data', query },
    summary: {
      fr: 'Les séries : une grandeur en un lieu, avec sa dernière valeur.',
      en: 'The datastreams: a quantity at a place, with its latest value.',
    },
    answers: {
      200: json(
        { fr: 'Dans l’ordre de leurs identifiants.', en: 'In the order of their ids.' },
        z.object({ ...factsShape, datastreams: z.array(datastreamSchema) }),
      ),
    },
    answer: async (call) => {
      const open = await plane();
      const chosen = chooseDatastreams(call.query, open);
      const newest = await series.latest(chosen?.map(({ id }) => id));
      const latest = new Map(newest.map((reading) => [reading.datastream, reading]));
      const gatewaysOf = ({ frame }: Reading) => live?.gatewaysOf(frame) ?? null;
      const all = Array.from(chosen ?? open.datastreams.values(), (one) => described(one) + latestOf(latest.get(one.id), gatewaysOf));
      return call.reply.type('application/json; charset=utf-8').send(`${facts},"datastreams":[${all.join(',')}]}`);
    },
  });
}

const descriptions = new WeakMap<Datastream, string>();

/** What only changes with the register: up to the latest value. */
function described(datastream: Datastream): string {
  const known = descriptions.get(datastream);
  if (known !== undefined) return known;
  const { id, site, quantity, unit, displayUnit, label, definition, interval } = datastream;
  const text = `${JSON.stringify({ id, site, quantity, unit, displayUnit, label, definition, interval }).slice(0, -1)},"latest":`;
  descriptions.set(datastream, text);
  return text;
}

const values = new WeakMap<Reading, string>();

/** What only changes with the next reading: up to the gateways, of which more may come to be known. */
function latestOf(reading: Reading | undefined, gatewaysOf: (reading: Reading) => number | null): string {
  if (reading === undefined) return 'null}';
  const known = values.get(reading) ?? written(reading);
  values.set(reading, known);
  return `${known},"gateways":${gatewaysOf(reading)}}}`;
}

function written({ phenomenonTime, receivedTime, value, flags, evidence, codecVersion: codec, message }: Reading): string {
  const times = { phenomenonTime: isoTime(phenomenonTime), receivedTime: isoTime(receivedTime) };
  return JSON.stringify({ ...times, value, flags, evidence, codec, message }).slice(0, -1);
}
