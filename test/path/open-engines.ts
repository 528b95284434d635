import { randomBytes } from 'node:crypto';
import type { Log } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import type { Series } from '../../packages/series/contract.ts';
import { openSeries } from '../../packages/series/open.ts';
import { freshBucket, place } from '../engines/own-bucket.ts';

/** By folder, as a city that is opened again finds its log and its bucket again. */
const prefixes = new Map<string, string>();
const buckets = new Map<string, string>();

/** The embedded log in a folder; or, where the environment names a Kafka (`npm run test:engines`), a log of its own there. */
export function openTestLog(folder: string, spread: boolean): Promise<Log> {
  const address = process.env['VIGIE_TEST_KAFKA'];
  if (address === undefined) return openLog({ engine: 'sqlite', folder, ...(spread ? {} : { partitions: 1 }) });
  const prefix = prefixes.get(folder) ?? `path-${randomBytes(6).toString('hex')}`;
  prefixes.set(folder, prefix);
  // Everything that a test sends in a row falls into one partition there too, so that its order is kept.
  const partitions = spread ? 4 : 1;
  return openLog({ engine: 'kafka', brokers: [address], prefix, clientId: 'path', partitions, sessionTimeout: 6_000 });
}

/** The embedded series in a folder; or, where the environment names an InfluxDB, a bucket of its own there. */
export async function openTestSeries(folder: string): Promise<Series> {
  const { url, org, token } = place();
  if (url === '') return openSeries({ engine: 'sqlite', folder });
  const bucket = buckets.get(folder) ?? `path-${randomBytes(6).toString('hex')}`;
  if (!buckets.has(folder)) await freshBucket(bucket);
  buckets.set(folder, bucket);
  return openSeries({ engine: 'influxdb', url, org, token, bucket });
}
