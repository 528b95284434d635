/** jest's globalTeardown. */
export default async function stopServers(): Promise<void> {
  await (globalThis as { stopServers?: () => Promise<void> }).stopServers?.();
}
