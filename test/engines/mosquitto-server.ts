import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../faults/free-port.ts';

/** A real Mosquitto as a plain process on a free local port, with the queues raised as deploy/mosquitto.conf raises them. */
export class MosquittoServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(port: number, child: ChildProcess, folder: string) {
    this.url = `mqtt://127.0.0.1:${port}`;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(): Promise<MosquittoServer> {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-mosquitto-'));
    const port = await freePort();
    const settings = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'max_queued_messages 1000000', 'max_inflight_messages 5000'];
    await writeFile(join(folder, 'mosquitto.conf'), `${settings.join('\n')}\n`);
    const child = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
    child.on('error', () => {
      throw new Error('Mosquitto is not installed: run .ci/install-servers.');
    });
    await listening(port);
    return new MosquittoServer(port, child, folder);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    await rm(this.#folder, { recursive: true });
  }
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false);
    socket.destroy();
    if (open) return;
    await delay(25);
  }
  throw new Error('Mosquitto did not begin to listen.');
}
