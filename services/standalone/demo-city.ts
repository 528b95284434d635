import type { Log } from '../../packages/log/contract.ts';
import { highestCounter } from '../../packages/lorawan/remember-claim.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { IngestSettings } from '../ingest/config.ts';
import type { RegisterDesk } from '../register/register-desk.ts';
import { reachable } from './reachable.ts';

/**
 * A small town with all that a visitor should see within a minute: a sensor that spoke once and then fell silent, one with a weak battery, and
 * (`attackEvery`) somebody who forges, turns bits and replays. The seed is one with which no first report is lost, and whose places lie well.
 */
export const demoCity = {
  seed: 'valclair',
  devices: 20,
  models: ['decentlab/dl-pm', 'elsys/ers-co2', 'dragino/lht65n'],
  intervals: [10, 30],
  ailments: { 6: 'falls_silent', 11: 'weak_battery' },
} as const;
export const demoTraffic = { opening: 8, attackEvery: 10, losses: 0.05, copies: 0.5, mostHearers: 4 } as const;

/** What its devices had counted before anybody listened: an attacker has frames of that time. */
const countedBefore = 1_000;

/** Registers an invented city, as a person would: by its CSV tables. */
export async function registerDemo(desk: RegisterDesk): Promise<void> {
  for (const table of Object.values(simulatedCity(demoCity).csv())) {
    const { problems } = await desk.importTable(table);
    if (problems.length > 0) throw new Error(`The simulated city does not fit the register: ${problems[0]?.reason}`);
  }
}

/** Lets its devices speak in real time, through the MQTT port alone, until `signal` aborts. */
export async function runDemo(
  broker: { settings: IngestSettings['embedded']; port: number; password: string },
  firstFCnt: number,
  signal: AbortSignal,
): Promise<void> {
  const { settings, port, password } = broker;
  const url = `mqtt://${reachable(settings.host)}:${port}`;
  const { username } = settings;
  await simulate({
    ...demoCity,
    ...demoTraffic,
    broker: { url, username, password, protocolVersion: 4 },
    firstFCnt: () => firstFCnt,
    signal,
  });
}

/** The counter after every one that was claimed, or that a message not decoded yet may claim: a city that is started again goes on. */
export async function nextFCnt(log: Log): Promise<number> {
  let highest = countedBefore - 1;
  for (let partition = 0; partition < log.partitions(topics.claims); partition++) {
    for (let records = await log.read(topics.claims, partition, 0, 1_000); records.length > 0; ) {
      for (const { value } of records) if (value) highest = Math.max(highest, highestCounter(decode(topics.claims, value)));
      records = await log.read(topics.claims, partition, (records.at(-1)?.offset ?? 0) + 1, 1_000);
    }
  }
  const standings = await log.standing('decode', topics.messages);
  return highest + 1 + standings.reduce((waiting, { committed, end }) => waiting + end - committed, 0);
}
