import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxdServer } from '../../deploy/servers/influxd-server.ts';
import { KafkaServer, type KafkaVersion } from '../../deploy/servers/kafka-server.ts';

/** The one Kafka and the one InfluxDB of a run of the engine suites; their addresses go to the tests by the environment. */
export async function startForTests(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-engines-'));
  const version = (process.env['VIGIE_TEST_KAFKA_VERSION'] ?? '4.4') as KafkaVersion;
  const kafka = await KafkaServer.start({ folder: join(folder, 'kafka'), version });
  const [org, bucket] = ['vigie', 'vigie'];
  const token = randomBytes(24).toString('base64url');
  const influxd = await InfluxdServer.start({ folder: join(folder, 'influxdb'), org, bucket, token, password: token });
  process.env['VIGIE_TEST_KAFKA'] = kafka.address;
  process.env['VIGIE_TEST_INFLUX_URL'] = influxd.url;
  process.env['VIGIE_TEST_INFLUX_ORG'] = org;
  process.env['VIGIE_TEST_INFLUX_TOKEN'] = token;
  return async () => {
    await Promise.all([kafka.stop(), influxd.stop()]);
    await rm(folder, { recursive: true });
  };
}
