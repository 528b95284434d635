/** Endings of one hour or of all: accepted = forwarded + duplicate + all of quarantined (truth 2). */
export interface Sum {
  readonly accepted: number;
  readonly forwarded: number;
  readonly duplicate: number;
  readonly quarantined: Readonly<Record<string, number>>;
}

/** The answer of `/ledger`. */
export interface Ledger {
  readonly partitions: readonly { readonly accepted: number; readonly lost: number; readonly waiting: number }[];
  readonly totals: Sum;
  readonly hours: readonly (Sum & { readonly hour: string; readonly plane: string })[];
}

/** One line of the table: an hour, of the open plane and of what belongs to nobody known together. */
export interface HourRow extends Sum {
  /** Start of the UTC hour. */
  readonly hour: string;
  readonly refused: number;
}

/** The newest hour first. */
export function hourRows({ hours }: Pick<Ledger, 'hours'>): HourRow[] {
  const rows = new Map<string, HourRow>();
  for (const { hour, ...sum } of hours) {
    const known = rows.get(hour);
    rows.set(hour, { hour, ...withRefused(known ? added(known, sum) : sum) });
  }
  return [...rows.values()].sort((a, b) => (a.hour < b.hour ? 1 : -1));
}

const withRefused = ({ accepted, forwarded, duplicate, quarantined }: Sum) => {
  return { accepted, forwarded, duplicate, quarantined, refused: refusedOf({ quarantined }) };
};

function added(a: Sum, b: Sum): Sum {
  const quarantined = { ...a.quarantined };
  for (const [reason, count] of Object.entries(b.quarantined)) quarantined[reason] = (quarantined[reason] ?? 0) + count;
  return {
    accepted: a.accepted + b.accepted,
    forwarded: a.forwarded + b.forwarded,
    duplicate: a.duplicate + b.duplicate,
    quarantined,
  };
}

export function refusedOf({ quarantined }: Pick<Sum, 'quarantined'>): number {
  return Object.values(quarantined).reduce((all, count) => all + count, 0);
}

/** Reasons that occur, the most frequent first: the table's columns. */
export function reasonsIn(rows: readonly Pick<Sum, 'quarantined'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { quarantined } of rows) {
    for (const [reason, count] of Object.entries(quarantined)) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1)).map(([reason]) => reason);
}

/** What the sum says of itself: `lost` must be 0, and `fits` true. */
export function standingOf({ partitions, totals }: Pick<Ledger, 'partitions' | 'totals'>) {
  const refused = refusedOf(totals);
  return {
    refused,
    lost: partitions.reduce((all, { lost }) => all + lost, 0),
    waiting: partitions.reduce((all, { waiting }) => all + waiting, 0),
    fits: totals.accepted === totals.forwarded + totals.duplicate + refused,
  };
}
