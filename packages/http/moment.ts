import { z } from 'zod';

/** A parameter that is a moment, in ms. In an address a `+` is a blank, unless it is written %2B. */
export const momentSchema = z.iso
  .datetime({ offset: true, error: 'wants a moment such as 2026-11-24T16:00:00Z (a zone’s + is written %2B)' })
  .transform((text) => Date.parse(text));
