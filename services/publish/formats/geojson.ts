import type { Format } from './contract.ts';

/** A FeatureCollection of points (RFC 7946) with the rows as properties; licence, simulated and next are foreign members (§6.1). */
export const geojson: Format<{ readonly site: string }> = {
  name: 'geojson',
  mediaType: 'application/geo+json; charset=utf-8',
  extension: 'geojson',
  start: ({ licence, simulated }, next) =>
    `${JSON.stringify({ type: 'FeatureCollection', licence, simulated, next }).slice(0, -1)},"features":[`,
  rows: (rows, { position }) =>
    JSON.stringify(rows.map((properties) => ({ type: 'Feature', geometry: pointOf(position(properties.site)), properties }))).slice(1, -1),
  between: ',',
  end: ']}',
};

/** At most six decimals, 0.1 m (RFC 7946 §11.2). */
const pointOf = ([longitude, latitude]: readonly [number, number]) => {
  return { type: 'Point', coordinates: [rounded(longitude), rounded(latitude)] };
};

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
