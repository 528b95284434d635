import { setTimeout as delay } from 'node:timers/promises';
import { Publisher } from '../../packages/testkit/publisher.ts';
import type { ThreeValueSender } from './three-value-sender.ts';

const pollEvery = 20;
/** Longer than anything that is still to be called a figure. */
const patience = 60_000;

/** A Vigie whose value is asked for. */
interface Asked {
  /** Address of its API, without a slash at the end. */
  readonly api: string;
  readonly mqttPort: number;
}

/** What asks the API for a value again and again until it is there: how long it takes from the publish. */
export class Probe {
  readonly #sender: ThreeValueSender;
  readonly #publisher: Publisher;
  readonly #address: string;
  #fCnt = 0;

  constructor(sender: ThreeValueSender, vigie: Asked, password: string) {
    this.#sender = sender;
    this.#publisher = openPublisher(vigie, password);
    this.#address = `${vigie.api}/api/v1/datastreams?site=${sender.device.site.id}&quantity=air_temperature`;
  }

  /** Publishes one frame; milliseconds until the API shows its value, in steps of `pollEvery`. @throws Error when it does not within a minute */
  async measure(): Promise<number> {
    const [time, start] = [Date.now(), performance.now()];
    await this.#publisher.until(() => this.#publisher.hasRoom);
    this.#publisher.publish(this.#sender.uplink(++this.#fCnt, time).event, () => {});
    while (performance.now() - start < patience) {
      if ((await this.#newest()) === time) return performance.now() - start;
      await delay(pollEvery);
    }
    throw new Error(`A value was not in the API ${patience / 1_000} s after it was published.`);
  }

  close(): Promise<void> {
    return this.#publisher.close();
  }

  async #newest(): Promise<number | undefined> {
    const answer = (await (await fetch(this.#address)).json()) as { datastreams: { latest: { phenomenonTime: string } | null }[] };
    const latest = answer.datastreams[0]?.latest;
    return latest ? Date.parse(latest.phenomenonTime) : undefined;
  }
}

export function openPublisher(vigie: Asked, password: string): Publisher {
  const broker = { url: `mqtt://127.0.0.1:${vigie.mqttPort}`, username: 'vigie', password };
  return new Publisher(broker, { mostInFlight: 2_000, trouble: (message) => console.warn(message), signal: new AbortController().signal });
}

/** Measures with all probes, each one frame after the other with a little rest between, until `until` has ended. */
export async function probeUntil(until: Promise<unknown>, probes: readonly Probe[]): Promise<number[]> {
  let ended = false;
  const over = until.finally(() => {
    ended = true;
  });
  const found = await Promise.all(
    probes.map(async (probe) => {
      const times: number[] = [];
      while (!ended) {
        times.push(await probe.measure());
        await delay(100 * Math.random());
      }
      return times;
    }),
  );
  await over;
  return found.flat();
}
