import { parseArgs } from 'node:util';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { cluster } from './cluster.ts';
import { codec } from './codec.ts';
import { endToEnd } from './end-to-end.ts';
import { findSessions } from './find-session.ts';
import { live } from './live.ts';
import { memory } from './memory.ts';
import { neighbours } from './neighbours.ts';
import { plain, printed } from './print-result.ts';
import { reads } from './reads.ts';
import { verifyDecrypt } from './verify-decrypt.ts';
import { visible } from './visible.ts';

/**
 * How fast, and against what: `npm run bench -- [--json] [--only verify-decrypt] [--runs 5] [--messages 30000] [--minutes 5] [--profile folder]`.
 *
 *   verify-decrypt   parse, verify, decrypt, against `lora-packet` in the same run          goal: 10 times as fast
 *   find-session     a frame among 1 000 sessions of one DevAddr            goal: 1 000 frames a second that fit, 300 that do not
 *   codec            verify, decrypt, the device's codec in its box                         goal: 20 000 frames a second and core
 *   end-to-end       from MQTT to the stored reading and its window, and a profile          goal: 6 000 messages a second
 *   cluster          the same on Kafka, InfluxDB and Mosquitto, standalone beside it; only when asked for    goal: 2 500 messages a second
 *   visible          from a publish to its value in the API, at 1 000/s            goal: 99 of 100 within 1 s
 *   neighbours       others beside a stuck codec, beside a flood                   goal: 99 of 100 within 1.1 times as long
 *   reads            latest of 10 000 datastreams, a year as CSV, over HTTP        goal: 50 ms, 200 ms
 *   memory           resident memory over --minutes; only when asked for           goal: flat within a tenth
 *   live             500 listeners of /live at 100 readings a second, against one           goal: at most 100 MiB more
 *
 * Every benchmark checks its results first: what is fast and wrong ends the command with an error. A goal that is missed does not: times
 * depend on the machine. What is called "a core" is reckoned from CPU time, so that a busy machine gives nearly the same figure as an idle one.
 */
const benches: Readonly<Record<string, (options: BenchOptions) => Promise<BenchResult>>> = {
  'verify-decrypt': verifyDecrypt,
  'find-session': findSessions,
  codec,
  'end-to-end': endToEnd,
  visible,
  neighbours,
  reads,
  live,
  cluster,
  memory,
};
/** Takes long, or wants servers: only when asked for by its name. */
const onRequest = new Set(['cluster', 'memory']);

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string' },
    messages: { type: 'string', default: '30000' },
    minutes: { type: 'string', default: '5' },
    profile: { type: 'string' },
  },
});
const { json, only, profile } = values;
if (only !== undefined && !(only in benches)) throw new Error(`--only wants one of ${Object.keys(benches).join(', ')}; got "${only}".`);
const options: BenchOptions = {
  messages: wholeNumber('messages', values.messages),
  minutes: wholeNumber('minutes', values.minutes),
  ...(values.runs !== undefined && { runs: wholeNumber('runs', values.runs) }),
  ...(profile !== undefined && { profileFolder: profile }),
};

const results: BenchResult[] = [];
for (const [name, run] of Object.entries(benches)) {
  if (only === undefined ? onRequest.has(name) : only !== name) continue;
  const result = await run(options);
  results.push(result);
  if (!json) console.info(`${printed(result)}\n`);
}
if (json) console.info(JSON.stringify(results.map(plain), undefined, 2));

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} wants a whole number, at least 1; got "${text}".`);
  return value;
}
