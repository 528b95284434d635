/** EUIs, DevAddr and NetID: little-endian on the air, big-endian lower-case hex everywhere else (LoRaWAN 1.0.2, conventions). */
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** By character code; what is no hexadecimal digit is not in it. */
const valueOfDigit = new Map([...'0123456789abcdefABCDEF'].map((digit) => [digit.charCodeAt(0), Number.parseInt(digit, 16)]));

/** Reads `length` bytes from offset `at`. */
export function readIdentifier(bytes: Uint8Array, at: number, length: number): string {
  let hex = '';
  for (let i = at + length - 1; i >= at; i--) hex += hexOfByte[bytes[i] ?? 0];
  return hex;
}

/** Writes the identifier at offset `at`, last byte first. @throws Error when `hex` is not two hexadecimal digits for each byte. */
export function writeIdentifier(bytes: Uint8Array, at: number, hex: string, length: number): void {
  if (hex.length !== 2 * length) throw notHex(length, `${hex.length} characters were given`);
  for (let i = 0; i < length; i++) {
    const high = valueOfDigit.get(hex.charCodeAt(2 * i));
    const low = valueOfDigit.get(hex.charCodeAt(2 * i + 1));
    if (high === undefined || low === undefined) throw notHex(length, `another character stands at ${2 * i} or ${2 * i + 1}`);
    bytes[at + length - 1 - i] = 16 * high + low;
  }
}

const notHex = (length: number, instead: string) =>
  new Error(`An identifier of ${length} bytes has ${2 * length} hexadecimal digits; ${instead}.`);
