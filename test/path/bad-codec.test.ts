import { expect, test } from '@jest/globals';
import type { ReasonName } from '../../packages/model/reasons.ts';
import { topics } from '../../packages/model/topics.ts';
import { resend } from '../../services/register/quarantine.ts';
import { deviceWith, floatDevice, floats } from './float-device.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const good = new Sensor(1);
const goodUplink = (fCnt: number) => heard(good.frame(fCnt, floats(fCnt)), noon + fCnt);

const bad: readonly (readonly [name: string, body: string, reason: ReasonName])[] = [
  ['endless', 'for (;;);', 'codec_limit'],
  ['recursive', 'return decodeUplink(input);', 'codec_limit'],
  ['greedy', 'var all = []; for (;;) all.push(new Uint8Array(1e6));', 'codec_limit'],
  ['ten-megabytes', 'return { data: { pm2_5: 1, text: new Array(1e7).join("x") } };', 'codec_limit'],
  ['long', 'return { data: { pm2_5: 1, text: new Array(1e5).join("x") } };', 'codec_limit'],
  ['deep', 'var data = {}; for (var i = 0; i < 100; i++) data = { data: data }; return data;', 'codec_limit'],
  ['throwing', 'throw new Error("no");', 'codec_error'],
  ['refusing', 'return { errors: ["not mine"] };', 'codec_error'],
  ['empty-handed', 'return null;', 'codec_error'],
  ['syntax', '} {', 'codec_error'],
  ['undeclared', 'return { data: { noise: 60 } };', 'unknown_quantity'],
];

test('a codec that misbehaves costs its own device alone: each message ends with its reason, and the next good ones pass', async () => {
  const sensors = bad.map(([name], n) => new Sensor(10 + n, { model: `test/${name}` }));
  const orphan = new Sensor(50, { model: 'test/nobody-declared-it' });
  const devices = [floatDevice, ...bad.map(([name, body]) => deviceWith(name, body))];
  await using city = await runningCity([good, orphan, ...sensors], { devices });
  const uplinks = [...sensors, orphan].map((sensor) => heard(sensor.frame(0, floats(1)), noon));
  await send(city, ...uplinks.flatMap((uplink, fCnt) => [uplink, goodUplink(fCnt)]));
  expect(await endingWords(city)).toEqual([...bad.map(([, , reason]) => reason), 'no_codec'].flatMap((reason) => [reason, 'forwarded']));
  expect((await city.stored()).map(({ value }) => value)).toEqual(uplinks.map((_, fCnt) => fCnt));
});

const stuck = new Sensor(2, { model: 'test/stuck' });
/** Nothing interrupts QuickJS in a built-in of its own. */
const stuckDevice = deviceWith('stuck', 'return { data: { pm2_5: new Array(4e9).indexOf(1) } };');
const stuckUplink = (fCnt: number) => heard(stuck.frame(fCnt, floats(1)), noon + fCnt);

test('truth 7: a device sends on and on what its codec gets stuck in: it is run once, nobody waits for the others, and each ends', async () => {
  await using city = await runningCity([good, stuck], { devices: [floatDevice, stuckDevice], batch: 100 });
  const each = Array.from({ length: 200 }, (_, fCnt) => fCnt);
  await send(city, ...each.flatMap((fCnt) => [stuckUplink(fCnt), goodUplink(fCnt)]));
  expect(await endingWords(city)).toEqual(each.flatMap(() => ['codec_limit', 'forwarded']));
  expect(await city.stored()).toHaveLength(200);
  expect(await codecDetails(city)).toEqual(['the codec used up its rounds', ...each.slice(1).map(() => 'Not run')]);
});

test('truth 7: it is run again when a minute has passed between its messages, then after two; when it passes, no more is said of it', async () => {
  let clock = noon;
  const script = 'if (input.bytes[0] === 63) for (;;); return { data: { pm2_5: 1 } };';
  const devices = [floatDevice, deviceWith('stuck', script)];
  await using city = await runningCity([stuck], { devices, now: () => clock });
  for (const [fCnt, minutes] of [0, 0.9, 1, 2.9, 3].entries()) {
    clock = noon + 60_000 * minutes;
    await send(city, stuckUplink(fCnt));
  }
  expect(await codecDetails(city)).toEqual(
    ['rounds', 'Not run', 'rounds', 'Not run', 'rounds'].map((word) => expect.stringContaining(word)),
  );
  expect((await city.records(topics.claims)).map(({ rest }) => rest?.limits)).toEqual([3]);
  clock = noon + 60_000 * 7;
  // Minus one: its first byte is another.
  await send(city, heard(stuck.frame(5, floats(-1)), clock));
  expect((await endingWords(city)).at(-1)).toBe('forwarded');
  expect((await city.records(topics.claims)).map(({ rest }) => rest)).toEqual([undefined]);
});

test('truth 6: what came while the codec rested, sent again when the rest is over, is run', async () => {
  const script = 'if (input.bytes[0] === 63) for (;;); return { data: { pm2_5: 1 } };';
  await using city = await runningCity([stuck], { devices: [floatDevice, deviceWith('stuck', script)] });
  await send(city, stuckUplink(0), heard(stuck.frame(1, floats(-1)), noon));
  const resting = (await city.records(topics.quarantine)).find(({ detail }) => detail.startsWith('Not run: '));
  const id = resting?.what === 'message' ? resting.id : '';
  await resend(city.log, id, noon + 59_999);
  await city.settled();
  await resend(city.log, id, noon + 60_000);
  await city.settled();
  expect(await endingWords(city)).toEqual(['codec_limit', 'codec_limit', 'codec_limit', 'forwarded']);
});

async function codecDetails(city: TestCity): Promise<string[]> {
  const waiting = (await city.records(topics.quarantine)).map(({ detail }) => detail);
  return waiting.map((detail) => (detail.startsWith('Not run: ') ? 'Not run' : detail));
}
