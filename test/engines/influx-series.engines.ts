import { randomBytes } from 'node:crypto';
import { seriesSuite } from '../../packages/series/contract.suite.ts';
import { openSeries } from '../../packages/series/open.ts';
import { freshBucket, place } from './own-bucket.ts';

seriesSuite('InfluxDB', async () => {
  const bucket = await freshBucket(`suite-${randomBytes(6).toString('hex')}`);
  const open = () => openSeries({ engine: 'influxdb', ...place(), bucket: bucket.name });
  let series = await open();
  return {
    series,
    reopen: async () => {
      await series.close();
      series = await open();
      return series;
    },
    dispose: async () => {
      await series.close();
      await bucket.remove();
    },
  };
});
