import { parseArgs } from 'node:util';
import { buildInfluxd } from './build-influxd.ts';
import { fetchKafka, type KafkaVersion, kafkaVersions } from './kafka-server.ts';
import { allRun, type RunningServers, runningServers, startServers, stopServers } from './running-servers.ts';

const help = `npm run servers             starts Mosquitto, Kafka and InfluxDB 2 on free local ports, and says where they are
npm run servers -- --kafka 3.9   with another Kafka (${Object.keys(kafkaVersions).join(', ')})
npm run servers -- --json        the same, to be read by a program
npm run servers -- --build       only fetches and builds what is not there yet
npm run servers:stop        ends them; their data stay in data/servers`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kafka: { type: 'string', default: '4.4' },
    json: { type: 'boolean', default: false },
    build: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const tell = (step: string) => process.stderr.write(`  ${step} …\n`);

async function run(): Promise<number> {
  if (values.help) return say(help);
  if (!isVersion(values.kafka)) return complain(`--kafka: got ${values.kafka}, wants one of ${Object.keys(kafkaVersions).join(', ')}.`);
  if (positionals[0] === 'stop') return stop();
  if (values.build) return build(values.kafka);
  const running = await runningServers();
  if (running && allRun(running)) {
    tell('They run already');
    return show(running);
  }
  if (running) {
    tell('One of them has died: the others are ended first');
    await stopServers(running);
  }
  return show(await startServers(values.kafka, tell));
}

async function stop(): Promise<number> {
  const running = await runningServers();
  if (!running) return say('None of them runs.');
  await stopServers(running);
  return say('Ended.');
}

async function build(kafka: KafkaVersion): Promise<number> {
  tell(`Kafka ${kafka}`);
  await fetchKafka(kafka);
  tell('InfluxDB 2 (the first time: 5 minutes)');
  await buildInfluxd();
  return 0;
}

function show(servers: RunningServers): number {
  if (values.json) return say(JSON.stringify(servers));
  const { mosquitto, kafka, influxdb } = servers;
  return say(
    [
      `Mosquitto   ${mosquitto.url}   user ${mosquitto.username}, password in ${mosquitto.passwordFile}`,
      `Kafka ${kafka.version}   ${kafka.address}`,
      `InfluxDB    ${influxdb.url}   organisation ${influxdb.org}, bucket ${influxdb.bucket}, token in ${influxdb.tokenFile}`,
      'End them with: npm run servers:stop',
    ].join('\n'),
  );
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}

function isVersion(name: string): name is KafkaVersion {
  return name in kafkaVersions;
}

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  return Math.max(1, complain(error.message));
});
