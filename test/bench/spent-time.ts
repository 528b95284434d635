/** Seconds. `cpu` is of all threads of this process, so it hardly depends on what else the machine does. */
export interface SpentTime {
  readonly wall: number;
  readonly cpu: number;
}

export async function spentTime(work: () => Promise<void> | void): Promise<SpentTime> {
  const [cpuBefore, wallBefore] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall: (performance.now() - wallBefore) / 1e3, cpu: (user + system) / 1e6 };
}
