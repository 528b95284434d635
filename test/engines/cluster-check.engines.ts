import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { freePort } from '../../deploy/servers/free-port.ts';
import { KafkaServer, type KafkaVersion } from '../../deploy/servers/kafka-server.ts';
import { MosquittoServer } from '../../deploy/servers/mosquitto-server.ts';
import { runTool } from '../../deploy/servers/run-tool.ts';
import { checkLog } from '../../packages/log/check.ts';
import type { KafkaLogSettings } from '../../packages/log/kafka/settings.ts';
import { openTopics } from '../../packages/log/kafka/topics.ts';
import { openLog } from '../../packages/log/open.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Finding } from '../../packages/observe/finding.ts';
import { openMasterKey } from '../../packages/register/master-key.ts';
import { checkSeries } from '../../packages/series/check.ts';
import { checkSource } from '../../services/ingest/check-source.ts';
import { checkSecrets } from '../../services/standalone/check-secrets.ts';
import { addCluster } from '../../services/standalone/cluster-command.ts';
import { findingWords } from '../../services/standalone/finding-words.ts';
import { BucketMaker } from './bucket-maker.ts';
import { outsider } from './own-log.ts';

let folder: string;
let kafka: KafkaServer;
let mosquitto: MosquittoServer;
let guarded: { login: string; tls: string; ca: string };
let influx: BucketMaker;

/** Kafka with a port that wants a log-in and one that wants TLS, and rights for one of two users. */
async function startKafka(): Promise<void> {
  const [port, controller, login, tls] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const ca = join(folder, 'ca.pem');
  const made = `req -x509 -newkey rsa:2048 -nodes -keyout ${folder}/key.pem -out ${ca} -days 2 -subj /CN=kafka -addext subjectAltName=IP:127.0.0.1`;
  await runTool('openssl', made.split(' '), { from: 'apt-get install openssl' });
  await writeFile(join(folder, 'keystore.pem'), `${await readFile(join(folder, 'key.pem'), 'utf8')}${await readFile(ca, 'utf8')}`);
  const listeners = `BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller},LOGIN://127.0.0.1:${login},TLS://127.0.0.1:${tls}`;
  kafka = await KafkaServer.start({
    folder: join(folder, 'kafka'),
    version: (process.env['VIGIE_TEST_KAFKA_VERSION'] ?? '4.4') as KafkaVersion,
    port,
    settings: {
      listeners,
      'advertised.listeners': listeners,
      'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
      'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL',
      'listener.name.login.sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.login.plain.sasl.jaas.config':
        'org.apache.kafka.common.security.plain.PlainLoginModule required user_vigie="right" user_guest="right";',
      'listener.name.tls.ssl.keystore.type': 'PEM',
      'listener.name.tls.ssl.keystore.location': join(folder, 'keystore.pem'),
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS;User:vigie',
      'offsets.retention.minutes': '525600',
    },
  });
  guarded = { login: `127.0.0.1:${login}`, tls: `127.0.0.1:${tls}`, ca: await readFile(ca, 'utf8') };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-check-'));
  influx = await BucketMaker.ofThisRun();
  const user = { name: 'vigie', password: 'right' };
  mosquitto = await MosquittoServer.start({ folder: join(folder, 'mosquitto'), user });
  await writeFile(join(folder, 'right'), 'right\n');
  await writeFile(join(folder, 'wrong'), 'wrong\n');
  await startKafka();
}, 60_000);
afterAll(async () => {
  await Promise.all([kafka?.stop(), mosquitto?.stop()]);
  await rm(folder, { recursive: true });
});

const wrongOnes = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state === 'wrong').map(({ subject, found, action }) => `${subject}: ${found.en} ${action?.en}`);

const logOn = (broker: string, more: Partial<KafkaLogSettings> = {}): KafkaLogSettings => ({
  ...{ brokers: [broker], prefix: 'vigie', clientId: 'test' },
  ...more,
});

