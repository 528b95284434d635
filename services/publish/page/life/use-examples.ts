import { useState } from 'preact/hooks';
import { api } from '../data/api.ts';
import type { Datastream, Refused } from '../data/shapes.ts';
import { useAsked } from '../data/use-asked.ts';
import { useLive } from '../data/use-live.ts';
import { type Examples, withEnding } from './examples.ts';

/** The newest message of each kind: those that are told while the page is open, and until then those that the API knows of. */
export function useExamples(): Examples {
  const [told, tell] = useState<Examples>({});
  useLive('ending', (ending) => tell((known) => withEnding(known, ending)));
  const accepted = useAsked<{ readonly datastreams: readonly Datastream[] }>(api('datastreams', { quantity: 'pm2_5' })).part.value;
  const refused = useAsked<{ readonly refused: readonly Refused[] }>(api('refused', { limit: 1 })).part.value?.refused[0]?.message;
  const forwarded = newestOf(accepted?.datastreams ?? []);
  return { ...(forwarded ? { forwarded } : {}), ...(refused ? { quarantined: refused } : {}), ...told };
}

function newestOf(datastreams: readonly Datastream[]): string | undefined {
  const latest = datastreams.flatMap((datastream) => datastream.latest ?? []);
  return latest.reduce((a, b) => ((b.receivedTime ?? '') > (a?.receivedTime ?? '') ? b : a), latest[0])?.message;
}
