import { afterAll, describe, expect, test } from '@jest/globals';
import type { CodecOutput, CodecScript } from './contract.ts';
import { openBox } from './open-box.ts';

const box = openBox();
afterAll(() => box.close());

const recvTime = Date.UTC(2026, 0, 31, 23, 59, 58, 7);

function call(codec: CodecScript, ...bytes: number[]): Promise<CodecOutput> {
  return box.run(codec, { bytes: Uint8Array.from(bytes), fPort: 1, recvTime });
}

async function dataOf(codec: CodecScript, ...bytes: number[]): Promise<unknown> {
  const output = await call(codec, ...bytes);
  return output.outcome === 'decoded' ? output.data : output;
}

describe('nothing survives a call', () => {
  const traces: Readonly<Record<string, string>> = {
    'a global': 'var n = 0; function decodeUplink() { return { data: { n: n++ } } }',
    'an undeclared global': 'function decodeUplink() { globalThis.n = (globalThis.n || 0) + 1; return { data: { n: n - 1 } } }',
    'a closure': 'var decodeUplink = (function () { var n = 0; return function () { return { data: { n: n++ } } } })()',
    'a member of the function':
      'function decodeUplink() { decodeUplink.n = (decodeUplink.n || 0) + 1; return { data: { n: decodeUplink.n - 1 } } }',
    'a prototype':
      'function decodeUplink() { var n = Object.prototype.n || 0; Object.prototype.n = n + 1; delete Array.prototype.x; return { data: { n: n } } }',
    'a built-in':
      'function decodeUplink() { var n = Array.prototype.push.n || 0; var p = Array.prototype.push; Array.prototype.push = function () { return p.apply(this, arguments) }; Array.prototype.push.n = n + 1; return { data: { n: n } } }',
    'the frame’s own JSON': 'function decodeUplink() { var n = JSON.n || 0; JSON.n = 1; JSON.stringify = null; return { data: { n: n } } }',
    'an empty table made at load':
      'var table = new Uint8Array(1 << 20); function decodeUplink() { var n = table[500000] + table[999999]; table[500000]++; table[999999]++; return { data: { n: n } } }',
    'a regular expression’s place':
      'var r = /a/g; function decodeUplink() { var n = r.lastIndex; r.test("aa"); return { data: { n: n } } }',
    'a symbol, a map, a weak map':
      'var m = new Map(), w = new WeakMap(), k = {}; function decodeUplink() { var n = m.size + (w.has(k) ? 1 : 0); m.set(1, 1); w.set(k, 1); return { data: { n: n } } }',
    'a frozen world':
      'var o = { n: 0 }; function decodeUplink() { var n = Object.isFrozen(o) ? 1 : 0; Object.freeze(o); Object.freeze(Array.prototype); return { data: { n: n } } }',
    'a promise’s later': 'var n = 0; function decodeUplink() { Promise.resolve().then(function () { n++ }); return { data: { n: n } } }',
    'what an error left behind':
      'var n = 0; function decodeUplink(i) { n++; if (i.bytes[0]) throw new Error("x"); return { data: { n: n - 1 } } }',
  };
  for (const [name, script] of Object.entries(traces)) {
    test(name, async () => {
      const codec = { id: `trace/${name}`, script };
      const outputs = await Promise.all([0, 0, 1, 0, 1, 0].map((byte) => call(codec, byte)));
      const quiet = outputs.filter(({ outcome }) => outcome === 'decoded');
      expect(quiet.length).toBeGreaterThanOrEqual(4);
      expect(quiet).toEqual(quiet.map(() => ({ outcome: 'decoded', data: { n: 0 }, warnings: [] })));
    });
  }

  test('after a call that used much memory', async () => {
    const script =
      'var n = 0; function decodeUplink() { n++; var a = []; for (var i = 0; i < 200000; i++) a.push(i + 0.5); return { data: { n: n, l: a.length } } }';
    for (let i = 0; i < 3; i++) expect(await dataOf({ id: 'much', script })).toEqual({ n: 1, l: 200_000 });
  });

  test('one codec does not see another', async () => {
    await call({ id: 'first', script: 'secret = 42; function decodeUplink() { Object.prototype.leak = 1; return { data: {} } }' });
    const script = 'function decodeUplink() { return { data: { secret: typeof secret, leak: typeof ({}).leak } } }';
    expect(await dataOf({ id: 'second', script })).toEqual({ secret: 'undefined', leak: 'undefined' });
  });
});

