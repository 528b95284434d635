import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { InfluxdServer } from '../../deploy/servers/influxd-server.ts';
import { type Series, SeriesUnavailable } from '../../packages/series/contract.ts';
import { openSeries } from '../../packages/series/open.ts';
import { aReading, minute, noon, readings } from '../../packages/series/suite/store.ts';
import { ask, freshBucket, place } from './own-bucket.ts';

const open = (bucket: string, own: Partial<ReturnType<typeof place>> = {}) =>
  openSeries({ engine: 'influxdb', ...place(), ...own, bucket });

/** Runs the body on a series in a bucket of its own. */
async function onBucket(body: (series: Series, bucket: string, id: string) => Promise<void>, seconds = 0): Promise<void> {
  const bucket = await freshBucket(`own-${randomBytes(6).toString('hex')}`);
  const series = await open(bucket.name);
  if (seconds > 0)
    await ask(
      'PATCH',
      `/api/v2/buckets/${bucket.id}`,
      JSON.stringify({ retentionRules: [{ everySeconds: seconds, shardGroupDurationSeconds: 3600 }] }),
    );
  try {
    await body(series, bucket.name, bucket.id);
  } finally {
    await series.close();
    await bucket.remove();
  }
}

const writeLine = (bucket: string, line: string) => ask('POST', `/api/v2/write?org=${place().org}&bucket=${bucket}&precision=ms`, line);

test('truth 7: a reading whose field another program wrote as text is rejected by itself, with the reason; the others are stored', () =>
  onBucket(async (series, bucket) => {
    await writeLine(bucket, `reading,datastream=theirs,codec=x value="text" ${noon}`);
    const nextWeek = noon + 14 * 24 * 60 * minute;
    const good = [aReading({ phenomenonTime: nextWeek }), aReading({ phenomenonTime: nextWeek + 1, datastream: 'other' })];
    const answers = await series.write([good[0], aReading(), good[1]].flatMap((reading) => reading ?? []));
    expect(answers.map(({ answer }) => answer)).toEqual(['stored', 'rejected', 'stored']);
    expect(answers[1]).toMatchObject({ detail: expect.stringMatching(/field type conflict.*float.*string/) });
    expect(await readings(series, { from: noon + 1 })).toEqual(good);
    expect(await series.latest()).toEqual([good[1], good[0]]);
  }));

test('a bucket that forgets is refused with the command that mends it', () =>
  onBucket(async (_series, bucket) => {
    await expect(open(bucket)).rejects.toThrow(/forgets after 7200 s.*influx bucket update/);
  }, 7200));

test('truth 7: a reading older than the bucket keeps is rejected by itself, with the reason; the others are stored', () =>
  onBucket(async (series) => {
    const now = Date.now();
    const answers = await series.write([aReading({ phenomenonTime: now, receivedTime: now }), aReading({ datastream: 'old' })]);
    expect(answers).toEqual([{ answer: 'stored' }, { answer: 'rejected', detail: expect.stringMatching(/older than the bucket keeps/) }]);
  }, 7200));

test('a bucket that is not there, and a token that is not known, are refused with what mends them', async () => {
  await expect(open('nowhere')).rejects.toThrow(/bucket.*is not there.*influx bucket create/);
  await expect(open('nowhere', { token: 'wrong' })).rejects.toThrow(/401.*token/);
  await expect(open('nowhere', { token: 'wrong' })).rejects.not.toThrow(/wrong/);
});

test('truth 6: when its bucket is gone, reading is unavailable, and not empty', async () => {
  const bucket = await freshBucket(`own-${randomBytes(6).toString('hex')}`);
  const series = await open(bucket.name);
  await bucket.remove();
  await expect(series.latest()).rejects.toThrow(SeriesUnavailable);
  await expect(readings(series)).rejects.toThrow(/not answer a query to its end/);
  await expect(series.write([aReading()])).rejects.toThrow(SeriesUnavailable);
  await series.close();
});

test('a token that may read and write the one bucket is enough', () =>
  onBucket(async (series, bucket, id) => {
    const { orgs } = JSON.parse(await ask('GET', `/api/v2/orgs?org=${place().org}`)) as { orgs: { id: string }[] };
    const orgID = orgs[0]?.id;
    const permissions = ['read', 'write'].map((action) => ({ action, resource: { type: 'buckets', id, orgID } }));
    const made = await ask('POST', '/api/v2/authorizations', JSON.stringify({ orgID, permissions }));
    const narrow = await open(bucket, { token: (JSON.parse(made) as { token: string }).token });
    await narrow.write([aReading()]);
    expect(await series.latest()).toEqual([aReading()]);
    expect(await readings(narrow)).toEqual([aReading()]);
    expect(await narrow.erase([aReading().datastream])).toBe(1);
    await narrow.close();
  }));

