import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../deploy/servers/free-port.ts';
import type { Ledger } from '../../services/publish/publish-ledger.ts';
import { Program } from './program.ts';

/** The standalone process in a folder of its own, on free ports, once it is ready. */
export class RunningVigie {
  readonly program: Program;
  readonly api: string;
  readonly mqttPort: number;

  private constructor(program: Program, api: string, mqttPort: number) {
    this.program = program;
    this.api = api;
    this.mqttPort = mqttPort;
  }

  static async start(folder: string, env: Record<string, string> = {}): Promise<RunningVigie> {
    const [http, mqtt] = [await freePort(), await freePort()];
    const ports = { VIGIE_HTTP_PORT: String(http), VIGIE_INGEST_EMBEDDED_PORT: String(mqtt) };
    const program = new Program('standalone', { cwd: folder, env: { ...ports, ...env } });
    await program.printed(/admin /);
    return new RunningVigie(program, `http://127.0.0.1:${http}`, mqtt);
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(this.api + path)).json()) as T;
  }

  /** The first ledger that is as wanted; every one that is seen must have lost nothing. */
  async ledgerOnce(wanted: (ledger: Ledger) => boolean): Promise<Ledger> {
    return this.once<Ledger>('/api/v1/ledger', (ledger) => {
      if (ledger.partitions.some(({ lost }) => lost > 0)) throw new Error(`The ledger shows a loss: ${JSON.stringify(ledger.partitions)}`);
      return wanted(ledger);
    });
  }

  /** Asks until the answer is as wanted; the test's own time is the limit. */
  async once<T>(path: string, wanted: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await this.get<T>(path);
      if (wanted(answer)) return answer;
      await delay(100);
    }
  }
}
