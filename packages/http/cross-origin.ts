import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouteDescription } from './route.ts';

/** Besides those that any page may read. */
const exposed = 'ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Content-Disposition';

/** Pages of any origin may read what anyone may read, its refusals as well; nothing else. No cookie is ever looked at, so `*` gives nothing away. */
export function allowOrigins(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ routeOptions }, reply) => {
    const { described } = routeOptions.config;
    if (!described || !isForAllOrigins(described)) return;
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposed,
      'cross-origin-resource-policy': 'cross-origin',
    });
  });
}

/** What a browser asks before it sends headers such as If-None-Match. */
export async function answerPreflight(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const methods = 'GET, HEAD, OPTIONS';
  return reply
    .code(204)
    .headers({
      allow: methods,
      'access-control-allow-origin': '*',
      'access-control-allow-methods': methods,
      'access-control-allow-headers': 'Accept, If-None-Match, Last-Event-ID',
      'access-control-max-age': '86400',
    })
    .send();
}

/** What anyone may read, a page of any origin may read. */
export function isForAllOrigins({ method, token }: RouteDescription): boolean {
  return method === 'GET' && token === undefined;
}
