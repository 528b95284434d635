import { expect, test } from '@jest/globals';
import { brokerLines } from './broker-lines.ts';

test('four lines, encrypted unless said otherwise', () => {
  expect(brokerLines({ address: 'broker.example.fr', username: 'vigie' }).split('\n')).toEqual([
    'dataFolder: data-city',
    'ingest:',
    '  sources:',
    '    - { name: city, stream: frames, broker: { url: "mqtts://broker.example.fr", username: "vigie", passwordFile: secrets/broker-password } }',
  ]);
  expect(brokerLines({ address: ' mqtt://10.0.0.5:1883 ', username: 'a' })).toContain('url: "mqtt://10.0.0.5:1883"');
});

test('what a reader types stays one text', () => {
  expect(brokerLines({ address: 'b', username: 'x", port: 1 #' })).toContain('username: "x\\", port: 1 #"');
});
