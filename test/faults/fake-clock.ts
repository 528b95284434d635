import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const libraries = '/usr/lib';
const library = join('faketime', 'libfaketimeMT.so.1');

/**
 * The clock of a process, which can be stepped while it runs: libfaketime (Debian's `faketime`) before the C library. Timers go by the monotonic clock,
 * which stays as it is. Undefined where the library is not installed.
 */
export class FakeClock {
  /** Environment of the processes that go by this clock. */
  readonly env: NodeJS.ProcessEnv;
  readonly #file: string;

  private constructor(file: string, preload: string) {
    this.#file = file;
    this.env = {
      LD_PRELOAD: preload,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  static async make(folder: string): Promise<FakeClock | undefined> {
    const preload = readdirSync(libraries, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(libraries, name, library))
      .find((file) => existsSync(file));
    if (preload === undefined) return undefined;
    const clock = new FakeClock(join(folder, 'clock'), preload);
    await clock.step(0);
    return clock;
  }

  /** Seconds ahead of the system's clock; seen within a second. */
  async step(seconds: number): Promise<void> {
    await writeFile(this.#file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
  }
}

/** Longer than the second after which a step is seen. */
const held = 4_000;

/** Ahead by so many seconds for a while, then as it was. */
export async function stepClock(clock: FakeClock | undefined, seconds: number): Promise<string[]> {
  await clock?.step(seconds);
  await delay(held);
  await clock?.step(0);
  await delay(held);
  return [];
}
