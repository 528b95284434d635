import type { Format } from './contract.ts';

export const json: Format = {
  name: 'json',
  mediaType: 'application/json; charset=utf-8',
  write: (observations, { licence, simulated, next }) => JSON.stringify({ licence, simulated, next, observations }),
};
