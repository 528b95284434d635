import type { Point } from './view.ts';

/** Style of what stands at a point of the map. */
export function placedAt({ x, y }: Point) {
  return { transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)` };
}
