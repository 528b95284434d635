import { stringify } from 'csv-stringify/sync';
import type { Observation } from '../observation.ts';
import type { Format } from './contract.ts';

const columns = [
  'datastream',
  'site',
  'quantity',
  'unit',
  'phenomenonTime',
  'receivedTime',
  'value',
  'flags',
  'evidence',
  'codec',
  'simulated',
];

/** RFC 4180 with a header line; flags are separated by spaces; a value that is none is empty. The next page's address is in the Link header. */
export const csv: Format = {
  name: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  write: (observations, { simulated }) =>
    stringify(
      observations.map((one) => row(one, simulated)),
      { header: true, columns, record_delimiter: 'windows' },
    ),
};

const row = (observation: Observation, simulated: boolean) => ({
  ...observation,
  flags: observation.flags.join(' '),
  simulated: String(simulated),
});
