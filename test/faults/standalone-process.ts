import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../deploy/servers/free-port.ts';
import type { CsvTable } from '../../packages/testkit/city-tables.ts';

const main = new URL('../../services/standalone/main.js', import.meta.url).pathname;
const longestStart = 60_000;

export interface Ledger {
  readonly partitions: readonly { accepted: number; ended: number; lost: number; waiting: number }[];
}

/** The standalone process as a city runs it, on folders and ports of its own; may be killed and started again. */
export class StandaloneProcess {
  readonly dataFolder: string;
  readonly secretsFolder: string;
  readonly mqttPort: number;
  readonly #env: NodeJS.ProcessEnv;
  readonly #api: string;
  #child: ChildProcess | undefined;
  #errors = '';

  private constructor(folder: string, dataFolder: string, ports: { mqtt: number; http: number }, settings: Record<string, string>) {
    this.dataFolder = dataFolder;
    this.secretsFolder = join(folder, 'secrets');
    this.mqttPort = ports.mqtt;
    this.#api = `http://127.0.0.1:${ports.http}`;
    this.#env = {
      PATH: process.env['PATH'],
      VIGIE_DEMO: 'false',
      VIGIE_DATA_FOLDER: dataFolder,
      VIGIE_SECRETS_FOLDER: this.secretsFolder,
      VIGIE_REGISTER_CSV_FOLDER: join(folder, 'register'),
      VIGIE_HTTP_PORT: String(ports.http),
      VIGIE_HTTP_MOST_REQUESTS: '1000000',
      VIGIE_INGEST_EMBEDDED_MOST_PER_SECOND: '1000000',
      VIGIE_INGEST_EMBEDDED_PORT: String(ports.mqtt),
      VIGIE_LOG_LEVEL: 'warn',
      ...settings,
    };
  }

  /** `settings` are variables of its environment, beside or in place of the usual ones. */
  static async prepare(
    folder: string,
    tables: Record<CsvTable, string>,
    dataFolder = join(folder, 'data'),
    settings: Record<string, string> = {},
  ): Promise<StandaloneProcess> {
    await mkdir(join(folder, 'register'), { recursive: true });
    for (const [table, text] of Object.entries(tables)) await writeFile(join(folder, 'register', `${table}.csv`), text);
    return new StandaloneProcess(folder, dataFolder, { mqtt: await freePort(), http: await freePort() }, settings);
  }

  /** Address of its HTTP server, without a slash at the end. */
  get api(): string {
    return this.#api;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves when it answers that it is ready. `nodeArguments` go to Node itself. */
  async start(nodeArguments: readonly string[] = []): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', ...nodeArguments, main], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (text: Buffer) => {
      this.#errors = (this.#errors + text).slice(-4_000);
    });
    this.#child = child;
    for (const end = Date.now() + longestStart; Date.now() < end; await delay(25)) {
      if (child.exitCode !== null) throw new Error(`Vigie ended at its start (code ${child.exitCode}):\n${this.#errors}`);
      if (await this.isReady()) return;
    }
    throw new Error(`Vigie was not ready after ${longestStart / 1000} s:\n${this.#errors}`);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await ended;
    return code;
  }

  async password(): Promise<string> {
    return (await readFile(join(this.secretsFolder, 'mqtt-password'), 'utf8')).trim();
  }

  async ledger(): Promise<Ledger> {
    return (await (await fetch(`${this.#api}/api/v1/ledger`)).json()) as Ledger;
  }

  /** Value of a metric, summed over its labels. */
  async metric(name: string): Promise<number> {
    return sumOf(await this.#metricLines(name));
  }

  /** Resolves when every stage, or each of the named ones, has committed all that the log holds. */
  async settled(groups: readonly string[] = [], within = 120_000): Promise<void> {
    for (const end = Date.now() + within; Date.now() < end; await delay(100)) {
      if ((await this.#lag(groups)) === 0) return;
    }
    throw new Error(`The stages did not catch up within ${within / 1000} s:\n${this.#errors}`);
  }

  async #lag(groups: readonly string[]): Promise<number> {
    const lines = await this.#metricLines('vigie_stage_lag_records');
    return sumOf(lines.filter((line) => groups.length === 0 || groups.some((group) => line.includes(`group="${group}"`))));
  }

  async #metricLines(name: string): Promise<string[]> {
    const text = await (await fetch(`${this.#api}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  }

  /** Whether it says that it is. */
  async isReady(): Promise<boolean> {
    return fetch(`${this.#api}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}

function sumOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
