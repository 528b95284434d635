import { z } from 'zod';
import { wrongParameter } from '../../packages/http/read-parameters.ts';
import { type Box, boxSchema, isInBox } from './box.ts';
import type { Datastream, OpenPlane } from './open-plane.ts';

/** The parameters that choose datastreams; each narrows. */
export const choiceQuery = {
  datastream: z.string().optional().meta({ description: 'Of one datastream.', fr: 'D’une série.' }),
  site: z.string().optional().meta({ description: 'Of one site.', fr: 'D’un lieu.' }),
  quantity: z.string().optional().meta({ description: 'Of one quantity.', fr: 'D’une grandeur.' }),
  bbox: boxSchema.optional(),
};

export interface Choice {
  readonly datastream?: string | undefined;
  readonly site?: string | undefined;
  readonly quantity?: string | undefined;
  readonly bbox?: Box | undefined;
}

/** Undefined: nothing was chosen, every datastream is meant. What does not exist is named: an empty answer would be read as "no data". @throws Problem 400 */
export function chooseDatastreams(choice: Choice, { sites, datastreams }: OpenPlane): Datastream[] | undefined {
  const { datastream, site, quantity, bbox } = choice;
  if (datastream === undefined && site === undefined && quantity === undefined && bbox === undefined) return undefined;
  const all = [...datastreams.values()];
  if (datastream !== undefined && !datastreams.has(datastream)) throw unknown('datastream');
  if (site !== undefined && !sites.has(site)) throw unknown('site');
  if (quantity !== undefined && !all.some((one) => one.quantity === quantity)) throw unknown('quantity');
  const inBox = new Set([...sites.values()].flatMap((one) => (bbox === undefined || isInBox(one, bbox) ? [one.id] : [])));
  return all.filter(
    (one) =>
      one.id === (datastream ?? one.id) &&
      one.site === (site ?? one.site) &&
      one.quantity === (quantity ?? one.quantity) &&
      inBox.has(one.site),
  );
}

const unknown = (name: string) => wrongParameter(`${name}: there is no such ${name}; see /api/v1/datastreams.`);
