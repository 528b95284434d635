import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';
import { quantities } from '../../packages/model/quantities.ts';

/** A codec that gives back what it was given, and a quantity of its own, for tests of the path. */
export const identityDevice: DeclaredDevice = {
  model: 'test/identity',
  label: 'Identity',
  codec: {
    id: 'test/identity@1.0.0',
    script:
      'function decodeUplink(input) { return { data: { sum: input.bytes.reduce(function (all, byte) { return all + byte; }, 0) } }; }',
  },
  datastreams: [{ path: 'sum', quantity: 'test_sum' }],
  ignored: [],
  interval: 60,
  examples: [],
};

export const testQuantities = { ...quantities, test_sum: { range: [0, 1e6] as const } };
