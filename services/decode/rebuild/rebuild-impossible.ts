/** The rebuild cannot be done as it was asked for; the message says why, and what to do. */
export class RebuildImpossible extends Error {
  override readonly name = 'RebuildImpossible';
}
