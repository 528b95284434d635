import { readdir, readFile } from 'node:fs/promises';

/** CPU microseconds that the threads of a process have used since they began, by thread id; the main thread's id is the process's. */
export type ThreadTimes = ReadonlyMap<number, number>;

/** Linux counts in hundredths of a second for every reader of /proc. */
const tick = 10_000;

/** @throws Error where there is no /proc (elsewhere than on Linux), or no such process. */
export async function threadTimes(pid: number): Promise<ThreadTimes> {
  const folder = `/proc/${pid}/task`;
  const ids = await readdir(folder);
  return new Map(await Promise.all(ids.map(async (id) => [Number(id), cpuOf(await readFile(`${folder}/${id}/stat`, 'utf8'))] as const)));
}

/** CPU microseconds that a process has used since it began, its ended threads too. @throws as above */
export async function processTime(pid: number): Promise<number> {
  return cpuOf(await readFile(`/proc/${pid}/stat`, 'utf8'));
}

/** proc(5), `stat`: the name, in brackets, may hold anything; the 14th and 15th field are utime and stime. */
function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return tick * (Number(fields[11]) + Number(fields[12]));
}
