import { randomBytes } from 'node:crypto';

interface Found {
  readonly id: string;
}

/** A bucket of its own on the InfluxDB of this run, and tokens with chosen rights to it. */
export class BucketMaker {
  readonly access: { readonly url: string; readonly org: string; readonly bucket: string };
  /** A token that may do everything. */
  readonly operator: string;
  #org = '';
  #bucket = '';

  private constructor(url: string, org: string, operator: string) {
    this.access = { url, org, bucket: `check-${randomBytes(4).toString('hex')}` };
    this.operator = operator;
  }

  static async ofThisRun(): Promise<BucketMaker> {
    const [url, org, token] = ['URL', 'ORG', 'TOKEN'].map((name) => process.env[`VIGIE_TEST_INFLUX_${name}`] ?? '');
    const maker = new BucketMaker(url ?? '', org ?? '', token ?? '');
    const { orgs } = await maker.#ask<{ orgs: Found[] }>('GET', `orgs?org=${org}`);
    maker.#org = orgs[0]?.id ?? '';
    const made = { orgID: maker.#org, name: maker.access.bucket, retentionRules: [] };
    maker.#bucket = (await maker.#ask<Found>('POST', 'buckets', made)).id;
    return maker;
  }

  async token(actions: readonly ('read' | 'write')[]): Promise<string> {
    const resource = { type: 'buckets', id: this.#bucket, orgID: this.#org };
    const permissions = actions.map((action) => ({ action, resource }));
    return (await this.#ask<{ token: string }>('POST', 'authorizations', { orgID: this.#org, permissions })).token;
  }

  /** @param everySeconds 0: for ever. */
  async retain(everySeconds: number): Promise<void> {
    const rule = { type: 'expire', everySeconds, shardGroupDurationSeconds: 3_600 };
    await this.#ask('PATCH', `buckets/${this.#bucket}`, { retentionRules: [rule] });
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { authorization: `Token ${this.operator}` };
    const answer = await fetch(`${this.access.url}/api/v2/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`InfluxDB: ${method} ${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }
}
