import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Ending } from '../../packages/model/ending.ts';
import { topics } from '../../packages/model/topics.ts';
import { chirpstack } from '../../packages/sources/chirpstack.ts';
import { identityDevice, testQuantities } from './identity-device.ts';
import { publishAll, type Sent } from './publish-all.ts';
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
  /** The ending once root keys check join requests. */
  readonly joins?: Pick<Row, 'ending' | 'reason' | 'to'>;
  readonly plaintextHex?: string;
  readonly fCnt?: number;
}
interface Captured {
  readonly at: string;
  readonly topic: string;
  readonly payloadHex: string;
}
interface CapturedSession {
  readonly devAddr: string;
  readonly how: string;
  readonly fNwkSIntKey: string;
  readonly sNwkSIntKey: string;
  readonly nwkSEncKey: string;
  readonly appSKey: string;
}
interface CapturedDevice {
  readonly devEui: string;
  readonly joinEui: string;
  readonly macVersion: string;
  readonly activation: 'ABP' | 'OTAA';
  readonly rootKeys: { readonly appKey?: string; readonly nwkKey?: string };
  readonly externalJoinServer: { readonly kekLabel: string; readonly kek: string } | null;
  readonly disabled: boolean;
  readonly sessions: readonly CapturedSession[];
}

/** How the register comes to know sessions: all of them imported, or, where there is a join, followed from the air. */
type Knowledge = 'imported' | 'followed';

/** The register as the capture's own list of devices gives it. */
function tables(devices: readonly CapturedDevice[], knowledge: Knowledge): string[] {
  const isFollowed = ({ rootKeys }: CapturedDevice) => knowledge === 'followed' && rootKeys.appKey !== undefined;
  const sessions = devices
    .filter((device) => !isFollowed(device))
    .flatMap((device) => device.sessions.map((session) => sessionRow(device, session)));
  const rootKeys = devices
    .filter(isFollowed)
    .map((one) => [one.devEui, one.macVersion, one.joinEui, one.rootKeys.appKey, one.rootKeys.nwkKey]);
  const keks = devices.flatMap(({ externalJoinServer: server }) => (server ? [`${server.kekLabel},${server.kek}`] : []));
  return [
    'id,label\ncity,The city\n',
    'id,organisation,label,latitude,longitude,height,exposure,subject,plane\ntest,city,Test,48.1,-1.7,3,outdoor,public_body,open\n',
    `dev_eui,model,disabled,reset_tolerant\n${devices.map(({ devEui, disabled }) => `${devEui},test/identity,${disabled},false`).join('\n')}\n`,
    `dev_eui,mac_version,dev_addr,nwk_s_key,s_nwk_s_int_key,nwk_s_enc_key,app_s_key\n${[...new Set(sessions)].join('\n')}\n`,
    `dev_eui,site,from,to\n${devices.map(({ devEui }) => `${devEui},test,2020-01-01,`).join('\n')}\n`,
    `dev_eui,mac_version,join_eui,app_key,nwk_key\n${rootKeys.map((row) => row.join()).join('\n')}\n`,
    `label,key\n${keks.join('\n')}\n`,
  ];
}

function sessionRow(
  { devEui, macVersion }: CapturedDevice,
  { devAddr, fNwkSIntKey, sNwkSIntKey, nwkSEncKey, appSKey }: CapturedSession,
): string {
  const only11 = macVersion.startsWith('1.1') ? [sNwkSIntKey, nwkSEncKey] : ['', ''];
  return [devEui, macVersion, devAddr, fNwkSIntKey, ...only11, appSKey].join();
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

const captured = existsSync(folder)
  ? read('capture.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Captured)
  : [];
const json = (name: string): unknown => (existsSync(folder) ? JSON.parse(read(name)) : []);
const allRows = json('endings.json') as Row[];
const oldSession = (json('expect.json') as { plaintextHex: string; intent: string }[]).find(
  ({ intent }) => intent === 'old-session',
)?.plaintextHex;

/** The rows of a stream, as they end with that knowledge. */
function rowsOf(stream: Row['stream'], knowledge: Knowledge): Row[] {
  const rows = allRows.filter((row) => row.stream === stream);
  if (knowledge === 'imported') return rows.map((row) => (row.joins?.reason === 'unknown_device' ? withJoins(row) : row));
  return rows.map((row) => (isOldSession(row) ? { i: row.i, stream, ending: 'quarantined', reason: 'session_ended' } : withJoins(row)));
}

const isOldSession = ({ stream, plaintextHex }: Row) => stream === 'frame' && plaintextHex === oldSession;

const withJoins = ({ joins, ...row }: Row): Row => {
  const { to: _, ...ended } = row;
  return joins ? { ...ended, ...joins } : row;
};

/** In parts: an accept begins a session that the next frames need. */
function* partsOf(messages: readonly Sent[]): Generator<Sent[]> {
  let part: Sent[] = [];
  for (const message of messages) {
    part.push(message);
    const heard = chirpstack.read({ ...message, stream: 'frames' });
    if (heard.kind !== 'downlink' || heard.phyPayload[0] !== 0x20) continue;
    yield part;
    part = [];
  }
  yield part;
}

if (!existsSync(folder)) {
  console.info('The real capture (../shared/vectors/chirpstack) is not here: its endings are not compared.');
  test('the real capture is not here', () => expect(existsSync(folder)).toBe(false));
} else {
  describe.each([
    ['frame', 'imported'],
    ['frame', 'followed'],
    ['event', 'followed'],
  ] as const)('the real capture, read as %ss, sessions %s', (stream, knowledge) => {
    test('ends message by message as computed independently, and a second replay and a rebuild change nothing', async () => {
      const rows = rowsOf(stream, knowledge);
      const { devices } = json('devices.json') as { devices: CapturedDevice[] };
      const city = await TestCity.open({
        devices: [identityDevice],
        quantities: testQuantities,
        streams: [stream === 'frame' ? 'frames' : 'events'],
        now: () => Date.parse('2026-11-24T15:00:00Z'),
      });
      try {
        await city.importTables(...tables(devices, knowledge));
        await city.start();
        const messages = rows.map(({ i }) => {
          const { topic, payloadHex } = captured[i] as Captured;
          return { topic, payload: Buffer.from(payloadHex, 'hex') };
        });
        for (const part of partsOf(messages)) {
          await publishAll(city.mqttUrl, part);
          await city.settled();
        }

        const endings = await city.records(topics.endings);
        const indexOf = (id: string) => rows[endings.findIndex((ending) => ending.id === id)]?.i;
        const ours = endings.map((ending, at) => ({ i: rows[at]?.i, ...inTheirWords(ending, indexOf) }));
        expect(ours).toEqual(rows.map((row) => ({ i: row.i, ...expectedWords(row) })));

        const plain = new Map((await city.records(topics.frames)).map((frame) => [frame.message, frame]));
        const withPlaintext = rows.filter(({ plaintextHex, ending }) => plaintextHex !== undefined && ending === 'forwarded');
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
