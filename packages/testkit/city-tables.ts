import { town } from './place-names.ts';
import type { CityDevice } from './simulated-city.ts';

export type CsvTable = 'organisations' | 'sites' | 'devices' | 'sessions' | 'assignments';

const organisation = { id: 'ville-de-valclair', label: `Ville de ${town.name}` };
const inServiceSince = '2025-01-01T00:00:00Z';

/** The register's five tables, to be imported in this order. The session keys are in them. */
export function cityTables(devices: readonly CityDevice[]): Record<CsvTable, string> {
  const { id, label } = organisation;
  const keyHex = (key: Uint8Array) => Buffer.from(key).toString('hex');
  return {
    organisations: table('id,label', [[id, label]]),
    sites: table(
      'id,organisation,label,latitude,longitude,height,exposure,subject,plane',
      devices.map(({ site }) => [site.id, id, site.label, site.latitude, site.longitude, site.height, site.place, 'public_body', 'open']),
    ),
    devices: table(
      'dev_eui,model,disabled,reset_tolerant,interval',
      devices.map(({ devEui, model, interval }) => [devEui, model, 'false', 'false', interval ?? '']),
    ),
    sessions: table(
      'dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key',
      devices.map(({ devEui, macVersion, devAddr, nwkSKey, appSKey }) => [devEui, macVersion, devAddr, keyHex(nwkSKey), keyHex(appSKey)]),
    ),
    assignments: table(
      'dev_eui,site,from,to',
      devices.map(({ devEui, site }) => [devEui, site.id, inServiceSince, '']),
    ),
  };
}

/** No cell of a city holds a comma, a quote or a line end. */
function table(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;
}
