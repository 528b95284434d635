import { once } from 'node:events';
import { openServer } from '../../packages/http/open-server.ts';
import { events } from '../../packages/process/events.ts';
import { heldUpStage, stages } from '../../packages/process/held-up-stage.ts';
import { Opened } from '../../packages/process/opened.ts';
import { oneOfThemFails, RunningService } from '../../packages/process/running-service.ts';
import { listening, usingSetting } from '../../packages/process/using-setting.ts';
import { startDecode } from '../decode/start-decode.ts';
import { startIngest } from '../ingest/start-ingest.ts';
import { Live } from '../publish/live/live.ts';
import { liveRoutes } from '../publish/live/live-routes.ts';
import { openPlane } from '../publish/open-plane.ts';
import { publishRoutes } from '../publish/publish-routes.ts';
import { servePage } from '../publish/serve-page.ts';
import { askSessions } from '../register/inventory/ask-sessions.ts';
import { type AskedServer, openChirpStack } from '../register/inventory/open-chirpstack.ts';
import { RegisterDesk } from '../register/register-desk.ts';
import { registerRoutes } from '../register/register-routes.ts';
import { sweepLog } from '../register/sweep-log.ts';
import { declaredIntervals } from '../store/declared-intervals.ts';
import { startStore } from '../store/start-store.ts';
import { cityFacts } from './city-facts.ts';
import type { StandaloneSettings } from './config.ts';
import { nextFCnt, registerDemo, runDemo } from './demo-city.ts';
import { openParts, type Parts } from './open-parts.ts';

export interface RunningCity {
  readonly httpPort: number;
  /** Of the embedded broker; undefined when it is off. */
  readonly mqttPort: number | undefined;
  /** Resolves when a service has failed for good. */
  readonly failed: Promise<void>;
  /** Takes no more, finishes what is in hand, closes. */
  stop(): Promise<void>;
}

/** All services in one process, on the embedded engine. What was opened before a failure is closed again. @throws what `startRefusal` puts in words. */
export async function startCity(settings: StandaloneSettings): Promise<RunningCity> {
  const opened = new Opened();
  try {
    return await openCity(settings, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openCity(settings: StandaloneSettings, opened: Opened): Promise<RunningCity> {
  const parts = await openParts(settings, opened);
  const desk = new RegisterDesk(parts);
  const chirpstack = await openChirpStack(settings.register.chirpstack);
  if (chirpstack) opened.add(async () => chirpstack.server.close());
  const api = await startApi(settings, parts, { desk, chirpstack }, opened);
  await fillRegister(settings, desk);
  const firstFCnt = await nextFCnt(parts.log);
  const services = startServices(settings, parts, desk, opened);
  services.push(...startAsking(chirpstack, parts, desk, opened));
  const { mqttPort, ingest } = await startBrokers(settings, parts, opened);
  api.reachBroker(mqttPort);
  services.push(ingest, startLive(api.live, parts, opened));
  if (settings.demo && mqttPort !== undefined) services.push(startDemo(settings, parts, { port: mqttPort, firstFCnt }, opened));
  api.open();
  parts.lines.say('info', events.started);
  return { httpPort: api.port, mqttPort, failed: oneOfThemFails(services), stop: () => stop(parts, opened) };
}

/** Answers from the first moment, so that whoever watches sees a start that takes its time; ready once `open` is called. */
async function startApi(
  settings: StandaloneSettings,
  parts: Parts,
  changed: { readonly desk: RegisterDesk; readonly chirpstack: AskedServer | undefined },
  opened: Opened,
) {
  const { log, watches, metrics, register, catalogue } = parts;
  let isOpen = false;
  const notReady = async () => (isOpen ? heldUpStage(log, watches) : 'Vigie is starting.');
  metrics.watchLag(log, stages);
  const app = await openServer(settings.http, { ...parts, notReady });
  const plane = openPlane(register, catalogue);
  const published = { ...parts, plane, licence: settings.publish.licence, simulated: settings.demo };
  const live = await Live.open(published, settings.publish.live);
  let mqttPort: number | undefined;
  publishRoutes(app, { ...published, live });
  liveRoutes(app, { ...published, live, city: cityFacts(settings, () => mqttPort) });
  const models = async () => catalogue.devices().map(({ model }) => model);
  registerRoutes(app, parts.adminToken, { ...parts, ...changed, models });
  await servePage(app);
  opened.add(() => app.close());
  await listening('http', settings.http, () => app.listen({ host: settings.http.host, port: settings.http.port }));
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : settings.http.port;
  return {
    port,
    live,
    reachBroker: (listening: number | undefined) => {
      mqttPort = listening;
    },
    open: () => {
      isOpen = true;
    },
  };
}

async function fillRegister({ register: { csvFolder }, demo }: StandaloneSettings, desk: RegisterDesk): Promise<void> {
  if (csvFolder !== undefined) {
    await usingSetting('register.csvFolder', csvFolder, 'a folder of CSV files', () => desk.importFolder(csvFolder));
  }
  if (demo) await registerDemo(desk);
}

function startServices(settings: StandaloneSettings, parts: Parts, desk: RegisterDesk, opened: Opened): RunningService[] {
  const intervals = declaredIntervals(parts.register, parts.catalogue);
  const services = [
    new RunningService('decode', (signal) => startDecode(settings.decode, parts, signal), parts.lines),
    new RunningService('store', (signal) => startStore(settings.store, { ...parts, intervals }, signal), parts.lines),
    new RunningService('sweep', (signal) => sweepLog({ ...parts, desk }, signal), parts.lines),
  ];
  for (const service of services) opened.add(() => service.stop());
  return services;
}

/** Where the settings name a ChirpStack: it need not be there yet. */
function startAsking(chirpstack: AskedServer | undefined, parts: Parts, desk: RegisterDesk, opened: Opened): RunningService[] {
  if (!chirpstack) return [];
  const service = new RunningService('ask-sessions', (signal) => askSessions({ ...parts, ...chirpstack, desk }, signal), parts.lines);
  opened.add(() => service.stop());
  return [service];
}

async function startBrokers(
  settings: StandaloneSettings,
  parts: Parts,
  opened: Opened,
): Promise<{ mqttPort: number | undefined; ingest: RunningService }> {
  const brokers = await listening('ingest.embedded', settings.ingest.embedded, () =>
    startIngest(settings.ingest, { ...parts, password: parts.mqttPassword }),
  );
  opened.add(() => brokers.close());
  const ingest = new RunningService('ingest', (signal) => Promise.race([brokers.failed, once(signal, 'abort')]), parts.lines);
  opened.add(() => ingest.stop());
  return { mqttPort: brokers.port, ingest };
}

function startLive(live: Live, { lines }: Parts, opened: Opened): RunningService {
  const service = new RunningService('live', (signal) => live.run(signal), lines);
  opened.add(() => service.stop());
  return service;
}

function startDemo(
  { ingest }: StandaloneSettings,
  { mqttPassword, lines }: Parts,
  { port, firstFCnt }: { port: number; firstFCnt: number },
  opened: Opened,
): RunningService {
  const broker = { settings: ingest.embedded, port, password: mqttPassword };
  const demo = new RunningService('demo', (signal) => runDemo(broker, firstFCnt, signal), lines);
  opened.add(() => demo.stop());
  return demo;
}

async function stop({ lines }: Parts, opened: Opened): Promise<void> {
  lines.say('info', events.stopping);
  await opened.close();
  lines.say('info', events.stopped);
}
