import { UnreadableContent } from './unreadable-content.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** RFC 4648 §4, the standard alphabet; padding may be left out. */
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** §4 and §5 side by side: the examples of the Semtech protocol mix both in one text. */
const anyBase64 = /^[A-Za-z0-9+/_-]*={0,2}$/;
const decimal = /^-?\d{1,16}(?:\.\d{1,16})?$/;

/** Undefined: not JSON in UTF-8. Where it fails is not said: such an error quotes the text (truth 11). */
export function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(payload));
  } catch {
    return undefined;
  }
}

/** RFC 8259 §2: space, tab, line feed, carriage return may come before the object. */
export function opensLikeJson(payload: Uint8Array): boolean {
  const first = payload.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b;
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

  /** Of a field that may be a text or a number: undefined where it is the other. */
  textIfText(name: string): string | undefined {
    const value = this.#value(name);
    return typeof value === 'string' ? value : undefined;
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

  /** A number, or a decimal one in quotes, as servers write it that came from XML, and protobuf's JSON a 64-bit one. */
  decimal(name: string): number | undefined {
    const value = this.#value(name);
    return typeof value === 'string' && decimal.test(value) ? Number(value) : this.number(name);
  }

  /** The same, 0 to `most`, without fraction. */
  wholeDecimal(name: string, most: number): number | undefined {
    const value = this.decimal(name);
    if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= most)) return value;
    throw this.unreadable(name, `is not a whole number from 0 to ${most}`);
  }

  /** Base64. Absent: empty. */
  bytes(name: string, alphabet = base64): Uint8Array {
    const text = this.text(name) ?? '';
    const whole = text.endsWith('=') ? text.length % 4 === 0 : text.length % 4 !== 1;
    if (!whole || !alphabet.test(text)) throw this.unreadable(name, 'is not base64');
    return new Uint8Array(Buffer.from(text, 'base64'));
  }

  /** Base64 of either alphabet. Absent: empty. */
  anyBytes(name: string): Uint8Array {
    return this.bytes(name, anyBase64);
  }

  /** Hexadecimal. Absent: empty. */
  hexBytes(name: string): Uint8Array {
    const text = this.text(name) ?? '';
    if (text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
    throw this.unreadable(name, 'is not hexadecimal');
  }

  /** An identifier of so many digits, in lower case. Absent or empty: undefined. */
  identifier(name: string, digits: 8 | 16): string | undefined {
    const text = this.text(name)?.toLowerCase();
    if (!text) return undefined;
    if (text.length === digits && /^[0-9a-f]*$/.test(text)) return text;
    throw this.unreadable(name, `is not ${digits} hexadecimal digits`);
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

  /** A field that was a word before it became an object: the word says nothing more. */
  objectUnlessText(name: string): JsonFields | undefined {
    return this.textIfText(name) === undefined ? this.object(name) : undefined;
  }

  /** Absent: none. */
  objects(name: string): JsonFields[] {
    const values = this.#value(name) ?? [];
    if (!Array.isArray(values)) throw this.unreadable(name, 'is not a list');
    return values.map((value) => new JsonFields(value, `${this.#path}${name}[]`));
  }

  /** A list, or one object alone, as servers write it that came from XML. */
  oneOrMore(name: string): JsonFields[] | undefined {
    if (Array.isArray(this.#value(name))) return this.objects(name);
    const one = this.object(name);
    return one && [one];
  }

  /** Whether the object has that field, whatever its value. */
  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  unreadable(name: string, why: string): UnreadableContent {
    return new UnreadableContent(`${this.#path}${name} ${why}.`);
  }

  #value(name: string): unknown {
    return this.#values[name] ?? undefined;
  }
}
