import { expect, test } from '@jest/globals';
import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';
import type { ReasonName } from '../../packages/model/reasons.ts';
import { topics } from '../../packages/model/topics.ts';
import { floatDevice, floats } from './float-device.ts';
import { publishAll } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';

const good = new Sensor(1);
const goodUplink = (fCnt: number) => heard(good.frame(fCnt, floats(fCnt)), noon + fCnt);

function declared(name: string, body: string): DeclaredDevice {
  const script = `function decodeUplink(input) { ${body} }`;
  return { ...floatDevice, model: `test/${name}`, codec: { id: `test/${name}@1.0.0`, script } };
}

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
  const devices = [floatDevice, ...bad.map(([name, body]) => declared(name, body))];
  await using city = await runningCity([good, orphan, ...sensors], { devices });
  const uplinks = [...sensors, orphan].map((sensor) => heard(sensor.frame(0, floats(1)), noon));
  await send(city, ...uplinks.flatMap((uplink, fCnt) => [uplink, goodUplink(fCnt)]));
  expect(await endingWords(city)).toEqual([...bad.map(([, , reason]) => reason), 'no_codec'].flatMap((reason) => [reason, 'forwarded']));
  expect((await city.stored()).map(({ value }) => value)).toEqual(uplinks.map((_, fCnt) => fCnt));
});

test('a codec that nothing can interrupt: others are acknowledged meanwhile, it ends, and they pass', async () => {
  const stuck = new Sensor(2, { model: 'test/stuck' });
  const devices = [floatDevice, declared('stuck', 'return { data: { pm2_5: new Array(4e9).indexOf(1) } };')];
  await using city = await runningCity([good, stuck], { devices });
  await publishAll(city.mqttUrl, [heard(stuck.frame(0, floats(1)), noon)]);
  await publishAll(
    city.mqttUrl,
    Array.from({ length: 20 }, (_, fCnt) => goodUplink(fCnt)),
  );
  expect(await city.records(topics.messages)).toHaveLength(21);
  expect(await endingWords(city)).toEqual([]);
  await city.settled();
  expect(await endingWords(city)).toEqual(['codec_limit', ...Array<string>(20).fill('forwarded')]);
  expect(await city.stored()).toHaveLength(20);
});
