import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { InfluxDB, type SendOptions } from '@influxdata/influxdb-client';
import { SeriesUnavailable } from '../contract.ts';
import { csvRecords } from './csv.ts';
import { inOurWords } from './refusal.ts';
import type { InfluxSettings } from './settings.ts';

/** ms without a byte from the server, after which a request has failed. */
const patience = 30_000;
/** ms that a request may take in all; then its connection is ended. */
const mostPatience = 120_000;
const mostConnections = 8;

/** A row as InfluxQL gives it: its time in ms, then the columns in the order asked for, all as text; '' where there is none. */
export type Row = readonly string[];

/** In CSV an error is an empty answer, as if there were no rows; after an error no other statement is done. So the last one shows that there was none. */
const witness = { statement: 'SHOW DATABASES', name: 'databases' };

/** One bucket on one server, through the transport of InfluxDB's client: nothing is buffered and nothing tried again in here. */
export class Server {
  readonly #settings: InfluxSettings;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #transport: InfluxDB['transport'];

  constructor(settings: InfluxSettings) {
    const options = { keepAlive: true, maxSockets: mostConnections };
    this.#settings = settings;
    this.#agent = settings.url.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
    const { url, token } = settings;
    this.#transport = new InfluxDB({ url, token, timeout: patience, transportOptions: { agent: this.#agent } }).transport;
  }

  /** Answers when the server has the lines on its disk. @throws Refusal, SeriesUnavailable */
  async write(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#request(`/api/v2/write?${this.#place({ precision: 'ns' })}`, lines.join('\n'), { type: 'text/plain; charset=utf-8' });
  }

  /** Rows of a query in InfluxQL, as CSV, which the server makes in a third of the time of JSON. @throws SeriesUnavailable */
  async select(query: string): Promise<Row[]> {
    const form = new URLSearchParams({ db: this.#settings.bucket, epoch: 'ms', q: `${query}; ${witness.statement}` }).toString();
    const answer = await this.#request('/query', form, { type: 'application/x-www-form-urlencoded', accept: 'application/csv' });
    const records = csvRecords(answer);
    if (records.at(-1)?.name !== witness.name) {
      throw new SeriesUnavailable(
        'InfluxDB did not answer a query to its end: look at its own log, and whether the bucket is still there.',
      );
    }
    return records.filter(({ name }) => !notRows.has(name)).map(({ row }) => row);
  }

  /** Deletes what the predicate names, of all times. @throws SeriesUnavailable */
  async delete(predicate: string): Promise<void> {
    const body = JSON.stringify({ start: '1970-01-01T00:00:00Z', stop: '2201-01-01T00:00:00Z', predicate });
    await this.#request(`/api/v2/delete?${this.#place({})}`, body, { type: 'application/json' });
  }

  /** The retention of the bucket, s (0: for ever); undefined when this token sees no such bucket. @throws SeriesUnavailable */
  async retention(): Promise<number | undefined> {
    const { org, bucket } = this.#settings;
    const found = await this.#request(`/api/v2/buckets?${new URLSearchParams({ name: bucket, org })}`, '', {
      type: 'application/json',
      method: 'GET',
    });
    const [first] = (JSON.parse(found) as { buckets?: { retentionRules?: { everySeconds?: number }[] }[] }).buckets ?? [];
    return first === undefined ? undefined : (first.retentionRules?.[0]?.everySeconds ?? 0);
  }

  close(): void {
    this.#agent.destroy();
  }

  #place(more: Record<string, string>): URLSearchParams {
    return new URLSearchParams({ org: this.#settings.org, bucket: this.#settings.bucket, ...more });
  }

  async #request(path: string, body: string, { type, accept = 'application/json', method = 'POST' }: Asked): Promise<string> {
    // Not AbortSignal.timeout: it would hold the whole answer until its time has come.
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), mostPatience);
    try {
      return await this.#send(path, body, { method, headers: { 'content-type': type, accept }, signal: ending.signal });
    } catch (error) {
      throw inOurWords(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The transport's own `request` joins what it has with each piece that comes, which for large answers takes longer than all else. */
  #send(path: string, body: string, options: SendOptions): Promise<string> {
    return new Promise((resolve, reject) => {
      const pieces: Uint8Array[] = [];
      this.#transport.send(path, body, options, {
        next: (piece: Uint8Array) => void pieces.push(piece),
        error: reject,
        complete: () => resolve(Buffer.concat(pieces).toString('utf8')),
      });
    });
  }
}

interface Asked {
  readonly type: string;
  readonly accept?: string;
  readonly method?: 'GET' | 'POST';
}

/** Headers, blank lines, and the witness. */
const notRows = new Set(['name', '', witness.name]);
