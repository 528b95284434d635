import { simulatedCity } from '../../packages/testkit/simulated-city.ts';

/** 1 000 devices: keys change with every frame, as they do in a city, so that what is kept by key is found among a thousand. */
export const benchCity = simulatedCity({ seed: 'bench', devices: 1_000 });
