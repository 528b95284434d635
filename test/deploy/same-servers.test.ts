import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { influxdVersion } from '../../deploy/servers/build-influxd.ts';
import { kafkaVersions, ofNewerKafka, ofOneNode } from '../../deploy/servers/kafka-server.ts';
import { mosquittoSettings } from '../../deploy/servers/mosquitto-server.ts';
import { readCluster } from '../../services/standalone/cluster-settings.ts';
import { readSettings } from '../../services/standalone/config.ts';
import { readCompose, root } from './compose-file.ts';

const cluster = readCompose('deploy/cluster/docker-compose.yml');
const standalone = readCompose('docker-compose.yml');
const environmentOf = (service: string) => cluster.services[service]?.environment ?? {};

test('the images are the versions that the tests run against', () => {
  expect(cluster.services['kafka']?.image).toBe(`apache/kafka:${kafkaVersions['4.4']}`);
  expect(cluster.services['influxdb']?.image).toBe(`influxdb:${influxdVersion}`);
  expect(cluster.services['mosquitto']?.image).toBe(standalone.services['mosquitto']?.image);
});

/** What depends on where the server stands; all else is as in the tests. */
const ofItsPlace = ['heap.opts', 'controller.quorum.voters', 'listeners', 'advertised.listeners', 'log.dirs'];

test('Kafka is set as in the tests', () => {
  const settings = Object.entries(environmentOf('kafka')).map(([name, value]) => [
    name.slice('KAFKA_'.length).toLowerCase().replaceAll('_', '.'),
    value,
  ]);
  const common = settings.filter(([name = '']) => !ofItsPlace.includes(name));
  // `vigie cluster check` wants a year for the positions; no test lasts as long.
  expect(Object.fromEntries(common)).toEqual({ ...ofOneNode, ...ofNewerKafka, 'offsets.retention.minutes': '525600' });
  expect(settings).toHaveLength(common.length + ofItsPlace.length);
});

test('Mosquitto is set as in the tests', async () => {
  const lines = (await readFile(join(root, 'deploy/mosquitto.conf'), 'utf8')).split('\n');
  const ofContainer = ['listener 1883', 'allow_anonymous false', 'password_file /mosquitto/config/passwords'];
  const settings = lines.filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('persistence_location'));
  expect(new Set(settings)).toEqual(new Set([...ofContainer, ...mosquittoSettings]));
});

test('the settings of the cluster are accepted, and name the servers, the bucket and the secrets of the compose file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-deploy-'));
  try {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'a-token\n');
    const file = join(root, 'deploy/cluster/vigie.yaml');
    const { log, series, sources } = await readCluster({ file, env: { VIGIE_SERIES_TOKEN_FILE: tokenFile } });
    const [kafka = ''] = log.brokers;
    expect(environmentOf('kafka')['KAFKA_ADVERTISED_LISTENERS']).toBe(`BROKER://${kafka}`);
    expect(series['series']).toMatchObject({ url: 'http://influxdb:8086', org: 'vigie', bucket: 'vigie', token: 'a-token' });
    expect(environmentOf('influxdb')).toMatchObject({ DOCKER_INFLUXDB_INIT_ORG: 'vigie', DOCKER_INFLUXDB_INIT_BUCKET: 'vigie' });
    expect(sources.map(({ broker }) => broker)).toMatchObject([
      { url: 'mqtt://mosquitto:1883', passwordFile: '/run/secrets/broker-password' },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the settings of the standalone container are accepted, on the port that the compose file opens', () => {
  const { http, ingest, demo } = readSettings({ file: join(root, 'deploy/vigie.yaml'), env: {} });
  expect(demo).toBe(false);
  expect(standalone.services['vigie']?.ports).toEqual([`8080:${http.port}`]);
  expect(ingest.sources).toMatchObject([{ broker: { url: 'mqtt://mosquitto:1883', passwordFile: '/run/secrets/broker-password' } }]);
});
