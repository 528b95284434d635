import type { Format } from './contract.ts';

/** One object; the rows are an array under `name`. */
export function json(name: string): Format<object> {
  return {
    name: 'json',
    mediaType: 'application/json; charset=utf-8',
    start: ({ licence, simulated }, next) => `${JSON.stringify({ licence, simulated, next }).slice(0, -1)},"${name}":[`,
    rows: (rows) => JSON.stringify(rows).slice(1, -1),
    between: ',',
    end: ']}',
  };
}
