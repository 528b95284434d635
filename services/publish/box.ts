import { z } from 'zod';

/** Longitudes and latitudes in degrees, WGS 84; west > east: across the 180th meridian (RFC 7946 §5.2). */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const words = 'wants west,south,east,north in degrees, such as 2.2,48.8,2.4,48.9';
const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);
const corners = z.tuple([longitude, latitude, longitude, latitude]).refine(([, south, , north]) => south <= north);
const decimal = /^[+-]?\d+(\.\d+)?$/;

/** A parameter that is a box. */
export const boxSchema = z
  .string()
  .transform((text, context): Box => {
    const read = corners.safeParse(text.split(',').map((part) => (decimal.test(part) ? Number(part) : part)));
    if (!read.success) {
      context.addIssue({ code: 'custom', message: words });
      return z.NEVER;
    }
    const [west, south, east, north] = read.data;
    return { west, south, east, north };
  })
  .meta({ description: 'Box west,south,east,north in degrees.', fr: 'Rectangle ouest,sud,est,nord, en degrés.' });

/** The edges belong to the box. */
export function isInBox({ longitude, latitude }: { longitude: number; latitude: number }, { west, south, east, north }: Box): boolean {
  const isBetween = west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
  return isBetween && latitude >= south && latitude <= north;
}
