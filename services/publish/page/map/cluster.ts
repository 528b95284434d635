import { worldPoint } from './mercator.ts';

export interface Place {
  readonly id: string;
  readonly longitude: number;
  readonly latitude: number;
}

/** A place, with those that it would hide: they are shown as one, where it stands. */
export type Cluster<P extends Place> = readonly [P, ...P[]];

/** Room for a mark with its number beside it, in pixels. */
const room = { width: 98, height: 38 };

interface Seed<P extends Place> {
  readonly x: number;
  readonly y: number;
  readonly members: [P, ...P[]];
}

/**
 * Gathers places that stand closer than their labels have room for, each with the first (in the given order) that it is near to. The same
 * places at the same zoom give the same clusters, wherever the map looks.
 */
export function clusters<P extends Place>(places: readonly P[], zoom: number): Cluster<P>[] {
  const grid = new Map<string, Seed<P>[]>();
  const seeds: Seed<P>[] = [];
  for (const place of places) {
    const { x, y } = worldPoint(place.longitude, place.latitude, zoom);
    const near = around(grid, x, y).find((seed) => Math.abs(seed.x - x) < room.width && Math.abs(seed.y - y) < room.height);
    if (near) near.members.push(place);
    else seeds.push(planted(grid, { x, y, members: [place] }));
  }
  return seeds.map(({ members }) => members);
}

function planted<P extends Place>(grid: Map<string, Seed<P>[]>, seed: Seed<P>): Seed<P> {
  const key = cellOf(seed.x, seed.y);
  grid.set(key, [...(grid.get(key) ?? []), seed]);
  return seed;
}

/** The seeds in the cell of a point and in the eight around it; no other can be near. */
function around<P extends Place>(grid: ReadonlyMap<string, Seed<P>[]>, x: number, y: number): Seed<P>[] {
  const steps = [-1, 0, 1];
  return steps.flatMap((dx) => steps.flatMap((dy) => grid.get(cellOf(x + dx * room.width, y + dy * room.height)) ?? []));
}

const cellOf = (x: number, y: number) => `${Math.floor(x / room.width)}/${Math.floor(y / room.height)}`;
