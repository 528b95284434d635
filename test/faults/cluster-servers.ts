import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../deploy/servers/free-port.ts';
import { InfluxdServer } from '../../deploy/servers/influxd-server.ts';
import { KafkaServer } from '../../deploy/servers/kafka-server.ts';
import { MosquittoServer } from '../../deploy/servers/mosquitto-server.ts';
import { CutProxy } from './cut-proxy.ts';
import { SeriesDoor } from './series-door.ts';
import { SmallDisk } from './small-disk.ts';

const callers = ['register', 'ingest', 'decode', 'store'] as const;
export type KafkaCaller = (typeof callers)[number];

/** The real servers of a cluster, each behind wires of ours. */
export interface ClusterServers {
  readonly mosquitto: MosquittoServer;
  readonly kafka: KafkaServer;
  readonly influxd: InfluxdServer;
  /** Between influxd and its wire. */
  readonly door: SeriesDoor;
  readonly disk: SmallDisk | undefined;
  readonly user: { readonly name: string; readonly password: string; readonly passwordFile: string };
  readonly place: { readonly org: string; readonly bucket: string; readonly token: string; readonly tokenFile: string };
  readonly wires: {
    readonly gateways: CutProxy;
    readonly ingest: CutProxy;
    readonly kafka: Readonly<Record<KafkaCaller, CutProxy>>;
    readonly influxd: CutProxy;
  };
}

/** @param disk MiB of the small disk of influxd; undefined: none, and it cannot be filled */
export async function startClusterServers(folder: string, disk: number | undefined): Promise<ClusterServers> {
  const smallDisk = disk === undefined ? undefined : new SmallDisk(join(folder, 'disk'), disk);
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'secrets', 'mqtt-password');
  await mkdir(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const tokenFile = join(folder, 'secrets', 'influxdb-token');
  const place = { org: 'vigie', bucket: 'vigie', token: randomBytes(24).toString('base64url'), tokenFile };
  await writeFile(tokenFile, `${place.token}\n`, { mode: 0o600 });
  const user = { name: 'vigie', password, passwordFile };
  const mosquitto = await MosquittoServer.start({ folder: join(folder, 'mosquitto'), user });
  const { kafka, wires } = await startKafka(join(folder, 'kafka'));
  const influxd = await InfluxdServer.start({ folder: join(smallDisk?.folder ?? folder, 'influxdb'), ...place, password: place.token });
  const door = await SeriesDoor.open(influxd.port);
  return {
    ...{ mosquitto, kafka, influxd, door, disk: smallDisk, user, place },
    wires: {
      gateways: await CutProxy.open(mosquitto.port),
      ingest: await CutProxy.open(mosquitto.port),
      kafka: wires,
      influxd: await CutProxy.open(door.port),
    },
  };
}

/** A client goes where Kafka tells it to, so each caller has a listener of its own, which tells the port of its wire. */
async function startKafka(folder: string) {
  const [port, controller] = [await freePort(), await freePort()];
  const doors = await Promise.all(callers.map(async (caller) => ({ caller, listens: await freePort() })));
  const wires = await Promise.all(doors.map(async ({ caller, listens }) => [caller, await CutProxy.open(listens)] as const));
  const portOf = new Map(wires.map(([caller, wire]) => [caller, wire.port]));
  const own = [`BROKER://127.0.0.1:${port}`, `CONTROLLER://127.0.0.1:${controller}`];
  const names = callers.map((caller) => caller.toUpperCase());
  const settings = {
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
    listeners: [...own, ...doors.map(({ caller, listens }) => `${caller.toUpperCase()}://127.0.0.1:${listens}`)].join(),
    'advertised.listeners': [...own, ...callers.map((caller) => `${caller.toUpperCase()}://127.0.0.1:${portOf.get(caller)}`)].join(),
    'listener.security.protocol.map': ['BROKER', 'CONTROLLER', ...names].map((name) => `${name}:PLAINTEXT`).join(),
  };
  const kafka = await KafkaServer.start({ folder, port, settings });
  return { kafka, wires: Object.fromEntries(wires) as Record<KafkaCaller, CutProxy> };
}

/** Ends what runs and what joins. */
export async function endClusterServers({ mosquitto, kafka, influxd, door, disk, wires }: ClusterServers): Promise<void> {
  await Promise.all([wires.gateways, wires.ingest, wires.influxd, ...Object.values(wires.kafka)].map((wire) => wire.close()));
  await door.close();
  await Promise.all([mosquitto.stop(), kafka.stop(), influxd.stop()]);
  disk?.unmount();
}
