import type { Finding } from '../observe/finding.ts';
import type { Access } from './influxdb/check.ts';

/**
 * What is right and what is wrong with the server of the series, in words. Changes nothing.
 * @param setting what the settings call this server.
 */
export async function checkSeries(access: Access, setting: string, now: () => number): Promise<Finding[]> {
  const { checkInflux } = await import('./influxdb/check.ts');
  return checkInflux(access, setting, now);
}
