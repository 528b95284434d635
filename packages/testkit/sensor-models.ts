import { dlPm } from './dl-pm.ts';
import { ersCo2 } from './ers-co2.ts';
import { lht65n } from './lht65n.ts';
import type { SensorModel } from './sensor-model.ts';

/** Every model that can be simulated, by `vendor/model`. */
export const sensorModels: ReadonlyMap<string, SensorModel> = new Map([dlPm, ersCo2, lht65n].map((one) => [one.model, one]));

/** @throws RangeError when no such model can be simulated. */
export function sensorModel(model: string): SensorModel {
  const known = sensorModels.get(model);
  if (known) return known;
  throw new RangeError(`No device of model "${model}" can be simulated; these can: ${[...sensorModels.keys()].join(', ')}.`);
}