describe('vigie cluster check: Kafka', () => {
  const login = (username: string, password: string, mechanism: 'plain' | 'scram-sha-512' = 'plain') =>
    logOn(guarded.login, { sasl: { mechanism, username, password } });

  test.each<[string, () => KafkaLogSettings, RegExp]>([
    ['no server', () => logOn('127.0.0.1:1'), /^Kafka 127\.0\.0\.1:1: nothing listens there\. Start the server/],
    ['an unknown name', () => logOn('nowhere.invalid:9092'), /nobody knows this name/],
    ['a log-in that is lacking', () => logOn(guarded.login), /this port wants another protocol/],
    ['a wrong password', () => login('vigie', 'wrong'), /it refuses the user or the password \(SASL\)/],
    ['another mechanism', () => login('vigie', 'right', 'scram-sha-512'), /it does not know this way to log in/],
    ['TLS that is lacking', () => logOn(guarded.tls), /this port wants another protocol/],
    ['an authority that nobody knows', () => logOn(guarded.tls, { tls: {} }), /its certificate is signed by nobody this machine trusts/],
    ['TLS where there is none', () => logOn(kafka.address, { tls: {} }), /this port wants another protocol|does not speak TLS/],
  ])('tells %s from the others', async (_what, settings, words) => {
    const wrong = wrongOnes(await checkLog(settings()));
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatch(words);
  });

  test('lets in with the right password, and with the authority’s certificate', async () => {
    for (const settings of [login('vigie', 'right'), logOn(guarded.tls, { tls: { ca: guarded.ca } })]) {
      const [server] = await checkLog(settings);
      expect(server).toMatchObject({ state: 'right', found: { en: 'answers.' } });
    }
  });

  test('a user without rights gets the command for an administrator', async () => {
    const wrong = wrongOnes(await checkLog(login('guest', 'right')));
    expect(wrong[0]).toMatch(/does not let this user .*kafka-acls\.sh .*--command-config admin\.properties --add --allow-principal/);
  });

  test('topics that are missing; then nothing is wrong; then a topic that somebody has changed, and a group that nobody works at', async () => {
    const settings = logOn(kafka.address);
    expect(wrongOnes(await checkLog(settings))).toEqual([expect.stringMatching(/^topics vigie\.\*: none is there yet/)]);
    const admin = outsider([kafka.address]).admin();
    await admin.connect();
    await openTopics(admin, Object.values(topics), settings);
    expect(wrongOnes(await checkLog(settings))).toEqual([]);
    expect((await checkLog(settings)).filter(({ state }) => state === 'unknown').map(({ subject }) => subject)).toEqual(['Kafka clock']);

    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: 2, name: 'vigie.messages', configEntries: [{ name: 'retention.ms', value: '1000' }] }],
    });
    await admin.setOffsets({ groupId: 'vigie.store', topic: 'vigie.readings', partitions: [{ partition: 0, offset: '0' }] });
    const producer = outsider([kafka.address]).producer();
    await producer.connect();
    await producer.send({ topic: 'vigie.readings', messages: [{ value: 'one', partition: 0 }] });
    const wrong = wrongOnes(await checkLog(settings));
    await admin.deleteTopics({ topics: (await admin.listTopics()).filter((name) => name.startsWith('vigie.')) });
    await admin.deleteGroups(['vigie.store']);
    await Promise.all([producer.disconnect(), admin.disconnect()]);
    expect(wrong.find((line) => line.startsWith('topic vigie.messages'))).toMatch(/retention\.ms=1000.*kafka-configs\.sh .*--alter/);
    expect(wrong.find((line) => line.startsWith('group vigie.store'))).toMatch(/0 members, 1 records to go\. Nobody works at it/);
  });

  test('positions that Kafka forgets after a week', async () => {
    // The server of all suites has Kafka's own usual setting.
    const wrong = wrongOnes(await checkLog(logOn(process.env['VIGIE_TEST_KAFKA'] ?? '', { prefix: 'none' })));
    expect(wrong.join('\n')).toMatch(/offsets\.retention\.minutes: is 7 days: .*Set offsets\.retention\.minutes=525600/);
  });
});

describe('vigie cluster check: InfluxDB', () => {
  test.each<[string, () => Promise<object>, RegExp | undefined]>([
    ['nothing', async () => ({}), undefined],
    [
      'no server',
      async () => ({ url: `http://127.0.0.1:${await freePort()}` }),
      /does not answer \(ECONNREFUSED\)\. Start it, or correct series\.url/,
    ],
    ['an unknown token', async () => ({ token: 'unknown' }), /InfluxDB token of series: is not known there/],
    ['a token that may only read', async () => ({ token: await influx.token(['read']) }), /may not write bucket/],
    ['a token that may only write', async () => ({ token: await influx.token(['write']) }), /may not read bucket/],
    [
      'a token that may do everything',
      async () => ({ token: influx.operator }),
      /may do more than it needs: it reaches the tokens too\. Make one for bucket/,
    ],
    [
      'no bucket',
      async () => ({ bucket: 'nowhere' }),
      /InfluxDB bucket nowhere: is not there.*influx bucket create --org \S+ --name nowhere/,
    ],
    ['no organisation', async () => ({ org: 'nobody' }), /is not there, or not for this token, in organisation nobody/],
  ])('%s', async (_what, more, words) => {
    const access = { ...influx.access, token: await influx.token(['read', 'write']), ...(await more()) };
    const wrong = wrongOnes(await checkSeries(access, 'series', Date.now));
    if (words === undefined) expect(wrong).toEqual([]);
    else expect(wrong).toEqual([expect.stringMatching(words)]);
  });

  test('a bucket that forgets, and clocks that are apart', async () => {
    const access = { ...influx.access, token: await influx.token(['read', 'write']) };
    await influx.retain(3_600 * 24);
    const forgets = wrongOnes(await checkSeries(access, 'series', Date.now));
    await influx.retain(0);
    expect(forgets).toEqual([expect.stringMatching(/forgets after 1 days.*influx bucket update --id \w+ --retention 0/)]);
    const late = await checkSeries(access, 'series', () => Date.now() + 60_000);
    expect(wrongOnes(late)).toEqual([expect.stringMatching(/^InfluxDB clock: is 60 s behind this machine’s\. .*NTP/)]);
  });
});

