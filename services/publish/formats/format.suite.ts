import { describe, expect, test } from '@jest/globals';
import type { Observation } from '../observation.ts';
import type { Format, PageFacts } from './contract.ts';

/** Reads back what the format wrote, with a reader that is not ours. */
export type ReadBack = (text: string) => readonly Observation[] | Promise<readonly Observation[]>;

export const facts: PageFacts = { licence: 'etalab-2.0', simulated: true, position: () => [2.3522, 48.8566] };

export const usual: Observation = {
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

export function writeWhole(format: Format<Observation>, rows: readonly Observation[], about = facts): string {
  return format.start(about, null) + (rows.length > 0 ? format.rows(rows, about) : '') + format.end;
}

/** What every format keeps. */
export function formatSuite(format: Format<Observation>, readBack: ReadBack): void {
  const there = async (observations: readonly Observation[]) => readBack(writeWhole(format, observations));

  describe(`the format ${format.name}`, () => {
    const several = [1, 2, 3].map((n) => ({ ...usual, phenomenonTime: `2026-11-24T11:0${n}:00.000Z`, value: n }));

    test('has a name for addresses and a media type with its character set', () => {
      expect(format.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(format.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+; charset=utf-8/);
    });

    test('no observation, one, and several in their order', async () => {
      for (const observations of [[], [usual], several]) expect(await there(observations)).toEqual(observations);
    });

    test('written in parts, it is the same', () => {
      const [one, ...others] = several;
      const parts = [one ? [one] : [], others].map((rows) => format.rows(rows, facts));
      expect(format.start(facts, null) + parts.join(format.between) + format.end).toBe(writeWhole(format, several));
    });

    test('truth 8: every value comes back bit for bit, and none stays none', async () => {
      const back = await there(hardValues.map((value) => ({ ...usual, value })));
      expect(back).toHaveLength(hardValues.length);
      for (const [n, { value }] of back.entries()) expect(Object.is(value, hardValues[n])).toBe(true);
      expect(await there([{ ...usual, value: null }])).toEqual([{ ...usual, value: null }]);
    });

    test('truth 12: flags, evidence and codec are kept', async () => {
      const flagged: Observation = { ...usual, flags: ['out_of_order', 'out_of_range'], evidence: 'server_word', codec: 'a/b@2.0.0' };
      expect(await there([flagged])).toEqual([flagged]);
    });

    test('signs that mean something to the format, and letters of any alphabet, are only text', async () => {
      const odd = { ...usual, unit: '"µg";,/m³\r\n=1+1', site: 'ÿ "a", b', datastream: 'a\rb', codec: '\n' };
      expect(await there([odd])).toEqual([odd]);
    });

    test('says whether the city is simulated', () => {
      expect(writeWhole(format, [usual])).not.toBe(writeWhole(format, [usual], { ...facts, simulated: false }));
    });
  });
}
