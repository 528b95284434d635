import { afterAll, describe, expect, test } from '@jest/globals';
import type { CodecOutput } from './contract.ts';
import { openBox } from './open-box.ts';

const box = openBox();
/** Without a bound on its rounds to speak of, so that only the watchdog is left; short enough for the tests. */
const watched = openBox({ rounds: 2 ** 31 - 1, watchdogMs: 400 });
afterAll(async () => {
  await box.close();
  await watched.close();
});

const input = { bytes: Uint8Array.of(1, 2, 3), fPort: 1, recvTime: 1e12 };
const good = { id: 'good', script: 'function decodeUplink(i) { return { data: { length: i.bytes.length } } }' };
const goodOutput: CodecOutput = { outcome: 'decoded', data: { length: 3 }, warnings: [] };
const stuck = {
  id: 'stuck',
  script: 'function decodeUplink(i) { if (i.bytes[0]) new Array(4e9).indexOf(1); return { data: { length: i.bytes.length } } }',
};

function body(text: string, opened = box): Promise<CodecOutput> {
  return opened.run({ id: text, script: `function decodeUplink(input) { ${text} }` }, input);
}

function limit(pattern: RegExp): unknown {
  return { outcome: 'codec_limit', detail: expect.stringMatching(pattern) };
}

describe('a codec that takes too much ends as codec_limit, and the next call is fine', () => {
  const greedy: readonly (readonly [string, string, RegExp])[] = [
    ['an endless loop', 'for (;;);', /rounds/],
    ['a loop that catches everything', 'for (;;) { try { for (;;); } catch (e) {} finally { for (;;); } }', /rounds/],
    ['a regular expression that backtracks', 'return { data: { m: /(a*)*b/.test("a".repeat(40)) } }', /rounds/],
    ['a search that goes over what is not there', 'return { data: { at: new Array(4e9).indexOf(1) } }', /rounds/],
    ['a search in a long text', 'return { data: { at: "a".repeat(2e5).indexOf("a".repeat(1e5) + "b") } }', /rounds/],
    ['a list with one far element', 'const a = []; a[4e9] = 1; a.reverse(); return { data: {} }', /rounds/],
    ['large copies', 'const bytes = new Uint8Array(4e6); for (;;) bytes.slice()', /rounds/],
    ['large fills', 'const bytes = new Uint8Array(4e6); for (;;) bytes.fill(3)', /rounds/],
    ['text that is evaluated', 'for (;;) eval("1 + 1")', /rounds/],
    ['errors made and caught', 'for (;;) try { null.x } catch (e) {}', /rounds/],
    ['recursion', 'function f() { return f() + 1 } return f()', /stack overflow/],
    ['recursion in a built-in', 'return { data: JSON.parse("[".repeat(1e5) + "]".repeat(1e5)) }', /stack overflow/],
    ['a memory bomb of arrays', 'const a = []; for (;;) a.push(new Array(1000).fill(1))', /out of memory|rounds/],
    ['a memory bomb of objects', 'const a = []; for (;;) a.push({ a: [a] })', /out of memory|rounds/],
    ['one large allocation', 'return { data: { l: new Uint8Array(1 << 26).length } }', /out of memory/],
    ['a string without end', 'let s = "x"; for (;;) s += s', /string too long|out of memory/],
    ['a huge output', 'return { data: { s: "x".repeat(65536) } }', /longer than 65536/],
    ['a huge output of warnings', 'return { data: {}, warnings: Array(10000).fill("warning") }', /longer than 65536/],
    ['a deep output', 'let d = {}; for (let i = 0; i < 32; i++) d = { d }; return { data: d }', /nested more than 32/],
    ['a very deep output', 'let d = []; for (let i = 0; i < 1000; i++) d = [d]; return { data: d }', /nested more than 32/],
  ];
  for (const [name, text, pattern] of greedy) {
    test(name, async () => {
      expect(await body(text)).toEqual(limit(pattern));
      expect(await box.run(good, input)).toEqual(goodOutput);
      expect(await body(text)).toEqual(limit(pattern));
    });
  }

  test('what was done before a limit was hit is undone as well', async () => {
    for (const end of ['for (;;);', 'for (;;) keep.push({ a: [keep] });', '(function f() { f() + 1 })();']) {
      const script = `let n = 0; const keep = []; function decodeUplink(i) { n++; if (i.bytes[0] === 0) { ${end} } return { data: { n, kept: keep.length } } }`;
      const calls = [0, 1, 0, 1].map((byte) => box.run({ id: `undone ${end}`, script }, { ...input, bytes: Uint8Array.of(byte) }));
      const decoded = { outcome: 'decoded', data: { n: 1, kept: 0 }, warnings: [] };
      expect(await Promise.all(calls)).toEqual([limit(/./), decoded, limit(/./), decoded]);
    }
  });

  test('an output that grows when it is looked at again', async () => {
    const text = 'let looks = 0; return { data: { a: null, get b() { return looks++ ? "x".repeat(1e5) : "" } } }';
    expect(await body(text)).toEqual(limit(/longer than/));
    expect(await body('class E extends InternalError {} throw new E("y".repeat(1e6))')).toEqual({
      outcome: 'codec_limit',
      detail: 'y'.repeat(500),
    });
  });

  test('just below the limits it is decoded', async () => {
    expect(await body('return { data: { s: "x".repeat(65000) } }')).toMatchObject({ outcome: 'decoded' });
    expect(await body('let d = {}; for (let i = 0; i < 31; i++) d = { d }; return { data: d }')).toMatchObject({ outcome: 'decoded' });
    expect(await body('let n = 0; for (let i = 0; i < 4e5; i++) n += i; return { data: { n } }')).toMatchObject({ outcome: 'decoded' });
    expect(await body('return { data: { l: new Uint8Array(8e6).length } }')).toMatchObject({ outcome: 'decoded' });
    expect(await body('return { data: { s: "[{".repeat(500) } }')).toMatchObject({ outcome: 'decoded' });
  });

  test('limits hold while the script is loaded', async () => {
    expect(await box.run({ id: 'load loop', script: 'for (;;);' }, input)).toEqual(limit(/rounds/));
    expect(await box.run({ id: 'load bomb', script: 'var a = []; for (;;) a.push(new Array(1000).fill(1))' }, input)).toEqual(
      limit(/memory|rounds/),
    );
    expect(await box.run(good, input)).toEqual(goodOutput);
  });

  test('limits can be set', async () => {
    const narrow = openBox({ rounds: 500_000, outputBytes: 30, outputDepth: 2, memoryBytes: 1 << 16, stackBytes: 32 * 1024 });
    expect(await body('for (let i = 0; i < 1e5; i++); return { data: {} }', narrow)).toEqual(limit(/rounds/));
    expect(await body('return { data: { a: "x".repeat(30) } }', narrow)).toEqual(limit(/longer than 30/));
    expect(await body('return { data: { a: [[]] } }', narrow)).toEqual(limit(/more than 2 deep/));
    expect(await body('return { data: { a: [1] } }', narrow)).toMatchObject({ outcome: 'decoded' });
    await narrow.close();
  });

  test('truth 3: the rounds are counted, so the same call ends the same', async () => {
    const script = 'function decodeUplink(i) { var n = 0; for (var k = 0; k < i.bytes[0] * 2500; k++) n++; return { data: { n: n } } }';
    const verdicts = async () => {
      const opened = openBox({ rounds: 500_000 });
      const calls = Array.from({ length: 40 }, (_, byte) => opened.run({ id: 'edge', script }, { ...input, bytes: Uint8Array.of(byte) }));
      const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
      await opened.close();
      return outcomes;
    };
    const first = await verdicts();
    expect(new Set(first)).toEqual(new Set(['decoded', 'codec_limit']));
    expect(await verdicts()).toEqual(first);
  });
});

