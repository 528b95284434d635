import { setTimeout as delay } from 'node:timers/promises';
import type { CutProxy } from './cut-proxy.ts';
import type { Way } from './fault.ts';

/** ms that each piece is late. */
const late = 60;

/** Resolves when the wire carries again as before. */
export async function disturbWire(wire: CutProxy, way: Way, seconds: number): Promise<string[]> {
  if (way === 'cut') wire.cut();
  if (way === 'hushed') wire.hush();
  if (way === 'delayed') wire.delay(late);
  await delay(seconds * 1000);
  wire.speak();
  wire.delay(0);
  return [];
}
