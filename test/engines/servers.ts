import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { InfluxdServer } from '../../deploy/servers/influxd-server.ts';
import { KafkaServer, type KafkaVersion } from '../../deploy/servers/kafka-server.ts';

/** A new Kafka makes the topic of its groups when it is first asked for one, and refuses until each part of it has a leader. */
async function coordinatorsReady(address: string): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [address], clientId: 'suite', logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'first', numPartitions: 1 }] });
  // One of them at least falls to each of its four parts.
  const groups = Array.from({ length: 32 }, (_, n) => `first-${n}`);
  const ready = async () => {
    await admin.listGroups();
    await Promise.all(groups.map((groupId) => admin.fetchOffsets({ groupId, topics: ['first'] })));
  };
  for (let attempt = 1; ; attempt++) {
    try {
      await ready();
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await delay(100);
    }
  }
  await admin.deleteTopics({ topics: ['first'] });
  await admin.disconnect();
}

/** The one Kafka and the one InfluxDB of a run of the engine suites; their addresses go to the tests by the environment. */
export async function startForTests(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-engines-'));
  const version = (process.env['VIGIE_TEST_KAFKA_VERSION'] ?? '4.4') as KafkaVersion;
  const kafka = await KafkaServer.start({ folder: join(folder, 'kafka'), version });
  const [org, bucket] = ['vigie', 'vigie'];
  const token = randomBytes(24).toString('base64url');
  await coordinatorsReady(kafka.address);
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
