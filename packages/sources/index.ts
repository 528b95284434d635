import { chirpstack } from './chirpstack.ts';
import type { Source } from './contract.ts';
import { kerlink } from './kerlink.ts';
import { semtechUdp } from './semtech-udp.ts';
import { theThingsStack } from './the-things-stack.ts';
import { thingpark } from './thingpark.ts';

/** Every source by its name: the one place where a newcomer adds a line. */
export const sources: Readonly<Record<string, Source>> = {
  [chirpstack.name]: chirpstack,
  [theThingsStack.name]: theThingsStack,
  [thingpark.name]: thingpark,
  [kerlink.name]: kerlink,
  [semtechUdp.name]: semtechUdp,
};
