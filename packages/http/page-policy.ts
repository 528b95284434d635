import type { FastifyInstance } from 'fastify';

/** What a page of ours may load: only from us; a map draws into images of its own making and works in a worker. */
const pageDirectives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'connect-src': "'self'",
  'img-src': "'self' data: blob:",
  'worker-src': "'self' blob:",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The Content-Security-Policy of pages with scripts, as a header's value. */
export const pagePolicy = Object.entries(pageDirectives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');

/** Gives what is registered in this scope (`app.register(async (scope) => …)`) the policy of pages in place of that of API answers. */
export function answerPages(scope: FastifyInstance, policy = pagePolicy): void {
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', policy);
  });
}
