import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { freePort } from './free-port.ts';
import { listening } from './listening.ts';
import { runTool } from './run-tool.ts';
import { ServerProcess } from './server-process.ts';

/** By the name that `--kafka` takes. The first is the usual one, and the image's in docker-compose.yml. */
export const kafkaVersions = { '4.4': '4.4.0', '4.1': '4.1.2', '3.9': '3.9.1' } as const;
export type KafkaVersion = keyof typeof kafkaVersions;

const loggingVersion = '1.7.36';
const javaTools = 'apt-get install openjdk-17-jre-headless maven';

export interface KafkaOptions {
  /** Of its own; its log lies there. */
  readonly folder: string;
  readonly version?: KafkaVersion;
  readonly port?: number;
  /** Port that clients are told to use, where a proxy of ours stands before the server. */
  readonly advertisedPort?: number;
  /** In place of the usual ones, or beside them. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly detached?: boolean;
}

/** A real Kafka (KRaft, one node that is broker and controller), from Maven Central, on a local port. */
export class KafkaServer {
  readonly port: number;
  /** host:port, for clients. */
  readonly address: string;
  readonly process: ServerProcess;

  private constructor(port: number, address: string, process: ServerProcess) {
    this.port = port;
    this.address = address;
    this.process = process;
  }

  static async start(options: KafkaOptions): Promise<KafkaServer> {
    const { folder, version = '4.4', detached = false } = options;
    const jars = join(await fetchKafka(version), '*');
    const port = options.port ?? (await freePort());
    const file = await configure(options, port, await freePort());
    await format(jars, file, folder);
    const process = new ServerProcess({
      program: 'java',
      // C1 alone and one collector thread: ready in 2 to 3 s instead of 6, and in 256 MB.
      parameters: [...'-Xms128m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'.split(' '), '-cp', jars, 'kafka.Kafka', file],
      says: join(folder, 'kafka.log'),
      ready: () => listening(port),
      detached,
    });
    await process.start();
    return new KafkaServer(port, `127.0.0.1:${options.advertisedPort ?? port}`, process);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}

/** Fetches the server once (43 MB); answers the folder of its jars. */
export function fetchKafka(version: KafkaVersion): Promise<string> {
  const number = kafkaVersions[version];
  return cached(`kafka-${number}`, async (folder) => {
    await writeFile(join(folder, 'pom.xml'), projectOf(number));
    const parameters = ['-B', '-q', 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
    await runTool('mvn', parameters, { cwd: folder, from: javaTools });
    if (!(await readdir(folder)).some((file) => file.startsWith('kafka_2.13-'))) throw new Error(`Maven fetched no Kafka ${number}.`);
  });
}

const projectOf = (version: string) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>vigie</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>${loggingVersion}</version></dependency>
  </dependencies>
</project>
`;

/** Of one small node that is broker and controller; deploy/cluster sets the same, and a test holds the two together. */
export const ofOneNode = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'BROKER',
  'controller.listener.names': 'CONTROLLER',
  'auto.create.topics.enable': 'false',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.num.partitions': '4',
  'log.cleaner.dedupe.buffer.size': String(8 * 2 ** 20),
  // After a kill the same node comes back in 5 s; with the usual 9 s it is refused as its own double until then.
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '400',
};
export const ofNewerKafka = { 'share.coordinator.state.topic.replication.factor': '1', 'share.coordinator.state.topic.min.isr': '1' };

async function configure(
  { folder, version = '4.4', advertisedPort, settings: own }: KafkaOptions,
  port: number,
  controller: number,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const settings = {
    ...ofOneNode,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
    listeners: `BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `BROKER://127.0.0.1:${advertisedPort ?? port},CONTROLLER://127.0.0.1:${controller}`,
    'log.dirs': join(folder, 'data'),
    ...(version === '3.9' ? {} : ofNewerKafka),
    ...own,
  };
  const file = join(folder, 'server.properties');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** A folder that is formatted already stays as it is. */
async function format(jars: string, file: string, folder: string): Promise<void> {
  if (existsSync(join(folder, 'data', 'meta.properties'))) return;
  const parameters = ['-cp', jars, 'kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId(), '-c', file];
  await runTool('java', parameters, { cwd: folder, from: javaTools });
}

/** As Kafka writes a UUID: 22 characters of base64url. */
function clusterId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}
