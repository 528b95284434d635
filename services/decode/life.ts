import type { City } from './city.ts';
import { type Ended, isEnded } from './ended.ts';

/** One step: a type in, a fuller type out, or the end. */
export type LifeStep<From extends object, To extends object> = (value: From, city: City) => To | Ended | Promise<To | Ended>;

/** Told each fuller value, so that what was learnt before the end is not lost with it. */
export type Passed = (value: object) => void;

/**
 * Takes a value through the steps. Steps that answer at once run at once, without yielding: of messages started one after another,
 * all reach their claim in the order of the log, though their codecs run side by side.
 */
export function live(start: object, steps: readonly LifeStep<never, object>[], city: City, passed: Passed): Ended | Promise<Ended> {
  let value = start;
  for (const [at, step] of steps.entries()) {
    passed(value);
    const next = step(value as never, city);
    if (next instanceof Promise) {
      return next.then((fuller) => (isEnded(fuller) ? fuller : live(fuller, steps.slice(at + 1), city, passed)));
    }
    if (isEnded(next)) return next;
    value = next;
  }
  throw new Error('The last step of a life must end it.');
}

/** The steps of one life, each taking what the one before gives: a wrong order does not compile. */
export function steps<
  A extends object,
  B extends object,
  C extends object,
  D extends object,
  E extends object,
  F extends object,
  G extends object,
  H extends object,
>(
  ...list: [
    LifeStep<A, B>,
    LifeStep<B, C>,
    LifeStep<C, D>,
    LifeStep<D, E>,
    LifeStep<E, F>,
    LifeStep<F, G>,
    LifeStep<G, H>,
    LifeStep<H, never>,
  ]
): readonly LifeStep<never, object>[] {
  return list as unknown as readonly LifeStep<never, object>[];
}
