import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { EventStream } from './fixtures/event-stream.ts';
import { LiveCity, type LiveCitySettings, now } from './fixtures/live-city.ts';
import { duplicate, ended, forwarded, heard, quarantined, quarantinedEnding, reading, window } from './fixtures/records.ts';

let city: LiveCity;
afterEach(() => city[Symbol.asyncDispose]());

const opened = async (settings?: LiveCitySettings) => {
  city = await LiveCity.open(settings);
  return city;
};

/** Everything up to and without the observation of 99, by its value or name. */
async function until99(stream: EventStream): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let event = await stream.next(); event.data['value'] !== 99; event = await stream.next())
    seen.push(event.data['value'] ?? event.name);
  return seen;
}

const iso = (ms: number) => new Date(ms).toISOString();

test('an observation as in /observations, with its message and how many gateways heard it', async () => {
  await opened();
  const stream = await city.listen('?events=observation');
  await city.log.append([
    ...ended(forwarded('m.0.1'), duplicate('m.0.2', 'm.0.1')),
    heard('copy', 'm.0.2', ['g2', 'g1']),
    heard('uplink', 'm.0.1', ['g1'], 'f1'),
    reading('market.pm2_5', 12.5),
  ]);
  expect((await stream.next()).data).toEqual({
    datastream: 'market.pm2_5',
    site: 'market',
    quantity: 'pm2_5',
    unit: 'ug/m3',
    phenomenonTime: iso(now),
    receivedTime: iso(now),
    value: 12.5,
    flags: [],
    evidence: 'own_mic',
    codec: 'example/air@1.0.0',
    message: 'm.0.1',
    gateways: 2,
  });
  expect(city.live.gatewaysOf('f1')).toBe(2);
  expect(city.live.gatewaysOf('f2')).toBeNull();
});

test('the ending of every message, and no identifier in it', async () => {
  await opened();
  const stream = await city.listen('?events=ending');
  await city.log.append(ended(forwarded('m.0.1'), duplicate('m.0.2', 'm.0.1'), quarantinedEnding('m.0.3')));
  const told = { receivedTime: iso(now), reason: null, plane: 'open', of: null, gateways: null };
  expect((await stream.next()).data).toEqual({ ...told, message: 'm.0.1', ending: 'forwarded' });
  expect((await stream.next()).data).toEqual({ ...told, message: 'm.0.2', ending: 'duplicate', of: 'm.0.1' });
  expect((await stream.next()).data).toEqual({ ...told, message: 'm.0.3', ending: 'quarantined', reason: 'mic_mismatch' });
});

test('a minute at the beginning, and another one when its counts have changed', async () => {
  await opened();
  const stream = await city.listen('?events=minute');
  const empty = { heard: 0, forwarded: 0, duplicate: 0, quarantined: 0, reasons: {}, lost: 0 };
  expect((await stream.next()).data).toEqual({ from: iso(now - 59_000), to: iso(now + 1_000), ...empty });
  await city.log.append(ended(forwarded('m.0.1'), quarantinedEnding('m.0.2'), quarantinedEnding('m.0.3', 'no_codec')));
  const counts = { heard: 3, forwarded: 1, quarantined: 2, reasons: { mic_mismatch: 1, no_codec: 1 } };
  expect((await stream.next()).data).toMatchObject(counts);
  city.now += 60_000;
  expect((await stream.next()).data).toEqual({ from: iso(now + 1_000), to: iso(now + 61_000), ...empty });
});

test('what was there before the start is in the first minute, and is not told as if it came now', async () => {
  await opened({ before: [...ended(forwarded('m.0.1', 1, { receivedTime: now - 5_000 })), reading('market.pm2_5', 1)] });
  expect(city.toldAtStart.filter((name) => name !== 'minute')).toEqual(['reset']);
  const stream = await city.listen();
  expect((await stream.next()).data).toMatchObject({ heard: 1 });
  await city.log.append([reading('market.pm2_5', 99)]);
  expect(await until99(stream)).toEqual([]);
});

