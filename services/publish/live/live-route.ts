import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { wrongParameter } from '../../../packages/http/read-parameters.ts';
import { declareRoute } from '../../../packages/http/route.ts';
import type { OpenPlane } from '../open-plane.ts';
import type { Live } from './live.ts';
import { eventNames, Wanted, wantedQuery } from './live-event.ts';

interface LiveRouteParts {
  readonly live: Live;
  plane(): Promise<OpenPlane>;
  readonly simulated: boolean;
}

const words = {
  fr: [
    'Server-Sent Events : observation (comme dans /observations, avec son message et le nombre de passerelles qui l’ont entendue),',
    'ending (ce qu’un message est devenu), minute (les comptes des messages reçus dans les 60 dernières secondes), window (comme dans /windows),',
    'refused (d’une ville simulée seulement) et reset : quelque chose a manqué, à redemander. Qui revient avec Last-Event-ID reçoit ce qui a manqué.',
  ].join(' '),
  en: [
    'Server-Sent Events: observation (as in /observations, with its message and how many gateways heard it), ending (what became of a message),',
    'minute (counts of the messages received in the last 60 seconds), window (as in /windows), refused (of a simulated city only), and reset:',
    'something was missed, fetch anew. A listener who comes back with Last-Event-ID gets what was missed.',
  ].join(' '),
};

/** `GET /api/v1/live`: what happens now, as it happens. */
export function liveRoute(app: FastifyInstance, { live, plane, simulated }: LiveRouteParts): void {
  const known = eventNames.filter((name) => simulated || name !== 'refused');
  declareRoute(app, {
    method: 'GET',
    path: '/api/v1/live',
    chapter: 'live',
    summary: { fr: 'Ce qui arrive en ce moment, au fil de l’eau.', en: 'What happens now, as it happens.' },
    query: wantedQuery,
    answers: { 200: { words, content: { 'text/event-stream': 'text' } } },
    problems: {
      429: {
        fr: 'Trop de requêtes, ou trop de flux depuis cette adresse.',
        en: 'Too many requests, or too many streams from this address.',
      },
      503: { fr: 'Autant écoutent qu’il est possible à la fois.', en: 'As many listen as may at once.' },
    },
    async answer({ query, request, reply }) {
      const wanted = wantedOf(query, await plane());
      sayHeaders(reply);
      // A stream has no length and no end: there is nothing more to say of it.
      if (request.method === 'HEAD') return reply.send('');
      return reply.send(live.fanOut.subscribe(listener(wanted, request, reply), [live.minute()]));
    },
  });

  function wantedOf(query: z.output<typeof wantedQuery>, { sites, datastreams }: OpenPlane): Wanted {
    const wanted = new Wanted(query, known);
    const quantities = new Set([...datastreams.values()].map(({ quantity }) => quantity));
    const existing = { site: sites, datastream: datastreams, quantity: quantities };
    for (const name of wanted.events) {
      if (!(known as readonly string[]).includes(name)) throw wrongParameter(`events: there is ${known.join(', ')} here.`);
    }
    for (const [filter, values] of wanted.filters) {
      if ([...values].some((value) => !existing[filter].has(value))) throw wrongParameter(noSuch(filter));
    }
    return wanted;
  }
}

const noSuch = (filter: string) => `${filter}: one of them does not exist; see /api/v1/datastreams.`;

function sayHeaders(reply: FastifyReply): void {
  reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
}

function listener(wanted: Wanted, { headers, ip }: FastifyRequest, { raw }: FastifyReply) {
  const lastId = headers['last-event-id'];
  return { wanted, address: ip, lastId: typeof lastId === 'string' ? lastId : undefined, raw };
}
