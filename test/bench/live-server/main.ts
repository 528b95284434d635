import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { LiveCity } from '../../../services/publish/live/fixtures/live-city.ts';
import { reading } from '../../../services/publish/live/fixtures/records.ts';
import { spentTime } from '../spent-time.ts';
import type { TellOrder, Told } from './orders.ts';

/** A city's live part in a process of its own, behind a real server; its readings come by order. Ends when its parent hangs up. */
const limits = { mostListeners: 10_000, mostPerAddress: 10_000 };
const city = await LiveCity.open({ limits });
process.once('disconnect', () => process.exit());
process.send?.({ url: city.url('live') });
let told = 0;
for (;;) {
  const [order] = (await once(process, 'message')) as [TellOrder];
  const spent = await spentTime(() => tell(order));
  globalThis.gc?.();
  const { rss, heapUsed: heap, arrayBuffers: buffers } = process.memoryUsage();
  process.send?.({ ...spent, rss, heap, buffers } satisfies Told);
}

/** Evenly, each with its number as its value and the time of its telling as the time when it was received. */
async function tell({ readings, perSecond }: TellOrder): Promise<void> {
  const start = Date.now();
  for (const end = told + readings; told < end; told++) {
    const due = start + (1_000 * (readings - (end - told))) / perSecond;
    if (due > Date.now()) await delay(due - Date.now());
    await city.log.append([reading('market.pm2_5', told, { receivedTime: Date.now(), message: `m.0.${told}` })]);
  }
}
