/** What the codec's script defines, by one name or the other (TS013; many vendors' drivers export it). */
declare const decodeUplink: unknown;
declare const module: { readonly exports: { readonly decodeUplink?: unknown } };
/** The engine's own errors: out of memory, stack overflow, string too long. */
declare const InternalError: ErrorConstructor;

interface GuestOutput {
  readonly data?: unknown;
  readonly errors?: unknown;
  readonly warnings?: unknown;
}

interface Frame {
  /** One call; gives a result text (`read-result.ts`). `variables` is JSON text, or nothing. */
  readonly call: (variables?: string) => string;
  /** The result text for something thrown. */
  readonly describe: (thrown: unknown) => string;
}

/**
 * The frame around a codec. The host writes a call's input straight into the engine's memory: time (f64), port and length (i32), then the
 * bytes, where it found `inputMark`. Its text is evaluated inside the box, before the codec, so it uses nothing from outside its own body.
 * A codec can spoil it only for itself, and only until the box's memory is put back.
 */
export function guest(inputBytes: number, inputMark: readonly number[], outputLength: number): Frame {
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const isFiniteNumber = Number.isFinite;
  const slice = Function.prototype.call.bind(Array.prototype.slice);
  const NativeDate = Date;
  const EngineError = InternalError;
  const ParseError = SyntaxError;
  const head = 16;
  const input = new ArrayBuffer(head + inputBytes);
  const time = new Float64Array(input, 0, 1);
  const portAndLength = new Int32Array(input, 8, 2);
  const bytes = new Uint8Array(input, head);
  let randomState = -1;
  bytes.set(inputMark);

  /** FNV-1a of the input as seed, drawn from by mulberry32: the same input sees the same chance for ever. */
  function random(): number {
    if (randomState < 0) {
      randomState = 0x811c9dc5;
      for (const byte of new Uint8Array(input, 0, head + (portAndLength[1] ?? 0))) randomState = Math.imul(randomState ^ byte, 0x01000193);
    }
    randomState = (randomState + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(randomState ^ (randomState >>> 15), randomState | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  function texts(list: unknown): string[] {
    if (typeof list === 'string') return [list];
    return isArray(list) ? list.map((item) => (typeof item === 'string' ? item : String(stringify(item)))) : [];
  }

  /** JSON knows no NaN and no Infinity: they become marked strings, and strings that begin with the mark get it twice. */
  function mark(_key: string, value: unknown): unknown {
    if (typeof value === 'number' && !isFiniteNumber(value)) return `\u0000${value}`;
    return typeof value === 'string' && value[0] === '\u0000' ? `\u0000${value}` : value;
  }

  function writeData(data: unknown, warnings: string[]): string {
    const parts = warnings.length === 0 ? [data] : [data, warnings];
    const plain = stringify(parts);
    const result = plain.indexOf('null') < 0 ? `d${plain}` : `m${stringify(parts, mark)}`;
    return result.length > outputLength ? `lthe output is longer than ${outputLength} characters` : result;
  }

  function writeOutput(output: GuestOutput | null | undefined): string {
    if (output === null || typeof output !== 'object') return 'edecodeUplink returned no object';
    const errors = output.errors === undefined ? [] : texts(output.errors);
    if (errors.length > 0) return `e${errors.join('; ').slice(0, 2000)}`;
    return writeData(output.data, output.warnings === undefined ? [] : texts(output.warnings));
  }

  function describe(thrown: unknown): string {
    try {
      // Without room for an error object, the engine throws null.
      if (thrown === null) return 'lout of memory';
      // Deep in a parser of the engine's own, a full stack is called a SyntaxError.
      if (thrown instanceof EngineError || (thrown instanceof ParseError && thrown.message === 'stack overflow'))
        return `l${thrown.message}`.slice(0, 2000);
      return `e${String(thrown).slice(0, 2000)}`;
    } catch {
      return 'ethe codec threw a value that cannot be shown';
    }
  }

  function call(variables?: string): string {
    randomState = -1;
    try {
      const decode = typeof decodeUplink === 'function' ? decodeUplink : module.exports.decodeUplink;
      if (typeof decode !== 'function') return 'ethe codec defines no function decodeUplink';
      return writeOutput(
        decode({
          bytes: slice(bytes, 0, portAndLength[1]),
          fPort: portAndLength[0],
          recvTime: new NativeDate(time[0] ?? 0),
          variables: variables === undefined ? {} : parse(variables),
        }),
      );
    } catch (thrown) {
      return describe(thrown);
    }
  }

  const silent = () => undefined;
  const exports = {};
  Object.assign(globalThis, {
    exports,
    module: { exports },
    console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
  });
  Math.random = random;
  return { call, describe };
}
