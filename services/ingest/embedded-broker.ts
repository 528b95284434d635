import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from 'aedes';
import type { LogLines } from '../../packages/observe/log-line.ts';
import { Allowance } from './allowance.ts';
import type { IngestSettings } from './config.ts';
import { events } from './events.ts';
import type { Publish } from './make-message.ts';
import { PacketGuard } from './packet-guard.ts';

/** Where a publish goes; resolves when it may be acknowledged. */
export type Accept = (publish: Publish) => Promise<void>;

export interface EmbeddedBroker {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A broker that speaks MQTT 3.1.1, for those who have none. It acknowledges a publish when the log holds it (truth 1): a held publish
 * stops reading that client, which is the back-pressure, also on one that sends more than its share (truth 7). Nobody may subscribe: what
 * gateways send is not for every listener.
 */
export async function openEmbeddedBroker(
  settings: IngestSettings['embedded'],
  password: string,
  { accept, isFull }: { accept: Accept; isFull(): boolean },
  lines: LogLines,
): Promise<EmbeddedBroker> {
  const guards = new WeakMap<object, PacketGuard>();
  const allowances = new WeakMap<object, Allowance>();
  const broker = await Aedes.createBroker({
    authenticate: (client, username, given, done) => {
      const right = username === settings.username && isEqual(given, password);
      if (right) guards.get(client.conn)?.trust();
      else lines.say('warn', events.refusedClient, { detail: 'wrong user name or password' });
      done(right ? null : badCredentials(), right);
    },
    authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    authorizePublish: (client, packet, done) => {
      const allowance = client ? allowances.get(client.conn) : undefined;
      hold(packet, (publish) => inTurn(accept(publish), allowance), done);
    },
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // While the log cannot write, whoever comes again only adds to what is held.
    if (sockets.size > settings.mostClients || isFull()) socket.destroy();
    else {
      allowances.set(socket, new Allowance(settings.mostPerSecond));
      handleGuarded(broker, socket, guards);
    }
  });
  broker.on('clientError', (_client: Client, error: Error) => lines.say('debug', events.refusedClient, { error: error.name }));
  broker.on('connectionError', (_client: Client, error: Error) => lines.say('debug', events.refusedClient, { error: error.name }));
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  return { port: portOf(server), close: () => close(broker, server, sockets) };
}

/** aedes reads by 'readable'; 'data' then only tells what it reads. */
function handleGuarded(broker: Aedes, socket: Socket, guards: WeakMap<object, PacketGuard>): void {
  const guard = new PacketGuard();
  guards.set(socket, guard);
  broker.handle(socket);
  socket.on('data', (chunk: Buffer) => {
    if (!guard.admits(chunk)) socket.destroy();
  });
}

/**
 * What is above a client's share is taken at once, with its true time, but acknowledged late: until then the client is not read. Otherwise everybody
 * would wait behind it in the log.
 */
async function inTurn(accepted: Promise<void>, allowance: Allowance | undefined): Promise<void> {
  const wait = allowance?.take() ?? 0;
  await accepted;
  if (wait > 0) await delay(wait, undefined, { ref: false });
}

function hold(packet: PublishPacket, accept: Accept, done: (error?: Error | null) => void): void {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const retained = packet.retain;
  // Nobody may subscribe: what the broker would keep for later listeners only fills its memory.
  packet.retain = false;
  accept({ topic: packet.topic, payload, retained }).then(
    () => done(null),
    (error: unknown) => done(error instanceof Error ? error : new Error('not accepted')),
  );
}

function isEqual(given: Readonly<Buffer> | undefined, password: string): boolean {
  const expected = Buffer.from(password);
  return given !== undefined && given.length === expected.length && timingSafeEqual(given, expected);
}

/** MQTT 3.1.1 §3.2.2.3, return code 4. */
function badCredentials(): AuthenticateError {
  return Object.assign(new Error('bad user name or password'), { returnCode: 4 }) as AuthenticateError;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function close(broker: Aedes, server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  server.close();
  await new Promise<void>((closed) => broker.close(() => closed()));
  for (const socket of sockets) socket.destroy();
}
