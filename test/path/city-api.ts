import { openServer } from '../../packages/http/open-server.ts';
import { topics } from '../../packages/model/topics.ts';
import { Live } from '../../services/publish/live/live.ts';
import { liveRoutes } from '../../services/publish/live/live-routes.ts';
import { openPlane } from '../../services/publish/open-plane.ts';
import { publishRoutes } from '../../services/publish/publish-routes.ts';
import { RegisterDesk } from '../../services/register/register-desk.ts';
import { registerRoutes } from '../../services/register/register-routes.ts';
import { noon } from './running-city.ts';
import type { TestCity } from './test-city.ts';

export const adminToken = 'the-token-of-the-administrator';
const settings = { host: '127.0.0.1', port: 0, mostRequests: 100_000, proxies: [] };

const facts = { name: null, timeZone: 'Europe/Paris', version: '0', mqtt: () => null };
const limits = { mostListeners: 1_000_000, mostPerAddress: 1_000_000 };

/** The HTTP server of a city, all routes included; it says `noon` when asked for now. Close it before the city. */
export async function cityApi(city: TestCity, simulated = false): Promise<Awaited<ReturnType<typeof openServer>>> {
  const { log, series, lines, metrics, register, catalogue } = city;
  const app = await openServer(settings, { lines, metrics, notReady: async () => undefined });
  const now = () => noon;
  metrics.watchLag(log, [{ group: 'decode', topic: topics.messages }]);
  const published = { log, series, lines, plane: openPlane(register, catalogue), licence: 'etalab-2.0', simulated, now };
  const live = await Live.open(published, limits);
  const closing = new AbortController();
  const running = live.run(closing.signal);
  app.addHook('onClose', async () => {
    closing.abort();
    await running;
  });
  publishRoutes(app, { ...published, live });
  liveRoutes(app, { ...published, live, city: facts });
  const models = async () => catalogue.devices().map(({ model }) => model);
  registerRoutes(app, adminToken, { ...city, desk: new RegisterDesk({ ...city, now }), models, now });
  return app;
}
