import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../deploy/servers/free-port.ts';
import type { Log } from '../../packages/log/contract.ts';
import type { LogSettings } from '../../packages/log/open.ts';
import { openSeries } from '../../packages/series/open.ts';
import type { BrokerAddress } from '../../packages/testkit/publisher.ts';
import type { City } from '../../packages/testkit/simulated-city.ts';
import { type ClusterService, clusterServices } from './cluster-kinds.ts';
import { type ClusterServers, endClusterServers, type KafkaCaller, startClusterServers } from './cluster-servers.ts';
import type { CutProxy } from './cut-proxy.ts';
import { disturbWire } from './disturb-wire.ts';
import { FakeClock, stepClock } from './fake-clock.ts';
import { type Fault, type Kind, nameOf, type Way } from './fault.ts';
import type { BrokerDeath } from './judge.ts';
import { openSealedLog } from './open-sealed-log.ts';
import { OwnProcess } from './own-process.ts';
import type { System } from './system.ts';

const prefix = 'vigie';

/** Mosquitto writes every 5 s (`autosave_interval`), and only when it comes to it. */
const mosquittoSaves = 7_000;

export interface ClusterSystemOptions {
  readonly city: City;
  /** MiB of the small disk of influxd; undefined: none, and it cannot be filled. */
  readonly disk: number | undefined;
}

interface Parts {
  readonly folder: string;
  readonly servers: ClusterServers;
  readonly processes: Readonly<Record<ClusterService, OwnProcess>>;
  readonly clock: FakeClock | undefined;
}

