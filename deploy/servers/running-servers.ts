import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { InfluxdServer } from './influxd-server.ts';
import { KafkaServer, type KafkaVersion } from './kafka-server.ts';
import { MosquittoServer } from './mosquitto-server.ts';

/** Where the servers of this checkout keep their data and passwords. */
export const serversFolder = resolve('data/servers');
const stateFile = join(serversFolder, 'running.json');
const org = 'vigie';
const bucket = 'vigie';

/** What somebody who wants to use the servers has to know; secrets are named by their files. */
export interface RunningServers {
  readonly mosquitto: { readonly pid: number; readonly url: string; readonly username: string; readonly passwordFile: string };
  readonly kafka: { readonly pid: number; readonly address: string; readonly version: KafkaVersion };
  readonly influxdb: {
    readonly pid: number;
    readonly url: string;
    readonly org: string;
    readonly bucket: string;
    readonly tokenFile: string;
  };
}

/** Starts the three servers as processes that outlive this one. @param tell told of each step, because the first time takes minutes */
export async function startServers(version: KafkaVersion, tell: (step: string) => void): Promise<RunningServers> {
  await mkdir(serversFolder, { recursive: true, mode: 0o700 });
  const [mqttPassword, token, password] = [
    await secret('mqtt-password'),
    await secret('influxdb-token'),
    await secret('influxdb-password'),
  ];
  const started: { stop(): Promise<void> }[] = [];
  try {
    tell('Mosquitto');
    const user = { name: 'vigie', password: mqttPassword.value };
    const mosquitto = await MosquittoServer.start({ folder: join(serversFolder, 'mosquitto'), user, detached: true });
    started.push(mosquitto);
    tell(`Kafka ${version} (the first time: fetched from Maven Central, half a minute)`);
    const kafka = await KafkaServer.start({ folder: join(serversFolder, `kafka-${version}`), version, detached: true });
    started.push(kafka);
    tell('InfluxDB 2 (the first time: built from its sources, 5 minutes)');
    const folder = join(serversFolder, 'influxdb');
    const influxdb = await InfluxdServer.start({ folder, org, bucket, token: token.value, password: password.value, detached: true });
    started.push(influxdb);
    const running: RunningServers = {
      mosquitto: { pid: mosquitto.process.pid, url: mosquitto.url, username: user.name, passwordFile: mqttPassword.file },
      kafka: { pid: kafka.process.pid, address: kafka.address, version },
      influxdb: { pid: influxdb.process.pid, url: influxdb.url, org, bucket, tokenFile: token.file },
    };
    await writeFile(stateFile, JSON.stringify(running), { mode: 0o600 });
    return running;
  } catch (error) {
    // They outlive this process, and nobody would know of them.
    await Promise.all(started.map((server) => server.stop()));
    throw error;
  }
}

/** Those that were started before, when at least one of them still runs; undefined: none does. */
export async function runningServers(): Promise<RunningServers | undefined> {
  const text = await readFile(stateFile, 'utf8').catch(unlessMissing);
  if (text === undefined) return undefined;
  const servers = JSON.parse(text) as RunningServers;
  return Object.values(servers).some(({ pid }) => isOurs(pid)) ? servers : undefined;
}

/** Whether none of them has died meanwhile. */
export function allRun(servers: RunningServers): boolean {
  return Object.values(servers).every(({ pid }) => isOurs(pid));
}

/** Resolves when they have ended; their data stay. */
export async function stopServers(servers: RunningServers): Promise<void> {
  for (const { pid } of Object.values(servers)) if (isOurs(pid)) process.kill(pid, 'SIGTERM');
  while (Object.values(servers).some(({ pid }) => isOurs(pid))) await delay(50);
  await rm(stateFile, { force: true });
}

async function secret(name: string): Promise<{ value: string; file: string }> {
  const file = join(serversFolder, name);
  const found = await readFile(file, 'utf8').catch(unlessMissing);
  if (found !== undefined) return { value: found.trim(), file };
  const value = randomBytes(24).toString('base64url');
  await writeFile(file, `${value}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return { value, file };
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Each of them is given its folder. After a restart of the machine, its number may be another's. */
function isOurs(pid: number): boolean {
  const { stdout, error } = spawnSync('ps', ['-o', 'args=', '-ww', '-p', String(pid)], { encoding: 'utf8' });
  if (error) throw error;
  return stdout.includes(serversFolder);
}