test('windows, with their mean', async () => {
  await opened();
  const stream = await city.listen('?events=window');
  await city.log.append([window('market.pm2_5', 30, 4)]);
  expect((await stream.next()).data).toMatchObject({ datastream: 'market.pm2_5', unit: 'ug/m3', start: iso(now - 3_600_000), mean: 7.5 });
});

test('each is told what it asked for', async () => {
  await opened();
  const all = await city.listen('?events=observation');
  const school = await city.listen('?events=observation&site=school,market&quantity=pm2_5&datastream=school.pm2_5,school.battery_voltage');
  await city.log.append([
    reading('market.pm2_5', 1),
    reading('school.battery_voltage', 2),
    reading('school.pm2_5', 3),
    ...[reading('market.battery_voltage', 99), reading('school.pm2_5', 99)],
  ]);
  expect(await until99(all)).toEqual([1, 2, 3]);
  expect(await until99(school)).toEqual([3]);
});

test('truth 10: nothing of a place that is not open is told, nor that it exists', async () => {
  await opened();
  const stream = await city.listen();
  const home = { device: 'd-home' };
  await city.log.append([
    ...ended(forwarded('m.0.1'), quarantinedEnding('m.0.2')),
    heard('uplink', 'm.0.1', ['g1'], 'f1'),
    reading('home.pm2_5', 7),
    window('home.pm2_5', 1, 1),
    quarantined('m.0.2', home),
    reading('market.pm2_5', 99),
    window('market.pm2_5', 1, 1),
  ]);
  const seen = [await stream.next()];
  while (seen.at(-1)?.name !== 'window') seen.push(await stream.next());
  expect(seen.map(({ name }) => name)).toEqual(['minute', 'observation', 'ending', 'ending', 'window']);
  expect(JSON.stringify(seen)).not.toContain('home');
  const [theirs, none] = [await city.get('live?site=home'), await city.get('live?site=nowhere')];
  expect(theirs).toEqual(none);
});

test('who comes back gets what was missed exactly once, then what comes', async () => {
  await opened();
  const first = await city.listen('?events=observation');
  await city.log.append([reading('market.pm2_5', 1), reading('market.pm2_5', 2)]);
  await first.next();
  await first.next();
  first.close();
  const other = await city.listen('?events=observation');
  await city.log.append([reading('market.pm2_5', 3), reading('school.pm2_5', 4), reading('market.pm2_5', 5)]);
  for (let n = 0; n < 3; n++) await other.next();
  const back = await city.listen('?events=observation', { 'last-event-id': first.lastId });
  await city.log.append([reading('market.pm2_5', 6), reading('market.pm2_5', 99)]);
  expect(await until99(back)).toEqual([3, 4, 5, 6]);
});

test('who was told nothing yet still knows where to go on', async () => {
  await opened();
  const first = await city.listen('?events=minute&site=school');
  await first.next('minute');
  first.close();
  const other = await city.listen('?events=observation');
  await city.log.append([reading('market.pm2_5', 1), reading('school.pm2_5', 2)]);
  expect((await other.next()).data['value']).toBe(1);
  const back = await city.listen('?events=observation', { 'last-event-id': first.lastId });
  expect((await back.next()).data['value']).toBe(1);
});

test('an id that is too old, or of too long an absence, is answered by a reset', async () => {
  await opened();
  const told = (n: number) => ({ name: 'observation' as const, data: { n } });
  const first = await city.listen('?events=minute');
  await first.next();
  city.live.fanOut.publish(Array.from({ length: 1_000 }, (_, n) => told(n)));
  const inTime = await city.listen('?events=observation', { 'last-event-id': first.lastId });
  for (let n = 0; n < 1_000; n++) expect((await inTime.next()).data).toEqual({ n });
  city.live.fanOut.publish([told(1_000)]);
  const late = await city.listen('?events=observation', { 'last-event-id': first.lastId });
  expect((await late.next()).name).toBe('reset');
  for (let n = 0; n < 12; n++) city.live.fanOut.publish(Array.from({ length: 1_000 }, () => told(n)));
  const tooLate = await city.listen('?events=ending', { 'last-event-id': first.lastId });
  expect((await tooLate.next()).name).toBe('reset');
});

