import type { Aside, Piece } from './run-stage.ts';

/** Several things done aside as one: whichever has a piece ready first. */
export function sideBySide(asides: readonly Aside[]): Aside {
  const pieces = new Map<Aside, Promise<{ aside: Aside; piece: Piece }>>();
  return {
    async next(signal) {
      for (const aside of asides) {
        if (!pieces.has(aside))
          pieces.set(
            aside,
            aside.next(signal).then((piece) => ({ aside, piece })),
          );
      }
      const { aside, piece } = await Promise.race(pieces.values());
      pieces.delete(aside);
      return piece;
    },
  };
}
