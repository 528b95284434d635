import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { ingestSettings } from '../../services/ingest/config.ts';
import { type RunningIngest, startIngest } from '../../services/ingest/start-ingest.ts';
import { floats } from './float-device.ts';
import { publishAll, type Sent } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity } from './running-city.ts';
import { Sensor } from './sensor.ts';
import { password, type TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const devEui = sensor.devEui.toUpperCase();
const devAddr = sensor.devAddr.toUpperCase();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const sent = (topic: string, content: object): Sent => ({ topic, payload: Buffer.from(JSON.stringify(content)) });

/** A second ingest on the city's log, with a source for every network server but ChirpStack, and a door for who pushes. */
async function otherServers(city: TestCity): Promise<RunningIngest> {
  const formats = ['the-things-stack', 'thingpark', 'kerlink', 'semtech-udp'];
  const sources = formats.map((format) => ({ name: format, format, stream: format === 'semtech-udp' ? 'frames' : 'events' }));
  const tokenFile = join(city.folder, 'push-token');
  await writeFile(tokenFile, password, { mode: 0o600 });
  const push = { enabled: true, port: 0, sources: [{ name: 'operator', format: 'thingpark', tokenFile }] };
  const settings = ingestSettings.parse({ sources, push, embedded: { port: 0 } });
  return startIngest(settings, { log: city.log, lines: city.lines, metrics: new Metrics(), password, now: () => noon });
}

function theThingsStack(fCnt: number, bytes: Uint8Array, more: object = {}, simulated = false): Sent {
  const end_device_ids = { device_id: 'dev1', application_ids: { application_id: 'app1' }, dev_eui: devEui, dev_addr: devAddr };
  const uplink_message = { f_port: 1, f_cnt: fCnt, frm_payload: base64(bytes), ...more };
  return sent('v3/app1@ttn/devices/dev1/up', { end_device_ids, uplink_message, ...(simulated ? { simulated } : {}) });
}

const thingpark = (fCnt: number, bytes: Uint8Array) => ({
  DevEUI_uplink: { DevEUI: devEui, DevAddr: devAddr, FPort: '1', FCntUp: String(fCnt), payload_hex: hex(bytes) },
});

const kerlink = (fCnt: number, bytes: Uint8Array) =>
  sent('dataUp', { endDevice: { devEui, devAddr }, fPort: 1, fCntUp: fCnt, payload: hex(bytes), encodingType: 'HEXA' });

test('an uplink through each network server and bridge becomes a reading with whose word it is', async () => {
  await using city = await runningCity([sensor]);
  const ingest = await otherServers(city);
  // FRMPayload of the frame that a gateway would hear, still encrypted: MHDR, FHDR and FPort before it, the MIC after.
  const ciphertext = sensor.frame(2, floats(2)).slice(9, -4);
  const app_s_key = { key: hex(sensor.appSKey).toUpperCase() };
  const rxpk = [5, 6].map((fCnt) => ({ data: Buffer.from(sensor.frame(fCnt, floats(fCnt))).toString('base64url') }));
  await publishAll(`mqtt://127.0.0.1:${ingest.port}`, [
    theThingsStack(0, floats(0)),
    theThingsStack(1, floats(1), {}, true),
    theThingsStack(2, ciphertext, { app_s_key }),
    sent(`mqtt/things/${devEui}/uplink`, thingpark(3, floats(3))),
    kerlink(4, floats(4)),
    sent('pktfwdbr/0016c001ff10a235/rx/unconfirmed', { rxpk }),
  ]);
  const headers = { authorization: `Bearer ${password}`, 'content-type': 'application/json' };
  const body = JSON.stringify(thingpark(7, floats(7)));
  expect((await fetch(`http://127.0.0.1:${ingest.pushPort}/push/operator`, { method: 'POST', headers, body })).status).toBe(200);
  await city.settled();
  await ingest.close();
  const readings = (await city.records(topics.readings)).map(({ value, evidence }) => `${value} ${evidence}`);
  const word = [0, 2, 3, 4, 7].map((value) => `${value} server_word`);
  expect(readings.sort()).toEqual([...word, '5 own_mic', '6 own_mic'].sort());
  const kinds = (await city.records(topics.deviceEvents)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'uplink')).toEqual(['simulated_uplink']);
});

test('of a server that names no DevAddr, a counter that begins anew is taken for a rejoin; what was heard before stays out', async () => {
  await using city = await runningCity([sensor]);
  const ingest = await otherServers(city);
  const withoutDevAddr = (fCnt: number, value: number) => {
    const { DevEUI_uplink: uplink } = thingpark(fCnt, floats(value));
    return sent(`mqtt/things/${devEui}/uplink`, { DevEUI_uplink: { ...uplink, DevAddr: undefined } });
  };
  const sending = [withoutDevAddr(200, 1), withoutDevAddr(201, 2), withoutDevAddr(0, 3), withoutDevAddr(1, 4), withoutDevAddr(200, 1)];
  await publishAll(`mqtt://127.0.0.1:${ingest.port}`, sending);
  await city.settled();
  expect(await endingWords(city)).toEqual(['forwarded', 'forwarded', 'forwarded', 'forwarded', 'f_cnt_behind']);
  await ingest.close();
});
