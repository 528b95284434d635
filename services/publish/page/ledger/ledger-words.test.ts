import { expect, test } from '@jest/globals';
import { ledgerWords } from './ledger-words.ts';

const sum = (accepted: number, forwarded: number, duplicate: number, refused: number) => ({ accepted, forwarded, duplicate, refused });

test('the sum in words, many and one', () => {
  expect(ledgerWords.en.sum(sum(1_312, 1_268, 41, 3))).toBe('1,312 heard = 1,268 accepted + 41 copies + 3 refused.');
  expect(ledgerWords.fr.sum(sum(1_312, 1_268, 41, 3))).toBe('1\u202f312 entendues = 1\u202f268 acceptées + 41 copies + 3 refusées.');
  expect(ledgerWords.en.sum(sum(2, 1, 1, 0))).toBe('2 heard = 1 accepted + 1 copy + 0 refused.');
  expect(ledgerWords.fr.sum(sum(2, 1, 1, 0))).toBe('2 entendues = 1 acceptée + 1 copie + 0 refusée.');
});

test('truth 2: what is lost is said as what must not happen', () => {
  expect(ledgerWords.en.lost(0)).toBe('Lost: 0.');
  expect(ledgerWords.fr.lost(0)).toBe('Perdues\u202f: 0.');
  expect(ledgerWords.en.lost(2)).toMatch(/^Lost: 2\. This must not happen\./);
  expect(ledgerWords.fr.lost(2)).toMatch(/^Perdues\u202f: 2\. Cela ne doit pas arriver\./);
});

test('what is on its way is said, when there is any', () => {
  expect(ledgerWords.en.waiting(0)).toBe('');
  expect(ledgerWords.en.waiting(1)).toBe('1 more is just on the way.');
  expect(ledgerWords.fr.waiting(3)).toBe('3 autres sont en chemin.');
});
