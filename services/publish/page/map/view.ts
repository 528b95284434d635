import type { Bounds } from './graticule.ts';
import { worldPoint } from './mercator.ts';

/** What the map looks at: its middle, its zoom, its size in pixels. North is up. */
export interface View {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a place is seen, in pixels from the upper left. */
export function seenAt({ longitude, latitude, zoom, width, height }: View, place: { longitude: number; latitude: number }): Point {
  const middle = worldPoint(longitude, latitude, zoom);
  const point = worldPoint(place.longitude, place.latitude, zoom);
  return { x: width / 2 + point.x - middle.x, y: height / 2 + point.y - middle.y };
}

/** Whether a point is within the view, or so many pixels beside it. */
export function isSeen({ width, height }: View, { x, y }: Point, beside = 0): boolean {
  return x >= -beside && y >= -beside && x <= width + beside && y <= height + beside;
}

/** The bounds of places; undefined for none. */
export function boundsOf(places: readonly { longitude: number; latitude: number }[]): Bounds | undefined {
  if (places.length === 0) return undefined;
  const longitudes = places.map(({ longitude }) => longitude);
  const latitudes = places.map(({ latitude }) => latitude);
  return {
    west: Math.min(...longitudes),
    south: Math.min(...latitudes),
    east: Math.max(...longitudes),
    north: Math.max(...latitudes),
  };
}

/** What the view shows of the world, at the scale of its middle. */
export function boundsSeen(view: View): Bounds {
  return boundsOfScreens(view, 0.5);
}

/** What the view shows, and as much again on each side. */
export function boundsAround(view: View): Bounds {
  return boundsOfScreens(view, 1.5);
}

/** The first holds all of the second. */
export function holds(outer: Bounds, inner: Bounds): boolean {
  return outer.west <= inner.west && outer.south <= inner.south && outer.east >= inner.east && outer.north >= inner.north;
}

function boundsOfScreens(view: View, screens: number): Bounds {
  const { longitude, latitude, width, height } = view;
  const perPixel = degreesPerPixel(view);
  return {
    west: longitude - screens * width * perPixel.longitude,
    east: longitude + screens * width * perPixel.longitude,
    south: Math.max(-85, latitude - screens * height * perPixel.latitude),
    north: Math.min(85, latitude + screens * height * perPixel.latitude),
  };
}

/** Degrees of longitude and latitude in a pixel. */
export function degreesPerPixel({ latitude, zoom }: View): { readonly longitude: number; readonly latitude: number } {
  const longitude = 360 / (512 * 2 ** zoom);
  return { longitude, latitude: longitude * Math.cos((latitude * Math.PI) / 180) };
}
