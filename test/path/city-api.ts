import { openServer } from '../../packages/http/open-server.ts';
import { topics } from '../../packages/model/topics.ts';
import { openPlane } from '../../services/publish/open-plane.ts';
import { publishRoutes } from '../../services/publish/publish-routes.ts';
import { RegisterDesk } from '../../services/register/register-desk.ts';
import { registerRoutes } from '../../services/register/register-routes.ts';
import { noon } from './running-city.ts';
import type { TestCity } from './test-city.ts';

export const adminToken = 'the-token-of-the-administrator';
const settings = { host: '127.0.0.1', port: 0, mostRequests: 10_000, proxies: [] };

/** The HTTP server of a city, all routes included; it says `noon` when asked for now. Close it before the city. */
export async function cityApi(city: TestCity): Promise<Awaited<ReturnType<typeof openServer>>> {
  const { log, series, lines, metrics, register, catalogue } = city;
  const app = await openServer(settings, { lines, metrics, notReady: async () => undefined });
  const now = () => noon;
  metrics.watchLag(log, [{ group: 'decode', topic: topics.messages }]);
  publishRoutes(app, { log, series, plane: openPlane(register, catalogue), licence: 'etalab-2.0', simulated: false, now });
  registerRoutes(app, adminToken, { desk: new RegisterDesk({ ...city, now }), log, lines, now });
  return app;
}
