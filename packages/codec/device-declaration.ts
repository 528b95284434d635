import { z } from 'zod';
import { slugSchema, weekInSeconds } from '../model/register-entities.ts';
import { dataPathPattern } from './data-path.ts';
import { strictObject } from './strict-object.ts';

const nameSchema = z.string().trim().min(1, 'a name').max(100);
const pathSchema = z.string().regex(dataPathPattern, 'names joined by dots, as in "sensors.0.pm2_5"; a dot inside a name is "\\."');

const aFactor = 'a number, or a fraction of whole numbers such as 1/100';

/** Written as a number or as a fraction of whole numbers: `1/100` divides, which is rounded once, where `0.01` would be rounded twice. */
const factorSchema = z
  .union([z.number(), z.string().regex(/^-?\d{1,9}\/\d{1,9}$/, aFactor)], { error: aFactor })
  .transform((written) => {
    const [times = 1, over = 1] = String(written).split('/').map(Number);
    return { times, over };
  })
  .refine(({ times, over }) => times !== 0 && over !== 0, 'neither 0 nor divided by 0');

const datastreamSchema = strictObject({
  /** Where the codec's output holds the value. */
  path: pathSchema,
  /** A name of packages/model/quantities.ts. */
  quantity: z.string().min(1),
  /** In the quantity's unit: value × factor.times ÷ factor.over + offset, in this order, in double precision. */
  factor: factorSchema.optional(),
  offset: z.number().optional(),
});

/** What `device.yaml` says of one model. Two datastreams of one quantity would be one datastream of the site, so that is refused. */
export const deviceDeclarationSchema = strictObject({
  vendor: strictObject({ id: slugSchema, name: nameSchema }),
  model: strictObject({ id: slugSchema, name: nameSchema }),
  /** Of codec.js; every reading names it. */
  version: z.string({ error: 'text of three numbers, as in 1.0.0' }).regex(/^\d+\.\d+\.\d+$/, 'three numbers, as in 1.0.0'),
  /** Ports on which the device sends what the codec reads; absent: every port. */
  fPorts: z.array(z.number().int().min(1).max(223)).min(1).optional(),
  /** Seconds between two reports, as the device leaves its maker. */
  interval: z.number().int().min(1).max(weekInSeconds),
  /** V; a battery below it is low. Absent: the maker says none. */
  lowBattery: z.number().positive().max(60).optional(),
  datastreams: z.array(datastreamSchema).min(1).superRefine(once('path')).superRefine(once('quantity')),
  /** What the codec gives besides, and no datastream keeps: named, so that a misspelt path does not hide among them. */
  ignored: z.array(pathSchema).optional(),
  /** SPDX identifier, of codec.js. */
  licence: nameSchema,
  /** Where the frame is described. */
  source: z.string().trim().min(1).max(500),
});
export type DeviceDeclaration = z.infer<typeof deviceDeclarationSchema>;
export type DeclaredDatastream = DeviceDeclaration['datastreams'][number];

function once(field: 'path' | 'quantity') {
  return (datastreams: readonly z.infer<typeof datastreamSchema>[], context: z.RefinementCtx): void => {
    for (const [index, { [field]: name }] of datastreams.entries()) {
      const first = datastreams.findIndex((other) => other[field] === name);
      if (first < index)
        context.addIssue({ code: 'custom', path: [index, field], message: `"${name}" is already that of datastream ${first}` });
    }
  };
}
