import type { Position } from './inventory.ts';

/** The position that two tags of a device hold, in decimal degrees; undefined: they do not. */
export function positionIn(
  tags: Readonly<Record<string, string>>,
  [latitudeTag, longitudeTag]: readonly [string, string],
): Position | undefined {
  return checkedPosition(degreesIn(tags[latitudeTag]), degreesIn(tags[longitudeTag]));
}

/** 0, 0 is what forms are filled with that nobody has filled. */
export function checkedPosition(latitude: number | undefined, longitude: number | undefined): Position | undefined {
  if (latitude === undefined || longitude === undefined || (latitude === 0 && longitude === 0)) return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

function degreesIn(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^[+-]?\d{1,3}(?:\.\d{1,15})?$/.test(trimmed) ? Number(trimmed) : undefined;
}
