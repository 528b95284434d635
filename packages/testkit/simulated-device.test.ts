import { expect, test } from '@jest/globals';
import published from 'lora-packet';
import { createNodeAes } from '../lorawan/node-aes.ts';
import { encodeDlPm } from './dl-pm-frame.ts';
import { forgeFrame } from './forge-frame.ts';
import { type CityDevice, simulatedCity } from './simulated-city.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** Its types speak of a `default` that Node does not see. */
const { fromWire, verifyMIC, decrypt } = published as unknown as typeof published.default;
const city = simulatedCity({ seed: 'devices', devices: 20 });
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
    expect(packet.getFPort()).toBe(1);
    expect(micIsRight(identity, phyPayload, fCnt)).toBe(true);
    const plaintext = decrypt(packet, Buffer.from(identity.appSKey), Buffer.from(identity.nwkSKey), upper(fCnt));
    expect(plaintext).toEqual(Buffer.from(encodeDlPm(identity.deviceId, values).plaintext));
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
    const { fCnt, phyPayload } = forgeFrame(sender, aes, random);
    const packet = fromWire(Buffer.from(phyPayload));
    expect(packet.DevAddr?.toString('hex')).toBe(sender.identity.devAddr);
    expect(packet.getFPort()).toBe(1);
    expect(fCnt).toBeGreaterThanOrEqual(1_000);
    expect(micIsRight(sender.identity, phyPayload, fCnt)).toBe(false);
  }
  expect(sender.nextFCnt).toBe(1_000);
});

test('mornings are dustier than nights, summers warmer than winters', () => {
  const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const daysOf = (month: number, hour: number) => Array.from({ length: 28 }, (_, day) => city.air(Date.UTC(2026, month, day + 1, hour)));
  const dust = (hour: number) => mean(daysOf(2, hour).map(({ background, traffic }) => background + 7 * traffic));
  expect(dust(7)).toBeGreaterThan(dust(2) + 3);
  const warmth = (month: number) => mean(daysOf(month, 12).map(({ temperature }) => temperature));
  expect(warmth(6)).toBeGreaterThan(warmth(0) + 8);
});
