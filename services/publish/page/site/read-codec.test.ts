import { expect, test } from '@jest/globals';
import { readCodec } from './read-codec.ts';

test('a codec is named by its model and version', () => {
  expect(readCodec('decentlab/dl-pm@1.2.0')).toEqual({ model: 'decentlab/dl-pm', version: '1.2.0' });
  expect(readCodec('none')).toBeUndefined();
});
