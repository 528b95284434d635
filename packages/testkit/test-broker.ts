import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';

/** A real broker in this process, for tests: aedes, MQTT 3.1.1, on this machine only. Disposing of it breaks every connection, as a crash would. */
export interface TestBroker extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Resolves once so many publishes have waited for a PUBACK that does not come (`holdsPubacks`). */
  held(count: number): Promise<void>;
}

export interface TestBrokerOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** Whether anybody may connect. */
  readonly admits?: boolean;
  /** Never acknowledge a publish. */
  readonly holdsPubacks?: boolean;
}

export async function startTestBroker({ port = 0, admits = true, holdsPubacks = false }: TestBrokerOptions = {}): Promise<TestBroker> {
  const events = new EventEmitter();
  let heldSoFar = 0;
  const aedes = await Aedes.createBroker({
    authenticate: (_client, _username, _password, done) => done(null, admits),
    authorizePublish: (_client, _packet, done) => {
      if (!holdsPubacks) return done(null);
      heldSoFar += 1;
      events.emit('held');
    },
  });
  const { port: found, close } = await listen(port, (socket) => aedes.handle(socket));
  return {
    url: `mqtt://127.0.0.1:${found}`,
    port: found,
    held: async (count) => {
      while (heldSoFar < count) await once(events, 'held');
    },
    [Symbol.asyncDispose]: async () => {
      await close();
      await new Promise<void>((resolve) => aedes.close(resolve));
    },
  };
}

async function listen(port: number, serve: (socket: Socket) => void): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
}
