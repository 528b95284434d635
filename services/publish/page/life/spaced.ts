/** Hex digits in pairs, so that they can be read and broken into lines. */
export function spaced(hex: string): string {
  return hex.replace(/(..)(?=.)/g, '$1 ');
}
