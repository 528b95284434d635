import { programVersion } from '../../packages/config/program-version.ts';
import { town } from '../../packages/testkit/place-names.ts';
import type { CityFacts } from '../publish/live/city-routes.ts';
import type { StandaloneSettings } from './config.ts';
import { reachable } from './reachable.ts';

/** What the page says of the city. @param mqttPort of the embedded broker; undefined: it is off, or not listening yet */
export function cityFacts(settings: StandaloneSettings, mqttPort: () => number | undefined): CityFacts {
  const { publish, store, ingest, demo } = settings;
  return {
    name: publish.city ?? (demo ? town.name : null),
    timeZone: store.timeZone,
    version: programVersion(),
    mqtt() {
      const port = mqttPort();
      const { host, username } = ingest.embedded;
      return port === undefined ? null : { host: reachable(host), port, username };
    },
  };
}
