import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxdServer } from '../../../deploy/servers/influxd-server.ts';
import { KafkaServer } from '../../../deploy/servers/kafka-server.ts';
import { MosquittoServer } from '../../../deploy/servers/mosquitto-server.ts';
import { benchCity } from '../bench-city.ts';

/** Mosquitto, Kafka and InfluxDB, new and empty, with what a cluster's processes need beside them: the register's tables, passwords, tokens. */
export interface BenchServers {
  readonly folder: string;
  readonly mosquitto: MosquittoServer;
  readonly kafka: KafkaServer;
  readonly influxd: InfluxdServer;
  readonly user: { readonly name: string; readonly password: string; readonly passwordFile: string };
  readonly place: { readonly org: string; readonly bucket: string; readonly token: string; readonly tokenFile: string };
  /** Ends and removes everything. */
  dispose(): Promise<void>;
}

export async function startBenchServers(): Promise<BenchServers> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
  const [password, token] = [randomBytes(12).toString('hex'), randomBytes(24).toString('base64url')];
  const passwordFile = await secret(folder, 'mqtt-password', password);
  const tokenFile = await secret(folder, 'influxdb-token', token);
  await writeTables(join(folder, 'register'));
  const user = { name: 'vigie', password, passwordFile };
  const place = { org: 'vigie', bucket: 'vigie', token, tokenFile };
  const mosquitto = await MosquittoServer.start({ folder: join(folder, 'mosquitto'), user });
  const kafka = await KafkaServer.start({ folder: join(folder, 'kafka') });
  const influxd = await InfluxdServer.start({ folder: join(folder, 'influxdb'), ...place, password: token });
  const dispose = async () => {
    await Promise.all([mosquitto.stop(), kafka.stop(), influxd.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, mosquitto, kafka, influxd, user, place, dispose };
}

async function secret(folder: string, name: string, text: string): Promise<string> {
  const file = join(folder, 'secrets', name);
  await mkdir(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
  await writeFile(file, `${text}\n`, { mode: 0o600 });
  return file;
}

async function writeTables(folder: string): Promise<void> {
  await mkdir(folder);
  for (const [table, text] of Object.entries(benchCity.csv())) await writeFile(join(folder, `${table}.csv`), text);
}
