import type { FastifyReply } from 'fastify';

const hourLength = 3_600_000;

/** What ended more than an hour ago may be kept by anyone for an hour, not for longer: late data and codecs come. Else each asks anew. */
export function cacheWhenOver(reply: FastifyReply, end: number | undefined, now: number): void {
  if (end !== undefined && end < now - hourLength) reply.header('cache-control', 'public, max-age=3600');
}
