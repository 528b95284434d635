const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The bytes are no UTF-8; the message says what to do. */
export class NoUtf8 extends Error {
  override readonly name = 'NoUtf8';
}

/** @param what names the bytes in the error. @throws NoUtf8 */
export function readText(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new NoUtf8(`${what} is no UTF-8 text. Save it again as CSV in UTF-8; spreadsheets offer it as "CSV UTF-8".`, { cause });
  }
}