test('a heartbeat is a comment, and tells how far the listener is', async () => {
  await opened();
  const stream = await city.listen('?events=refused&site=school');
  const other = await city.listen('?events=observation');
  await city.log.append([reading('market.pm2_5', 1)]);
  await other.next();
  city.live.fanOut.beat();
  expect(await stream.comment()).toBe(':hb');
  expect(stream.lastId).toBe(other.lastId);
});

test('truth 7: who does not read is cut off, while others go on', async () => {
  await opened();
  const slow = connect((city.app.server.address() as AddressInfo).port, '127.0.0.1');
  slow.on('error', () => {});
  slow.write('GET /api/v1/live?events=observation HTTP/1.1\r\nHost: vigie\r\n\r\n');
  await once(slow, 'readable');
  const quick = await city.listen('?events=observation');
  const large = 'x'.repeat(64 * 1024);
  let sent = 0;
  // The system keeps some megabytes for a connection; what exceeds them is ours.
  for (; city.live.fanOut.listeners === 2 && sent < 1_000; sent++) {
    city.live.fanOut.publish([{ name: 'observation', data: { sent, large } }]);
    expect((await quick.next()).data['sent']).toBe(sent);
    await turn();
  }
  expect(city.live.fanOut.listeners).toBe(1);
  expect(sent).toBeGreaterThan(4);
  city.live.fanOut.publish([{ name: 'observation', data: { sent: 'after' } }]);
  expect((await quick.next()).data['sent']).toBe('after');
  slow.destroy();
});

test('truth 7: no more listeners than may be, in all and from one address; who leaves makes room', async () => {
  await opened({ limits: { mostListeners: 2 } });
  const first = await city.listen('?events=minute');
  const second = await city.listen('?events=observation');
  expect(await city.get('live')).toMatchObject({ status: 503, text: expect.stringContaining('Come back in a minute') });
  const left = once(second.response, 'close');
  second.close();
  await left;
  while (city.live.fanOut.listeners > 1) await turn();
  const third = await city.listen('?events=minute');
  expect((await third.next()).name).toBe('minute');
  first.close();
});

test('the limit of one address is 429 with Retry-After', async () => {
  await opened({ limits: { mostPerAddress: 1 } });
  await city.listen();
  const answer = await fetch(city.url('live'));
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('60');
  expect(await answer.text()).toContain('Too many streams');
});

test('a server that stops ends every stream at once', async () => {
  await opened();
  const stream = await city.listen();
  await stream.next();
  await Promise.all([city.app.close(), stream.ended()]);
  expect(city.live.fanOut.listeners).toBe(0);
});

test('truth 7: so much at once that some is left out: whoever wants it is told to fetch anew, once', async () => {
  await opened();
  const stream = await city.listen('?events=observation');
  const others = await city.listen('?events=minute,window');
  city.now += 60_000;
  const flood = Array.from({ length: 2_500 }, (_, n) => reading('market.pm2_5', n));
  await city.log.append([...flood, window('market.pm2_5', 1, 1)]);
  expect(await stream.next('reset')).toMatchObject({ data: {} });
  await city.log.append(flood);
  await city.log.append([reading('market.pm2_5', 99)]);
  expect((await until99(stream)).length).toBeLessThan(2_500);
  await city.log.append([reading('market.pm2_5', 99), window('school.pm2_5', 1, 1)]);
  expect(await until99(stream)).toEqual([]);
  const told = [await others.next(), await others.next(), await others.next()];
  expect(told.map(({ name }) => name)).toEqual(['minute', 'window', 'window']);
});

test('truth 7: a record that cannot be told does not end what follows', async () => {
  await opened();
  const stream = await city.listen('?events=observation');
  city.now += 60_000;
  await city.log.append([reading('market.pm2_5', 1, { phenomenonTime: Number.MAX_SAFE_INTEGER })]);
  expect((await stream.next()).name).toBe('reset');
  await city.log.append([reading('market.pm2_5', 99)]);
  expect(await until99(stream)).toEqual([]);
});
