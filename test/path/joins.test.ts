import { expect, test } from '@jest/globals';
import type { Ending } from '../../packages/model/ending.ts';
import { topics } from '../../packages/model/topics.ts';
import { floats } from './float-device.ts';
import { acceptOf, frameIn, type Join, JoiningDevice, joiningTables, requestOf } from './joining-device.ts';
import { endingWords } from './read-back.ts';
import { rebuild } from './rebuild-city.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const uplink = (join: Join, fCnt: number, time = noon + fCnt) => heard(frameIn(join, fCnt, floats(fCnt)), time);
const values = async (city: TestCity) => (await city.stored()).map(({ value }) => value);

async function cityOf(devices: readonly JoiningDevice[], settings: { now?: () => number; without?: readonly JoiningDevice[] } = {}) {
  const { without, ...others } = settings;
  const city = await runningCity([], others);
  await city.importTables(...joiningTables(devices, without));
  return city;
}

/** Resolves when the message has ended so, whoever sent it again. */
async function ends(city: TestCity, matches: (ending: Ending) => boolean): Promise<void> {
  while (!(await city.records(topics.endings)).some(matches)) await city.log.changed([topics.endings], AbortSignal.timeout(100));
  await city.settled();
}

test.each(['1.0.3', '1.1.0'] as const)(
  'a join of LoRaWAN %s is followed: its first uplink is verified by our own keys',
  async (version) => {
    const device = new JoiningDevice(1, version);
    await using city = await cityOf([device]);
    const join = device.join(7);
    await send(city, requestOf(join, noon), acceptOf(join));
    await send(city, uplink(join, 0), uplink(join, 1));
    expect(await endingWords(city)).toEqual(['forwarded', 'forwarded', 'forwarded', 'forwarded']);
    expect(await values(city)).toEqual([0, 1]);
    const ofFrames = (await city.records(topics.frames)).map(({ evidence, flags }) => [evidence, ...flags]);
    expect(ofFrames).toEqual(Array.from({ length: 2 }, () => (version === '1.1.0' ? ['own_mic', 'mic_27_bits'] : ['own_mic'])));
  },
);

test('the accept may come before the request, and both several times: one session', async () => {
  const device = new JoiningDevice(1);
  await using city = await cityOf([device]);
  const join = device.join(7);
  await send(city, acceptOf(join), requestOf(join, noon), requestOf(join, noon), acceptOf(join));
  await send(city, uplink(join, 0));
  expect(await values(city)).toEqual([0]);
  expect(await city.records(topics.sessions)).toHaveLength(2);
  expect((await city.records(topics.sessions)).map((record) => 'spoken' in record)).toEqual([false, true]);
});

test('the old session speaks until the new one does, and is over then', async () => {
  const device = new JoiningDevice(1);
  await using city = await cityOf([device]);
  const [first, second] = [device.join(1), device.join(2)];
  await send(city, requestOf(first, noon), acceptOf(first));
  await send(city, uplink(first, 0), uplink(first, 1));
  await send(city, requestOf(second, noon), acceptOf(second));
  await send(city, uplink(first, 2));
  await send(city, uplink(second, 0, noon + 100));
  await send(city, uplink(first, 3), uplink(first, 2), uplink(second, 1, noon + 101));
  expect((await endingWords(city)).slice(-5)).toEqual(['forwarded', 'forwarded', 'session_ended', 'duplicate', 'forwarded']);
  expect(await values(city)).toEqual([0, 1, 2, 0, 1]);
  const { state, examples } = await rebuild(city);
  expect({ state, examples }).toEqual({ state: 'swapped', examples: [] });
});

