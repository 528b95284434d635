import { type Observation, observationSchema } from '../observation.ts';
import { type PublishedWindow, publishedWindowSchema } from '../published-window.ts';
import type { Format } from './contract.ts';
import { csv } from './csv.ts';
import { geojson } from './geojson.ts';
import { json } from './json.ts';

type Formats<Row> = readonly [Format<Row>, ...Format<Row>[]];

/** How observations are written, one line each; the first is the usual one. */
export const observationFormats: Formats<Observation> = [json('observations'), csv(observationSchema.keyof().options), geojson];

/** How windows are written. */
export const windowFormats: Formats<PublishedWindow> = [json('windows'), csv(publishedWindowSchema.keyof().options)];

export const namesOf = (formats: Formats<never>) => formats.map(({ name }) => name) as [string, ...string[]];

/** By name, else by the request's Accept header, else the usual one. */
export function chooseFormat<Row>(formats: Formats<Row>, name: string | undefined, accept = ''): Format<Row> {
  const bare = ({ mediaType }: Format<Row>) => mediaType.split(';')[0] ?? '';
  return formats.find((format) => (name === undefined ? accept.includes(bare(format)) : format.name === name)) ?? formats[0];
}
