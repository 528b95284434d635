import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const windowSeconds = 60;

/**
 * Every answer says what is left (draft-ietf-httpapi-ratelimit-headers-11), also where nothing is; who asks more often is refused with 429.
 * The plugin counts; its own headers are those of older drafts.
 */
export async function limitRequests(app: FastifyInstance, most: number): Promise<void> {
  await app.register(rateLimit, { global: false, max: most, timeWindow: windowSeconds * 1000 });
  const count = app.createRateLimit();
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.rateLimit === false) return;
    const standing = await count(request);
    if (standing.isAllowed) return;
    const { remaining, ttlInSeconds, isExceeded } = standing;
    reply.header('ratelimit-policy', `"default";q=${most};w=${windowSeconds}`);
    reply.header('ratelimit', `"default";r=${remaining};t=${ttlInSeconds}`);
    if (isExceeded) throw tooMany(ttlInSeconds);
  });
}

function tooMany(seconds: number): Problem {
  const words = 'Wait as many seconds as the header Retry-After says. Larger pages (limit=…) need fewer requests.';
  return new Problem(429, 'Too many requests', words, { 'retry-after': String(seconds) });
}
