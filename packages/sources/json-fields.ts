import { UnreadableContent } from './unreadable-content.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** RFC 4648 §4, the standard alphabet; padding may be left out. */
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Undefined: not JSON in UTF-8. Where it fails is not said: such an error quotes the text (truth 11). */
export function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(payload));
  } catch {
    return undefined;
  }
}

/**
 * One object of a message in protobuf's JSON mapping: absent and null are the default value, here undefined.
 * Every method throws UnreadableContent, naming the field and never its value, where the value is of another type than asked.
 */
export class JsonFields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;

  /** @param path where the object stands in the message, e.g. `rxInfo`; the message itself: absent */
  constructor(value: unknown, path?: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new UnreadableContent(path === undefined ? 'The content is not a JSON object.' : `${path} is not an object.`);
    }
    this.#values = value as Readonly<Record<string, unknown>>;
    this.#path = path === undefined ? '' : `${path}.`;
  }

  text(name: string): string | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'string') return value;
    throw this.unreadable(name, 'is not a text');
  }

  flag(name: string): boolean | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.unreadable(name, 'is neither true nor false');
  }

  /** 0 to `most`, without fraction. */
  integer(name: string, most: number): number | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw this.unreadable(name, `is not a whole number from 0 to ${most}`);
  }

  /** What protobuf's JSON writes as text because it is no number (`NaN`, `Infinity`) was not said. */
  number(name: string): number | undefined {
    const value = this.#value(name);
    if (value === undefined || value === 'NaN' || value === 'Infinity' || value === '-Infinity') return undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.unreadable(name, 'is not a number');
  }

  /** Absent: empty. */
  bytes(name: string): Uint8Array {
    const text = this.text(name) ?? '';
    const whole = text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1;
    if (!whole || !base64.test(text)) throw this.unreadable(name, 'is not base64');
    return new Uint8Array(Buffer.from(text, 'base64'));
  }

  /** A text that `read` understands. */
  time(name: string, read: (text: string) => number | undefined): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const time = read(text);
    if (time === undefined) throw this.unreadable(name, 'is not a time');
    return time;
  }

  object(name: string): JsonFields | undefined {
    const value = this.#value(name);
    return value === undefined ? undefined : new JsonFields(value, this.#path + name);
  }

  /** Absent: none. */
  objects(name: string): JsonFields[] {
    const values = this.#value(name) ?? [];
    if (!Array.isArray(values)) throw this.unreadable(name, 'is not a list');
    return values.map((value) => new JsonFields(value, `${this.#path}${name}[]`));
  }

  unreadable(name: string, why: string): UnreadableContent {
    return new UnreadableContent(`${this.#path}${name} ${why}.`);
  }

  #value(name: string): unknown {
    return this.#values[name] ?? undefined;
  }
}
