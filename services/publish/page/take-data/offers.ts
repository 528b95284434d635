/** Something that may be taken: an address of the API that answers now. */
export interface Offer {
  readonly name: 'csv' | 'geojson' | 'windows' | 'ledger' | 'live';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The answer does not end: it is a stream. */
  readonly streams: boolean;
}

const offer = (name: Offer['name'], path: string, query: Offer['query'] = {}, streams = false): Offer => ({ name, path, query, streams });

export const offers: readonly Offer[] = [
  offer('csv', 'observations', { format: 'csv' }),
  offer('geojson', 'observations', { format: 'geojson' }),
  offer('windows', 'windows', { length: 'hour', format: 'csv' }),
  offer('live', 'live', { events: 'observation' }, true),
  offer('ledger', 'ledger'),
];

/** A line for a terminal. -N: what streams is shown as it comes. */
export function curlLine(address: string, { streams }: Pick<Offer, 'streams'>): string {
  return `curl ${streams ? '-N ' : ''}"${address}"`;
}
