import { expect, test } from '@jest/globals';
import { createNodeAes } from '../lorawan/node-aes.ts';
import { sources } from '../sources/index.ts';
import { simulatedCity } from './simulated-city.ts';
import { type Planned, Traffic, type TrafficOptions } from './traffic.ts';
import type { TrafficKind } from './traffic-row.ts';

const none: TrafficOptions = { losses: 0, copies: 0, forged: 0, flipped: 0, replayed: 0, gps: false };
const begun = Date.UTC(2026, 10, 24, 12);

function traffic(options: Partial<TrafficOptions>, devices = 50): Traffic {
  return new Traffic(simulatedCity({ seed: 'traffic', devices }), { ...none, ...options }, createNodeAes());
}

/** Turns 100 ms apart; every message is acknowledged at once. */
function take(from: Traffic, turns: number): Planned[] {
  return Array.from({ length: turns }, (_, i) => {
    const planned = from.turn(begun + 100 * i);
    for (const one of planned) from.acknowledged(one);
    return planned;
  }).flat();
}

const ofKind = (planned: Planned[], kind: TrafficKind) => planned.filter(({ row }) => row.kind === kind);

test('the same seed gives the same messages, byte for byte', () => {
  const options = { losses: 0.1, copies: 0.2, forged: 0.1, replayed: 0.1 };
  const once = () => take(traffic(options), 500).map(({ row, payload }) => ({ ...row, payload: payload.toString('hex') }));
  expect(once()).toEqual(once());
});

test('shares come out about right', () => {
  const planned = take(traffic({ losses: 0.1, copies: 0.3, forged: 0.05, flipped: 0.1, replayed: 0.2 }), 4_000);
  const expected = { frame: 3_600, lost: 400, copy: 1_080, forged: 200, flipped: 400, replayed: 800 };
  for (const kind of Object.keys(expected) as (keyof typeof expected)[]) {
    const found = ofKind(planned, kind).length / expected[kind];
    expect([kind, found > 0.8 && found < 1.2]).toEqual([kind, true]);
  }
});

test('every device has its turn, its counter rises by one with each, and a lost frame uses its counter too', () => {
  const planned = take(traffic({ losses: 0.3, copies: 0.5, forged: 0.3, replayed: 0.3 }), 500);
  const own = planned.filter(({ row }) => row.kind === 'frame' || row.kind === 'lost');
  for (const { devEui } of simulatedCity({ seed: 'traffic', devices: 50 }).devices) {
    const frames = own.filter(({ row }) => row.devEui === devEui);
    const first = frames[0]?.row.fCnt ?? 0;
    expect(frames.map(({ row }) => row.fCnt - first)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(frames.map(({ row }) => row.phenomenonTime)).size).toBe(10);
  }
});

test('a copy has the bytes, the time and the values of its frame, and comes from another gateway', () => {
  const planned = take(traffic({ copies: 1 }), 100);
  const [frames, copies] = [ofKind(planned, 'frame'), ofKind(planned, 'copy')];
  expect(copies).toHaveLength(100);
  for (const [i, { row: copy }] of copies.entries()) {
    const { n: _, kind: __, topic, ...same } = frames[i]?.row ?? copy;
    expect(copy).toMatchObject(same);
    expect(copy.topic).not.toBe(topic);
  }
});

test('only frames and copies have values; what is replayed is the bytes of a frame that the broker holds', () => {
  const planned = take(traffic({ losses: 0.2, copies: 0.2, forged: 0.2, replayed: 0.5 }), 500);
  expect(planned.every(({ row }) => (row.values !== undefined) === (row.kind === 'frame' || row.kind === 'copy'))).toBe(true);
  const held = new Set(ofKind(planned, 'frame').map(({ row }) => `${row.devEui}/${row.fCnt}/${row.phyPayloadHex}`));
  const replayed = ofKind(planned, 'replayed');
  expect(replayed.length).toBeGreaterThan(100);
  expect(replayed.every(({ row }) => held.has(`${row.devEui}/${row.fCnt}/${row.phyPayloadHex}`))).toBe(true);
});

test('nothing is replayed before the broker holds a frame', () => {
  const silent = traffic({ replayed: 1 });
  expect(silent.turn(begun).map(({ row }) => row.kind)).toEqual(['frame']);
  expect(silent.turn(begun).map(({ row }) => row.kind)).toEqual(['frame']);
});

