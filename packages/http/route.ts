import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Words } from '../model/reasons.ts';
import type { TokenCheck } from './admin-token.ts';
import { answerPreflight, isForAllOrigins } from './cross-origin.ts';
import { Problem } from './problem.ts';
import { readParameters } from './read-parameters.ts';

/** What an answer holds, by its media type: the schema of a JSON answer; `text` for a file, a page or a stream. */
export interface Answer {
  readonly words: Words;
  readonly content: Readonly<Record<string, z.ZodType | 'text'>>;
}

/** What a request brings along. Its media type needs a parser (`app.addContentTypeParser`). */
export interface Body {
  readonly mediaType: string;
  readonly words: Words;
  /** Bytes at most; without: 16 KiB. */
  readonly most?: number;
}

/** What a route is asked, checked by its schemas. */
export interface Call<Params, Query> {
  readonly params: Params;
  readonly query: Query;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What the API's document says of a route. */
export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With its parameters as `/api/v1/messages/:id/life`. */
  readonly path: string;
  /** The chapter of the document. */
  readonly chapter: Chapter;
  /** One plain sentence. */
  readonly summary: Words;
  readonly body?: Body;
  /** By status: 200, 202. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** What its Problems mean, by status, besides those of every route: 400, 429, 500, 503, and 401 where a token is needed. */
  readonly problems?: Readonly<Record<number, Words>>;
  /** Who watches over the process is never turned away for asking too often. */
  readonly unlimited?: true;
  /** Only for who bears the administrator's token (`requireToken`). Without: for anyone, and a GET from pages of any origin. */
  readonly token?: TokenCheck;
  /** Strict objects; without: there are no parameters, and any is refused. */
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
}

export type Chapter = 'data' | 'trust' | 'live' | 'administration' | 'operation';

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** A route with what it does. The answer: an object (sent as JSON), or what `reply.send` gives. */
export interface Route<P extends z.ZodType, Q extends z.ZodType> extends RouteDescription {
  readonly params?: P;
  readonly query?: Q;
  answer(call: Call<z.output<P>, z.output<Q>>): unknown;
}

/** Adds a route, its checks (Problem 400 that names the parameter) and its place in the API's document; the only way to add one. */
export function declareRoute<P extends z.ZodType = Nothing, Q extends z.ZodType = Nothing>(app: FastifyInstance, route: Route<P, Q>): void {
  const { method, path, token, body, unlimited, params, query } = route;
  app.route({
    method,
    url: path,
    config: { described: route, ...(unlimited ? { rateLimit: false } : {}) },
    // After the rate limit, which counts wrong tokens too, and before the body is read.
    ...(token ? { preParsing: token } : {}),
    ...(body?.most === undefined ? {} : { bodyLimit: body.most }),
    handler: async (request, reply) => {
      const asked = {
        params: readParameters(params ?? nothing, request.params) as z.output<P>,
        query: readParameters(query ?? nothing, request.query) as z.output<Q>,
      };
      if (body) requireMediaType(request, body);
      if (method === 'GET') reply.header('cache-control', token ? 'no-store' : 'no-cache');
      return route.answer({ ...asked, request, reply });
    },
  });
  if (isForAllOrigins(route)) app.options(path, answerPreflight);
}

/** Another route may take what this one does not. @throws Problem 415 */
function requireMediaType({ headers, body: sent }: FastifyRequest, { mediaType }: Body): void {
  const [given = ''] = (headers['content-type'] ?? '').split(';');
  if (sent === undefined || given.trim().toLowerCase() === mediaType) return;
  throw new Problem(415, 'This kind of body is not taken here', `Send it with Content-Type: ${mediaType}.`);
}

/** A JSON answer. */
export function json(words: Words, schema: z.ZodType): Answer {
  return { words, content: { 'application/json': schema } };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    described?: RouteDescription;
  }
}