test('a rejoin of LoRaWAN 1.1 is signed in its session, and gives the next one', async () => {
  const device = new JoiningDevice(1, '1.1.0');
  await using city = await cityOf([device]);
  const first = device.join(1);
  const second = device.rejoin(first, 3);
  const forged = device.rejoin({ ...first, keys: { ...first.keys, sNwkSIntKey: new Uint8Array(16) } }, 4);
  await send(city, requestOf(first, noon), acceptOf(first));
  await send(city, uplink(first, 0), requestOf(forged, noon), requestOf(second, noon), acceptOf(second));
  await send(city, uplink(second, 0, noon + 100), uplink(first, 1));
  expect((await endingWords(city)).slice(2)).toEqual(['forwarded', 'mic_mismatch', 'forwarded', 'forwarded', 'forwarded', 'session_ended']);
  expect((await city.records(topics.deviceEvents)).map(({ kind }) => kind)).toContain('rejoin_request');
});

test('truth 5: a join that is forged, of a stranger, or answered to another begins no session', async () => {
  const [device, other, unchecked] = [new JoiningDevice(1), new JoiningDevice(2), new JoiningDevice(3)];
  const stranger = new JoiningDevice(4);
  await using city = await cityOf([device, other, unchecked], { without: [unchecked] });
  const join = device.join(1);
  const forged = Uint8Array.from(join.request);
  forged[22] = (forged[22] ?? 0) ^ 1;
  await send(city, heard(forged, noon), requestOf(stranger.join(1), noon), requestOf(unchecked.join(1), noon));
  await send(city, acceptOf(join), acceptOf(other.join(1)), acceptOf(unchecked.join(1)), requestOf(other.join(2), noon));
  expect(await endingWords(city)).toEqual(['mic_mismatch', 'unknown_device', ...Array.from({ length: 5 }, () => 'forwarded')]);
  // In LoRaWAN 1.0 an accept does not sign what it answers: the other device's is taken for an answer to its later request.
  expect((await city.records(topics.sessions)).map(({ device: of }) => of)).toEqual([
    city.register.view.deviceByEui(other.devEui)?.ref ?? (await refOf(city, other)),
  ]);
});

async function refOf(city: TestCity, { devEui }: JoiningDevice): Promise<string> {
  await city.register.catchUp();
  return city.register.view.deviceByEui(devEui)?.ref ?? '';
}

test('a frame that comes before its session is sent again by itself, once the session is there', async () => {
  const device = new JoiningDevice(1);
  let now = noon;
  await using city = await cityOf([device], { now: () => now });
  const join = device.join(7);
  await send(city, uplink(join, 0), uplink(join, 0));
  now = noon + 59_000;
  await send(city, requestOf(join, now), acceptOf(join));
  await ends(city, (ending) => ending.ending === 'duplicate');
  expect(await endingWords(city)).toEqual([
    ...Array.from({ length: 2 }, () => 'unknown_dev_addr'),
    'forwarded',
    'forwarded',
    'forwarded',
    'duplicate',
  ]);
  expect(await values(city)).toEqual([0]);
  const { state, examples } = await rebuild(city);
  expect({ state, examples }).toEqual({ state: 'swapped', examples: [] });
});

test('a frame that came more than a minute before its session waits for a person', async () => {
  const device = new JoiningDevice(1);
  let now = noon;
  await using city = await cityOf([device], { now: () => now });
  const join = device.join(7);
  await send(city, uplink(join, 0));
  now = noon + 61_000;
  await send(city, uplink(join, 1), requestOf(join, now), acceptOf(join));
  await ends(city, ({ released }) => released !== undefined);
  expect(await values(city)).toEqual([1]);
});

test('truth 5: an acknowledging uplink of 1.1, of whose MIC half can be checked, moves no counter far', async () => {
  const device = new JoiningDevice(1, '1.1.0');
  await using city = await cityOf([device]);
  const join = device.join(1);
  const acknowledging = (fCnt: number) => heard(frameIn(join, fCnt, floats(fCnt), { ack: true, confFCnt: 9 }), noon + fCnt);
  await send(city, requestOf(join, noon), acceptOf(join));
  await send(city, uplink(join, 0), acknowledging(1), acknowledging(500), uplink(join, 2));
  expect((await endingWords(city)).slice(2)).toEqual(['forwarded', 'forwarded', 'mic_mismatch', 'forwarded']);
  expect((await city.records(topics.frames)).map(({ flags }) => flags)).toEqual([['mic_27_bits'], ['mic_16_bits'], ['mic_27_bits']]);
});
