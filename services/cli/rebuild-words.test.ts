import { expect, test } from '@jest/globals';
import { type RebuildStatus, rebuildWords } from './rebuild-words.ts';

const status = (more: Partial<RebuildStatus>): RebuildStatus => ({
  ...{ state: 'swapped', accept: false, replayed: 12, of: 20, examples: [] },
  compared: { endings: { equal: 11, missing: 1, other: 0 } },
  partitions: [
    { since: null, detail: null },
    { since: '2026-11-24T00:00:00.000Z', detail: null },
  ],
  ...more,
});

test.each<[Partial<RebuildStatus>, RegExp]>([
  [{ state: 'never' }, /^No rebuild was ever asked for\.\n$/],
  [{ state: 'running' }, /running: 12 of 20 messages/],
  [{ state: 'stopped' }, /stopped after 12 of 20 .* as it was/],
  [
    {
      state: 'failed',
      partitions: [
        { since: null, detail: null },
        { since: null, detail: 'No checkpoint.' },
      ],
    },
    /as it was\. No checkpoint\.\n$/,
  ],
  [{ state: 'different' }, /^12 messages since 2026-11-24T00.*\nendings +11 +1 +0\n.*differs.*vigie rebuild --accept\n$/s],
  [{ examples: [{ kind: 'endings', message: 'm', was: 'nothing', is: 'forwarded' }] }, /endings +m +nothing +forwarded\n.*in use now/s],
  [{ compared: { endings: { equal: 12, missing: 0, other: 0 } } }, /equals the one in use\.\n$/],
])('%j in words', (more, words) => {
  expect(rebuildWords(status(more))).toMatch(words);
});
