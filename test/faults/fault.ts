/** What a fault does to its victim. */
export type Way =
  /** SIGKILL, then started again. */
  | 'killed'
  /** SIGTERM, then started again. */
  | 'ended'
  /** SIGSTOP for so long, then SIGCONT. */
  | 'paused'
  /** Ended, absent for so long, started again: of a worker, one removed and one added. */
  | 'away'
  /** Every connection ends at once. */
  | 'cut'
  /** Connections stay, and for so long nothing passes. */
  | 'hushed'
  /** For so long, everything passes late. */
  | 'delayed'
  /** For so long, answers that it cannot now. */
  | 'refusing'
  /** For so long, its disk has no room. */
  | 'full'
  /** Its clock jumps by so many seconds, and back after a while. */
  | 'stepped';

/** A fault that can be drawn: whom it hits, how, and for how long at least and at most. */
export interface Kind {
  readonly victim: string;
  readonly way: Way;
  readonly seconds: readonly [shortest: number, longest: number];
  /** How often it is drawn beside the others; 0: once in a plan. */
  readonly weight: number;
}

/** A fault of a plan. */
export interface Fault {
  readonly victim: string;
  readonly way: Way;
  /** Messages acknowledged since the fault before it was over. */
  readonly after: number;
  readonly seconds: number;
}

export const nameOf = ({ victim, way }: Pick<Kind, 'victim' | 'way'>) => `${victim} ${way}`;
