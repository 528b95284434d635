import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../observation.ts';
import type { Format } from './contract.ts';

/** Reads back what the format wrote, with a reader that is not ours. */
export type ReadBack = (text: string) => readonly Observation[];

const facts = { licence: 'etalab-2.0', simulated: true, next: null };
const usual: Observation = {
  datastream: 'market.pm2_5',
  site: 'market',
  quantity: 'pm2_5',
  unit: 'ug/m3',
  phenomenonTime: '2026-11-24T11:00:00.000Z',
  receivedTime: '2026-11-24T11:00:00.250Z',
  value: 12.5,
  flags: [],
  evidence: 'own_mic',
  codec: 'example/air@1.0.0',
};
const hardValues = [0.1 + 0.2, 1e21, 5e-324, -1.7976931348623157e308, 2 ** 53 + 2, 1 / 3, 1e9 / 7, -0.001, 0];

/** What every format keeps. */
export function formatSuite(format: Format, readBack: ReadBack): void {
  const there = (observations: readonly Observation[]) => readBack(format.write(observations, facts));

  describe(`the format ${format.name}`, () => {
    test('has a name for addresses and a media type with its character set', () => {
      expect(format.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(format.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+; charset=utf-8/);
    });

    test('no observation, one, and several in their order', () => {
      const several = [1, 2, 3].map((n) => ({ ...usual, phenomenonTime: `2026-11-24T11:0${n}:00.000Z`, value: n }));
      for (const observations of [[], [usual], several]) expect(there(observations)).toEqual(observations);
    });

    test('truth 8: every value comes back bit for bit, and none stays none', () => {
      const back = there(hardValues.map((value) => ({ ...usual, value })));
      for (const [n, { value }] of back.entries()) expect(Object.is(value, hardValues[n])).toBe(true);
      expect(there([{ ...usual, value: null }])).toEqual([{ ...usual, value: null }]);
    });

    test('truth 12: flags, evidence and codec are kept', () => {
      const flagged = { ...usual, flags: ['out_of_order', 'out_of_range'], evidence: 'server_word', codec: 'a/b@2.0.0' };
      expect(there([flagged])).toEqual([flagged]);
    });

    test('signs that mean something to the format, and letters of any alphabet, are only text', () => {
      const odd = { ...usual, unit: '"µg";,/m³\n=1+1', site: 'ÿ "a", b' };
      expect(there([odd])).toEqual([odd]);
    });

    test('says whether the city is simulated', () => {
      expect(format.write([usual], facts)).not.toBe(format.write([usual], { ...facts, simulated: false }));
    });
  });
}