test('with GPS a gateway says its time twice', () => {
  const json = (gps: boolean) =>
    take(traffic({ gps }), 50)
      .filter(({ payload }) => payload[0] === 0x7b)
      .map(({ payload }) => JSON.parse(payload.toString()).rxInfo);
  expect(json(true).length).toBeGreaterThan(0);
  expect(json(true).every((rx) => rx.timeSinceGpsEpoch.endsWith('s') && rx.gwTime)).toBe(true);
  expect(json(false).every((rx) => rx.timeSinceGpsEpoch === undefined && rx.gwTime)).toBe(true);
});

test('devices begin at the counter that is asked for', () => {
  const planned = take(traffic({ firstFCnt: (index) => 70_000 + index }, 3), 3);
  expect(planned.map(({ row }) => row.fCnt)).toEqual([70_000, 70_001, 70_002]);
});

test('up to four gateways hear a frame, each once and the nearer before the further; all say the same but how well they heard it', () => {
  const planned = take(traffic({ copies: 0.6, mostHearers: 4 }), 400);
  const hearers = ofKind(planned, 'frame').map(({ row }) => planned.filter(({ row: other }) => other.phyPayloadHex === row.phyPayloadHex));
  expect(new Set(hearers.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4]));
  for (const copies of hearers) expect(new Set(copies.map(({ row }) => row.topic)).size).toBe(copies.length);
  const everywhere = take(traffic({ copies: 1, mostHearers: 4 }, 1), 200).map(({ row, payload }) => ({ topic: row.topic, payload }));
  expect(new Set(everywhere.slice(0, 4).map(({ topic }) => topic)).size).toBe(4);
  expect(everywhere.slice(4, 8).map(({ topic }) => topic)).toEqual(everywhere.slice(0, 4).map(({ topic }) => topic));
  expect(new Set(everywhere.map(({ payload }) => payload.toString('hex'))).size).toBe(800);
});

test('with four hearers a near gateway hears better than a far one, on average', () => {
  const heard = take(traffic({ copies: 1, mostHearers: 4 }, 1), 300).flatMap(({ payload, row }) => {
    const event = sources['chirpstack']?.read({ topic: row.topic, payload, stream: 'frames' });
    return event?.kind === 'frame' ? [event.receptions[0]?.rssi ?? 0] : [];
  });
  const mean = (by: number) => heard.filter((_, i) => i % 4 === by).reduce((sum, rssi) => sum + rssi, 0) / 300;
  expect([0, 1, 2, 3].map(mean)).toEqual([0, 1, 2, 3].map(mean).toSorted((a, b) => b - a));
});

test('an attacker acts in turn: forged, flipped, replayed, outdated; the last two are right frames, of counters heard and far behind', () => {
  const from = traffic({ firstFCnt: () => 1_000 }, 5);
  expect(from.attack(begun)).toEqual([]);
  const frames = take(from, 20).map(({ row }) => row);
  const attacks = Array.from({ length: 40 }, (_, i) => from.attack(begun + 10_000 + i)).flat();
  expect(attacks.map(({ row }) => row.kind)).toEqual(
    Array.from({ length: 10 }, () => ['forged', 'flipped', 'replayed', 'outdated']).flat(),
  );
  const frameOf = (hex: string) => frames.find(({ phyPayloadHex }) => phyPayloadHex === hex);
  for (const { row } of ofKind(attacks, 'replayed'))
    expect(frameOf(row.phyPayloadHex)).toMatchObject({ devEui: row.devEui, fCnt: row.fCnt });
  for (const { row } of ofKind(attacks, 'outdated')) expect(row.fCnt).toBeLessThan(1_003 - 64);
  for (const { row } of ofKind(attacks, 'flipped')) expect([frameOf(row.phyPayloadHex), row.values]).toEqual([undefined, undefined]);
});

test('turns of devices are taken in any order, and each device goes on by itself', () => {
  const from = traffic({ firstFCnt: () => 10 }, 3);
  const planned = [2, 2, 0, 2].flatMap((index, i) => from.turnOf(index, begun + i));
  expect(planned.map(({ row }) => row.fCnt)).toEqual([10, 11, 10, 12]);
  expect(() => from.turnOf(3, begun)).toThrow(RangeError);
});
