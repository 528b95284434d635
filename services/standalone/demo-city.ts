import type { Log } from '../../packages/log/contract.ts';
import { highestCounter } from '../../packages/lorawan/remember-claim.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { IngestSettings } from '../ingest/config.ts';
import type { RegisterDesk } from '../register/register-desk.ts';
import { reachable } from './reachable.ts';

const city = { seed: 35_000, devices: 5 } as const;
const traffic = { periodSeconds: 5, losses: 0.05, copies: 0.3, forged: 0.1, replayed: 0.05 } as const;

/** Registers an invented city, as a person would: by its CSV tables. */
export async function registerDemo(desk: RegisterDesk): Promise<void> {
  for (const table of Object.values(simulatedCity(city).csv())) {
    const { problems } = await desk.importTable(table);
    if (problems.length > 0) throw new Error(`The simulated city does not fit the register: ${problems[0]?.reason}`);
  }
}

/** Lets its devices speak in real time, through the MQTT port alone, until `signal` aborts. Copies, losses, forgeries and replays included. */
export async function runDemo(
  broker: { settings: IngestSettings['embedded']; port: number; password: string },
  firstFCnt: number,
  signal: AbortSignal,
): Promise<void> {
  const { settings, port, password } = broker;
  const url = `mqtt://${reachable(settings.host)}:${port}`;
  const { username } = settings;
  await simulate({
    ...city,
    ...traffic,
    broker: { url, username, password, protocolVersion: 4 },
    firstFCnt: () => firstFCnt,
    signal,
  });
}

/** The counter after every one that was claimed, or that a message not decoded yet may claim: a city that is started again goes on. */
export async function nextFCnt(log: Log): Promise<number> {
  let highest = -1;
  for (let partition = 0; partition < log.partitions(topics.claims); partition++) {
    // A simulated city has few sessions: one page holds them all.
    for (const { value } of await log.read(topics.claims, partition, 0, 1_000)) {
      if (value) highest = Math.max(highest, highestCounter(decode(topics.claims, value)));
    }
  }
  const standings = await log.standing('decode', topics.messages);
  return highest + 1 + standings.reduce((waiting, { committed, end }) => waiting + end - committed, 0);
}
