import { expect, test } from '@jest/globals';
import { meaningOf, nameOf, partWords } from './part-words.ts';

test('a part says what it is, and what is wrong with it', () => {
  expect(nameOf('MIC', partWords.en)).toBe('signature');
  expect(meaningOf('MIC', 'mic_mismatch', partWords.en)).toMatch(/^The signature, .* It fits none of the city’s keys\.$/);
  expect(meaningOf('MIC', 'mic_mismatch', partWords.fr)).toMatch(/Elle ne correspond à aucune clé de la ville\.$/);
});

test('nothing is wrong with the others', () => {
  expect(meaningOf('FPort', null, partWords.en)).toBe(partWords.en.means.FPort);
  expect(nameOf(null, partWords.fr)).toBe('sans nom');
});
