import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSeries } from '../../packages/series/open.ts';
import type { BrokerAddress } from '../../packages/testkit/publisher.ts';
import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import type { City } from '../../packages/testkit/simulated-city.ts';
import { resident } from '../bench/memory.ts';
import { lockFile } from '../path/file-lock.ts';
import { CutProxy } from './cut-proxy.ts';
import { disturbWire } from './disturb-wire.ts';
import { FakeClock, stepClock } from './fake-clock.ts';
import { type Fault, type Kind, nameOf } from './fault.ts';
import { openSealedLog } from './open-sealed-log.ts';
import { rebuildProcess } from './rebuild-process.ts';
import { SmallDisk } from './small-disk.ts';
import { StandaloneProcess } from './standalone-process.ts';
import type { System } from './system.ts';

export interface StandaloneSystemOptions {
  readonly city: City;
  readonly seed: string | number;
  /** MiB of the small disk; undefined: none, and it cannot be filled. */
  readonly disk: number | undefined;
}

/** One process that holds everything, with its embedded broker behind a proxy. */
export class StandaloneSystem implements System {
  readonly brokerDeaths = [];
  readonly broker: BrokerAddress;
  readonly #folder: string;
  readonly #vigie: StandaloneProcess;
  readonly #proxy: CutProxy;
  readonly #disk: SmallDisk | undefined;
  readonly #clock: FakeClock | undefined;
  readonly #seed: string | number;
  #rebuilt = 0;
  #disposed = false;

  private constructor(parts: {
    folder: string;
    vigie: StandaloneProcess;
    proxy: CutProxy;
    disk: SmallDisk | undefined;
    clock: FakeClock | undefined;
    seed: string | number;
    password: string;
  }) {
    this.#folder = parts.folder;
    this.#vigie = parts.vigie;
    this.#proxy = parts.proxy;
    this.#disk = parts.disk;
    this.#clock = parts.clock;
    this.#seed = parts.seed;
    this.broker = { url: `mqtt://127.0.0.1:${parts.proxy.port}`, username: 'vigie', password: parts.password, protocolVersion: 4 };
  }

  static async start({ city, seed, disk: megabytes }: StandaloneSystemOptions): Promise<StandaloneSystem> {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-faults-'));
    const disk = megabytes === undefined ? undefined : new SmallDisk(join(folder, 'disk'), megabytes);
    const clock = await FakeClock.make(folder);
    const settings = Object.fromEntries(Object.entries(clock?.env ?? {}).map(([name, value]) => [name, value ?? '']));
    const vigie = await StandaloneProcess.prepare(folder, city.csv(), disk && join(disk.folder, 'data'), settings);
    await vigie.start();
    const proxy = await CutProxy.open(vigie.mqttPort);
    return new StandaloneSystem({ folder, vigie, proxy, disk, clock, seed, password: await vigie.password() });
  }

  can({ victim }: Kind): boolean {
    return (victim !== 'disk' || this.#disk !== undefined) && (victim !== 'clock' || this.#clock !== undefined);
  }

  async inject(fault: Fault): Promise<string[]> {
    const act = this.#acts[nameOf(fault)];
    if (act === undefined) throw new Error(`Nothing is known of the fault "${nameOf(fault)}".`);
    return act(fault.seconds);
  }

  openLog() {
    return openSealedLog({ engine: 'sqlite', folder: this.#vigie.dataFolder, partitions: 1 }, this.#vigie.secretsFolder);
  }

  openSeries() {
    return openSeries({ engine: 'sqlite', folder: this.#vigie.dataFolder });
  }

  /** Truth 3: rebuilt from its messages while it is killed, the state of the process equals the one in use. */
  async lookAt(): Promise<string[]> {
    const { faults, replayed } = await rebuildProcess(this.#vigie, { kills: 2, random: seededRandom(`rebuild/${this.#seed}`) });
    this.#rebuilt = replayed;
    await this.#vigie.settled();
    return [...faults];
  }

  async end(): Promise<string[]> {
    const code = await this.#vigie.end('SIGTERM');
    return code === 0 ? [] : [`vigie ended on SIGTERM with code ${code}`];
  }

  notes() {
    return { rebuilt: this.#rebuilt };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#proxy.close();
    await this.#vigie.end('SIGKILL');
    this.#disk?.unmount();
    await rm(this.#folder, { recursive: true, force: true });
  }

  readonly #acts: Readonly<Record<string, (seconds: number) => Promise<string[]>>> = {
    'vigie killed': async () => {
      await this.#vigie.end('SIGKILL');
      await this.#startAgain();
      return [];
    },
    'vigie ended': async () => {
      const faults = await this.end();
      await this.#startAgain();
      return faults;
    },
    'vigie paused': async (seconds) => {
      process.kill(this.#vigie.pid, 'SIGSTOP');
      await delay(seconds * 1000);
      process.kill(this.#vigie.pid, 'SIGCONT');
      return [];
    },
    'gateways–vigie cut': (seconds) => disturbWire(this.#proxy, 'cut', seconds),
    'gateways–vigie hushed': (seconds) => disturbWire(this.#proxy, 'hushed', seconds),
    'gateways–vigie delayed': (seconds) => disturbWire(this.#proxy, 'delayed', seconds),
    'series refusing': (seconds) => this.#refuseSeries(seconds),
    'disk full': (seconds) => this.#fillDisk(seconds),
    'clock stepped': (seconds) => stepClock(this.#clock, seconds),
  };

  /** Not when all is over: a fault may still be under way. */
  async #startAgain(): Promise<void> {
    if (!this.#disposed) await this.#vigie.start();
  }

  /** Messages go on to be taken and ended, readiness tells, memory stays as it is. */
  async #refuseSeries(seconds: number): Promise<string[]> {
    await this.#vigie.settled(['store']);
    const [memory, accepted] = [await resident(this.#vigie.pid), await this.#accepted()];
    const lock = lockFile(this.#vigie.dataFolder, 'series.open.db');
    await delay(seconds * 1000);
    const [grown, ready, taken] = [await resident(this.#vigie.pid), await this.#vigie.isReady(), await this.#accepted()];
    lock.release();
    return [
      ...(ready ? ['readiness does not tell that the series refuses'] : []),
      ...(taken < accepted + 100 ? ['messages are not accepted while the series refuses'] : []),
      ...(grown > memory * 1.5 + 64 ? [`memory grew from ${Math.round(memory)} to ${Math.round(grown)} MiB while the series refused`] : []),
    ];
  }

  /** Full until acknowledgements have stopped, and some time longer. */
  async #fillDisk(seconds: number): Promise<string[]> {
    this.#disk?.fill(256 * 1024);
    while ((await this.#vigie.metric('vigie_ingest_waiting_messages')) === 0) await delay(50);
    const accepted = await this.#accepted();
    await delay(seconds * 1000);
    const taken = await this.#accepted();
    this.#disk?.relieve();
    while ((await this.#accepted()) <= taken) await delay(50);
    return taken > accepted + 1_000 ? ['messages are still accepted while the disk is full'] : [];
  }

  #accepted(): Promise<number> {
    return this.#vigie.metric('vigie_messages_accepted_total');
  }
}
