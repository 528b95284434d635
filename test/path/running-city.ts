import { floatDevice } from './float-device.ts';
import { publishAll, type Sent } from './publish-all.ts';
import { registerTables, type Sensor } from './sensor.ts';
import { TestCity, type TestCitySettings } from './test-city.ts';

/** What the clock of a running city says, ms, for ever. */
export const noon = Date.UTC(2026, 10, 24, 12);

/** A city whose register knows these sensors; received time is `noon`, the one model is `test/floats`, where the settings say nothing else. */
export async function runningCity(sensors: readonly Sensor[], settings: Partial<TestCitySettings> = {}): Promise<TestCity> {
  const city = await TestCity.open({ devices: [floatDevice], now: () => noon, ...settings });
  if (sensors.length > 0) await city.importTables(...registerTables(sensors));
  return city.start();
}

/** Publishes in order, and waits until the city has dealt with everything. */
export async function send(city: TestCity, ...messages: readonly Sent[]): Promise<void> {
  await publishAll(city.mqttUrl, messages);
  await city.settled();
}
