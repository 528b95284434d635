import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem } from '../../../packages/http/problem.ts';
import { declareRoute, json } from '../../../packages/http/route.ts';
import type { Log } from '../../../packages/log/contract.ts';
import type { OpenPlane } from '../open-plane.ts';
import { factsShape } from '../page-schema.ts';
import { lifeSchema, refusedSchema } from './answer-schemas.ts';
import type { Live } from './live.ts';
import { isShown } from './live-events.ts';
import { messageLife, messageOf } from './message-life.ts';
import { refusedMessage } from './refused-message.ts';
import type { RememberedLives } from './remembered-lives.ts';

export interface SimulatedParts {
  readonly live: Live;
  readonly log: Log;
  readonly licence: string;
  readonly simulated: boolean;
  plane(): Promise<OpenPlane>;
}

const refusedQuery = z.strictObject({
  limit: z.coerce
    .number('wants a number')
    .int()
    .min(1)
    .max(200)
    .default(20)
    .meta({ description: 'At most so many.', fr: 'Autant au plus.' }),
});
const lifeParams = z.strictObject({ id: z.string().max(200).meta({ description: 'Id of a message.', fr: 'Identifiant d’un message.' }) });

/** What only an invented city shows: raw bytes, and what each step made of them (truth 11). */
export function simulatedRoutes(app: FastifyInstance, parts: SimulatedParts): void {
  const { licence, simulated, live } = parts;
  const facts = { licence, simulated };

  declareRoute(app, {
    method: 'GET',
    path: '/api/v1/refused',
    chapter: 'trust',
    summary: {
      fr: 'Les derniers messages refusés d’une ville simulée, avec leurs octets.',
      en: 'The latest refused messages of a simulated city, with their bytes.',
    },
    query: refusedQuery,
    answers: {
      200: json({ fr: 'Les plus récents d’abord.', en: 'The newest first.' }, z.object({ ...factsShape, refused: z.array(refusedSchema) })),
    },
    problems: { 404: { fr: 'La ville est réelle : les octets ne sont pas montrés.', en: 'The city is real: bytes are not shown.' } },
    async answer({ query: { limit } }) {
      const shown = await ofOpenPlaces(livesOf(live).refused());
      return { ...facts, refused: shown.slice(0, limit).map(refusedMessage) };
    },
  });

  declareRoute(app, {
    method: 'GET',
    path: '/api/v1/messages/:id/life',
    chapter: 'trust',
    summary: {
      fr: 'La vie d’un message d’une ville simulée, étape par étape.',
      en: 'The life of one message of a simulated city, step by step.',
    },
    params: lifeParams,
    answers: {
      200: json(
        { fr: 'Ses étapes, et ce que chacune a montré.', en: 'Its steps, and what each one showed.' },
        z.object({ ...factsShape, ...lifeSchema.shape }),
      ),
    },
    problems: {
      404: {
        fr: 'La ville est réelle, ou le message n’est pas parmi les plus récents, dont on se souvient.',
        en: 'The city is real, or the message is not among the newest that are remembered.',
      },
    },
    answer: async ({ params: { id } }) => ({ ...facts, ...(await lifeOf(id, parts)) }),
  });

  async function ofOpenPlaces<T extends { readonly device?: string | undefined }>(messages: readonly T[]): Promise<T[]> {
    const plane = await parts.plane();
    return messages.filter((message) => isShown(message, plane));
  }
}

async function lifeOf(id: string, { live, log, plane }: SimulatedParts) {
  const life = livesOf(live).life(id);
  const message = life && (await messageOf(log, id));
  const open = await plane();
  const device = life?.frame?.device ?? life?.quarantined?.device ?? life?.readings[0]?.device;
  if (!life || !message || !isShown({ device }, open)) throw notRemembered;
  return { ...messageLife(id, message, life, open), gateways: live.gatewaysOfMessage(id) };
}

function livesOf({ lives }: Live): RememberedLives {
  if (!lives) throw bytesStayInside;
  return lives;
}

const bytesStayInside = new Problem(
  404,
  'Only a simulated city shows this',
  'Raw bytes could tell who speaks; here they are real, so only the city’s technicians see them. The public counts are in /api/v1/ledger.',
);
const notRemembered = new Problem(
  404,
  'This message is not remembered',
  'Only the newest messages are, a few hundred. Take one from /api/v1/live or /api/v1/refused.',
);
