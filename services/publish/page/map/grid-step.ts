import { stepFor } from './graticule.ts';
import { degreesPerPixel, type View } from './view.ts';

/** Degrees between two lines of the graticule, the same both ways. */
export function gridStep(view: View): number {
  return stepFor(degreesPerPixel(view).longitude);
}
