import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalogue } from '../../packages/codec/catalogue.ts';
import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';
import type { RangeTable } from '../../packages/codec/normalise.ts';
import type { Log } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Reading } from '../../packages/model/reading.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import { type LogLines, logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { StageWatches } from '../../packages/observe/stage-watch.ts';
import { type FollowedRegister, followRegister } from '../../packages/register/follow-register.ts';
import { type MasterKey, openMasterKey } from '../../packages/register/master-key.ts';
import { openSealed } from '../../packages/register/sealed-log/sealed-log.ts';
import type { Series } from '../../packages/series/contract.ts';
import { startDecode } from '../../services/decode/start-decode.ts';
import type { IngestSettings } from '../../services/ingest/config.ts';
import { pushSettings } from '../../services/ingest/push-settings.ts';
import { type RunningIngest, startIngest } from '../../services/ingest/start-ingest.ts';
import { RegisterDesk } from '../../services/register/register-desk.ts';
import { declaredIntervals } from '../../services/store/declared-intervals.ts';
import { startStore } from '../../services/store/start-store.ts';
import { CaughtLines } from './caught-lines.ts';
import { openTestLog, openTestSeries } from './open-engines.ts';

export const password = 'only-for-this-test';

export interface TestCitySettings {
  readonly devices: readonly DeclaredDevice[];
  readonly quantities?: RangeTable;
  /** A source for each; frames alone when absent. */
  readonly streams?: readonly ('frames' | 'events')[];
  /** Of one connection to the embedded broker; a test is not to wait for it unless it asks. */
  readonly mostPerSecond?: number;
  /** Messages that decode takes together at most. */
  readonly batch?: number;
  /** Milliseconds; without it, the clock. */
  readonly now?: () => number;
  readonly folder?: string;
  /** Each topic in as many partitions as it says, as on a cluster; else all in one. */
  readonly spread?: true;
}

/** The services on the embedded engine in a folder of its own, reached through MQTT as a city's gateways would. */
export class TestCity implements AsyncDisposable {
  readonly folder: string;
  readonly log: Log;
  readonly series: Series;
  readonly register: FollowedRegister;
  readonly masterKey: MasterKey;
  readonly metrics = new Metrics();
  readonly catalogue: Catalogue;
  /** Every log line, from level debug up. */
  readonly caught = new CaughtLines();
  readonly lines: LogLines = logLines('test', 'debug', this.caught);
  readonly watches = new StageWatches(this.lines, this.metrics);
  readonly #settings: TestCitySettings;
  readonly #stopping = new AbortController();
  #ingest: RunningIngest | undefined;
  #services: Promise<unknown> = Promise.resolve();

  private constructor(
    settings: TestCitySettings,
    parts: { folder: string; log: Log; series: Series; register: FollowedRegister; masterKey: MasterKey },
  ) {
    this.#settings = settings;
    this.catalogue = new Catalogue(settings.devices);
    this.folder = parts.folder;
    this.log = parts.log;
    this.series = parts.series;
    this.register = parts.register;
    this.masterKey = parts.masterKey;
  }

  static async open(settings: TestCitySettings): Promise<TestCity> {
    const folder = settings.folder ?? (await mkdtemp(join(tmpdir(), 'vigie-city-')));
    const masterKey = await openMasterKey(join(folder, 'secrets', 'master.key'));
    const log = await openSealed(await openTestLog(folder, settings.spread ?? false), masterKey);
    const series = await openTestSeries(folder);
    return new TestCity(settings, { folder, log, series, register: await followRegister(log), masterKey });
  }

  /** Imports CSV tables; throws at the first refused row. */
  async importTables(...tables: readonly string[]): Promise<void> {
    const desk = new RegisterDesk({ ...this, now: Date.now });
    for (const table of tables) {
      const { problems } = await desk.importTable(table);
      if (problems.length > 0) throw new Error(`line ${problems[0]?.line}: ${problems[0]?.reason}`);
    }
  }

  async start(): Promise<this> {
    const { log, series, masterKey, lines, metrics, watches, catalogue } = this;
    const { quantities, now, batch = 500 } = this.#settings;
    const intervals = declaredIntervals(this.register, catalogue);
    const shared = { log, series, masterKey, lines, metrics, watches };
    const decodeSettings = { netIds: ['000000'], region: 'EU868' as const, batch, catalogue: '' };
    this.#services = Promise.all([
      startDecode(decodeSettings, { ...shared, catalogue, ...(quantities ? { quantities } : {}) }, this.#stopping.signal),
      startStore({ batch: 1_000, timeZone: 'Europe/Paris' }, { ...shared, intervals, windowsEvery: 0 }, this.#stopping.signal),
    ]);
    this.#ingest = await startIngest(this.#ingestSettings(), { log, lines, metrics, password, ...(now ? { now } : {}) });
    return this;
  }

  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${this.#ingest?.port}`;
  }

  /** Resolves when every stage has committed all that the log holds. */
  async settled(): Promise<void> {
    const followed = [
      ['decode', topics.messages],
      ['joins', topics.joins],
      ['store', topics.readings],
      ['ledger', topics.endings],
      ['windows', topics.touched],
      ['compare', topics.rebuilt],
    ] as const;
    while (true) {
      const standings = await Promise.all(followed.map(([group, topic]) => this.log.standing(group, topic)));
      if (standings.flat().every(({ committed, end }) => committed === end)) return;
      await Promise.race([this.#services, this.log.changed([...Object.values(topics)], AbortSignal.timeout(100))]);
    }
  }

  /** Every record of a topic, in order. */
  async records<T>(topic: Topic<T>): Promise<T[]> {
    const found: T[] = [];
    for (let partition = 0; partition < this.log.partitions(topic); partition++) {
      for (const { value } of await this.log.read(topic, partition, 0, 1_000_000)) if (value) found.push(decode(topic, value));
    }
    return found;
  }

  /** Everything that the series holds, in order. */
  async stored(): Promise<Reading[]> {
    const readings: Reading[] = [];
    for await (const page of this.series.range({ from: 0, to: Date.UTC(2100, 0, 1) })) readings.push(...page);
    return readings;
  }

  async stop(): Promise<void> {
    await this.#ingest?.close();
    this.#stopping.abort();
    await this.#services;
    await this.log.close();
    await this.series.close();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  #ingestSettings(): IngestSettings {
    const { streams = ['frames'], mostPerSecond = 1_000_000 } = this.#settings;
    return {
      sources: streams.map((stream) => ({ name: stream, format: 'chirpstack', stream, broker: 'embedded' })),
      embedded: { enabled: true, host: '127.0.0.1', port: 0, username: 'vigie', mostClients: 100, mostPerSecond },
      push: pushSettings.parse({}),
      batch: 1_000,
    };
  }
}
