import { cell } from '../cell.ts';
import { api } from '../data/api.ts';
import { ask } from '../data/ask.ts';
import { live } from '../data/live.ts';
import { changed } from '../data/part.ts';
import type { Datastream, LiveObservation, Site } from '../data/shapes.ts';
import { merged } from './merge-observations.ts';

export type Datastreams = ReadonlyMap<string, Datastream>;

/** Every open site. */
export const sites = ask<{ sites: Site[] }, readonly Site[]>(api('sites'), ({ sites: all }) => byName(all));
/** Every datastream by its id, with its latest value, which follows the live connection. */
export const datastreams = ask<{ datastreams: Datastream[] }, Datastreams>(
  api('datastreams'),
  (answer) => new Map(answer.datastreams.map((one) => [one.id, one])),
);
/** When this page last heard of a site, ms. */
export const heard = cell<ReadonlyMap<string, number>>(new Map());

/** Names as people order them: accents beside their letters, 2 before 10. */
const names = new Intl.Collator('fr', { numeric: true });

function byName(all: readonly Site[]): readonly Site[] {
  return all.toSorted((a, b) => names.compare(a.label, b.label));
}

/** Drawing each observation of a large city by itself would leave time for nothing else. */
const gatherFor = 250;
const renewAtMostEvery = 30_000;

let gathered: LiveObservation[] = [];
let renewed = 0;

live.on('observation', (observation) => {
  if (gathered.length === 0) setTimeout(takeIn, gatherFor);
  gathered.push(observation);
});

function takeIn(): void {
  const news = gathered;
  gathered = [];
  heard.set(new Map([...heard.get(), ...news.map(({ site, receivedTime }) => [site, Date.parse(receivedTime)] as const)]));
  datastreams.part.set(changed(datastreams.part.get(), (known) => merged(known, news)));
  renewForUnknown(news);
}

/** A sensor that was registered after this page was loaded. */
function renewForUnknown(news: readonly LiveObservation[]): void {
  const known = datastreams.part.get().value;
  if (!known || news.every(({ datastream }) => known.has(datastream)) || Date.now() - renewed < renewAtMostEvery) return;
  renewed = Date.now();
  sites.again();
  datastreams.again();
}
