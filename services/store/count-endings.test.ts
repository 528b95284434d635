import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Counted } from '../../packages/model/counted.ts';
import type { Ending } from '../../packages/model/ending.ts';
import { countOn } from './count-endings.ts';

const nothing: Counted = { through: 0, endings: 0, corrected: 0 };
const lost = ({ through, endings }: Counted) => through - endings;

interface Kind {
  readonly resent: boolean;
  readonly corrected: boolean;
}

/** The ending of the message at an offset: of a new one by its id, of one sent again by `at`. */
function endingOf(offset: number, resent: boolean): Ending {
  const place = resent ? { id: 'k.0.0', at: offset } : { id: `k.0.${offset}` };
  return { ...place, receivedTime: 0, plane: 'open', read: { register: 0, sessions: 0 }, ending: 'duplicate', of: 'k.0.0' };
}

/** As decode writes them, corrections of a rebuild among them, which are of the first message. */
function written(kinds: readonly Kind[]): Ending[] {
  return kinds.flatMap(({ resent, corrected }, offset) => {
    const correction: Ending = { ...endingOf(0, false), corrects: { ending: 'duplicate', plane: 'open' } };
    return corrected ? [endingOf(offset, resent), correction] : [endingOf(offset, resent)];
  });
}

const kinds = fc.array(fc.record({ resent: fc.boolean(), corrected: fc.boolean() }), { minLength: 2, maxLength: 40 });

test('truth 2: wherever the count stops, nothing looks lost; one ending left out is one lost from the next on, until it is mended', () => {
  fc.assert(
    fc.property(kinds, fc.nat(), (some, which) => {
      const all = written(some);
      let whole = nothing;
      for (const ending of all) {
        whole = countOn(whole, ending);
        expect(lost(whole)).toBe(0);
      }
      // The last one's is missed by where decode stands, not by a later ending.
      const out = all.filter(({ corrects }) => !corrects)[which % (some.length - 1)];
      const without = all.filter((ending) => ending !== out).reduce(countOn, nothing);
      expect(lost(without)).toBe(1);
      expect(without.corrected).toBe(some.filter(({ corrected }) => corrected).length);
      if (out) expect(lost(countOn(without, out))).toBe(0);
    }),
  );
});
