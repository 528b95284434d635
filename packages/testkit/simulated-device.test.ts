import { expect, test } from '@jest/globals';
import published from 'lora-packet';
import { createNodeAes } from '../lorawan/node-aes.ts';
import { flipBit, forgeFrame, outdatedFrame } from './attacks.ts';
import { sensorModel } from './sensor-models.ts';
import { type CityDevice, simulatedCity } from './simulated-city.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** Its types speak of a `default` that Node does not see. */
const { fromWire, verifyMIC, decrypt } = published as unknown as typeof published.default;
const models = ['decentlab/dl-pm', 'elsys/ers-co2', 'dragino/lht65n'];
const city = simulatedCity({ seed: 'devices', devices: 21, models });
const aes = createNodeAes();
const noon = Date.UTC(2026, 5, 10, 12);

function device(index: number, firstFCnt?: number): SimulatedDevice {
  const identity = city.devices[index];
  if (identity === undefined) throw new RangeError(`no device ${index}`);
  return new SimulatedDevice(identity, city.random.named(`test ${index}`), aes, firstFCnt);
}

const upper = (fCnt: number) => Buffer.from([(fCnt >>> 16) & 0xff, fCnt >>> 24]);
const micIsRight = ({ nwkSKey }: CityDevice, phyPayload: Uint8Array, fCnt: number) =>
  verifyMIC(fromWire(Buffer.from(phyPayload)), Buffer.from(nwkSKey), undefined, upper(fCnt));

test('lora-packet accepts the MIC of every frame and decrypts it to what was measured', () => {
  for (const [index, identity] of city.devices.entries()) {
    const { fCnt, phyPayload, values } = device(index).uplink(noon, city.air(noon));
    const packet = fromWire(Buffer.from(phyPayload));
    expect(packet.DevAddr?.toString('hex')).toBe(identity.devAddr);
    const { fPort, encode } = sensorModel(identity.model);
    expect(packet.getFPort()).toBe(fPort);
    expect(micIsRight(identity, phyPayload, fCnt)).toBe(true);
    const plaintext = decrypt(packet, Buffer.from(identity.appSKey), Buffer.from(identity.nwkSKey), upper(fCnt));
    if (identity.model !== 'elsys/ers-co2') expect(plaintext).toEqual(Buffer.from(encode(values, identity.deviceId).plaintext));
    else expect(plaintext.length).toBe(16);
  }
});

test('counters go on beyond 16 bits, and the MIC covers all 32', () => {
  const sender = device(3, 65_534);
  const counters = [0, 1, 2, 3].map((i) => {
    const { fCnt, phyPayload } = sender.uplink(noon + 1000 * i, city.air(noon));
    expect(micIsRight(sender.identity, phyPayload, fCnt)).toBe(true);
    expect(micIsRight(sender.identity, phyPayload, fCnt % 65_536)).toBe(fCnt < 65_536);
    return fCnt;
  });
  expect(counters).toEqual([65_534, 65_535, 65_536, 65_537]);
});

test('two frames of one device never share a time', () => {
  const sender = device(0);
  const times = [noon, noon, noon, noon - 5, noon + 1, noon + 60_000].map((time) => sender.uplink(time, city.air(time)).time - noon);
  expect(times).toEqual([0, 1, 2, 3, 4, 60_000]);
});

test('the same seed gives the same frames', () => {
  const frames = () => {
    const sender = device(5);
    return Array.from({ length: 50 }, (_, i) => Buffer.from(sender.uplink(noon + 1000 * i, city.air(noon)).phyPayload).toString('hex'));
  };
  expect(frames()).toEqual(frames());
});

test('a forged frame has the shape and the address of the device, never a right MIC, and does not move its counter', () => {
  const sender = device(2, 1_000);
  const random = city.random.named('forger');
  for (let i = 0; i < 300; i++) {
    const { fCnt, phyPayload } = forgeFrame(sender, random);
    const packet = fromWire(Buffer.from(phyPayload));
    expect(packet.DevAddr?.toString('hex')).toBe(sender.identity.devAddr);
    expect(packet.getFPort()).toBe(sensorModel(sender.identity.model).fPort);
    expect(fCnt).toBeGreaterThanOrEqual(1_000);
    expect(micIsRight(sender.identity, phyPayload, fCnt)).toBe(false);
  }
  expect(sender.nextFCnt).toBe(1_000);
});

test('a flipped frame differs from the real one in one bit behind its header, which costs it its MIC; the real one stays as it was', () => {
  const sender = device(4, 1_000);
  const random = city.random.named('flipper');
  for (let i = 0; i < 300; i++) {
    const real = sender.uplink(noon + i, city.air(noon));
    const before = Buffer.from(real.phyPayload);
    const { fCnt, phyPayload } = flipBit(real, random);
    expect(Buffer.compare(before, Buffer.from(real.phyPayload))).toBe(0);
    const turned = [...phyPayload].map((byte, at) => byte ^ (before[at] ?? 0));
    expect(turned.reduce((bits, byte) => bits + byte.toString(2).replaceAll('0', '').length, 0)).toBe(1);
    expect(turned.findIndex((byte) => byte > 0)).toBeGreaterThanOrEqual(9);
    expect(micIsRight(sender.identity, phyPayload, fCnt)).toBe(false);
  }
});

test('an outdated frame has a right MIC and a counter far below one that was heard; a device that young has sent none', () => {
  const sender = device(6, 1_000);
  const random = city.random.named('recorder');
  const heard = { device: 6, ...sender.uplink(noon, city.air(noon)) };
  for (let i = 0; i < 300; i++) {
    const { fCnt = 0, phyPayload = new Uint8Array() } = outdatedFrame(sender, heard, random) ?? {};
    expect(fCnt).toBeLessThan(heard.fCnt - 64);
    expect(fCnt).toBeGreaterThan(heard.fCnt - 166);
    expect(micIsRight(sender.identity, phyPayload, fCnt)).toBe(true);
  }
  expect(sender.nextFCnt).toBe(1_001);
  expect(outdatedFrame(sender, { ...heard, fCnt: 64 }, random)).toBeUndefined();
});

test('mornings are dustier than nights, summers warmer than winters', () => {
  const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const daysOf = (month: number, hour: number) => Array.from({ length: 28 }, (_, day) => city.air(Date.UTC(2026, month, day + 1, hour)));
  const dust = (hour: number) => mean(daysOf(2, hour).map(({ background, traffic }) => background + 7 * traffic));
  expect(dust(7)).toBeGreaterThan(dust(2) + 3);
  const warmth = (month: number) => mean(daysOf(month, 12).map(({ temperature }) => temperature));
  expect(warmth(6)).toBeGreaterThan(warmth(0) + 8);
});
