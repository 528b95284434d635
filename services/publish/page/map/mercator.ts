/** Web Mercator: a place of the whole world as a square of `512 · 2^zoom` pixels. */
export interface WorldPoint {
  readonly x: number;
  readonly y: number;
}

const tile = 512;

export function worldPoint(longitude: number, latitude: number, zoom: number): WorldPoint {
  const size = tile * 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  return { x: ((longitude + 180) / 360) * size, y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size };
}

/** Metres of ground in a pixel. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (tile * 2 ** zoom);
}
