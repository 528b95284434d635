import { useWords } from '../language/language.ts';
import { formatDegrees, multiples } from './graticule.ts';
import { gridStep } from './grid-step.ts';
import { mapWords } from './map-words.ts';
import { boundsAround, seenAt, type View } from './view.ts';

/** The frame of a printed map: bands that change with each step of the graticule, and the degrees of its lines. */
export function Neatline({ view }: { readonly view: View }) {
  const { west } = useWords(mapWords);
  const step = gridStep(view);
  const { width, height } = view;
  const bounds = boundsAround(view);
  const x = (longitude: number) => seenAt(view, { longitude, latitude: view.latitude }).x;
  const y = (latitude: number) => seenAt(view, { longitude: view.longitude, latitude }).y;
  const meridians = multiples(step, bounds.west, bounds.east);
  const parallels = multiples(step, bounds.south, bounds.north);
  const isFilled = (degrees: number) => Math.round(degrees / step) % 2 === 0;
  return (
    <svg class="neatline" width={width} height={height} aria-hidden="true" focusable="false">
      {meridians.filter(isFilled).map((from) => (
        <path key={from} d={`M${x(from)} 0H${x(from + step)}M${x(from)} ${height}H${x(from + step)}`} />
      ))}
      {parallels.filter(isFilled).map((from) => (
        <path key={from} d={`M0 ${y(from)}V${y(from + step)}M${width} ${y(from)}V${y(from + step)}`} />
      ))}
      {meridians.map((at) => (
        <text key={at} x={x(at) + 4} y={height - 9}>
          {formatDegrees(at, 'longitude', step, west)}
        </text>
      ))}
      {parallels.map((at) => (
        <text key={at} x={9} y={y(at) - 4}>
          {formatDegrees(at, 'latitude', step, west)}
        </text>
      ))}
    </svg>
  );
}
