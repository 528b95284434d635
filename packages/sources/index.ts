import { chirpstack } from './chirpstack.ts';
import type { Source } from './contract.ts';

/** Every source by its name: the one place where a newcomer adds a line. */
export const sources: Readonly<Record<string, Source>> = {
  [chirpstack.name]: chirpstack,
};
