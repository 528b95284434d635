/** What went wrong with a question to the API, as far as it matters to a reader. */
export type FaultKind = 'unreachable' | 'not_here' | 'too_often' | 'not_right' | 'broken';

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  /** What the server says about it, in English; empty: nothing. */
  readonly detail: string;

  constructor(kind: FaultKind, detail = '', cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
    this.detail = detail;
  }
}

export function kindOf(status: number): FaultKind {
  if (status === 404) return 'not_here';
  if (status === 429) return 'too_often';
  return status < 500 ? 'not_right' : 'broken';
}

/** Any error as a fault; what is no fault of the API is one of the page, and goes to the console too. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  console.error(error);
  return new Fault('broken', '', error);
}
