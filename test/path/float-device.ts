import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';

const names = ['pm2_5', 'air_temperature', 'relative_humidity'] as const;

/** A device that sends doubles, big-endian, as many as there are: any number at all can come through the whole path. */
export const floatDevice: DeclaredDevice = {
  model: 'test/floats',
  label: 'Floats',
  codec: {
    id: 'test/floats@1.0.0',
    script: `function decodeUplink(input) {
      var view = new DataView(Uint8Array.from(input.bytes).buffer);
      var data = {};
      ${JSON.stringify(names)}.forEach(function (name, n) { if (view.byteLength >= 8 * n + 8) data[name] = view.getFloat64(8 * n); });
      return { data: data };
    }`,
  },
  datastreams: names.map((name) => ({ path: name, quantity: name })),
  ignored: [],
  interval: 60,
  examples: [],
};

/** A device that declares the same and decodes with these words; its model is `test/<name>`. */
export function deviceWith(name: string, body: string): DeclaredDevice {
  const script = `function decodeUplink(input) { ${body} }`;
  return { ...floatDevice, model: `test/${name}`, codec: { id: `test/${name}@1.0.0`, script } };
}

export function floats(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [n, value] of values.entries()) bytes.writeDoubleBE(value, 8 * n);
  return bytes;
}
