import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../../packages/register/read-csv.ts';
import { csvTexts, rowOfLine } from './csv-text.ts';

const label = fc.string({ unit: 'grapheme', maxLength: 30 });

test('property: whatever people wrote comes back from the table as it was, but for line breaks and blanks around it; nothing is lost or split', () => {
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 7 }), (labels, most) => {
      const rows = labels.map((text, n) => ({ ref: `d-${n}`, cells: { id: `place-${n}`, label: text } }));
      const back = csvTexts(rows, most).flatMap(({ text, rows: some }) =>
        readCsv(text).rows.map(({ line, cells }) => ({ ref: rowOfLine(some, line)?.ref, id: cells['id'], label: cells['label'] ?? '' })),
      );
      expect(back).toEqual(labels.map((text, n) => ({ ref: `d-${n}`, id: `place-${n}`, label: text.replaceAll(/[\r\n]+/g, ' ').trim() })));
    }),
  );
});
