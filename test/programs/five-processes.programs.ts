import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { freePort } from '../../deploy/servers/free-port.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { Ledger } from '../../services/publish/publish-ledger.ts';
import { inFolder, Program } from './program.ts';

const services = ['register', 'ingest', 'decode', 'store', 'publish'] as const;
type Service = (typeof services)[number];

const city = { seed: 'five', devices: 12, models: ['decentlab/dl-pm'] } as const;

/** The five services as processes of their own on one folder, each with a port of its own. */
class FiveProcesses {
  readonly mqttPort: number;
  readonly #ports: Readonly<Record<Service, number>>;
  readonly #programs: Readonly<Record<Service, Program>>;

  private constructor(folder: string, mqttPort: number, ports: Readonly<Record<Service, number>>) {
    this.mqttPort = mqttPort;
    this.#ports = ports;
    const started = services.map((name) => {
      // One environment serves them all, but for the port.
      const env = { VIGIE_CONFIG: 'vigie.yaml', VIGIE_INGEST_EMBEDDED_PORT: String(mqttPort), VIGIE_HTTP_PORT: String(ports[name]) };
      return [name, new Program(name, { cwd: folder, env })];
    });
    this.#programs = Object.fromEntries(started);
  }

  static async start(folder: string): Promise<FiveProcesses> {
    const ports: Record<string, number> = {};
    for (const name of services) ports[name] = await freePort();
    const five = new FiveProcesses(folder, await freePort(), ports as Record<Service, number>);
    await Promise.all(services.map((name) => five.#ready(name)));
    return five;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(`http://127.0.0.1:${this.#ports.publish}${path}`)).json()) as T;
  }

  async end() {
    const ended: Record<string, number | null> = {};
    for (const name of services.toReversed()) ended[name] = (await this.#programs[name].end()).code;
    return ended;
  }

  async #ready(name: Service): Promise<void> {
    const program = this.#programs[name];
    let hasEnded = false;
    program.ended().then(() => {
      hasEnded = true;
    });
    while (!hasEnded) {
      const isReady = await fetch(`http://127.0.0.1:${this.#ports[name]}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      await delay(100);
    }
    throw new Error(`${name} ended at its start:\n${program.out}${program.err}`);
  }
}

test(
  'five processes on one folder are the city that one process is: every message ends once, and what was sent is published',
  () =>
    inFolder(async (folder) => {
      await mkdir(join(folder, 'register'));
      for (const [table, csv] of Object.entries(simulatedCity(city).csv())) await writeFile(join(folder, 'register', `${table}.csv`), csv);
      await writeFile(join(folder, 'vigie.yaml'), 'register: { csvFolder: register }\nlogLevel: warn\n');
      const five = await FiveProcesses.start(folder);
      const password = (await readFile(join(folder, 'secrets', 'mqtt-password'), 'utf8')).trim();
      const broker = { url: `mqtt://127.0.0.1:${five.mqttPort}`, username: 'vigie', password, protocolVersion: 4 } as const;
      const sent = await simulate({
        ...city,
        broker,
        rate: 100,
        count: 300,
        forged: 0.05,
        copies: 0.2,
        signal: AbortSignal.timeout(50_000),
      });

      let ledger = await five.get<Ledger>('/api/v1/ledger');
      while (ledger.totals.accepted < sent.published || ledger.partitions.some(({ waiting }) => waiting > 0)) {
        await delay(100);
        ledger = await five.get<Ledger>('/api/v1/ledger');
      }
      expect(ledger.partitions).toEqual([{ partition: 0, accepted: sent.published, ended: sent.published, lost: 0, waiting: 0 }]);
      expect(ledger.totals.quarantined).toEqual({ mic_mismatch: sent.rows.forged });
      expect((await five.get<{ datastreams: unknown[] }>('/api/v1/datastreams')).datastreams.length).toBeGreaterThan(0);
      expect(await five.end()).toEqual({ register: 0, ingest: 0, decode: 0, store: 0, publish: 0 });
    }),
  60_000,
);

test.each(services)('%s refuses a setting that it does not know, in one line, with exit code 2', (name) =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'vigie.yaml'), 'http: { prot: 8080 }\n');
    const { code, err } = await new Program(name, { cwd: folder }).ended();
    expect({ code, err }).toEqual({ code: 2, err: 'Setting http.prot: no setting has this name; the nearest is http.port.\n' });
  }),
);
