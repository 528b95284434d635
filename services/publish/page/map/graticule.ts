/** What the map shows of the world, in degrees. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Degrees between two lines: whole degrees, minutes and seconds, as on a printed map. */
const steps = [30, 10, 5, 2, 1, 1 / 2, 1 / 4, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 360, 1 / 720, 1 / 1800, 1 / 3600];

/** The smallest step whose lines stand at least so many pixels apart. */
export function stepFor(degreesPerPixel: number, apart = 110): number {
  return steps.findLast((step) => step / degreesPerPixel >= apart) ?? 30;
}

/** The multiples of a step within [from, to]. */
export function multiples(step: number, from: number, to: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** Meridians and parallels through the bounds, each as the two ends of a line [longitude, latitude]. */
export function graticule({ west, south, east, north }: Bounds, stepX: number, stepY: number): number[][][] {
  const meridians = multiples(stepX, west, east).map((x) => [
    [x, south],
    [x, north],
  ]);
  const parallels = multiples(stepY, south, north).map((y) => [
    [west, y],
    [east, y],
  ]);
  return [...meridians, ...parallels];
}

/** 46°39′ N, with seconds where the step has them. */
export function formatDegrees(degrees: number, axis: 'latitude' | 'longitude', step: number, west = 'W'): string {
  const seconds = Math.round(Math.abs(degrees) * 3600);
  const [whole, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const side = axis === 'latitude' ? (degrees < 0 ? 'S' : 'N') : degrees < 0 ? west : 'E';
  const minutes = step < 1 ? `${two(minute)}′` : '';
  return `${whole}°${minutes}${step < 1 / 60 ? `${two(second)}″` : ''}\u202f${side}`;
}

const two = (number: number) => String(number).padStart(2, '0');
