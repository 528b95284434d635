import { expect, test } from '@jest/globals';
import { reasonLabel, reasonLabels } from './reason-labels.ts';

const model = '../../../../packages/model/reasons.ts';

test('every reason of the model has a label in both languages, and none too many', async () => {
  const { reasonNames } = (await import(model)) as { readonly reasonNames: readonly string[] };
  expect(Object.keys(reasonLabels.en).sort()).toEqual([...reasonNames].sort());
  expect(Object.keys(reasonLabels.fr).sort()).toEqual([...reasonNames].sort());
});

test('a reason that the page does not know keeps its name', () => {
  expect(reasonLabel('mic_mismatch', reasonLabels.en)).toBe('Wrong signature');
  expect(reasonLabel('struck_by_lightning', reasonLabels.fr)).toBe('struck_by_lightning');
});
