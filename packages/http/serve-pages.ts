import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { answerPages } from './page-policy.ts';
import { Problem } from './problem.ts';

const yearSeconds = 31_536_000;
/** No folder, no hidden file. */
const fileName = /^\w[\w.-]*$/;

/**
 * Serves a page that was built: `index.html` at `/`, and what it needs under `/assets/`, whose names come from their content, so that a browser
 * keeps them for ever. Files that were compressed beside (.br, .gz) are sent as they are. Where nothing was built, `/` answers `unbuilt`.
 */
export async function servePages(app: FastifyInstance, folder: string, unbuilt: string): Promise<void> {
  await app.register(async (scope) => {
    answerPages(scope);
    if (existsSync(join(folder, 'index.html'))) await serveBuilt(scope, folder);
    else scope.get('/', async (_request, reply) => reply.code(503).type('text/html; charset=utf-8').send(unbuilt));
  });
}

async function serveBuilt(scope: FastifyInstance, folder: string): Promise<void> {
  const assets = join(folder, 'assets');
  await scope.register(files, { root: folder, serve: false, preCompressed: true, cacheControl: false });
  scope.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html'));
  scope.get<{ Params: { file: string } }>('/assets/:file', async ({ params: { file } }, reply) => {
    if (!fileName.test(file) || !existsSync(join(assets, file))) throw gone;
    return reply.header('cache-control', `public, max-age=${yearSeconds}, immutable`).sendFile(file, assets);
  });
}

const gone = new Problem(404, 'Nothing is here', 'It may be a file of an older version of the page: load the page again.');
