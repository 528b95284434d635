import { expect, test } from '@jest/globals';
import type { Log } from '../../packages/log/contract.ts';
import type { QuarantinedMessage } from '../../packages/model/quarantined.ts';
import { topics } from '../../packages/model/topics.ts';
import { publishLedger } from '../../services/publish/publish-ledger.ts';
import { listWaiting, resend } from '../../services/register/quarantine.ts';
import { floatDevice, floats } from './float-device.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, registerTables, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const uplink = (fCnt: number) => heard(sensor.frame(fCnt, floats(fCnt)), noon + fCnt);
const claimsOf = (log: Log) => log.read(topics.claims, 0, 0, 1_000);

async function waiting(city: TestCity): Promise<QuarantinedMessage[]> {
  return listWaiting(city.log, { limit: 100 });
}

async function sendAgain(city: TestCity, id: string): Promise<void> {
  await resend(city.log, id, noon + 1_000);
  await city.settled();
}

test('truth 6: frames of an unknown device wait with their bytes; once it is imported and they are sent again, they pass under their ids', async () => {
  await using city = await runningCity([]);
  await send(city, uplink(0), uplink(1));
  const waited = (await waiting(city)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(waited).toMatchObject([0, 1].map(() => ({ reason: 'unknown_dev_addr', step: 'match_session', plane: 'nobody', attempt: 0 })));
  expect(waited.map(({ message }) => message?.payload)).toEqual([0, 1].map((fCnt) => Buffer.from(uplink(fCnt).payload).toString('base64')));

  await city.importTables(...registerTables([sensor]));
  for (const { id } of waited) await sendAgain(city, id);
  const endings = await city.records(topics.endings);
  expect(endings.slice(2)).toMatchObject(
    waited.map(({ id }) => ({ id, ending: 'forwarded', receivedTime: noon, released: { reason: 'unknown_dev_addr', plane: 'nobody' } })),
  );
  expect((await city.stored()).map(({ value, message, phenomenonTime }) => ({ value, message, phenomenonTime }))).toEqual(
    waited.map(({ id }, n) => ({ value: n, message: id, phenomenonTime: noon + n })),
  );
  expect(await waiting(city)).toEqual([]);

  const { totals, partitions } = await publishLedger(city, {});
  expect(totals).toEqual({ accepted: 2, forwarded: 2, duplicate: 0, quarantined: {}, released: 2, needless: 0 });
  expect(partitions).toEqual([{ partition: 0, accepted: 2, ended: 2, lost: 0, waiting: 0 }]);
});

test('truth 6: sent again twice at once, a message passes once and the other is needless; after that nothing waits', async () => {
  await using city = await runningCity([]);
  await send(city, uplink(0));
  await city.importTables(...registerTables([sensor]));
  const [{ id } = { id: '' }] = await waiting(city);
  await Promise.all([resend(city.log, id, noon), resend(city.log, id, noon)]);
  await city.settled();
  expect(await endingWords(city)).toEqual(['unknown_dev_addr', 'forwarded', 'needless']);
  expect(await city.stored()).toHaveLength(1);
  await expect(resend(city.log, id, noon)).rejects.toMatchObject({ status: 404 });
  const { totals, partitions } = await publishLedger(city, {});
  expect(totals).toEqual({ accepted: 1, forwarded: 1, duplicate: 0, quarantined: {}, released: 1, needless: 1 });
  expect(partitions).toMatchObject([{ accepted: 1, ended: 1, lost: 0 }]);
});

test('truth 6: after the codec was mended, a message that it had refused goes on behind its claim, which is not made twice', async () => {
  const broken = { ...floatDevice, codec: { id: 'test/floats@0.9.0', script: 'function decodeUplink() { throw new Error("unmended") }' } };
  const before = await runningCity([sensor], { devices: [broken] });
  await send(before, uplink(0), uplink(1));
  expect(await endingWords(before)).toEqual(['codec_error', 'codec_error']);
  const claims = await claimsOf(before.log);
  expect(claims).toHaveLength(1);
  await before.stop();

  await using city = await runningCity([], { folder: before.folder });
  // The device goes on meanwhile: its counter is further on when the old messages come again.
  await send(city, uplink(2));
  const claimed = await claimsOf(city.log);
  const waited = await waiting(city);
  expect(waited).toMatchObject([0, 1].map(() => ({ reason: 'codec_error', detail: 'Error: unmended' })));
  for (const { id } of waited) await sendAgain(city, id);
  expect(await claimsOf(city.log)).toEqual(claimed);
  expect(await endingWords(city)).toEqual(['codec_error', 'codec_error', 'forwarded', 'forwarded', 'forwarded']);
  expect((await city.stored()).map(({ value, codecVersion }) => [value, codecVersion])).toEqual(
    [0, 1, 2].map((value) => [value, 'test/floats@1.0.0']),
  );
  expect((await publishLedger(city, {})).totals).toMatchObject({ accepted: 3, forwarded: 3, quarantined: {}, released: 2 });
});

test('truth 6: a claim once made is remembered through every further refusal', async () => {
  const broken = { ...floatDevice, codec: { id: 'test/floats@0.9.0', script: 'function decodeUplink() { throw new Error("unmended") }' } };
  const before = await runningCity([sensor], { devices: [broken] });
  await send(before, uplink(0));
  await before.importTables(...registerTables([new Sensor(1, { disabled: true })]));
  await sendAgain(before, (await waiting(before))[0]?.id ?? '');
  expect(await endingWords(before)).toEqual(['codec_error', 'device_disabled']);
  await before.stop();

  await using city = await runningCity([sensor], { folder: before.folder });
  await sendAgain(city, (await waiting(city))[0]?.id ?? '');
  expect(await endingWords(city)).toEqual(['codec_error', 'device_disabled', 'forwarded']);
  expect(await city.stored()).toHaveLength(1);
});

test('truth 6: a late frame that was never seen passes when somebody sends it again; a replay does not', async () => {
  await using city = await runningCity([sensor]);
  await send(city, uplink(3), uplink(200), uplink(100), uplink(3));
  expect(await endingWords(city)).toEqual(['forwarded', 'forwarded', 'f_cnt_behind', 'f_cnt_behind']);
  const [late, replayed] = (await waiting(city)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await sendAgain(city, late?.id ?? '');
  await sendAgain(city, replayed?.id ?? '');
  expect((await endingWords(city)).slice(4)).toEqual(['forwarded', 'f_cnt_behind']);
  expect((await city.records(topics.readings)).at(-1)).toMatchObject({ value: 100, flags: ['out_of_order'], message: late?.id });
  // Once more the same late frame: it has been seen by now.
  await send(city, uplink(100));
  const [again] = (await waiting(city)).filter(({ id }) => id !== replayed?.id);
  await sendAgain(city, again?.id ?? '');
  expect((await endingWords(city)).at(-1)).toBe('f_cnt_behind');
  expect((await city.stored()).map(({ value }) => value)).toEqual([3, 100, 200]);
  expect((await publishLedger(city, {})).totals).toEqual({
    accepted: 5,
    forwarded: 3,
    duplicate: 0,
    quarantined: { f_cnt_behind: 2 },
    released: 3,
    needless: 0,
  });
});

test('truth 6: sending again does not help a forged frame, however often', async () => {
  await using city = await runningCity([sensor]);
  await send(city, heard(sensor.frame(0, floats(1), new Sensor(77)), noon));
  for (const attempt of [0, 1, 2]) {
    const [waits, ...others] = await waiting(city);
    expect(others).toEqual([]);
    expect(waits).toMatchObject({ reason: 'mic_mismatch', step: 'verify_mic', attempt });
    await sendAgain(city, waits?.id ?? '');
  }
  expect(await endingWords(city)).toEqual(Array(4).fill('mic_mismatch'));
  expect(await claimsOf(city.log)).toEqual([]);
  const { totals, partitions } = await publishLedger(city, {});
  expect(totals).toEqual({ accepted: 1, forwarded: 0, duplicate: 0, quarantined: { mic_mismatch: 1 }, released: 3, needless: 0 });
  expect(partitions).toMatchObject([{ accepted: 1, ended: 1, lost: 0 }]);
});

test('truth 6: of another network’s frame nothing is left to send again', async () => {
  await using city = await runningCity([sensor]);
  const foreign = new Sensor(5, { devAddr: 'e0112233' });
  await send(city, heard(foreign.frame(0, floats(1)), noon));
  const [waits] = await waiting(city);
  expect(waits).toMatchObject({ reason: 'foreign_net_id', step: 'read' });
  expect(waits?.message).toBeUndefined();
  await expect(resend(city.log, waits?.id ?? '', noon)).rejects.toMatchObject({ status: 409 });
});
