import { openFolder } from '../programs/program.ts';
import { RunningVigie } from '../programs/running-vigie.ts';

export interface Demo {
  readonly address: string;
  stop(): Promise<void>;
}

/** The simulated city as `npm start` gives it, in a folder of its own. */
export async function startDemo(env: Record<string, string> = {}): Promise<Demo> {
  const folder = await openFolder();
  const vigie = await RunningVigie.start(folder.path, { VIGIE_HTTP_MOST_REQUESTS: '100000', VIGIE_LOG_LEVEL: 'warn', ...env });
  return {
    address: vigie.api,
    stop: async () => {
      await vigie.program.end();
      await folder.remove();
    },
  };
}
