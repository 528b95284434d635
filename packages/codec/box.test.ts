import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CodecInput, CodecOutput } from './contract.ts';
import { openBox } from './open-box.ts';

const box = openBox();
afterAll(() => box.close());

const input: CodecInput = { bytes: Uint8Array.of(1, 2, 3, 250), fPort: 7, recvTime: Date.UTC(2026, 5, 1, 12, 30) };
let scripts = 0;

/** A codec of its own for each text: an id stands for exactly one. */
function codecOf(script: string) {
  return { id: `test/codec-${scripts++}@1`, script };
}

function run(script: string, changes: Partial<CodecInput> = {}): Promise<CodecOutput> {
  return box.run(codecOf(script), { ...input, ...changes });
}

/** Runs `decodeUplink(input) { body }`. */
function body(text: string, changes: Partial<CodecInput> = {}): Promise<CodecOutput> {
  return run(`function decodeUplink(input) { ${text} }`, changes);
}

function decoded(data: unknown, warnings: readonly string[] = []): CodecOutput {
  return { outcome: 'decoded', data, warnings };
}

function failed(detail: string): CodecOutput {
  return { outcome: 'codec_error', detail };
}

describe('a call', () => {
  test('gives bytes, port, time and variables as TS013 says', async () => {
    const text = `return { data: { bytes: input.bytes, list: Array.isArray(input.bytes), fPort: input.fPort, date: input.recvTime instanceof Date,
      time: input.recvTime, variables: input.variables, none: Object.keys(input.variables).length } }`;
    const data = { bytes: [1, 2, 3, 250], list: true, fPort: 7, date: true, time: '2026-06-01T12:30:00.000Z', variables: {}, none: 0 };
    expect(await body(text)).toEqual(decoded(data));
    const variables = { offset: '1.5', 'é"\n': '日本' };
    expect(await body(text, { variables })).toEqual(decoded({ ...data, variables, none: 2 }));
  });

  test('takes a window of a larger buffer', async () => {
    const bytes = Uint8Array.of(9, 9, 1, 2, 9).subarray(2, 4);
    expect(await body('return { data: { bytes: input.bytes } }', { bytes })).toEqual(decoded({ bytes: [1, 2] }));
  });

  test('any bytes come back as they went in', async () => {
    const identity = codecOf('function decodeUplink(input) { return { data: { bytes: input.bytes, fPort: input.fPort } } }');
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 255 }), fc.integer({ min: 0, max: 255 }), async (bytes, fPort) => {
      expect(await box.run(identity, { ...input, bytes, fPort })).toEqual(decoded({ bytes: [...bytes], fPort }));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  test('any JSON value comes back as the codec made it', async () => {
    const parrot = codecOf('function decodeUplink(input) { return { data: { value: JSON.parse(input.variables.json) } } }');
    const property = fc.asyncProperty(fc.json(), async (json) => {
      expect(await box.run(parrot, { ...input, variables: { json } })).toEqual(decoded({ value: JSON.parse(json) }));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  test('longer input than any radio frame carries is refused', async () => {
    expect(await body('return { data: {} }', { bytes: new Uint8Array(1025) })).toMatchObject({ outcome: 'codec_limit' });
  });

  test('sloppy scripts, top-level constants and exported functions are codecs too', async () => {
    expect(await run('undeclared = 5; function decodeUplink() { other = 6; return { data: { undeclared, other } } }')).toEqual(
      decoded({ undeclared: 5, other: 6 }),
    );
    expect(await run('const decodeUplink = ({ fPort }) => ({ data: { fPort } })')).toEqual(decoded({ fPort: 7 }));
    expect(await run('exports.decodeUplink = () => ({ data: { way: 1 } })')).toEqual(decoded({ way: 1 }));
    expect(await run('module.exports = { decodeUplink: () => ({ data: { way: 2 } }) }')).toEqual(decoded({ way: 2 }));
    expect(await body('console.log("x"); return { data: {} }')).toEqual(decoded({}));
  });

  test('hundreds at once end each as it would alone', async () => {
    const codecs = ['a', 'b', 'c'].map((name) => codecOf(`function decodeUplink(i) { return { data: { ${name}: i.bytes[0] * 2 } } }`));
    const calls = Array.from({ length: 900 }, (_, index) => ({
      codec: codecs[index % 3],
      byte: index % 256,
      name: 'abc'[index % 3] ?? '',
    }));
    const outputs = await Promise.all(
      calls.map(({ codec, byte }) => box.run(codec ?? codecOf(''), { ...input, bytes: Uint8Array.of(byte) })),
    );
    expect(outputs).toEqual(calls.map(({ byte, name }) => decoded({ [name]: byte * 2 })));
  });

  test('more codecs than a thread keeps loaded work all the same', async () => {
    const small = openBox({ loadedCodecs: 2 });
    const codecs = Array.from({ length: 5 }, (_, n) => codecOf(`function decodeUplink() { return { data: { n: ${n} } } }`));
    const outputs = await Promise.all([...codecs, ...codecs].map((codec) => small.run(codec, input)));
    expect(outputs).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4].map((n) => decoded({ n })));
    await small.close();
  });
});

describe('what a codec returns', () => {
  test('warnings come along, errors make the data void', async () => {
    expect(await body('return { data: { a: 1 }, warnings: ["low", 5, { code: 3 }] }')).toEqual(
      decoded({ a: 1 }, ['low', '5', '{"code":3}']),
    );
    expect(await body('return { data: { a: 1 }, warnings: [], errors: [] }')).toEqual(decoded({ a: 1 }));
    expect(await body('return { data: { a: 1 }, errors: ["bad length", "bad flags"] }')).toEqual(failed('bad length; bad flags'));
    expect(await body('return { errors: "bad" }')).toEqual(failed('bad'));
  });

  test('NaN and Infinity survive, beside null and strings that look like them', async () => {
    const text = String.raw`return { data: { a: NaN, b: [Infinity, -Infinity], c: null, d: '\0NaN', e: '\0\0', f: 'NaN', g: 1.5 } }`;
    const data = { a: Number.NaN, b: [Infinity, -Infinity], c: null, d: '\0NaN', e: '\0\0', f: 'NaN', g: 1.5 };
    expect(await body(text)).toEqual(decoded(data));
  });

  test('dates become ISO text, what JSON cannot say is left out', async () => {
    expect(await body('return { data: { d: new Date(0), bad: new Date(NaN), u: undefined, f() {}, s: Symbol("s") } }')).toEqual(
      decoded({ d: '1970-01-01T00:00:00.000Z', bad: null }),
    );
  });

  test('no data object is an error', async () => {
    for (const nothing of [
      '',
      'return 5',
      'return null',
      'return {}',
      'return { data: null }',
      'return { data: "x" }',
      'return { data: 5 }',
    ]) {
      expect(await body(nothing)).toMatchObject({ outcome: 'codec_error', detail: expect.stringContaining('returned no') });
    }
    expect(await run('async function decodeUplink() { return { data: {} } }')).toMatchObject({ outcome: 'codec_error' });
    expect(await body('return { data: { toJSON: () => "text" } }')).toMatchObject({ outcome: 'codec_error' });
  });

  test('getters, proxies and toJSON are the codec’s own affair', async () => {
    expect(await body('return { data: { get a() { return 1 }, b: { toJSON: () => ({ c: 2 }) } } }')).toEqual(
      decoded({ a: 1, b: { c: 2 } }),
    );
    expect(await body('return new Proxy({ data: new Proxy({ a: 1 }, {}) }, {})')).toEqual(decoded({ a: 1 }));
    expect(await body('return { get data() { throw new Error("gotcha") } }')).toEqual(failed('Error: gotcha'));
    expect(await body('return { data: { get a() { for (;;); } } }')).toMatchObject({ outcome: 'codec_limit' });
    expect(await body('const a = {}; a.a = a; return { data: a }')).toMatchObject({ outcome: 'codec_error' });
    expect(await body('return { data: { a: 10n } }')).toMatchObject({ outcome: 'codec_error' });
    for (const forged of ['undefined', '5', '[]', '[5]', '"x"']) {
      expect(await body(`Array.prototype.toJSON = () => (${forged}); return { data: { a: 1 } }`)).toMatchObject({ outcome: 'codec_error' });
    }
    expect(await body('Array.prototype.toJSON = () => [{ a: 1 }, { not: "texts" }]; return { data: { a: 1 } }')).toEqual(decoded({ a: 1 }));
    expect(
      await body('Array.prototype.toJSON = () => [{ a: 1 }, Object.assign(["w", 5], { toJSON: undefined })]; return { data: {} }'),
    ).toEqual(decoded({ a: 1 }, ['w']));
  });

  test('a member named __proto__ changes nothing outside', async () => {
    const output = await body('return { data: JSON.parse(\'{"__proto__": {"polluted": true}, "a": 1}\') }');
    expect(output).toMatchObject({ outcome: 'decoded', data: { a: 1 } });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('a codec that fails', () => {
  test('says what it threw', async () => {
    expect(await body('throw new TypeError("no such channel")')).toEqual(failed('TypeError: no such channel'));
    expect(await body('throw "text"')).toEqual(failed('text'));
    expect(await body('throw 5')).toEqual(failed('5'));
    expect(await body('throw undefined')).toEqual(failed('undefined'));
    expect(await body('return input.nothing.here')).toMatchObject({ outcome: 'codec_error', detail: expect.stringContaining('TypeError') });
  });

  test('what it threw may resist being shown', async () => {
    const silent = failed('the codec threw a value that cannot be shown');
    expect(await body('throw { toString() { throw 1 } }')).toEqual(silent);
    expect(await body('throw Object.create(null)')).toEqual(silent);
    expect(await body('throw Symbol("s")')).toEqual(failed('Symbol(s)'));
    expect(await body('throw new Proxy({}, { get() { throw 1 } })')).toEqual(silent);
    expect(await body('throw { toString() { for (;;); } }')).toMatchObject({ outcome: 'codec_limit' });
  });

  test('a script that is none, that throws, or that defines nothing', async () => {
    expect(await run('function decodeUplink( {')).toMatchObject({ outcome: 'codec_error', detail: expect.stringContaining('SyntaxError') });
    expect(await run('throw new Error("at load")')).toEqual(failed('Error: at load'));
    expect(await run('var decode = 1')).toEqual(failed('the codec defines no function decodeUplink'));
    expect(await run('var decodeUplink = 1')).toEqual(failed('the codec defines no function decodeUplink'));
    expect(await run('export function decodeUplink() {}')).toMatchObject({ outcome: 'codec_error' });
  });

  test('its text is cut at 500 characters', async () => {
    expect(await body('throw "x".repeat(1e5)')).toEqual(failed('x'.repeat(500)));
    expect(await body('return { errors: Array(1000).fill("long") }')).toMatchObject({ detail: expect.stringMatching(/^.{500}$/) });
  });

  test('truth 11: its text does not show the bytes', async () => {
    const bytes = Uint8Array.of(0xca, 0xfe, 0x01, 0x97);
    const spelt = [
      'input.bytes',
      'input.bytes.map((b) => b.toString(16).padStart(2, "0")).join("")',
      'input.bytes.map((b) => "0x" + b.toString(16).padStart(2, "0").toUpperCase()).join(", ")',
      'JSON.stringify({ b: input.bytes })',
      'String.fromCharCode(...input.bytes)',
    ];
    for (const text of spelt) {
      const { detail } = (await body(`throw new Error("bad frame " + ${text} + " end")`, { bytes })) as { detail: string };
      expect(detail).toMatch(/^Error: bad frame (0x|\{"b":\[)?\[bytes\](\]\})? end$/);
    }
    expect(await body('return { errors: ["type " + input.bytes[3]] }', { bytes })).toEqual(failed('type 151'));
  });
});

describe('a machine that cannot run threads', () => {
  test('is not the codec’s fault: the calls are given back', async () => {
    const impossible = openBox({ memoryBytes: 1e15 });
    const codec = codecOf('function decodeUplink() { return { data: {} } }');
    const calls = Array.from({ length: 100 }, () => impossible.run(codec, input).catch((error: Error) => error.message));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['The codec box cannot run: its threads end by themselves.']));
    await impossible.close();
  });
});

describe('close', () => {
  test('ends what runs and refuses what comes', async () => {
    const closing = openBox();
    const codec = codecOf('function decodeUplink() { return { data: {} } }');
    await closing.run(codec, input);
    const pending = Array.from({ length: 300 }, () => closing.run(codec, input).catch((error: Error) => error.message));
    await closing.close();
    const closed = 'The codec box is closed: no call runs in it any more.';
    expect(await Promise.all(pending)).toEqual(Array(300).fill(closed));
    await expect(closing.run(codec, input)).rejects.toThrow(closed);
    await closing.close();
  });
});