describe('nothing of the host is there', () => {
  test('only the language’s own globals, and three silent ones', async () => {
    const script = 'function decodeUplink() { return { data: { names: Object.getOwnPropertyNames(globalThis).sort() } } }';
    const { names } = (await dataOf({ id: 'names', script })) as { names: string[] };
    const foreign = names.filter(
      (name) => !(name in globalThis) || ['process', 'Buffer', 'fetch', 'performance', 'setTimeout', 'WebAssembly'].includes(name),
    );
    expect(foreign.sort()).toEqual(
      ['Float16Array', 'InternalError', 'Iterator', 'decodeUplink', 'exports', 'module'].filter((name) => !(name in globalThis)),
    );
  });

  test('nor can it be reached through constructors or imports', async () => {
    const reach = [
      'Function("return this")().process',
      'console.log.constructor("return typeof require")()',
      'this.constructor.constructor("return typeof process")()',
    ];
    for (const [index, expression] of reach.entries()) {
      const script = `function decodeUplink() { return { data: { found: String(${expression}) } } }`;
      expect(await dataOf({ id: `reach-${index}`, script })).toEqual({ found: 'undefined' });
    }
    const imported = { id: 'import', script: 'function decodeUplink() { var p = import("node:fs"); return { data: { p: String(p) } } }' };
    expect(await dataOf(imported)).toEqual({ p: '[object Promise]' });
  });

  test('waiting is impossible', async () => {
    const script = 'function decodeUplink() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e9); return { data: {} } }';
    expect(await call({ id: 'wait', script })).toMatchObject({ outcome: 'codec_error' });
  });
});

describe('truth 3: the same input gives the same output', () => {
  const script = `var atLoad = [Date.now(), Math.random(), Math.random()];
    function decodeUplink() { return { data: { atLoad, now: Date.now(), date: new Date(), chance: [Math.random(), Math.random(), Math.random()] } } }`;

  test('the clock says the frame’s time, and chance comes from the input', async () => {
    const first = (await dataOf({ id: 'chance', script }, 1, 2)) as { now: number; date: string; chance: number[]; atLoad: number[] };
    expect(first).toMatchObject({ now: recvTime, date: new Date(recvTime).toISOString() });
    expect(new Set(first.chance).size).toBe(3);
    for (const number of first.chance) expect(number >= 0 && number < 1).toBe(true);
    expect(first.atLoad[0]).toBe(0);
    expect(await dataOf({ id: 'chance', script }, 1, 2)).toEqual(first);
    const other = (await dataOf({ id: 'chance', script }, 1, 3)) as typeof first;
    expect(other.chance).not.toEqual(first.chance);
    expect(other.atLoad).toEqual(first.atLoad);
  });

  test('in another box, after other calls, at another time', async () => {
    const later = { bytes: Uint8Array.of(1, 2), fPort: 1, recvTime };
    const other = openBox();
    await other.run({ id: 'chance', script }, { ...later, bytes: Uint8Array.of(9), recvTime: 5 });
    const outputs = [await other.run({ id: 'chance', script }, later), await call({ id: 'chance', script }, 1, 2)];
    expect(outputs[0]).toEqual(outputs[1]);
    await other.close();
  });

  test('for ever: these numbers were computed elsewhere (FNV-1a, mulberry32)', async () => {
    const { chance } = (await dataOf({ id: 'chance', script }, 1, 2)) as { chance: number[] };
    expect(chance).toEqual([0.390794645762071, 0.5831203726120293, 0.6143405893817544]);
  });

  test('local time is UTC on any machine', async () => {
    const local = `function decodeUplink() { var d = new Date(2026, 6, 14, 12); return { data: { utc: d.toISOString(), zone: d.getTimezoneOffset(),
      read: new Date('2026-07-14T12:00:00').getTime() - d.getTime(), text: String(d), hours: d.getHours() } } }`;
    expect(await dataOf({ id: 'local', script: local })).toEqual({
      utc: '2026-07-14T12:00:00.000Z',
      zone: 0,
      read: 0,
      text: expect.stringContaining('12:00:00 GMT+0000'),
      hours: 12,
    });
  });
});
