import { expect, test } from '@jest/globals';
import { curlLine, offers } from './offers.ts';
import { hasEvents, previewOf, sizeText, streamPreview } from './preview.ts';
import { takeDataWords } from './take-data-words.ts';

test('a line for a terminal; a stream is not held back', () => {
  expect(curlLine('http://a/api/v1/observations?format=csv', { streams: false })).toBe('curl "http://a/api/v1/observations?format=csv"');
  expect(curlLine('http://a/api/v1/live', { streams: true })).toBe('curl -N "http://a/api/v1/live"');
});

test('each offer is explained in both languages', () => {
  for (const { name } of offers) {
    expect(takeDataWords.en.offers[name].title).not.toBe('');
    expect(takeDataWords.fr.offers[name].says).not.toBe('');
  }
});

test('the first lines, how many follow, and the size in bytes', () => {
  const rows = Array.from({ length: 10 }, (_, n) => `${n},é`).join('\r\n');
  expect(previewOf(rows, false)).toEqual({ lines: ['0,é', '1,é', '2,é', '3,é', '4,é', '5,é'], more: 4, bytes: 58 });
});

test('JSON is laid out, and a long line is cut', () => {
  expect(previewOf('{"a":1}', true)).toEqual({ lines: ['{', '  "a": 1', '}'], more: 0, bytes: 7 });
  expect(previewOf('x'.repeat(500), false).lines[0]).toHaveLength(161);
});

test('of a stream only what it tells', () => {
  const text = 'retry: 5000\n\n: heartbeat\n\nid: 1\nevent: observation\ndata: {"a":1}\n\nid: 2\nevent: obser';
  expect(hasEvents('event: observation\ndata: {"a"', 1)).toBe(false);
  expect(hasEvents(text, 1)).toBe(true);
  expect(hasEvents(text, 2)).toBe(false);
  expect(streamPreview(text).lines).toEqual(['event: observation', 'data: {"a":1}', 'event: obser']);
});

test('sizes as people say them', () => {
  expect(sizeText(812, 'en')).toBe('812\u00a0B');
  expect(sizeText(1_449, 'fr')).toBe('1,4\u00a0ko');
  expect(sizeText(152_300, 'en')).toBe('152\u00a0kB');
  expect(sizeText(1_440_000, 'en')).toBe('1.4\u00a0MB');
});