/** Mosquitto, Kafka and InfluxDB, and our services as processes of their own, each joined to the others by wires that can be cut. */
export class ClusterSystem implements System {
  readonly broker: BrokerAddress;
  readonly brokerDeaths: BrokerDeath[] = [];
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    const { user, wires } = parts.servers;
    this.broker = { url: `mqtt://127.0.0.1:${wires.gateways.port}`, username: user.name, password: user.password, protocolVersion: 4 };
  }

  static async start({ city, disk }: ClusterSystemOptions): Promise<ClusterSystem> {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-faults-'));
    const servers = await startClusterServers(folder, disk);
    await writeTables(join(folder, 'register'), city);
    const clock = await FakeClock.make(folder);
    const own = await Promise.all(clusterServices.map(async (name) => [name, await processOf(name, { folder, servers, clock })] as const));
    const system = new ClusterSystem({ folder, servers, clock, processes: Object.fromEntries(own) as Parts['processes'] });
    await system.#startAll();
    return system;
  }

  can({ victim, way }: Kind): boolean {
    return (way !== 'full' || this.#parts.servers.disk !== undefined) && (victim !== 'clock' || this.#parts.clock !== undefined);
  }

  async inject({ victim, way, seconds }: Fault): Promise<string[]> {
    const { processes, servers, clock } = this.#parts;
    const own = (processes as Readonly<Record<string, OwnProcess>>)[victim];
    if (own) return this.#toProcess(own, way, seconds);
    const wire = this.#wires[victim];
    if (wire) return disturbWire(wire, way, seconds);
    if (victim === 'kafka' || victim === 'influxd' || victim === 'mosquitto') return this.#toServer(servers, victim, way, seconds);
    if (victim !== 'clock') throw new Error(`Nothing is known of the fault "${nameOf({ victim, way })}".`);
    return stepClock(clock, seconds);
  }

  openLog(): Promise<Log> {
    return openSealedLog(logOf(this.#parts.servers.kafka.address), join(this.#parts.folder, 'secrets'));
  }

  openSeries() {
    const { influxd, place } = this.#parts.servers;
    return openSeries({ engine: 'influxdb', url: influxd.url, ...place });
  }

  async lookAt(): Promise<string[]> {
    return [];
  }

  async end(): Promise<string[]> {
    return (await Promise.all(Object.values(this.#parts.processes).map((one) => one.stop()))).flat();
  }

  notes() {
    const processes = Object.values(this.#parts.processes);
    const said = this.#parts.processes.ingest.said();
    return {
      endedByThemselves: processes.map(({ name, endedByItself }) => `${name} ${endedByItself}`).join(', '),
      sessionsLostAtTheBroker: said.split('ingest.broker.session_lost').length - 1,
    };
  }

  async dispose(): Promise<void> {
    await Promise.all(Object.values(this.#parts.processes).map((one) => one.retire()));
    await endClusterServers(this.#parts.servers);
    await rm(this.#parts.folder, { recursive: true, force: true });
  }

  get #wires(): Readonly<Record<string, CutProxy>> {
    const { gateways, ingest, kafka, influxd } = this.#parts.servers.wires;
    return {
      'gateways–mosquitto': gateways,
      'ingest–mosquitto': ingest,
      'register–kafka': kafka.register,
      'ingest–kafka': kafka.ingest,
      'decode–kafka': kafka.decode,
      'store–kafka': kafka.store,
      'store–influxd': influxd,
    };
  }

  async #toProcess(one: OwnProcess, way: Way, seconds: number): Promise<string[]> {
    if (way === 'paused') {
      one.pause();
      await delay(seconds * 1000);
      one.resume();
      return [];
    }
    const faults = way === 'killed' ? await one.kill() : await one.stop();
    await delay(seconds * 1000);
    one.start();
    return [...(faults ?? []), ...(await one.ready())];
  }

  async #toServer(servers: ClusterServers, victim: 'kafka' | 'influxd' | 'mosquitto', way: Way, seconds: number): Promise<string[]> {
    const { door, disk } = servers;
    if (way === 'refusing') door.refuse(true);
    if (way === 'delayed') door.delay(1_000);
    if (way === 'full') disk?.fill(0);
    if (way === 'killed' || way === 'ended' || way === 'away') {
      await servers[victim].process.stop(way === 'killed' ? 'SIGKILL' : 'SIGTERM');
      const died = Date.now();
      await delay(seconds * 1000);
      await servers[victim].process.start();
      if (victim === 'mosquitto' && way === 'killed') this.brokerDeaths.push({ from: died - mosquittoSaves, to: died });
      return [];
    }
    await delay(seconds * 1000);
    door.refuse(false);
    door.delay(0);
    if (way === 'full') await relieveInfluxd(servers);
    return [];
  }

  /** The register first, which fills itself; the topics are made once. Mosquitto keeps messages for a session that it knows, before that for nobody. */
  async #startAll(): Promise<void> {
    const { processes } = this.#parts;
    for (const one of Object.values(processes)) {
      one.start();
      const [fault] = await one.ready();
      if (fault !== undefined) throw new Error(`${fault}:\n${one.said().slice(-2_000)}`);
    }
    while (!processes.ingest.said().includes('ingest.broker.session_lost')) await delay(50);
  }
}

/** InfluxDB 2.8 never opens a shard again whose opening has failed for want of room, until it is started anew (DECISIONS.md). */
async function relieveInfluxd({ disk, influxd }: ClusterServers): Promise<void> {
  disk?.relieve();
  await influxd.process.stop();
  await influxd.process.start();
}

function logOf(address: string): LogSettings {
  return { engine: 'kafka', brokers: [address], prefix, clientId: 'judge' };
}

/** Its settings lie in a file, as an operator writes them (JSON is YAML). */
async function processOf(name: ClusterService, { folder, servers, clock }: Omit<Parts, 'processes'>): Promise<OwnProcess> {
  const service = name.replace(/-\d$/, '') as KafkaCaller;
  const { wires, user, place } = servers;
  const port = await freePort();
  const { org, bucket, tokenFile } = place;
  const broker = { url: `mqtt://127.0.0.1:${wires.ingest.port}`, username: user.name, passwordFile: user.passwordFile };
  const settings = {
    dataFolder: join(folder, 'data'),
    secretsFolder: join(folder, 'secrets'),
    http: { port, mostRequests: 1_000_000 },
    log: { engine: 'kafka', brokers: [`127.0.0.1:${wires.kafka[service].port}`], prefix, clientId: name },
    series: { engine: 'influxdb', url: `http://127.0.0.1:${wires.influxd.port}`, org, bucket, tokenFile },
    ingest: { embedded: { enabled: false }, sources: [{ name: 'gateways', broker }] },
    register: { csvFolder: join(folder, 'register') },
  };
  const file = join(folder, `${name}.yaml`);
  await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
  const program = new URL(`../../services/${service}/main.js`, import.meta.url).pathname;
  return new OwnProcess({
    ...{ name, program, port, says: join(folder, `${name}.log`) },
    env: { PATH: process.env['PATH'], VIGIE_CONFIG: file, ...clock?.env },
  });
}

async function writeTables(folder: string, city: City): Promise<void> {
  await mkdir(folder);
  for (const [table, text] of Object.entries(city.csv())) await writeFile(join(folder, `${table}.csv`), text);
}