test('a new name of site, device or quantity makes no new series', () =>
  onBucket(async (series, bucket) => {
    await series.write([aReading()]);
    const before = await seriesIn(bucket);
    await series.write([aReading({ phenomenonTime: noon + 1, site: 'renamed', device: 'device-9', quantity: 'pm1', evidence: 'token' })]);
    expect(await seriesIn(bucket)).toBe(before);
    expect(before).toBe(2);
  }));

/** One of `reading`, one of `latest` for each datastream. */
async function seriesIn(bucket: string): Promise<number> {
  const q = encodeURIComponent('SHOW SERIES');
  const { results } = JSON.parse(await ask('POST', `/query?db=${bucket}&q=${q}`)) as { results: { series: { values: unknown[] }[] }[] };
  return results[0]?.series[0]?.values.length ?? 0;
}

test('truth 3: claims of two devices to one identity, written by two processes at once, end with the stronger', () =>
  onBucket(async (series, bucket) => {
    const other = await open(bucket);
    const times = Array.from({ length: 200 }, (_, index) => noon + index);
    const weak = times.map((phenomenonTime) => aReading({ phenomenonTime, evidence: 'token', device: 'old', value: 1 }));
    const strong = times.map((phenomenonTime) => aReading({ phenomenonTime, device: 'new', value: 2 }));
    await Promise.all([series.write(strong), other.write(weak)]);
    expect(await readings(series)).toEqual(strong);
    expect(await other.latest()).toEqual(strong.slice(-1));
    expect(await series.erase([aReading().datastream])).toBe(200);
    await other.close();
  }));

test('truth 4: what was answered is there after the server is killed between batches, and what was not is written again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-influx-'));
  const access = { org: 'vigie', bucket: 'vigie', token: randomBytes(24).toString('base64url') };
  const start = (port?: number) =>
    InfluxdServer.start({ folder, ...access, password: access.token, ...(port === undefined ? {} : { port }) });
  let server = await start();
  const series = await openSeries({ engine: 'influxdb', url: server.url, ...access });
  const batch = (round: number) => Array.from({ length: 500 }, (_, index) => aReading({ phenomenonTime: noon + 1000 * round + index }));
  try {
    for (const round of [0, 1, 2]) {
      await series.write(batch(round));
      await server.process.stop('SIGKILL');
      await expect(series.write(batch(round + 1))).rejects.toThrow(SeriesUnavailable);
      server = await start(server.port);
    }
    await series.write(batch(3));
    expect(await readings(series)).toEqual([0, 1, 2, 3].flatMap(batch));
    expect(await series.latest()).toEqual(batch(3).slice(-1));
  } finally {
    await series.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
});

test.each([503, 429, 500])('while the server answers %i, writing and reading are unavailable, and go on when it is well', (status) =>
  onBucket(async (_series, bucket) => {
    const { url } = place();
    let well = true;
    const between = createServer(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (!well) return void response.writeHead(status).end('{"message":"busy"}');
      const { authorization = '', accept = '', 'content-type': type = '' } = request.headers;
      const headers = { authorization, accept, 'content-type': type };
      const body = request.method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      const answer = await fetch(`${url}${request.url}`, { method: request.method ?? 'GET', headers, ...body });
      const kind = answer.headers.get('content-type') ?? 'text/plain';
      response.writeHead(answer.status, { 'content-type': kind }).end(await answer.text());
    });
    await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
    const series = await open(bucket, { url: `http://127.0.0.1:${(between.address() as AddressInfo).port}` });
    well = false;
    await expect(series.write([aReading()])).rejects.toThrow(SeriesUnavailable);
    await expect(series.latest()).rejects.toThrow(SeriesUnavailable);
    well = true;
    expect(await series.write([aReading()])).toEqual([{ answer: 'stored' }]);
    await series.close();
    between.close();
  }),
);

test.each(['value=1', 'reading="[true,null]"', 'message="m"'])(
  'a batch that was written in part (%s) and not acknowledged is not there, and is written again',
  (part) =>
    onBucket(async (series, bucket) => {
      const reading = aReading();
      const { datastream, codecVersion, phenomenonTime } = reading;
      await writeLine(bucket, `reading,datastream=${datastream},codec=${codecVersion} ${part} ${phenomenonTime}`);
      expect(await readings(series, {})).toEqual([]);
      const bare = [];
      for await (const page of series.bareRange({ from: 0, to: phenomenonTime + 1 })) bare.push(...page);
      expect(bare).toEqual([]);
      expect(await series.write([reading])).toEqual([{ answer: 'stored' }]);
      expect(await readings(series, {})).toEqual([reading]);
    }),
);
