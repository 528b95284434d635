import { expect, test } from '@jest/globals';
import type { Minute } from '../data/shapes.ts';
import { minuteWords } from './minute-words.ts';

const minute = (heard: number, forwarded: number, duplicate: number, quarantined: number, lost = 0): Minute => ({
  ...{ from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T12:01:00.000Z', reasons: {} },
  ...{ heard, forwarded, duplicate, quarantined, lost },
});
const said = (language: 'en' | 'fr', one: Minute) => `${minuteWords[language].sentence(one)} ${minuteWords[language].lost(one.lost)}`;

test('many', () => {
  const many = minute(1_312, 1_268, 41, 3);
  expect(said('en', many)).toBe('In the last minute, 1,312 frames heard: 1,268 accepted, 41 copies, 3 refused; none lost.');
  expect(said('fr', many)).toBe(
    'Au cours de la dernière minute, 1\u202f312 trames entendues\u202f: 1\u202f268 acceptées, 41 copies, 3 refusées\u202f; aucune perdue.',
  );
});

test('one is singular in both languages', () => {
  const one = minute(3, 1, 1, 1);
  expect(said('en', one)).toBe('In the last minute, 3 frames heard: 1 accepted, 1 copy, 1 refused; none lost.');
  expect(said('fr', one)).toBe(
    'Au cours de la dernière minute, 3 trames entendues\u202f: 1 acceptée, 1 copie, 1 refusée\u202f; aucune perdue.',
  );
  expect(said('en', minute(1, 1, 0, 0))).toBe('In the last minute, 1 frame heard: 1 accepted, no copy, none refused; none lost.');
  expect(said('fr', minute(1, 1, 0, 0))).toBe(
    'Au cours de la dernière minute, 1 trame entendue\u202f: 1 acceptée, aucune copie, aucune refusée\u202f; aucune perdue.',
  );
});

test('none is said in words', () => {
  expect(minuteWords.en.sentence(minute(0, 0, 0, 0))).toBe('In the last minute, no frame was heard.');
  expect(minuteWords.fr.sentence(minute(0, 0, 0, 0))).toBe('Au cours de la dernière minute, aucune trame n’a été entendue.');
});

test('truth 2: what is lost is said, and what is not through yet is not hidden', () => {
  expect(said('en', minute(10, 6, 0, 0, 2))).toMatch(/no copy, none refused, 2 still under way; 2 lost\.$/);
  expect(said('fr', minute(10, 6, 0, 0, 1))).toMatch(/3 encore en chemin\u202f; 1 perdue\.$/);
});
