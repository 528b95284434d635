import { type Log, type Outgoing, outgoing } from '../../packages/log/contract.ts';
import { partitionOf } from '../../packages/log/partition.ts';
import type { Reading } from '../../packages/model/reading.ts';
import { topics } from '../../packages/model/topics.ts';

export const hourLength = 3_600_000;
/** Named by one record at most: with the records of a batch this bounds what is made at once (truth 7). */
const mostNames = 1_000;

/** The hours of datastreams that these readings touch, one record or more for each partition of datastreams. */
export function touchedHours(readings: readonly Reading[], log: Log, time: number): Outgoing[] {
  const partitions = log.partitions(topics.touched);
  const touched = new Map<number, Map<string, Touch>>();
  for (const { datastream, phenomenonTime } of readings) {
    const hour = phenomenonTime - (phenomenonTime % hourLength);
    const partition = partitionOf(datastream, partitions);
    const ofPartition = touched.get(partition) ?? new Map<string, Touch>();
    touched.set(partition, ofPartition.set(`${hour} ${datastream}`, { hour, datastream }));
  }
  return [...touched].flatMap(([partition, ofPartition]) =>
    slicesOf([...ofPartition.values()], mostNames).map((some) =>
      outgoing(topics.touched, String(partition), { hours: byHour(some) }, time, partition),
    ),
  );
}

interface Touch {
  readonly hour: number;
  readonly datastream: string;
}

function byHour(touches: readonly Touch[]): Record<string, string[]> {
  const hours: Record<string, string[]> = {};
  for (const { hour, datastream } of touches) {
    const names = hours[hour] ?? [];
    hours[hour] = names;
    names.push(datastream);
  }
  return hours;
}

export function slicesOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
