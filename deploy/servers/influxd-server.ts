import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildInfluxd } from './build-influxd.ts';
import { freePort } from './free-port.ts';
import { ServerProcess } from './server-process.ts';

export interface InfluxdOptions {
  /** Of its own; its data lie there. */
  readonly folder: string;
  readonly port?: number;
  readonly org: string;
  readonly bucket: string;
  /** Of its first user, who may do everything. */
  readonly token: string;
  readonly password: string;
  readonly detached?: boolean;
}

/** A real InfluxDB 2 on a local port, set up with an organisation, a bucket and a token. */
export class InfluxdServer {
  readonly port: number;
  readonly url: string;
  readonly process: ServerProcess;

  private constructor(port: number, process: ServerProcess) {
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.process = process;
  }

  static async start(options: InfluxdOptions): Promise<InfluxdServer> {
    const { folder, detached = false } = options;
    const program = join(await buildInfluxd(), 'influxd');
    const port = options.port ?? (await freePort());
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const places = [
      '--bolt-path',
      join(folder, 'i.bolt'),
      '--sqlite-path',
      join(folder, 'i.sqlite'),
      '--engine-path',
      join(folder, 'engine'),
    ];
    const parameters = [...places, '--http-bind-address', `127.0.0.1:${port}`, '--reporting-disabled', '--log-level', 'warn'];
    const ready = () => isHealthy(`http://127.0.0.1:${port}`);
    const server = new InfluxdServer(port, new ServerProcess({ program, parameters, says: join(folder, 'influxd.log'), ready, detached }));
    await server.process.start();
    await server.#setUp(options);
    return server;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  /** Once in the life of a folder. */
  async #setUp({ org, bucket, token, password }: InfluxdOptions): Promise<void> {
    const { allowed } = (await (await fetch(`${this.url}/api/v2/setup`)).json()) as { allowed: boolean };
    if (!allowed) return;
    const body = JSON.stringify({ username: 'vigie', password, org, bucket, token });
    const answer = await fetch(`${this.url}/api/v2/setup`, { method: 'POST', body });
    if (answer.status !== 201) throw new Error(`InfluxDB refuses its set-up with status ${answer.status}: ${await answer.text()}`);
  }
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
