import type { FastifyInstance } from 'fastify';
import { programFolder } from '../../packages/config/program-folder.ts';
import { servePages } from '../../packages/http/serve-pages.ts';

const unbuilt = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Vigie</title>
  <p lang="fr">La page n’est pas encore construite : lancez <code>npm run build</code>, puis redémarrez. Les données, elles, se lisent déjà : <a href="api">/api</a>.</p>
  <p>The page has not been built yet: run <code>npm run build</code>, then start again. The data can be read already: <a href="api">/api</a>.</p>
</html>
`;

/** The city's page at `/`. It knows the city by its public API alone. */
export function servePage(app: FastifyInstance, folder = programFolder('dist/page')): Promise<void> {
  return servePages(app, folder, unbuilt);
}
