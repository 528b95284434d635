import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { lorawanTargets } from './lorawan-targets.ts';
import { type FuzzOptions, type FuzzResult, runFuzz } from './run-fuzz.ts';
import { sourceTargets } from './source-targets.ts';

/**
 * Random and mutated bytes into every parser of packages/lorawan and every source of packages/sources:
 * `npm run fuzz -- [--inputs 10000000] [--seed 1] [--from 0]`. Ends with an error at a crash, at an input that takes longer than `mostMilliseconds`, at one that
 * never ends, and when memory grows. What it names as input N of a seed is made again by `--seed S --from N --inputs 1`.
 */
const mostMilliseconds = 500;
/** Without a new input for that long, the one being read is taken for one that never ends. */
const patience = 20_000;
/** How often a long run says how far it is. */
const tellEvery = 60_000;
/** How much more may be in use at the end than a tenth into the run. */
const mostGrowth = 8 * 2 ** 20;

interface Task {
  readonly options: FuzzOptions;
  /** Number of the input being read. */
  readonly progress: Float64Array;
}

function optionsGiven(): FuzzOptions {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '10000000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
    },
  });
  return { inputs: wholeNumber('inputs', values.inputs), seed: wholeNumber('seed', values.seed), from: wholeNumber('from', values.from) };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new Error(`--${name} wants a whole number, at least 0; got "${text}".`);
  return value;
}

function work({ options, progress }: Task): void {
  const result = runFuzz([...lorawanTargets(), ...sourceTargets()], options, (at) => {
    progress[0] = at;
  });
  parentPort?.postMessage(result);
}

/** The reading runs in a thread of its own, so that one that never ends can be seen and named. */
async function watch(options: FuzzOptions): Promise<void> {
  const progress = new Float64Array(new SharedArrayBuffer(8));
  progress[0] = -1;
  const worker = new Worker(new URL(import.meta.url), { workerData: { options, progress } satisfies Task });
  const watchdog = watchOver(progress, (at) => {
    console.error(`Input ${at} of seed ${options.seed} has not ended within ${patience / 1_000} s.`);
    process.exit(1);
  });
  const teller = setInterval(() => console.info(`input ${progress[0]}`), tellEvery);
  const result = await new Promise<FuzzResult>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  clearInterval(watchdog);
  clearInterval(teller);
  const complaints = complaintsOf(result, options);
  console.info(summaryOf(result));
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length === 0) console.info('No crash, no hang, memory flat.');
  process.exitCode = complaints.length > 0 ? 1 : 0;
}

function watchOver(progress: Float64Array, hangs: (at: number) => void): NodeJS.Timeout {
  let [last, since] = [-1, performance.now()];
  return setInterval(() => {
    const at = progress[0] ?? -1;
    if (at !== last || at < 0) [last, since] = [at, performance.now()];
    else if (performance.now() - since > patience) hangs(at);
  }, 1_000);
}

const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function summaryOf({ inputs, seconds, slowest, memory: [early, late] }: FuzzResult): string {
  const rate = Math.round(inputs / seconds).toLocaleString('en');
  return [
    `${inputs.toLocaleString('en')} inputs in ${seconds.toFixed(0)} s, ${rate}/s`,
    `slowest: ${slowest.milliseconds.toFixed(1)} ms, input ${slowest.at} (${slowest.target})`,
    `memory in use: ${mib(early)} a tenth into the run, ${mib(late)} at its end`,
  ].join('\n');
}

function complaintsOf({ inputs, slowest, memory: [early, late], finding }: FuzzResult, { seed }: FuzzOptions): string[] {
  const complaints: string[] = [];
  if (finding)
    complaints.push(`Input ${finding.at} of seed ${seed} breaks ${finding.target}: ${finding.error}\n${finding.hex.slice(0, 4_000)}`);
  if (slowest.milliseconds > mostMilliseconds)
    complaints.push(`Input ${slowest.at} of seed ${seed} takes longer than ${mostMilliseconds} ms.`);
  if (!finding && inputs >= 1_000 && late - early > mostGrowth) complaints.push('Memory grows.');
  return complaints;
}

if (isMainThread) await watch(optionsGiven());
else work(workerData as Task);
