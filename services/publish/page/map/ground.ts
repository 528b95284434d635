import type { GeoJSONSourceSpecification, StyleSpecification } from 'maplibre-gl';
import { inkOf } from '../frame/ink-of.ts';
import { graticule } from './graticule.ts';
import { gridStep } from './grid-step.ts';
import { boundsAround, type View } from './view.ts';

/** Our own light ground: paper and a graticule, of two finenesses. No tiles, no letters, no other host. */
export function groundStyle(): StyleSpecification {
  const { paper, line, fine } = groundColours();
  return {
    version: 8,
    sources: { line: noLines, fine: noLines },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': paper } },
      { id: 'fine', type: 'line', source: 'fine', paint: { 'line-color': fine, 'line-width': 1 } },
      { id: 'line', type: 'line', source: 'line', paint: { 'line-color': line, 'line-width': 1 } },
    ],
  };
}

export function groundColours() {
  return { paper: inkOf('--ground'), line: inkOf('--graticule'), fine: inkOf('--graticule-fine') };
}

/** Between two lines of the graticule, so many finer ones. */
const finer = 5;

/** The lines for a view and some way around it, and what they depend on. */
export function groundLines(view: View) {
  const bounds = boundsAround(view);
  const step = gridStep(view);
  return {
    bounds,
    step,
    line: multiLine(graticule(bounds, step, step)),
    fine: multiLine(graticule(bounds, step / finer, step / finer)),
  };
}

const multiLine = (coordinates: number[][][]) => ({ type: 'MultiLineString' as const, coordinates });
const noLines: GeoJSONSourceSpecification = { type: 'geojson', data: multiLine([]) };
