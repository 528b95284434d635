import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { listening } from './listening.ts';
import { runTool } from './run-tool.ts';
import { ServerProcess } from './server-process.ts';

/** What deploy/mosquitto.conf sets, without its paths; a test holds the two together. */
export const mosquittoSettings = [
  'persistence true',
  'autosave_interval 5',
  'max_queued_messages 1000000',
  'max_inflight_messages 5000',
  'persistent_client_expiration 14d',
];

export interface MosquittoOptions {
  /** Of its own; what it keeps lies there. */
  readonly folder: string;
  readonly port?: number;
  /** Without one, anybody of this machine may connect. */
  readonly user?: { readonly name: string; readonly password: string };
  readonly detached?: boolean;
}

/** A real Mosquitto, from the distribution's packages, on a local port. */
export class MosquittoServer {
  readonly port: number;
  readonly url: string;
  readonly process: ServerProcess;

  private constructor(port: number, process: ServerProcess) {
    this.port = port;
    this.url = `mqtt://127.0.0.1:${port}`;
    this.process = process;
  }

  static async start(options: MosquittoOptions): Promise<MosquittoServer> {
    const port = options.port ?? (await freePort());
    const file = await configure(options, port);
    const process = new ServerProcess({
      ...{ program: 'mosquitto', parameters: ['-c', file], says: join(options.folder, 'mosquitto.log'), ready: () => listening(port) },
      ...(options.detached ? { detached: true } : {}),
    });
    await process.start();
    return new MosquittoServer(port, process);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

async function configure({ folder, user }: MosquittoOptions, port: number): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'mosquitto.conf');
  const lines = [
    `listener ${port} 127.0.0.1`,
    `persistence_location ${folder}/`,
    ...mosquittoSettings,
    ...(await whoMayConnect(folder, user)),
  ];
  // Started by root, Mosquitto becomes another user, who may not write here.
  if (process.getuid?.() === 0) lines.push('user root');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

async function whoMayConnect(folder: string, user: MosquittoOptions['user']): Promise<string[]> {
  if (!user) return ['allow_anonymous true'];
  const passwords = join(folder, 'passwords');
  await writeFile(passwords, `${user.name}:${user.password}\n`, { mode: 0o600 });
  await runTool('mosquitto_passwd', ['-U', passwords], { from: 'apt-get install mosquitto' });
  return ['allow_anonymous false', `password_file ${passwords}`];
}
