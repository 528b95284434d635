import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Ending } from '../../packages/model/ending.ts';
import { topics } from '../../packages/model/topics.ts';
import { identityDevice, testQuantities } from './identity-device.ts';
import { publishAll } from './publish-all.ts';
import { rebuild } from './rebuild-city.ts';
import { TestCity } from './test-city.ts';

const folder = new URL('../../../shared/vectors/chirpstack/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

interface Row {
  readonly i: number;
  readonly stream: 'frame' | 'event';
  readonly ending: string;
  readonly reason?: string;
  readonly of?: number;
  readonly to?: string;
  readonly needs?: string;
  readonly plaintextHex?: string;
  readonly fCnt?: number;
}
interface Captured {
  readonly at: string;
  readonly topic: string;
  readonly payloadHex: string;
}
interface CapturedDevice {
  readonly devEui: string;
  readonly macVersion: string;
  readonly disabled: boolean;
  readonly sessions: readonly { devAddr: string; nwkSKey?: string; appSKey: string }[];
}

/** The register as the capture's own list of devices gives it; LoRaWAN 1.1 sessions need another issue. */
function tables(devices: readonly CapturedDevice[]): string[] {
  const sessions = devices.flatMap(({ devEui, macVersion, sessions: own }) =>
    own.flatMap(({ devAddr, nwkSKey, appSKey }) => (nwkSKey ? [[devEui, macVersion, devAddr, nwkSKey, appSKey].join()] : [])),
  );
  return [
    'id,label\ncity,The city\n',
    'id,organisation,label,latitude,longitude,height,exposure,subject,plane\ntest,city,Test,48.1,-1.7,3,outdoor,public_body,open\n',
    `dev_eui,model,disabled,reset_tolerant\n${devices.map(({ devEui, disabled }) => `${devEui},test/identity,${disabled},false`).join('\n')}\n`,
    `dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key\n${[...new Set(sessions)].join('\n')}\n`,
    `dev_eui,site,from,to\n${devices.map(({ devEui }) => `${devEui},test,2020-01-01,`).join('\n')}\n`,
  ];
}

/** An ending in the words of endings.json. */
function inTheirWords(ending: Ending, indexOf: (id: string) => number | undefined): Partial<Row> {
  switch (ending.ending) {
    case 'forwarded':
      return { ending: 'forwarded', to: ending.to === 'readings' ? 'readings' : 'events' };
    case 'duplicate':
      return { ending: 'duplicate', of: indexOf(ending.of) ?? -1 };
    case 'quarantined':
      return { ending: 'quarantined', reason: ending.reason };
    case 'needless':
      return { ending: 'needless' };
  }
}

const expectedWords = ({ ending, to, of, reason }: Row): Partial<Row> =>
  Object.fromEntries(Object.entries({ ending, to, of, reason }).filter(([, value]) => value !== undefined));

if (!existsSync(folder)) {
  console.info('The real capture (../shared/vectors/chirpstack) is not here: its endings are not compared.');
  test('the real capture is not here', () => expect(existsSync(folder)).toBe(false));
} else {
  describe.each(['frame', 'event'] as const)('the real capture, read as %ss', (stream) => {
    test('ends message by message as computed independently, and a second replay and a rebuild change nothing', async () => {
      const captured = read('capture.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Captured);
      const rows = (JSON.parse(read('endings.json')) as Row[]).filter((row) => row.stream === stream);
      const { devices } = JSON.parse(read('devices.json')) as { devices: CapturedDevice[] };
      const city = await TestCity.open({
        devices: [identityDevice],
        quantities: testQuantities,
        streams: [stream === 'frame' ? 'frames' : 'events'],
        now: () => Date.parse('2026-11-24T15:00:00Z'),
      });
      try {
        await city.importTables(...tables(devices));
        await city.start();
        const messages = rows.map(({ i }) => {
          const { topic, payloadHex } = captured[i] as Captured;
          return { topic, payload: Buffer.from(payloadHex, 'hex') };
        });
        await publishAll(city.mqttUrl, messages);
        await city.settled();

        const endings = await city.records(topics.endings);
        const indexOf = (id: string) => rows[endings.findIndex((ending) => ending.id === id)]?.i;
        const ours = endings.map((ending, at) => ({ i: rows[at]?.i, ...inTheirWords(ending, indexOf) }));
        const theirs = rows.map((row) => ({ i: row.i, ...expectedWords(row) }));
        const comparable = rows.map(({ needs }) => needs === undefined);
        expect(ours).toHaveLength(rows.length);
        expect(ours.filter((_, at) => comparable[at])).toEqual(theirs.filter((_, at) => comparable[at]));

        const plain = new Map((await city.records(topics.frames)).map((frame) => [frame.message, frame]));
        const withPlaintext = rows.filter(({ needs, plaintextHex }) => needs === undefined && plaintextHex !== undefined);
        for (const row of withPlaintext) {
          const frame = plain.get(endings[rows.indexOf(row)]?.id ?? '');
          expect({ i: row.i, bytes: frame?.bytesHex, fCnt: frame?.fCnt }).toEqual({ i: row.i, bytes: row.plaintextHex, fCnt: row.fCnt });
        }
        if (stream === 'frame') expect(withPlaintext.length).toBeGreaterThan(60);

        const stored = await city.stored();
        expect(stored.length).toBeGreaterThan(50);
        await publishAll(city.mqttUrl, messages);
        await city.settled();
        expect(await city.stored()).toEqual(stored);
        const again = (await city.records(topics.endings)).slice(rows.length);
        expect(again).toHaveLength(rows.length);
        expect(again.filter((ending) => ending.ending === 'forwarded' && ending.to === 'readings')).toEqual([]);

        // Truth 3: rebuilt from the messages, the state, the endings and the store are the same.
        const { state, examples, compared } = await rebuild(city);
        expect({ state, examples }).toEqual({ state: 'swapped', examples: [] });
        expect(compared).toMatchObject({
          endings: { equal: 2 * rows.length, missing: 0, other: 0 },
          readings: { equal: (await city.records(topics.readings)).length, missing: 0, other: 0 },
          state: { missing: 0, other: 0 },
        });
      } finally {
        await city.dispose();
      }
    });
  });
}