describe('vigie cluster check: MQTT and secrets', () => {
  const source = (more: object, protocolVersion: 4 | 5 = 5) => ({
    ...{ name: 'city', format: 'chirpstack' as const, stream: 'frames' as const },
    broker: {
      ...{ url: mosquitto.url, username: 'vigie', passwordFile: join(folder, 'right'), protocolVersion },
      ...{ mostUnacknowledged: 100, sessionExpirySeconds: 60, ...more },
    },
  });

  test.each([4, 5] as const)('the right password, and wrong ones; protocol level %i', async (level) => {
    expect(await checkSource(source({}, level))).toMatchObject({ state: 'right' });
    const wrong = async (more: object) => wrongOnes([await checkSource(source(more, level))])[0];
    expect(await wrong({ passwordFile: join(folder, 'wrong') })).toMatch(/^MQTT city: refuses the user or the password/);
    expect(await wrong({ passwordFile: join(folder, 'absent') })).toMatch(/the password file cannot be read/);
    expect(await wrong({ url: `mqtt://127.0.0.1:${await freePort()}` })).toMatch(/nothing listens there/);
    expect(await wrong({ url: 'mqtt://nowhere.invalid' })).toMatch(/nobody knows this name/);
  });

  test('secrets that are missing, or open to others', async () => {
    const secrets = join(folder, 'secrets');
    const wrong = async () => wrongOnes(await checkSecrets(secrets, 'master.key')).join('\n');
    expect(await wrong()).toMatch(/cannot be read \(ENOENT\)\. .*mkdir -m 700/);
    await mkdir(secrets, { mode: 0o700 });
    expect(await wrong()).toMatch(/master\.key is not there/);
    await openMasterKey(join(secrets, 'master.key'));
    expect(await wrong()).toBe('');
    await chmod(join(secrets, 'master.key'), 0o640);
    expect(await wrong()).toMatch(/master\.key is open to others \(mode 0640\)\. chmod go= /);
    await rm(secrets, { recursive: true });
  });
});

describe('vigie cluster check: the command', () => {
  async function run(file: string, ...more: string[]): Promise<{ said: string; code: unknown }> {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    // Those of the suites are no settings of Vigie.
    const env = { ...process.env };
    for (const name of Object.keys(env)) if (name.startsWith('VIGIE_TEST_')) delete process.env[name];
    try {
      const vigie = addCluster(new Command('vigie').option('--json').exitOverride());
      await vigie.parseAsync(['node', 'vigie', 'cluster', 'check', '--file', file, ...more]);
      return { said: write.mock.calls.map(([text]) => String(text)).join(''), code: process.exitCode };
    } finally {
      Object.assign(process.env, env);
      write.mockRestore();
      process.exitCode = 0;
    }
  }

  async function settingsFile(secrets: string): Promise<string> {
    await mkdir(secrets, { mode: 0o700 });
    await openMasterKey(join(secrets, 'master.key'));
    await writeFile(join(secrets, 'influx-token'), await influx.token(['read', 'write']), { mode: 0o600 });
    const { url, org, bucket } = influx.access;
    const file = join(folder, 'vigie.yaml');
    const settings = {
      secretsFolder: secrets,
      log: { engine: 'kafka', brokers: [kafka.address], prefix: 'whole' },
      series: { engine: 'influxdb', url, org, bucket, tokenFile: join(secrets, 'influx-token') },
    };
    await writeFile(file, JSON.stringify(settings));
    return file;
  }

  test('says what is wrong and exits with 1; nothing wrong: the register too, and 0; in French; for machines', async () => {
    const secrets = join(folder, 'secrets');
    const file = await settingsFile(secrets);
    const before = await run(file, '--language', 'en');
    expect(before.code).toBe(1);
    expect(before.said).toMatch(/WRONG {4}topics whole\.\*: none is there yet\.[^\n]*\n +→ The services that write make them/);
    expect(before.said).toMatch(/unknown {2}master key: is compared with the register once the log and the secrets are right/);

    const log = await openLog({ engine: 'kafka', brokers: [kafka.address], prefix: 'whole', clientId: 'test' });
    await log.close();
    const after = await run(file, '--language', 'en');
    expect(after.said).toMatch(/right {4}master key: fits the register \(0 devices\)/);
    expect(after.said).toMatch(/Nothing is wrong\.\n$/);
    expect(after.code).not.toBe(1);
    expect((await run(file, '--language', 'fr')).said).toMatch(/juste {4}Kafka 127\.0\.0\.1:\d+: répond\.[\s\S]*Rien à signaler\.\n$/);
    const { right, findings } = JSON.parse((await run(file, '--json')).said) as { right: boolean; findings: Finding[] };
    expect(right).toBe(true);
    expect(findings.length).toBeGreaterThan(8);
  });

  test('every finding has words in both languages', async () => {
    const findings = await checkLog(logOn(kafka.address, { prefix: 'none' }));
    const [fr, en] = (['fr', 'en'] as const).map((language) => findingWords(findings, language).split('\n'));
    expect(fr).toHaveLength(en?.length ?? 0);
    expect(fr).not.toEqual(en);
  });
});