describe('truth 7: a codec that the engine cannot end delays the others, no more', () => {
  test('its call ends as codec_limit, the calls around it as if it were not there', async () => {
    const around = () => Array.from({ length: 100 }, () => watched.run(good, input));
    const before = around();
    const call = watched.run(stuck, input);
    const after = around();
    expect(await Promise.all([...before, ...after])).toEqual(Array(200).fill(goodOutput));
    expect(await call).toEqual({ outcome: 'codec_limit', detail: 'the codec was stuck in one step for 400 ms, 2 times' });
    expect(await watched.run(stuck, { ...input, bytes: Uint8Array.of(0, 1, 2) })).toEqual(goodOutput);
  });

  test('once known, it waits in a lane of its own', async () => {
    const ended: string[] = [];
    const calls = [stuck, good].map(async (codec) => {
      await watched.run(codec, input);
      ended.push(codec.id);
    });
    await Promise.all(calls);
    expect(ended).toEqual(['good', 'stuck']);
  });

  test('of many calls that hit a limit one runs before the others pass', async () => {
    const fresh = openBox();
    const ended: string[] = [];
    const endless = { id: 'endless', script: 'function decodeUplink() { for (;;); }' };
    const calls = [...Array(12).fill(endless), good].map(async (codec) => {
      await fresh.run(codec, input);
      ended.push(codec.id);
    });
    await Promise.all(calls);
    expect(ended.indexOf('good')).toBeLessThanOrEqual(1);
    expect(ended).toHaveLength(13);
    await fresh.close();
  });

  test('a call that nobody wants any more does not run', async () => {
    const fresh = openBox();
    let wanted = true;
    const first = fresh.run(good, input);
    const second = fresh.run(good, input, () => wanted);
    wanted = false;
    expect(await first).toEqual(goodOutput);
    expect(await second).toEqual({ outcome: 'codec_limit', detail: 'not run: nobody wants it any more' });
    await fresh.close();
  });

  test('two stuck calls in one batch are told apart', async () => {
    const calls = [0, 1, 0, 1, 0].map((byte) => watched.run(stuck, { ...input, bytes: Uint8Array.of(byte, 0, 0) }));
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['decoded', 'codec_limit', 'decoded', 'codec_limit', 'decoded']);
  });

  test('closing does not wait for it', async () => {
    const closing = openBox();
    await closing.run(good, input);
    const call = closing.run(stuck, input).catch((error: Error) => error.message);
    await new Promise(setImmediate);
    await closing.close();
    expect(await call).toMatch(/closed/);
  });
});
