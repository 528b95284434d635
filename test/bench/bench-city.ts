import { type City, simulatedCity } from '../../packages/testkit/simulated-city.ts';

const senders = 1_000;
const spares = 10;
const whole = simulatedCity({ seed: 'bench', devices: senders + spares });

/** 1 000 devices: keys change with every frame, as they do in a city, so that what is kept by key is found among a thousand. */
export const benchCity: City = { ...whole, devices: whole.devices.slice(0, senders) };

/** Devices of the same register that send nothing by themselves. */
export const spareDevices = whole.devices.slice(senders);
