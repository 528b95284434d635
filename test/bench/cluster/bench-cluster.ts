import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../deploy/servers/free-port.ts';
import type { Log, Standing } from '../../../packages/log/contract.ts';
import { type Topic, topics } from '../../../packages/model/topics.ts';
import { openSeries } from '../../../packages/series/open.ts';
import { openSealedLog } from '../../faults/open-sealed-log.ts';
import { OwnProcess } from '../../faults/own-process.ts';
import { processTime } from '../thread-times.ts';
import type { BenchServers } from './bench-servers.ts';

type Member = 'register' | 'ingest' | 'decode' | 'decode-2' | 'store' | 'publish';

interface Placed {
  /** Of its topics and groups: another prefix is another log. */
  readonly prefix: string;
  /** Folder in which each member, under its name, leaves its CPU profile. */
  readonly profiles?: string;
}

const lookEvery = 100;
const patience = 300_000;

/** Our processes on the real servers, with the settings that they have without being asked. */
export class BenchCluster {
  readonly mqttPort: number;
  readonly log: Log;
  readonly #servers: BenchServers;
  readonly #placed: Placed;
  readonly #members = new Map<Member, { process: OwnProcess; port: number }>();

  private constructor(servers: BenchServers, placed: Placed, log: Log) {
    this.mqttPort = servers.mosquitto.port;
    this.log = log;
    this.#servers = servers;
    this.#placed = placed;
  }

  /** The register's process first: it makes the topics and the master key, and fills the register. */
  static async start(servers: BenchServers, placed: Placed): Promise<BenchCluster> {
    const register = await memberOf('register', servers, placed);
    await begin('register', register.process);
    const settings = { engine: 'kafka', brokers: [servers.kafka.address], prefix: placed.prefix, clientId: 'bench' } as const;
    const cluster = new BenchCluster(servers, placed, await openSealedLog(settings, join(servers.folder, 'secrets')));
    cluster.#members.set('register', register);
    return cluster;
  }

  /** Address of the publishing process. */
  get api(): string {
    return `http://127.0.0.1:${this.#members.get('publish')?.port}`;
  }

  get broker() {
    const { mosquitto, user } = this.#servers;
    return { url: mosquitto.url, username: user.name, password: user.password };
  }

  openSeries() {
    const { influxd, place } = this.#servers;
    return openSeries({ engine: 'influxdb', url: influxd.url, ...place });
  }

  /** Resolves when each of them says that it is ready, ingest when Mosquitto keeps messages for it. */
  async add(...names: Member[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const member = await memberOf(name, this.#servers, this.#placed);
        this.#members.set(name, member);
        await begin(name, member.process);
        if (name === 'ingest') while (!/ingest\.broker\.(connected|session_lost)/.test(member.process.said())) await delay(lookEvery);
      }),
    );
  }

  /** By SIGTERM. @throws when it does not end as it should */
  async remove(name: Member): Promise<void> {
    const [fault] = (await this.#members.get(name)?.process.stop()) ?? [];
    if (fault !== undefined) throw new Error(fault);
    this.#members.delete(name);
  }

  /** CPU microseconds of each process, ours and the servers', since it began. */
  async times(): Promise<{ own: ReadonlyMap<string, number>; servers: ReadonlyMap<string, number> }> {
    const { mosquitto, kafka, influxd } = this.#servers;
    const own = [...this.#members].map(([name, { process }]) => [name, process.pid] as const);
    const servers = Object.entries({ mosquitto, kafka, influxd }).map(([name, server]) => [name, server.process.pid] as const);
    return { own: await timesOf(own), servers: await timesOf(servers) };
  }

  /** Resolves when decode has committed so many messages in all; answers how many they are by then. */
  async decoded(count: number): Promise<number> {
    const isSo = (all: readonly Standing[]) => sum(all, ({ committed }) => committed) >= count;
    return sum(await this.#until(`decode ${count} messages`, 'decode', topics.messages, isSo), ({ committed }) => committed);
  }

  /** Resolves when the log holds so many messages. */
  async holds(count: number): Promise<void> {
    await this.#until(`hold ${count} messages`, 'decode', topics.messages, (all) => sum(all, ({ end }) => end) >= count);
  }

  /** Resolves when the group has committed all that there is of the topic. */
  async settled(group: string, topic: Topic<unknown>): Promise<void> {
    await this.#until(`catch up with ${topic.name}`, group, topic, (all) => all.every(({ committed, end }) => committed >= end));
  }

  async end(): Promise<void> {
    for (const name of [...this.#members.keys()].toReversed()) await this.remove(name);
    await this.log.close();
  }

  /** Whatever still runs is killed. */
  async abandon(): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ process }) => process.retire()));
  }

  async #until(what: string, group: string, topic: Topic<unknown>, isSo: (standings: readonly Standing[]) => boolean) {
    for (const end = Date.now() + patience; Date.now() < end; await delay(lookEvery)) {
      const standings = await this.log.standing(group, topic);
      if (isSo(standings)) return standings;
    }
    throw new Error(`The cluster did not ${what} within ${patience / 1000} s.`);
  }
}

async function memberOf(name: Member, { folder, kafka, influxd, mosquitto, user, place }: BenchServers, { prefix, profiles }: Placed) {
  const port = await freePort();
  const { org, bucket, tokenFile } = place;
  const broker = { url: mosquitto.url, username: user.name, passwordFile: user.passwordFile };
  const settings = {
    dataFolder: join(folder, 'data'),
    secretsFolder: join(folder, 'secrets'),
    http: { port, mostRequests: 1_000_000 },
    log: { engine: 'kafka', brokers: [kafka.address], prefix, clientId: name },
    series: { engine: 'influxdb', url: influxd.url, org, bucket, tokenFile },
    ingest: { embedded: { enabled: false }, sources: [{ name: 'gateways', broker }] },
    register: { csvFolder: join(folder, 'register') },
  };
  const file = join(folder, `${prefix}-${name}.yaml`);
  await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
  const program = new URL(`../../../services/${name.replace(/-\d$/, '')}/main.js`, import.meta.url).pathname;
  const nodeArguments = profiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', join(profiles, name)];
  const env = { PATH: process.env['PATH'], VIGIE_CONFIG: file };
  return { port, process: new OwnProcess({ name, program, port, env, nodeArguments, says: join(folder, `${prefix}-${name}.log`) }) };
}

async function begin(name: Member, member: OwnProcess): Promise<void> {
  member.start();
  const [fault] = await member.ready();
  if (fault === undefined) return;
  await member.retire();
  throw new Error(`${name}: ${fault}:\n${member.said().slice(-2_000)}`);
}

async function timesOf(processes: readonly (readonly [string, number])[]): Promise<Map<string, number>> {
  return new Map(await Promise.all(processes.map(async ([name, pid]) => [name, await processTime(pid)] as const)));
}

function sum(standings: readonly Standing[], of: (standing: Standing) => number): number {
  return standings.reduce((all, one) => all + of(one), 0);
}
